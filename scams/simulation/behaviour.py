"""What a payer does with a warning, and what becomes known later: a list of events, drawn with the figures' chances."""

import math
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final, NamedTuple
from zlib import crc32

from scams.simulation import figures
from scams.simulation.answers import Answered, Card
from scams.simulation.payments import Suspected

_DAY: Final = 86_400.0
_HASHES: Final = 0xFFFFFFFF

Ask = Callable[[list[tuple[str, str]]], Answered]
"""Gives the answer of the deck once the payer has answered these questions."""


class Happening(NamedTuple):
    """Something that happened: its kind, how many seconds after the card was shown, and what else is told."""

    kind: str
    after: float
    members: dict[str, Any]


class Mind(NamedTuple):
    """What decides how likely the payer is to stop."""

    card: Card
    warned: bool
    answered: bool
    rerouted: bool
    earlier: int
    """How often the payer has seen this card's look before."""


def events_of(chance: Random, payment: Suspected, first: Answered, ask: Ask, earlier: int) -> list[Happening]:
    """Return everything that happens after a card was shown, or held out."""
    events, now, mind = _at_the_card(chance, payment, first, ask, earlier)
    stops = chance.random() < stop_chance(payment, mind)
    decision = _decision(chance, payment, mind, now, stops=stops, has_ladder=first.has_ladder)
    return [*events, *decision, *_later(chance, payment, mind, decision[-1].after, stops=stops)]


def _at_the_card(
    chance: Random, payment: Suspected, first: Answered, ask: Ask, earlier: int
) -> tuple[list[Happening], float, Mind]:
    """Return what happens until the payer decides, when that is, and what the payer has in mind then."""
    shown = {"card": first.card.facts, "amount": {"value": payment.value, "currency": payment.currency}}
    if first.held_out:
        mind = Mind(first.card, warned=False, answered=False, rerouted=False, earlier=0)
        return [Happening("shown", 0.0, {**shown, "held_out": True})], 2 + chance.random() * 6, mind
    events, now = [Happening("shown", 0.0, shown)], _reading_seconds(chance)
    seen = chance.random() < figures.SEEN
    if seen:
        events.append(Happening("seen", 1.0, {}))
    answers = _answers(chance, payment, first.card) if seen and chance.random() < figures.ASKED else []
    events += (Happening("question_answered", now * 0.6, _answer(first.card, one)) for one in answers)
    card, rerouted = first.card, False
    if answers and (then := ask(answers).card).id != card.id:
        card, rerouted = then, True
        members = {"card": then.facts, "question": answers[-1][0], "answer": answers[-1][1]}
        events.append(Happening("rerouted", now * 0.65, members))
        now += _reading_seconds(chance)
    events.append(Happening("time_on_card", now, {"milliseconds": int(now * 1000)}))
    return events, now, Mind(card, warned=seen, answered=bool(answers), rerouted=rerouted, earlier=earlier)


def _answer(card: Card, answer: tuple[str, str]) -> dict[str, Any]:
    return {"question": answer[0], "answer": answer[1], "card": card.id}


def _reading_seconds(chance: Random) -> float:
    """Return how long a card is looked at: some seconds, longer by those who read it."""
    return chance.lognormvariate(2.4, 0.6) if chance.random() < figures.READ else chance.lognormvariate(1.2, 0.5)


def _answers(chance: Random, payment: Suspected, card: Card) -> list[tuple[str, str]]:
    """Return what the payer answers: the truth where a question is about the payment's own type, mostly."""
    leading = None if payment.genuine else card.answer_to(payment.fraud_type)
    if leading and chance.random() > figures.COACHED_YES:
        return [leading]
    answers = []
    for question in card.questions[: 1 + (chance.random() < _SECOND_QUESTION)]:
        yes = _YES_GENUINE if payment.genuine else _YES_SCAM
        value = "yes" if (draw := chance.random()) < yes else "unsure" if draw > _UNSURE else "no"
        answers.append((question.id, value))
    return answers


_SECOND_QUESTION: Final = 0.5
_YES_GENUINE: Final = 0.08
_YES_SCAM: Final = 0.55
_UNSURE: Final = 0.9


