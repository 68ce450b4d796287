from django.db import migrations

LOOK = {"effectcell": {"view": "Can view effect of a card"}, "variantdemotion": {"view": "Can view variant taken out"}}
RIGHTS = {
    "Editors": LOOK,
    "Reviewers": {
        "effectcell": LOOK["effectcell"],
        "variantdemotion": {**LOOK["variantdemotion"], "reinstate": "Can put a variant back"},
        "warningcard": {"hold_out": "Can hold a card back from a share of the payers"},
    },
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over what cards bring about.

    In a new database there are no reviewers yet: there both roles get everything at once.
    """
    groups = apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS)
    if not groups.filter(name="Reviewers").exists():
        return
    for group in groups:
        for model, actions in RIGHTS[group.name].items():
            group.permissions.add(*(permission(apps, model, *action) for action in actions.items()))


def permission(apps, model, action, name):
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="scams", model=model
    )
    made, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{action}_{model}", defaults={"name": name}
    )
    return made


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0006_roles_for_playbooks"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scams", "0008_hold_out_and_demotion"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
