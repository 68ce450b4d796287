from django.db import migrations

WRITE = ("add", "change", "view")
LOOK = {"quizedition": ("view",), "attempt": ("view",), "answer": ("view",)}
RIGHTS = {
    "Editors": {"question": WRITE, **LOOK},
    "Reviewers": {"question": (*WRITE, "delete", "publish", "lock", "unlock"), **LOOK},
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over questions, and let questions go the way cards go.

    In a new database there are no reviewers yet: there both roles get everything at once.
    """
    groups = apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS)
    if not groups.filter(name="Reviewers").exists():
        return
    for group in groups:
        for model, actions in RIGHTS[group.name].items():
            group.permissions.add(*(permission(apps, model, action) for action in actions))
    review_questions(apps)


def permission(apps, model, action):
    made, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type(apps, "academy", model),
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {apps.get_model('academy', model)._meta.verbose_name_raw}"},
    )
    return made


def content_type(apps, app_label, model):
    found, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return found


def review_questions(apps):
    ways = apps.get_model("wagtailcore", "WorkflowContentType").objects
    cards = ways.filter(content_type=content_type(apps, "scams", "warningcard")).first()
    if cards:
        kind = content_type(apps, "academy", "question")
        ways.get_or_create(content_type=kind, defaults={"workflow": cards.workflow})


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0004_pages_and_quizzes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
