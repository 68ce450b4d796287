"""Make the next version of the checker's rules when they say something else than the newest."""

import logging
from typing import Final

from django.db import IntegrityError, transaction

from scams.checking.compile import compile_rules
from scams.checking.rules import Rules, RulesError, decode, encode, version_of
from scams.deck.versions import announce
from scams.models import CheckVersion, DeckChange

logger = logging.getLogger(__name__)

KEPT: Final = 20
"""Versions that are kept: what changed is in the patterns' own history."""


def _rules_of(version: CheckVersion | None) -> Rules | None:
    """Return a version's rules; None where there is none, or another release of the program made it."""
    try:
        return decode(bytes(version.payload)) if version else None
    except RulesError:
        return None


def build_rules() -> CheckVersion:
    """Return the version with the rules as they are now; a new one only if they say something else.

    Of two callers at once only one can follow a version; what the other would have made is as new.
    """
    latest = CheckVersion.objects.first()
    covers = DeckChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    compiled = compile_rules(before=_rules_of(latest))
    payload = encode(compiled.rules)
    name = version_of(payload)
    if latest and latest.version == name:
        CheckVersion.objects.filter(pk=latest.pk, covers__lt=covers).update(covers=covers)
        return latest
    try:
        with transaction.atomic():
            version = CheckVersion.objects.create(
                version=name,
                previous=latest.pk if latest else 0,
                payload=payload,
                left_out=compiled.left_out,
                covers=covers,
            )
            transaction.on_commit(lambda: announce(name), robust=True)
    except IntegrityError:
        return build_rules()
    CheckVersion.objects.filter(pk__lt=version.pk - KEPT).delete()
    logger.info("rules %s: %d fraud types", version, len(compiled.rules.types))
    return version
