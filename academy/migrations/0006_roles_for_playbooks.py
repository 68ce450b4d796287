from django.db import migrations

WRITE = ("add", "change", "view")
RIGHTS = {
    "Editors": WRITE,
    "Reviewers": (*WRITE, "delete", "publish", "lock", "unlock"),
}


def give_rights(apps, _schema):
    """Give the roles there are their rights over playbooks, and let playbooks go the way cards go.

    In a new database there are no reviewers yet: there both roles get everything at once.
    """
    groups = apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS)
    if not groups.filter(name="Reviewers").exists():
        return
    for group in groups:
        group.permissions.add(*(permission(apps, action) for action in RIGHTS[group.name]))
    review_playbooks(apps)


def permission(apps, action):
    made, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type(apps, "playbook"),
        codename=f"{action}_playbook",
        defaults={"name": f"Can {action} {apps.get_model('scams', 'playbook')._meta.verbose_name_raw}"},
    )
    return made


def content_type(apps, model):
    found, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="scams", model=model
    )
    return found


def review_playbooks(apps):
    ways = apps.get_model("wagtailcore", "WorkflowContentType").objects
    cards = ways.filter(content_type=content_type(apps, "warningcard")).first()
    if cards:
        ways.get_or_create(content_type=content_type(apps, "playbook"), defaults={"workflow": cards.workflow})


class Migration(migrations.Migration):

    dependencies = [
        ("academy", "0005_roles_for_quizzes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scams", "0007_playbooks"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
