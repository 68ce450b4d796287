"""The publish gate: the hard rules a warning card must meet before a payer may see it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from scams.rules import faults, limits, text
from scams.rules.card import CardContent

_DATE_LINE: Final = dt.timedelta(days=1)
"""It is tomorrow already somewhere on Earth."""


class Problem(NamedTuple):
    """One broken rule: the card's field it is about, and what to do, in the editor's language."""

    field: str
    message: str


def check(card: CardContent, *, today: dt.date) -> list[Problem]:
    """Return every rule `card` breaks on the day `today`; empty when it may go live."""
    rules = (_lengths, _plain_text, _first_screen, _parts, _questions, _discretion, _variants, _hold_out, _dates)
    return [problem for rule in rules for problem in rule(card, today)]


def texts(card: CardContent) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every text of the card that a person will read."""
    single = ("headline", "discreet_headline", "why_you", "what_is_happening", "proceed", "switch_line")
    yield from ((field, getattr(card, field)) for field in (*single, "guardian_script", "agent_script"))
    yield from (("red_flags", line) for line in card.red_flags)
    yield from (("questions", question.text) for question in card.questions)
    yield from (("rebuttals", line) for line in card.rebuttals)
    yield "safe_action", card.safe_action.label
    yield from (("other_actions", action.label) for action in card.other_actions)
    if card.cooling_off:
        yield "cooling_off_text", card.cooling_off.text
        yield "cooling_off_while", card.cooling_off.while_waiting
    if card.proof:
        yield "proof", card.proof.text
    for variant in card.variants:
        yield "variants", variant.headline
        yield "variants", variant.what_is_happening


def _lengths(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    for field, value in texts(card):
        if field in limits.LIMITS:
            yield from _length(field, limits.LIMITS[field], value, card.locale)
    for variant in card.variants:
        yield from _length("variants", limits.LIMITS["headline"], variant.headline, card.locale)
        if variant.what_is_happening:
            yield from _length("variants", limits.LIMITS["what_is_happening"], variant.what_is_happening, card.locale)
    for field in ("red_flags", "rebuttals", "other_actions"):
        yield from _number(field, limits.LIMITS[field], len(getattr(card, field)))
    yield from _number("contacts", limits.CONTACTS, len(card.contacts))


def _length(field: str, limit: limits.Limit, value: str, locale: str) -> Iterator[Problem]:
    most, length = limit.for_locale(locale), text.count(value)
    if length > most:
        yield Problem(
            field,
            _("“%(text)s” has %(length)d characters; at most %(most)d fit.")
            % {"text": value, "length": length, "most": most},
        )
    elif not value and (limit.least or limit.most > 1):
        yield Problem(field, _("This text is needed before the card can go live."))


def _number(field: str, limit: limits.Limit, number: int) -> Iterator[Problem]:
    if not limit.least <= number <= limit.most:
        yield Problem(
            field,
            _("There are %(number)d here; from %(least)d to %(most)d are needed.")
            % {"number": number, "least": limit.least, "most": limit.most},
        )


def _plain_text(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    for field, value in texts(card):
        if text.has_phone_number(value):
            yield Problem(
                field,
                _("“%s” holds a number that could be dialled. Choose a contact instead: its number is verified.")
                % value,
            )
        if text.has_link(value):
            yield Problem(
                field, _("“%s” holds a web address. A live warning never leads away from the payment.") % value
            )
        if value != text.clean(value, lines=field.endswith("script")):
            yield Problem(field, _("“%s” holds hidden characters, markup or stray spaces.") % value)
    headlines = [("headline", card.headline), ("discreet_headline", card.discreet_headline)]
    for field, value in [*headlines, *(("variants", variant.headline) for variant in card.variants)]:
        if "!" in value or "！" in value:
            yield Problem(field, _("Leave the exclamation mark out: calm words work better than fear."))


def _first_screen(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    stories = [(card.headline, card.what_is_happening)]
    stories += [(variant.headline, variant.what_is_happening or card.what_is_happening) for variant in card.variants]
    rest = (card.why_you, *card.red_flags, card.safe_action.label, card.proceed)
    length = max(_total((*story, *rest)) for story in stories)
    most = limits.FIRST_SCREEN.for_locale(card.locale)
    if length > most:
        yield Problem(
            "what_is_happening",
            _("The first screen has %(length)d characters together; at most %(most)d fit without scrolling.")
            % {"length": length, "most": most},
        )


def _total(parts: Iterable[str]) -> int:
    return sum(text.count(part) for part in parts)


def _parts(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    if card.cooling_off is None:
        yield Problem("cooling_off_minutes", _("Hold and stop need a pause: say how long and what to do meanwhile."))
    elif not limits.COOLING_OFF_MINUTES[0] <= card.cooling_off.minutes <= limits.COOLING_OFF_MINUTES[1]:
        yield Problem("cooling_off_minutes", _("A pause lasts from one minute to one day."))
    if card.proof and not card.proof.source:
        yield Problem("proof_source", _("A number or a case needs its source and date."))
    if not card.sources:
        yield Problem("sources", _("Name at least one source for what the card says."))
    if len(card.secondary_types) > limits.SECONDARY_TYPES_MOST or card.fraud_type in card.secondary_types:
        yield Problem("secondary_types", _("At most two other fraud types."))
    if card.audience == "elder" and not card.audible:
        yield Problem("audio", _("A card for older people needs a recording, or reading aloud by the device."))


def _questions(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    messages = dict.fromkeys(fault.message for fault in faults.faults(card.questions))  # a loop has several answers
    yield from (Problem("questions", message) for message in messages)


def _discretion(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    if card.discreet and not card.discreet_headline:
        yield Problem("discreet_headline", _("This fraud type needs a neutral headline: others may see the screen."))


def _variants(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    keys = [variant.key for variant in card.variants]
    if len(keys) + 1 < limits.VARIANTS_LEAST:
        yield Problem("variants", _("Add a second wording: a warning loses effect from its second sight."))
    if len({*keys, "a"}) != len(keys) + 1:
        yield Problem("variants", _("Every variant needs a letter of its own; “a” is the main wording."))


def _hold_out(card: CardContent, _today: dt.date) -> Iterator[Problem]:
    if not 0 <= card.hold_out <= limits.HOLD_OUT_MOST:
        yield Problem("hold_out", _("At most %d of a hundred payers may go without a card.") % limits.HOLD_OUT_MOST)


def _dates(card: CardContent, today: dt.date) -> Iterator[Problem]:
    latest = today + dt.timedelta(days=limits.REVIEW_DAYS_MOST)
    if card.review_by is None or not today <= card.review_by <= latest:
        yield Problem("review_by", _("Set a review date from today to %s.") % latest.isoformat())
    for source in card.sources:
        if source.date > today + _DATE_LINE:
            yield Problem("sources", _("A source cannot be from the future: %s.") % source.publisher)
