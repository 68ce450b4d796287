"""The rules a request's message is read by, and the verdict as the page shows it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest

from scams.api.check import FRONT, CheckEndpoint
from scams.checking.automaton import Ready
from scams.checking.store import RulesSnapshot, state_of
from scams.checking.verdict import Match, Verdict
from scams.models import CheckVersion


def rules_for(request: HttpRequest) -> Ready | None:
    """Return the rules that the API ahead of us reads by; without it the newest in the database; None without any."""
    front: CheckEndpoint | None = request.META.get(FRONT)
    if front:
        return front.store.state.ready if front.store.state else None
    newest = CheckVersion.objects.values_list("pk", flat=True).first()
    return _arranged(newest) if newest else None


@lru_cache(maxsize=1)
def _arranged(row: int) -> Ready:
    version = CheckVersion.objects.get(pk=row)
    return state_of(RulesSnapshot(row, bytes(version.payload))).ready


class Piece(NamedTuple):
    """A piece of the message: words that matter with the number of the reason, or what stands between them."""

    text: str
    number: int = 0


class Reason(NamedTuple):
    """Why some words matter."""

    number: int
    text: str
    words: list[str]


class Shown(NamedTuple):
    """A match as the page shows it."""

    match: Match
    percent: int
    reasons: list[Reason]


def shown(match: Match) -> Shown:
    """Return a match with its reasons, each once with all the words it is about."""
    words: dict[str, list[str]] = {}
    for one in match.evidence:
        some = words.setdefault(one.why, [])
        if one.text not in some:
            some.append(one.text)
    reasons = [Reason(number, why, some) for number, (why, some) in enumerate(words.items(), start=1)]
    return Shown(match, round(match.confidence * 100), reasons)


def pieces(text: str, verdict: Verdict) -> list[Piece]:
    """Return the message cut where the evidence of the best match begins and ends."""
    if not verdict.matches:
        return [Piece(text)]
    best = shown(verdict.matches[0])
    numbers = {reason.text: reason.number for reason in best.reasons}
    return [piece for piece in _cut(text, best.match, numbers) if piece.text]


def _cut(text: str, match: Match, numbers: dict[str, int]) -> Iterator[Piece]:
    end = 0
    for one in match.evidence:
        yield Piece(text[end : one.start])
        yield Piece(one.text, numbers[one.why])
        end = one.end
    yield Piece(text[end:])
