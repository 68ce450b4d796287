"""What one warning adds to the counts of the cards that were shown in it. Pure; no Django here."""

from typing import Final, NamedTuple

from scams.outcomes.facts import Card, Display, Outcome
from scams.outcomes.words import CONFIRMED_SCAM, GENUINE

COUNTS: Final = (
    *("shown", "seen", "answered", "rerouted", "stepped"),
    *("stopped", "proceeded", "delayed", "cancelled", "hotline", "guardian", "complaints", "released"),
    *("confirmed", "confirmed_stopped", "confirmed_proceeded", "genuine", "genuine_proceeded", "leaked", "repeated"),
)
"""What is counted per card. The first five are counted for every card of a warning, the others for its last one."""


class Place(NamedTuple):
    """What counts are kept apart by, within a day and a client."""

    card: Card
    held_out: bool


def contributions(outcome: Outcome) -> dict[Place, tuple[str, ...]]:
    """Return the names of the counts that a warning raises by one, for each place it counts at."""
    added: dict[Place, tuple[str, ...]] = {}
    for display in outcome.displays:
        ended = () if display.left else _ended(outcome)
        added[Place(display.card, display.held_out)] = (*_shown(display), *ended)
    return added


def _shown(display: Display) -> tuple[str, ...]:
    happened = {"shown": True, "seen": display.seen, "answered": display.answered}
    left = (display.left,) if display.left else ()
    return (*(name for name, true in happened.items() if true), *left)


def _ended(outcome: Outcome) -> tuple[str, ...]:
    scam, genuine = outcome.label == CONFIRMED_SCAM, outcome.label == GENUINE
    happened = {
        "stopped": outcome.stopped,
        "proceeded": outcome.proceeded,
        "delayed": outcome.delayed,
        "cancelled": outcome.cancelled,
        "hotline": outcome.hotline,
        "guardian": outcome.guardian,
        "complaints": outcome.complained,
        "released": outcome.released_after is not None,
        "confirmed": scam,
        "confirmed_stopped": scam and outcome.stopped,
        "confirmed_proceeded": scam and outcome.proceeded,
        "genuine": genuine,
        "genuine_proceeded": genuine and outcome.proceeded,
        "leaked": outcome.leaked,
        "repeated": outcome.repeated,
    }
    return tuple(name for name, true in happened.items() if true)
