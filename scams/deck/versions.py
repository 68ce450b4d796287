"""Add a version of the deck: compressed and signed, and announced once it is committed."""

import logging
from typing import Any

import brotli
from django.conf import settings
from django.db import transaction

from scams.deck import wire
from scams.deck.jws import kid_of
from scams.deck.places import CachePlace, PlaceDown
from scams.deck.signers import signing_keys
from scams.deck.signing import Claims
from scams.models import DeckVersion

logger = logging.getLogger(__name__)

_BROTLI_QUALITY = 5
"""Higher takes several times as long for a few hundredths less."""


def add_version(previous: DeckVersion | None, payload: bytes, **fields: Any) -> DeckVersion:
    """Return a new newest version that follows `previous`; servers have it within a second of the commit.

    `fields` are those of the model besides. IntegrityError when another one follows `previous` already.
    """
    version = DeckVersion.objects.create(
        version=wire.version_of(payload),
        previous=previous.pk if previous else 0,
        payload=payload,
        brotli=brotli.compress(wire.body_of(payload), quality=_BROTLI_QUALITY),
        **fields,
    )
    version.signatures = _signatures(version)
    version.save(update_fields=["signatures"])
    transaction.on_commit(lambda: announce(version.version), robust=True)
    return version


def are_as_now(signatures: list[str]) -> bool:
    """Return whether a version's signatures are of just the keys that new ones are signed with."""
    return {kid_of(token) for token in signatures} == {key.kid for key in signing_keys()}


def _signatures(version: DeckVersion) -> list[str]:
    claims = Claims(
        deck=version.version,
        sha256=wire.digest_of(bytes(version.payload)),
        serial=version.pk,
        iat=int(version.built_at.timestamp()),
    )
    return [key.sign(claims) for key in signing_keys()]


def announce(name: str) -> None:
    """Tell the servers of a new version at once; those that do not hear it look by themselves."""
    if not settings.CACHE_URL:
        return
    try:
        CachePlace(settings.CACHE_URL).announce(name)
    except PlaceDown as error:
        logger.warning("no word of the new deck over the cache server: %s", error)
