"""Make the next version of the checker's rules when they say something else than the newest."""

import logging
from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

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


def build_rules(changes: Sequence[int] = ()) -> CheckVersion:
    """Return the version with the rules as they are now; a new one only if they say something else.

    Where all `changes` that ask for it are of cards alone, the rules of today are not compiled again.
    Of two callers at once only one can follow a version; what the other would have made is as new.
    """
    latest = CheckVersion.objects.first()
    covers = DeckChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before = _rules_of(latest)
    if latest and before and changes and _are_as_before(latest, changes):
        return _covering(latest, covers)
    compiled = compile_rules(before=before)
    payload = encode(compiled.rules)
    name = version_of(payload)
    if latest and latest.version == name:
        return _covering(latest, covers)
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
        return build_rules(changes)
    CheckVersion.objects.filter(pk__lt=version.pk - KEPT).delete()
    logger.info("rules %s: %d fraud types", version, len(compiled.rules.types))
    return version


def _are_as_before(latest: CheckVersion, changes: Sequence[int]) -> bool:
    """Return whether nothing since a version can have changed the rules, the day included: contacts lapse by it."""
    since = DeckChange.objects.filter(Q(pk__in=changes) | Q(pk__gt=latest.covers), of_cards=False)
    return timezone.localdate(latest.built_at) == timezone.localdate() and not since.exists()


def _covering(latest: CheckVersion, covers: int) -> CheckVersion:
    """Write down that a version has every change up to one in it, and return it."""
    CheckVersion.objects.filter(pk=latest.pk, covers__lt=covers).update(covers=covers)
    return latest
