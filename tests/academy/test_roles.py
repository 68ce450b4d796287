import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, Workflow, WorkflowContentType

from academy.roles import EDITORS, REVIEWERS, ensure_roles
from scams.models import WarningCard
from tests.scams.editing.desk import person

pytestmark = pytest.mark.django_db

TAXONOMY = ("fraudtype", "crosswalkcode", "technique", "signal")
WRITES = {f"{action}_{model}" for model in ("warningcard", "contact") for action in ("add", "change", "view")}
EXPECTED = {
    EDITORS: (WRITES - {"add_contact", "change_contact"}) | {f"view_{model}" for model in TAXONOMY},
    REVIEWERS: WRITES
    | {f"{action}_{model}" for model in TAXONOMY for action in ("add", "change", "delete", "view")}
    | {"delete_warningcard", "delete_contact", "publish_warningcard", "lock_warningcard", "unlock_warningcard"}
    | {"view_deckversion", "rollback_deckversion"},
}


def rights(role):
    permissions = Group.objects.get(name=role).permissions.filter(content_type__app_label="scams")
    return set(permissions.values_list("codename", flat=True))


def test_there_are_two_roles():
    assert sorted(Group.objects.values_list("name", flat=True)) == [EDITORS, REVIEWERS]


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_has_its_rights_and_no_others(role):
    assert rights(role) == EXPECTED[role]


@pytest.mark.parametrize(
    ("role", "may"), [("editor", True), ("reviewer", True), ("administrator", True), ("outsider", False)]
)
def test_both_roles_enter_the_admin_and_begin_translations(role, may):
    someone = person(role)
    names = ("wagtailadmin.access_admin", "simple_translation.submit_translation")
    assert [someone.has_perm(name) for name in names] == [may, may]


def test_what_people_changed_in_a_role_stays():
    group = Group.objects.get(name=EDITORS)
    group.permissions.remove(Permission.objects.get(codename="change_warningcard"))
    ensure_roles()
    assert rights(EDITORS) == EXPECTED[EDITORS] - {"change_warningcard"}


def test_a_deleted_role_comes_back_with_its_rights():
    Group.objects.get(name=REVIEWERS).delete()
    ensure_roles()
    assert rights(REVIEWERS) == EXPECTED[REVIEWERS]


def test_wagtail_s_moderators_become_reviewers_once():
    Group.objects.filter(name=REVIEWERS).update(name="Moderators")
    ensure_roles()
    assert Group.objects.filter(name="Moderators").exists() is False
    Group.objects.create(name="Moderators")
    ensure_roles()
    assert Group.objects.filter(name="Moderators").exists() is True


def test_cards_go_through_the_review_workflow():
    assert WarningCard().get_workflow().name == "Review"
    assert [task.name for task in Task.objects.all()] == ["Review"]


def test_cards_have_one_workflow_however_often_the_roles_are_made():
    ensure_roles()
    ensure_roles()
    kind = ContentType.objects.get_for_model(WarningCard)
    assert WorkflowContentType.objects.filter(content_type=kind).count() == 1


def test_another_workflow_that_people_chose_stays():
    other = Workflow.objects.create(name="Two eyes more")
    WorkflowContentType.objects.update(workflow=other)
    ensure_roles()
    assert WorkflowContentType.objects.get().workflow == other
