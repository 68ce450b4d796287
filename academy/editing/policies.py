"""What programs write in the academy is looked at by those who may, and changed by nobody."""

from wagtail.permissions import register_permission_policy

from academy.models import Answer, Attempt, Job, QuizEdition
from scams.editing.policies import LookOnlyPolicy

LOOKED_AT = (Job, QuizEdition, Attempt, Answer)


def register() -> None:
    """Register the policies; called once."""
    for model in LOOKED_AT:
        register_permission_policy(model, LookOnlyPolicy(model))
