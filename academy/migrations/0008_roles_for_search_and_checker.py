from django.db import migrations

LOOK = ("view",)
WRITE = ("add", "change", "view", "delete")
RIGHTS = {
    "Editors": {
        "synonymgroup": ("add", "change", "view"),
        "unanswered": LOOK,
        "wordlist": LOOK,
        "examplemessage": LOOK,
        "reportedmessage": LOOK,
    },
    "Reviewers": {
        "synonymgroup": WRITE,
        "unanswered": LOOK,
        "wordlist": WRITE,
        "examplemessage": WRITE,
        "reportedmessage": ("view", "delete"),
    },
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over what search and checker are kept by, and over what people report.

    In a new database there are no reviewers yet: there both roles get everything at once.
    """
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
    made, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {apps.get_model('scams', model)._meta.verbose_name_raw}"},
    )
    return made


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0007_roles_for_effect"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scams", "0013_example_messages"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
