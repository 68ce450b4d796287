from django.db import migrations

CODENAME = "rollback_deckversion"


def let_reviewers_roll_back(apps, _schema):
    """Give the reviewers there are the new right; in a new database they get it with all the others."""
    reviewers = apps.get_model("auth", "Group").objects.filter(name="Reviewers").first()
    if reviewers is None:
        return
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="scams", model="deckversion"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "Can roll back the deck"}
    )
    reviewers.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0002_pages_and_media"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scams", "0002_keys_and_bundles"),
    ]

    operations = [
        migrations.RunPython(let_reviewers_roll_back, migrations.RunPython.noop),
    ]
