from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, Workflow, WorkflowContentType

from academy.models import Question, Quiz
from academy.roles import EDITORS, REVIEWERS, ensure_roles
from scams.models import Playbook, WarningCard
from tests.scams.editing.desk import person

pytestmark = pytest.mark.django_db

TAXONOMY = ("fraudtype", "crosswalkcode", "technique", "signal", "wordlist", "examplemessage")
WRITES = {f"{action}_{model}" for model in ("warningcard", "contact") for action in ("add", "change", "view")}
PLAYBOOKS = {"add_playbook", "change_playbook", "view_playbook"}
QUESTIONS = {"add_question", "change_question", "view_question", "view_quizedition", "view_attempt", "view_answer"}
DECIDES = {"delete_question", "publish_question", "lock_question", "unlock_question"}
EFFECT = {"view_effectcell", "view_variantdemotion"}
SEARCH = {"add_synonymgroup", "change_synonymgroup", "view_synonymgroup", "view_unanswered"}
EXPECTED = {
    EDITORS: (WRITES - {"add_contact", "change_contact"})
    | {f"view_{model}" for model in (*TAXONOMY, "reportedmessage")}
    | QUESTIONS
    | PLAYBOOKS
    | EFFECT
    | SEARCH,
    REVIEWERS: WRITES
    | {f"{action}_{model}" for model in TAXONOMY for action in ("add", "change", "delete", "view")}
    | {"delete_warningcard", "delete_contact", "publish_warningcard", "lock_warningcard", "unlock_warningcard"}
    | {"view_deckversion", "rollback_deckversion", "view_reportedmessage", "delete_reportedmessage"}
    | EFFECT
    | {"hold_out_warningcard", "reinstate_variantdemotion"}
    | QUESTIONS
    | DECIDES
    | PLAYBOOKS
    | {f"{action}_playbook" for action in ("delete", "publish", "lock", "unlock")}
    | SEARCH
    | {"delete_synonymgroup"},
}


def rights(role):
    permissions = Group.objects.get(name=role).permissions.filter(content_type__app_label__in=["scams", "academy"])
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


@pytest.mark.parametrize("model", [WarningCard, Playbook, Question])
def test_cards_and_questions_go_through_the_review_workflow(model):
    assert model().get_workflow().name == "Review"
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
    assert {one.workflow for one in WorkflowContentType.objects.all()} == {other}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("editor", (True, False)),
        ("reviewer", (True, True)),
        ("administrator", (True, True)),
        ("outsider", (False, False)),
    ],
)
def test_who_may_edit_and_publish_quizzes(role, may):
    allowed = Quiz.objects.first().permissions_for_user(person(role))
    assert (allowed.can_edit(), allowed.can_publish()) == may


def give_rights():
    migration = import_module("academy.migrations.0005_roles_for_quizzes")
    migration.give_rights(apps, None)


def as_before():
    """Leave the roles as a site has them that ran before there were quizzes."""
    for group in Group.objects.all():
        group.permissions.remove(*group.permissions.filter(content_type__app_label="academy"))
    Permission.objects.filter(content_type__app_label="academy", content_type__model="question").delete()
    WorkflowContentType.objects.filter(content_type=ContentType.objects.get_for_model(Question)).delete()


def test_roles_there_are_already_get_their_rights_over_questions():
    as_before()
    ensure_roles()
    assert rights(EDITORS) & QUESTIONS == set()
    give_rights()
    create_permissions(apps.get_app_config("academy"), verbosity=0)
    assert (rights(EDITORS), rights(REVIEWERS)) == (EXPECTED[EDITORS], EXPECTED[REVIEWERS])
    assert Question().get_workflow() == WarningCard().get_workflow()


def test_the_rights_given_later_are_named_as_all_others():
    kind = ContentType.objects.get_for_model(Question)
    names = dict(Permission.objects.filter(content_type=kind).values_list("codename", "name"))
    as_before()
    give_rights()
    assert dict(Permission.objects.filter(content_type=kind).values_list("codename", "name")) == names


def test_questions_go_no_workflow_where_cards_go_none():
    as_before()
    WorkflowContentType.objects.all().delete()
    give_rights()
    assert Question().get_workflow() is None


def test_a_new_database_is_left_to_the_roles_beginning():
    as_before()
    Group.objects.filter(name=REVIEWERS).update(name="Moderators")
    give_rights()
    assert rights(EDITORS) == EXPECTED[EDITORS] - QUESTIONS


def test_roles_there_are_already_get_their_rights_over_playbooks_under_the_same_names():
    kind = ContentType.objects.get_for_model(Playbook)
    named = Permission.objects.filter(content_type=kind).values_list("codename", "name")
    names = dict(named)
    WorkflowContentType.objects.filter(content_type=kind).delete()
    Permission.objects.filter(content_type=kind).delete()
    assert rights(EDITORS) == EXPECTED[EDITORS] - PLAYBOOKS
    import_module("academy.migrations.0006_roles_for_playbooks").give_rights(apps, None)
    assert dict(named.all()) == names
    assert (rights(EDITORS), rights(REVIEWERS)) == (EXPECTED[EDITORS], EXPECTED[REVIEWERS])
    assert Playbook().get_workflow() == WarningCard().get_workflow()


LATER = ("effectcell", "variantdemotion")


def test_roles_there_are_already_get_their_rights_over_the_effect_of_cards():
    names = dict(Permission.objects.filter(content_type__app_label="scams").values_list("codename", "name"))
    for group in Group.objects.all():
        group.permissions.remove(*group.permissions.filter(content_type__model__in=LATER))
    Permission.objects.filter(content_type__app_label="scams", content_type__model__in=LATER).delete()
    Permission.objects.filter(codename="hold_out_warningcard").delete()
    assert rights(REVIEWERS) < EXPECTED[REVIEWERS]
    import_module("academy.migrations.0007_roles_for_effect").give_rights(apps, None)
    create_permissions(apps.get_app_config("scams"), verbosity=0)
    assert (rights(EDITORS), rights(REVIEWERS)) == (EXPECTED[EDITORS], EXPECTED[REVIEWERS])
    assert dict(Permission.objects.filter(content_type__app_label="scams").values_list("codename", "name")) == names


def test_the_rights_over_the_effect_of_cards_go_to_nobody_where_there_are_no_reviewers():
    Group.objects.filter(name=REVIEWERS).update(name="Moderators")
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(*editors.permissions.filter(content_type__model__in=LATER))
    import_module("academy.migrations.0007_roles_for_effect").give_rights(apps, None)
    assert rights(EDITORS) == EXPECTED[EDITORS] - EFFECT
