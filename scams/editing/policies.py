"""Who may do what with the records that programs write."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from scams.models import ApiClient, DeckVersion


class LookOnlyPolicy(ModelPermissionPolicy):
    """Records that people only look at."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may look; nobody may change anything."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether looking is among the actions and allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """Register the policies; called once, when the app is ready."""
    for model in (ApiClient, DeckVersion):
        register_permission_policy(model, LookOnlyPolicy(model))
