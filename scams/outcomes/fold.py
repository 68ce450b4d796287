"""From the events of one warning to what became of it. Pure; the order in which events arrive does not matter."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from scams.outcomes.facts import Card, Display, Event, Outcome

ORDER: Final = (
    *("question_answered", "rerouted", "shown", "seen", "time_on_card", "safe_action", "cancelled_in_wait"),
    *("delayed", "hotline_taken", "guardian_told", "step_taken", "proceed", "released"),
)
"""Which of two events of the same moment came first: an answer, then the card it led to.

A payment that may have gone out is not called stopped.
"""
STOPS: Final = ("safe_action", "cancelled_in_wait")
GOES_ON: Final = ("proceed", "released")
LEAK_WITHIN: Final = dt.timedelta(hours=24)
REPEAT_WITHIN: Final = dt.timedelta(days=7)

_PLACE: Final = {kind: place for place, kind in enumerate(ORDER)}


def fold(events: Iterable[Event]) -> Outcome:
    """Return what became of the warning that `events` are about, in whatever order and however often they are given."""
    ordered = _in_order(events)
    kinds = {event.kind for event in ordered}
    end = _last(ordered, *STOPS, *GOES_ON)
    stop = end if end and end.kind in STOPS else None
    displays = tuple(_displays(ordered))
    outcome = Outcome(
        displays=displays,
        stopped=stop is not None,
        proceeded=end is not None and stop is None,
        delayed="delayed" in kinds,
        cancelled="cancelled_in_wait" in kinds,
        hotline="hotline_taken" in kinds,
        guardian="guardian_told" in kinds,
        complained="complaint" in kinds,
        leaked=_followed(ordered, stop, "switched_channel", LEAK_WITHIN),
        repeated=_followed(ordered, stop, "repeat_attempt", REPEAT_WITHIN),
        released_after=_released_after(ordered, displays),
        milliseconds=max((one.body.milliseconds or 0 for one in ordered if one.kind == "time_on_card"), default=None),
        **_payment(ordered),
    )
    return labelled(outcome, ordered)


def labelled(outcome: Outcome, events: Iterable[Event]) -> Outcome:
    """Return `outcome` with the latest label among its own and those of `events`."""
    last = _last(_in_order(events), "label")
    if last is None or (outcome.labelled_at and outcome.labelled_at > last.at):
        return outcome
    return msgspec.structs.replace(outcome, label=last.body.label, labelled_at=last.at)


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Return each event once, the oldest first; the order does not depend on that of `events`."""
    return sorted({event.id: event for event in events}.values(), key=_moment)


def _moment(event: Event) -> tuple[dt.datetime, int, str]:
    return event.at, _PLACE.get(event.kind, len(ORDER)), event.id


def _last(ordered: Sequence[Event], *kinds: str) -> Event | None:
    return next((event for event in reversed(ordered) if event.kind in kinds), None)


def _followed(ordered: Sequence[Event], stop: Event | None, kind: str, within: dt.timedelta) -> bool:
    if stop is None:
        return False
    return any(one.kind == kind and stop.at <= one.at <= stop.at + within for one in ordered)


def _released_after(ordered: Sequence[Event], displays: Sequence[Display]) -> float | None:
    """Return the seconds to the first release; None without one, or where a clock went backwards."""
    released = next((event for event in ordered if event.kind == "released"), None)
    begun = min((one.at for one in displays), default=None)
    if released is None or begun is None or released.at < begun:
        return None
    return (released.at - begun).total_seconds()


def _payment(ordered: Sequence[Event]) -> dict[str, Any]:
    """Return the amount, payer and payee as they were told last."""
    told: dict[str, Any] = {}
    for event in ordered:
        amount = event.body.amount
        told |= {"amount": amount.value, "currency": amount.currency} if amount else {}
        told |= {"subject": event.subject} if event.subject else {}
        told |= {"payee": event.payee} if event.payee else {}
    return told


def _displays(ordered: Sequence[Event]) -> Iterator[Display]:
    """Yield the cards that were on the screen, each once; one that came back counts as it was left the last time."""
    asked = {one.body.card for one in ordered if one.kind == "question_answered" and isinstance(one.body.card, str)}
    by_card: dict[Card, Display] = {}
    for one in _in_turn(ordered):
        before = by_card.pop(one.card, one)
        by_card[one.card] = one._replace(
            at=before.at,
            seen=before.seen or one.seen,
            answered=before.answered or one.answered or one.card.id in asked,
        )
    yield from by_card.values()


class _Turn(NamedTuple):
    card: Card
    events: list[Event]


def _in_turn(ordered: Sequence[Event]) -> Iterator[Display]:
    """Yield the cards in the order they came; the same one shown twice running is one display.

    What a clock put before the first card happened on it.
    """
    turns: list[_Turn] = []
    early: list[Event] = []
    for event in ordered:
        if event.card and (not turns or event.card != turns[-1].card):
            turns.append(_Turn(event.card, [event]))
        else:
            (turns[-1].events if turns else early).append(event)
    for number, turn in enumerate(turns):
        after = turns[number + 1].events if number + 1 < len(turns) else []
        yield _display(turn.card, turn.events if number else [*turn.events, *early], after)


def _display(card: Card, events: Sequence[Event], after: Sequence[Event]) -> Display:
    left = "rerouted" if any(event.kind == "rerouted" for event in after) else "stepped"
    return Display(
        card,
        events[0].at,
        held_out=any(event.body.held_out for event in events),
        seen=any(event.kind == "seen" for event in events),
        answered=any(event.kind == "question_answered" and event.body.card is None for event in events),
        left=left if after else "",
    )
