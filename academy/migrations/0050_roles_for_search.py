from django.db import migrations

RIGHTS = {
    "Editors": {"synonymgroup": ("add", "change", "view"), "unanswered": ("view",)},
    "Reviewers": {"synonymgroup": ("add", "change", "view", "delete"), "unanswered": ("view",)},
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over synonyms, and to see what nobody found.

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
        ("academy", "0005_roles_for_quizzes"),
        ("scams", "0050_search_index"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
