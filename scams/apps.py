"""The scams app: all wiring happens in `ready()`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScamsConfig(AppConfig):
    """Fraud types, cards, patterns, the deck and the API."""

    name = "scams"
    verbose_name = _("Scams")

    def ready(self) -> None:
        """Register the checks, connect what keeps the deck up to date, and say who may look at it."""
        from scams import checks  # noqa: F401
        from scams.editing import handlers, policies
        from scams.search import entries
        from scams.search import handlers as search_handlers

        handlers.connect()
        policies.register()
        entries.register()
        search_handlers.connect()
