"""Who may do what with the records that programs write."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from scams.models import ApiClient, DeckVersion, EffectCell, ReportedMessage, Unanswered, VariantDemotion


class LookOnlyPolicy(ModelPermissionPolicy):
    """Records that people only look at."""

    allowed: frozenset[str] = frozenset({"view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may look; nobody may change anything."""
        return action in self.allowed and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class DeckPolicy(LookOnlyPolicy):
    """Decks, which people look at and go back to."""

    allowed = frozenset({"view", "rollback"})


class DemotionPolicy(LookOnlyPolicy):
    """Variants taken out, which people look at and put back."""

    allowed = frozenset({"view", "reinstate"})


class ReportedPolicy(LookOnlyPolicy):
    """Reported messages, which people read and delete."""

    allowed = frozenset({"view", "delete"})


def register() -> None:
    """Register the policies; called once, when the app is ready."""
    register_permission_policy(ApiClient, LookOnlyPolicy(ApiClient))
    register_permission_policy(DeckVersion, DeckPolicy(DeckVersion))
    register_permission_policy(EffectCell, LookOnlyPolicy(EffectCell))
    register_permission_policy(VariantDemotion, DemotionPolicy(VariantDemotion))
    register_permission_policy(Unanswered, LookOnlyPolicy(Unanswered))
    register_permission_policy(ReportedMessage, ReportedPolicy(ReportedMessage))
