"""The checker's newest good rules in the memory of one server process, as the deck's store keeps the deck."""

import logging
from typing import Final, NamedTuple

from msgspec import Struct

from scams.checking.automaton import Ready, arrange
from scams.checking.rules import RulesError, decode, version_of
from scams.deck.follower import Follower, Newest
from scams.deck.places import Place
from scams.deck.snapshot import Rows

logger = logging.getLogger(__name__)

_LATEST: Final = "SELECT id, version FROM scams_checkversion ORDER BY id DESC LIMIT 1"
_PAYLOAD: Final = "SELECT payload FROM scams_checkversion WHERE id = {0}"


class RulesSnapshot(Struct, frozen=True, array_like=True):
    """One version of the rules, as the database has it."""

    row: int
    payload: bytes


class RulesState(NamedTuple):
    """What messages are read by; replaced as a whole, never changed."""

    ready: Ready
    version: str
    snapshot: RulesSnapshot


def newest_rules(database: Rows, known: RulesSnapshot | None) -> RulesSnapshot | None:
    """Return the newest rules if they are others than `known`: one small query, and a second for new ones."""
    latest = list(database.rows(_LATEST))
    if not latest or (known and latest[0] == (known.row, version_of(known.payload))):
        return None
    ((payload,),) = database.rows(_PAYLOAD.format(database.placeholder), latest[0][0])
    return RulesSnapshot(latest[0][0], bytes(payload))


def state_of(snapshot: RulesSnapshot) -> RulesState:
    """Return rules arranged for reading messages; RulesError when they cannot be."""
    return RulesState(arrange(decode(snapshot.payload)), version_of(snapshot.payload), snapshot)


class RulesStore(Follower[RulesSnapshot]):
    """Holds the rules of one server process."""

    name = "rules"
    kind = RulesSnapshot

    def __init__(self, source: Newest[RulesSnapshot], *places: Place) -> None:
        """Follow `source`, and keep the last good rules in `places`."""
        super().__init__(source, places)
        self.state: RulesState | None = None

    def held(self) -> RulesSnapshot | None:
        """Return the rules that messages are read by."""
        return self.state.snapshot if self.state else None

    def take(self, version: RulesSnapshot) -> bool:
        """Read messages by `version` from now on; return whether it can be done."""
        try:
            self.state = state_of(version)
        except RulesError as error:
            logger.error("rules %s refused, serving those before: %s", version.row, error)
            return False
        return True
