"""System checks: what the warnings cannot work without is refused at start, with a hint."""

import ssl
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt

from scams.deck.signing import BadKey, SigningKey
from scams.search.engines.options import elastic_options
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


@register(Tags.security)
def check_signing_keys(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse signing keys that are none: no deck could be made."""
    try:
        for seed in settings.DECK_SIGNING_KEYS:
            SigningKey(seed)
    except BadKey as error:
        hint = "`manage.py signing_keys --new` prints one; several stand with commas between them."
        return [Error(f"DECK_SIGNING_KEYS holds no key: {error}.", hint=hint, id="scams.E003")]
    return []


@register(Tags.security)
def check_elasticsearch(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse an address of Elasticsearch, or a file of certificates, that no client can be made with."""
    options = elastic_options()
    if not options.urls:
        return []
    from scams.search.engines.elastic_client import client_for  # it takes a while to load

    try:
        ssl.create_default_context(cafile=options.authorities or None)
        client_for(options).close()
    except (ValueError, OSError) as error:
        hint = "Set ELASTICSEARCH_URL to https://host:port, several with commas; ELASTICSEARCH_CA to a file."
        message = f"ELASTICSEARCH_URL and its settings cannot be used: {type(error).__name__}."
        return [Error(message, hint=hint, id="scams.E004")]
    return []


@register(Tags.security, deploy=True)
def check_signing_keys_are_shared(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Warn of workers on several machines that would each sign with a key of their own."""
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if settings.DECK_SIGNING_KEYS or not engine.endswith("postgresql"):
        return []
    hint = "Set it to what `manage.py signing_keys --new` prints, the same for all workers."
    return [Doubt("DECK_SIGNING_KEYS is not set: each machine signs decks by itself.", hint=hint, id="scams.W001")]
