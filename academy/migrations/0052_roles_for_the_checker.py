from django.db import migrations

RIGHTS = {
    "Editors": {"wordlist": ("view",), "reportedmessage": ("view",)},
    "Reviewers": {"wordlist": ("add", "change", "view", "delete"), "reportedmessage": ("view", "delete")},
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over word lists and reported messages; new ones get all at once."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS)
    if not groups.filter(name="Reviewers").exists():
        return
    for group in groups:
        for model, actions in RIGHTS[group.name].items():
            group.permissions.add(*(permission(apps, model, action) for action in actions))


def permission(apps, model, action):
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="scams", model=model
    )
    name = apps.get_model("scams", model)._meta.verbose_name_raw
    made, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
    )
    return made


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0050_roles_for_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scams", "0052_check_rules"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
