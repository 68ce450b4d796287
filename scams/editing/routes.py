"""Where answers lead beyond a card: from one card to the next, and whether one comes back."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale

from scams.rules import tree
from scams.rules.card import CardContent
from scams.rules.faults import Fault
from scams.words import ANSWERS, DEFAULT_AUDIENCE


def way_round(content: CardContent) -> list[str]:
    """Return the fraud types on the shortest way from a card by answers of live cards back to it; empty without one.

    Only a type's own card counts. One that has none yet is answered by its group's, and that may well come before:
    groups are written first. There the matching keeps payers from seeing a card twice. Two queries, none for a card
    that leads nowhere.
    """
    routes = tree.types_of(content.questions)
    if not routes:
        return []
    return tree.way_back(content.fraud_type, {**_live_routes(content), content.fraud_type: routes})


def faults_of_routes(content: CardContent) -> list[Fault]:
    """Return a fault for every answer of a card that leads round to it over other live cards."""
    circle = way_round(content)
    if not circle:
        return []
    message = _("Answers lead round in a circle: %s. A payer would come back to this card.") % " → ".join(circle)
    led = tree.answers_with(content.questions, f"type:{circle[1]}")
    return [Fault(number, answer, message) for number, answer in led]


def _live_routes(content: CardContent) -> dict[str, list[str]]:
    """Return where the live cards of the same language lead, by fraud type: those for the same audience first."""
    from scams.models import WarningCard

    locale = Locale.objects.get_for_language(content.locale.lower())
    rows = WarningCard.objects.filter(
        live=True, locale=locale, audience__in={content.audience, DEFAULT_AUDIENCE}
    ).values_list("fraud_type__slug", "audience", "questions")
    ordered = sorted(rows, key=lambda row: bool(row[1] == content.audience))
    return {slug: _types_in(questions) for slug, _audience, questions in ordered}


def _types_in(stream: Any) -> list[str]:
    """Return the fraud types that the answers in a stream re-route to, read from its raw blocks."""
    effects = (block["value"].get(answer) or "" for block in stream.raw_data for answer in ANSWERS)
    return [effect.removeprefix("type:") for effect in effects if effect.startswith("type:")]
