"""System checks: what the warnings cannot work without is refused at start, with a hint."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from scams.words import LOCALES

READABLE = ("sqlite3", "postgresql")


@register(Tags.translation)
def check_languages(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a site that lacks one of the languages cards are written in."""
    there = {code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", [])}
    lacking = [locale for locale in LOCALES if locale.lower() not in there]
    if not lacking:
        return []
    hint = "Cards go out in all three languages: keep zh-hans, zh-hant and en."
    return [Error(f"WAGTAIL_CONTENT_LANGUAGES lacks {', '.join(lacking)}.", hint=hint, id="scams.E001")]


@register(Tags.database)
def check_deck_can_be_read(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a database from which the warnings endpoint cannot read the deck by itself."""
    engine = str(settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2]
    if engine in READABLE:
        return []
    hint = "Set DATABASE_URL to sqlite:///… or postgresql://…"
    return [Error(f"The deck cannot be read from {engine}.", hint=hint, id="scams.E002")]
