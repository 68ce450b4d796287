"""Which variants are worse than another of their card: taken out of rotation, with the evidence, until put back.

Only what really happened counts: no simulated warning, nobody who was held out. Of a card's variants only those are
judged that the newest deck rotates; one that a reviewer put back stays.
"""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from scams.deck import history, wire
from scams.deck.build import note_change
from scams.models import DeckChange, EffectCell, VariantDemotion
from scams.outcomes.intervals import Rate
from scams.outcomes.sequential import ALPHA, Worse, worse
from scams.outcomes.words import SIMULATION

logger = logging.getLogger(__name__)

Shown = tuple[str, int, str]
"""Card, revision, variant."""


def judge() -> list[VariantDemotion]:
    """Take out every variant that is worse than the best of its card, and return what was taken out."""
    try:
        cards = [card for card in history.deck_of(history.newest()).cards if len(card.variants) > 1]
    except history.HistoryError as error:
        logger.warning("no variants to judge: %s", error)
        return []
    rates = stop_rates([card.revision for card in cards])
    judged = set(VariantDemotion.objects.values_list("card", "revision", "variant"))
    return [
        demote(card, found)
        for card in cards
        for found in worse(_rates_of(card, rates))
        if (card.id, card.revision, found.variant) not in judged
    ]


def stop_rates(revisions: list[int]) -> dict[Shown, Rate]:
    """Return how many of the confirmed scams were stopped, for each variant of revisions."""
    cells = EffectCell.objects.filter(revision__in=revisions, held_out=False).exclude(client=SIMULATION)
    sums = cells.values_list("card", "revision", "variant").annotate(Sum("confirmed_stopped"), Sum("confirmed"))
    return {(card, revision, variant): Rate(*rate) for card, revision, variant, *rate in sums}


def _rates_of(card: wire.Card, rates: dict[Shown, Rate]) -> dict[str, Rate]:
    return {one.id: rates.get((card.id, card.revision, one.id), Rate(0, 0)) for one in card.variants}


@transaction.atomic
def demote(card: wire.Card, found: Worse) -> VariantDemotion:
    """Write down that a variant is worse, and that the deck is to be compiled without it."""
    evidence = {
        "own": {"variant": found.variant, **found.rate._asdict(), "bounds": found.bounds},
        "best": {"variant": found.best, **found.best_rate._asdict(), "bounds": found.best_bounds},
        "alpha": ALPHA,
        "alpha_each": found.alpha,
    }
    demotion = VariantDemotion.objects.create(
        card=card.id, revision=card.revision, variant=found.variant, evidence=evidence
    )
    note_change(DeckChange.Action.DEMOTED, found.variant, of_cards=True)
    logger.info("variant %s of revision %s taken out: %s", found.variant, card.revision, evidence)
    return demotion


@transaction.atomic
def reinstate(demotion: VariantDemotion, *, user: Any) -> bool:
    """Put a variant back into rotation; return false if it is back already."""
    waiting = VariantDemotion.objects.filter(pk=demotion.pk, reinstated_at=None)
    if not waiting.update(reinstated_at=timezone.now(), reinstated_by=user):
        return False
    note_change(DeckChange.Action.REINSTATED, demotion.variant, user=user, of_cards=True)
    return True
