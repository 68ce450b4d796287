"""What a payer's answers change: they may raise the level, add a line about the payment, or lead to another card."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from scams.deck.index import Found, Plate
from scams.deck.questions import Then, consequences
from scams.deck.request import Given
from scams.words import LEVELS


class Reroute(Struct, frozen=True, gc=False, rename={"card": "from"}):
    """The answer that led from one card to another."""

    card: str
    """The id of the card that was left."""
    question: str
    answer: str


class Path(Struct):
    """Where the answers have led so far."""

    found: Found
    code: str = ""
    """The fraud type of the last re-route; empty for none."""
    level: str = LEVELS[0]
    """The strongest level that an answer called for."""
    signals: tuple[str, ...] = ()
    reroute: Reroute | None = None


def follow(found: Found, answers: Iterable[Given], find: Callable[[str], Found]) -> Path:
    """Return where `answers` lead from a card, taken one after another; `find` gives a fraud type's card.

    An answer counts while its card is the one shown; a card is never come back to. The level only ever rises: a payer
    whom somebody tells what to answer must not talk the warning down.
    """
    path, first, visited = Path(found), found.plate.id, {found.plate.id}
    means = _consequences(found.plate)
    for one in answers:
        if (one.card or first) != path.found.plate.id or (then := means.get((one.question, one.answer))) is None:
            continue
        _take(path, then)
        target = find(then.fraud_type) if then.fraud_type else path.found
        if then.fraud_type and target.plate.id not in visited:
            visited.add(target.plate.id)
            path.reroute = Reroute(path.found.plate.id, one.question, one.answer)
            path.found, path.code, means = target, then.fraud_type, _consequences(target.plate)
    return path


def _take(path: Path, then: Then) -> None:
    if then.level in LEVELS:
        path.level = max(path.level, then.level, key=LEVELS.index)
    if then.signal:
        path.signals = (*path.signals, then.signal)


def _consequences(plate: Plate) -> dict[tuple[str, str], Then]:
    return consequences(plate.variants[0])