def stop_chance(payment: Suspected, mind: Mind) -> float:
    """Return how likely the payer is to stop."""
    level = mind.card.level
    if not mind.warned:
        return figures.STOPS_UNWARNED / (4 if payment.genuine else 1)
    if payment.genuine:
        return figures.STOPS_GENUINE[level]
    worn = figures.HABITUATION[min(mind.earlier, len(figures.HABITUATION) - 1)]
    odds = _log_odds(figures.STOPS[level]) + worn + figures.FOR_AUDIENCE[payment.audience] + _worth(mind.card)
    odds += figures.REROUTED * mind.rerouted + figures.ANSWERED * mind.answered
    return 1 / (1 + math.exp(-odds))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _worth(card: Card) -> float:
    """Return how much better than others a wording is, in log odds: the same for ever, and known to nobody."""
    draw = crc32(card.variant.encode()) / _HASHES
    return (draw * 2 - 1) * figures.VARIANT_SPREAD * math.sqrt(3)


def _decision(
    chance: Random, payment: Suspected, mind: Mind, now: float, *, stops: bool, has_ladder: bool
) -> list[Happening]:
    """Return how the payer decides, the decision last."""
    level = mind.card.level
    if stops or (level == "stop" and mind.warned):  # there is nothing to go on with
        return _stopping(chance, payment, mind, now)
    if level != "hold" or not mind.warned:
        steps = _steps(now, ("warn", "proceed")) if has_ladder and level == "warn" else []
        return [*steps, Happening("proceed", now, {})]
    wait = now + 900 * (0.9 + 0.2 * chance.random())
    steps = _steps(now, ("call", "no_answer"), ("cooling-off", "waited")) if has_ladder else []
    ends = [Happening("delayed", now, {"minutes": 15}), *steps, Happening("proceed", wait, {})]
    if payment.genuine and chance.random() < figures.RELEASED:
        least, median = figures.RELEASE_MINUTES
        minutes = least + (median - least) * chance.lognormvariate(0, 0.7)
        ends[-1] = Happening("released", now + 60 * minutes, {})
    return ends


def _stopping(chance: Random, payment: Suspected, mind: Mind, now: float) -> list[Happening]:
    """Return how a payer stops: helped by others or not, at once or while waiting."""
    events = []
    if chance.random() < figures.GUARDIAN[payment.audience]:
        events.append(Happening("guardian_told", now, {}))
    if chance.random() < figures.HOTLINE:
        events.append(Happening("hotline_taken", now, {}))
    if mind.card.level == "hold" and mind.warned and chance.random() < figures.CANCELLED_IN_WAIT:
        return [*events, Happening("cancelled_in_wait", now + chance.uniform(30, 900), {})]
    if chance.random() < figures.DELAYED:
        events.append(Happening("delayed", now, {}))
    return [*events, Happening("safe_action", now, {"action": "stop"})]


def _steps(now: float, *taken: tuple[str, str]) -> list[Happening]:
    return [Happening("step_taken", now, {"step": kind, "kind": kind, "answer": answer}) for kind, answer in taken]


def _later(chance: Random, payment: Suspected, mind: Mind, now: float, *, stops: bool) -> Iterator[Happening]:
    """Yield what becomes known in the days after the decision."""
    level = mind.card.level
    if stops and not payment.genuine and chance.random() < figures.SWITCHED[level]:
        yield Happening("switched_channel", now + chance.uniform(60, _DAY), {})
    if not payment.genuine and chance.random() < figures.REPEATED:
        yield Happening("repeat_attempt", now + chance.uniform(600, 7 * _DAY), {})
    if payment.genuine and mind.warned and chance.random() < figures.COMPLAINED[level]:
        yield Happening("complaint", now + chance.uniform(60, 2 * _DAY), {})
    yield from _labels(chance, now, genuine=payment.genuine, stops=stops)


def _labels(chance: Random, now: float, *, genuine: bool, stops: bool) -> Iterator[Happening]:
    """Yield what the payment is found to be, late, by some never, and now and then wrongly at first."""
    after = now + chance.lognormvariate(math.log(figures.LABEL_DAYS), 0.8) * _DAY
    if chance.random() < figures.LABELLED_UNKNOWN:
        yield Happening("label", after, {"label": "unknown"})
    elif chance.random() < (figures.LABELLED_GENUINE if genuine else figures.LABELLED_SCAM[stops]):
        if not genuine and chance.random() < figures.RELABELLED:
            yield Happening("label", after, {"label": "genuine"})
            after += 2 * _DAY
        yield Happening("label", after, {"label": "genuine" if genuine else "confirmed-scam"})
