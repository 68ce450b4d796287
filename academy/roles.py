"""The roles people work in, and what each may do.

Wagtail brings two groups and a workflow: Editors who write, Moderators who publish. The second is
called Reviewers here, and both get their rights over cards, contacts, the taxonomy and quiz questions.
"""

from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, Workflow, WorkflowContentType

from academy.models import Question
from scams.models import Playbook, WarningCard

EDITORS: Final = "Editors"
REVIEWERS: Final = "Reviewers"

_WRITE: Final = ("add", "change", "view")
_ALL: Final = (*_WRITE, "delete")
_FIGURES: Final = {"quizedition": ("view",), "attempt": ("view",), "answer": ("view",)}
RIGHTS: Final[dict[str, dict[str, dict[str, tuple[str, ...]]]]] = {
    EDITORS: {
        "scams": {
            "warningcard": _WRITE,
            "playbook": _WRITE,
            "contact": ("view",),  # saving a contact is publishing it
            "fraudtype": ("view",),
            "crosswalkcode": ("view",),
            "technique": ("view",),
            "signal": ("view",),
            "effectcell": ("view",),
            "variantdemotion": ("view",),
            "synonymgroup": _WRITE,
            "unanswered": ("view",),
            "wordlist": ("view",),  # saving one is publishing it
            "examplemessage": ("view",),
            "reportedmessage": ("view",),
        },
        "academy": {"question": _WRITE, **_FIGURES},
    },
    REVIEWERS: {
        "scams": {
            "warningcard": (*_ALL, "publish", "lock", "unlock", "hold_out"),
            "playbook": (*_ALL, "publish", "lock", "unlock"),
            "contact": _ALL,
            "fraudtype": _ALL,
            "crosswalkcode": _ALL,
            "technique": _ALL,
            "signal": _ALL,
            "synonymgroup": _ALL,
            "unanswered": ("view",),
            "wordlist": _ALL,
            "examplemessage": _ALL,
            "reportedmessage": ("view", "delete"),
            "deckversion": ("view", "rollback"),
            "effectcell": ("view",),
            "variantdemotion": ("view", "reinstate"),
        },
        "academy": {"question": (*_ALL, "publish", "lock", "unlock"), **_FIGURES},
    },
}
"""What each role may do with each model, by app. Quizzes are pages: there the rights of the page tree hold."""
REVIEWED: Final = (WarningCard, Playbook, Question)
"""What goes through the review workflow, beside pages."""
EVERYWHERE: Final = ("access_admin", "submit_translation")
"""What both roles may do besides: enter the admin, begin a translation."""


def ensure_roles(**_kwargs: Any) -> None:
    """Create the roles and the review workflow, once: what people change afterwards stays.

    What comes later to roles there are already is a migration's.
    """
    _rename()
    for role, rights in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=role)
        if not group.permissions.filter(content_type__app_label="scams").exists():
            group.permissions.add(*_permissions(rights), *Permission.objects.filter(codename__in=EVERYWHERE))
    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow and not WorkflowContentType.objects.exists():
        for model in REVIEWED:
            kind = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.create(workflow=workflow, content_type=kind)


def _rename() -> None:
    if not Group.objects.filter(name=REVIEWERS).exists():
        Group.objects.filter(name="Moderators").update(name=REVIEWERS)
    for model in (Workflow, Task):
        model.objects.filter(name="Moderators approval").update(name="Review")


def _permissions(rights: dict[str, dict[str, tuple[str, ...]]]) -> list[Permission]:
    return [
        permission
        for app, models in rights.items()
        for permission in Permission.objects.filter(
            content_type__app_label=app,
            codename__in=[f"{action}_{model}" for model, actions in models.items() for action in actions],
        )
    ]
