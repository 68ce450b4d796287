"""Answer: is this message a scam, which, how sure is that, and what makes one think so? Pure and deterministic."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypeVar

from msgspec import Struct

from scams.checking import words
from scams.checking.automaton import Ready, ReadyClue, ReadyType
from scams.checking.finding import Find, Passage, Reading, read
from scams.checking.likeness import telling
from scams.checking.rules import ENOUGH
from scams.words import api_locale, locale_chain

LIKELY: Final = 5.0
"""From here on nine of ten of the messages that measure are scams; between this and POSSIBLE two of three."""
POSSIBLE: Final = 2.0
NEAR: Final = 220
"""Within so many characters the parts of a clue belong together."""
MATCHES_MOST: Final = 3
EVIDENCE_MOST: Final = 12
CONTACTS_MOST: Final = 3
ADVICE_MOST: Final = 5
_CUE: Final = 0.5
_CUES_MOST: Final = 1.0
_MARK: Final = 0.5
_TELLING_MARKS: Final = frozenset({"short-link", "odd-link", "foreign-phone"})
_SURE_AT: Final = 2.6
"""The score at which two of three such messages are scams, in the labelled set."""
_SURE_MOST: Final = 0.99
"""Nobody is ever quite sure."""
_RIVAL: Final = 0.3
_LIKENESS: Final = 2.0
"""What it weighs, beside clues, that a message is like a type's examples."""
_CHANCE: Final = 0.55
"""What is taken off for every e-fold more passages: the best of many is good by chance."""
_UNLIKE_MOST: Final = -3.5
"""Several clues stand against whatever else a message says, and so does one that is enough on its own."""

Told = TypeVar("Told")
VerdictWord = Literal["likely", "possible", "none"]


class Evidence(Struct, frozen=True):
    """Words of the message and why they matter; from `start` to `end`, in characters of the text sent."""

    start: int
    end: int
    text: str
    why: str


class Match(Struct, frozen=True):
    """One kind of scam that the message is like."""

    fraud_type: str
    title: str
    article_url: str | None
    confidence: float
    evidence: list[Evidence]


class Hotline(Struct, frozen=True):
    """A verified number to call; empty where one is to look it up, as on one's own card."""

    name: str
    number: str
    region: str
    hours: str


class Verdict(Struct, frozen=True):
    """What the message is like, best match first; what to do now, or what to ask next; and whom to call."""

    verdict: VerdictWord
    matches: list[Match]
    advice: list[str]
    contacts: list[Hotline]


class Counted(NamedTuple):
    """A clue that counts, with the finds that make it: weight, why, where."""

    name: str
    weight: float
    why: dict[str, str]
    finds: list[Find]


class Spoken(NamedTuple):
    """A fraud type with the clues that count for it, and how much speaks for it."""

    ready: ReadyType
    clues: list[ReadyClue]
    weight: float
    """With what its examples add or take."""


class Scored(NamedTuple):
    """A fraud type with what speaks for it."""

    ready: ReadyType
    score: float
    counted: list[Counted]
    passage: Passage


def check(ready: Ready, text: str, locale: str) -> Verdict:
    """Return the verdict on a message, told in a language of ours for `locale`, in any spelling."""
    reading = read(ready, text)
    scored = scores(ready, reading, MATCHES_MOST)[:MATCHES_MOST]
    rivals = sum(one.score for one in scored)
    least = POSSIBLE / 2 if scored and scored[0].score >= POSSIBLE else math.inf
    told = [(one, _match(ready, one, reading, text, locale, rivals)) for one in scored if one.score >= least]
    shown = [(one, match) for one, match in told if match.evidence]  # what nothing can be shown for, is not said
    if not shown or shown[0][0].score < POSSIBLE:
        advice = words.ask_next(_kinds(reading), api_locale(locale))
        return Verdict("none", [], advice[:ADVICE_MOST], hotlines(ready, locale))
    best = shown[0][0]
    verdict: VerdictWord = "likely" if best.score >= LIKELY else "possible"
    matches = [match for _one, match in shown]
    return Verdict(verdict, matches, _advice(best, reading, locale)[:ADVICE_MOST], hotlines(ready, locale))


def scores(ready: Ready, reading: Reading, most: int = 0) -> list[Scored]:
    """Return the fraud types that something speaks for, best first, each by the passage that speaks for it most.

    With `most`, types that cannot be among so many may be lacking.
    """
    telling = _MARK if _TELLING_MARKS & set(_kinds(reading)) else 0.0
    plus = telling - _CHANCE * math.log(len(reading.passages))
    best: dict[str, Scored] = {}
    for passage in reading.passages:
        for one in _scored(ready, passage, plus, most):
            kind = one.ready.rules.fraud_type
            best[kind] = max(best.get(kind, one), one, key=lambda scored: scored.score)
    return sorted(best.values(), key=lambda one: (-one.score, -_words_of(one), one.ready.rules.fraud_type))


def _scored(ready: Ready, passage: Passage, plus: float, most: int) -> Iterator[Scored]:
    """Yield the fraud types that something in a passage speaks for; what looks genuine counts against all of them."""
    against = sum(one.weight for one, group in ready.genuine if group in passage.groups)
    clues = _clues(ready, passage)
    for one in _hopeful([_spoken(kind, clues[kind.rules.fraud_type], passage) for kind in ready.types], most):
        counted = _once(counted_of(clue, passage) for clue in one.clues)
        cues = list(_cues(ready, one.ready, passage, counted)) if counted else []
        score = one.weight + min(_CUES_MOST, _CUE * len(cues)) + plus - against
        if score > 0:
            yield Scored(one.ready, score, [*counted, *cues], passage)


def _clues(ready: Ready, passage: Passage) -> dict[str, list[ReadyClue]]:
    """Return the clues that count in a passage, by fraud type."""
    found: dict[str, list[ReadyClue]] = defaultdict(list)
    for place in sorted(place for group in passage.groups for place in ready.needed_by.get(group, ())):
        fraud_type, clue = ready.clues[place]
        if counts(clue, passage):
            found[fraud_type].append(clue)
    return found


def _spoken(kind: ReadyType, clues: list[ReadyClue], passage: Passage) -> Spoken:
    """Return how much speaks for a type; of clues with one name the heaviest is weighed."""
    weights = {clue.clue.key: clue.clue.weight for clue in sorted(clues, key=lambda one: one.clue.weight)}
    least = 0.0 if any(weight >= ENOUGH for weight in weights.values()) else _UNLIKE_MOST
    like = max(least, _LIKENESS * passage.alike.points.get(kind.rules.fraud_type, 0.0))
    return Spoken(kind, clues, sum(weights.values()) + like)


def _hopeful(spoken: list[Spoken], most: int) -> list[Spoken]:
    """Return the types that may be among the first so many, once the cues of techniques are counted."""
    if not 0 < most < len(spoken):
        return spoken
    least = sorted((one.weight for one in spoken), reverse=True)[most - 1] - _CUES_MOST
    return [one for one in spoken if one.weight >= least]


def _words_of(one: Scored) -> int:
    """Return how many characters speak for a type: of two that fit as well, the one that explains more comes first."""
    return sum(find.size for counted in one.counted for find in counted.finds)


def _once(counted: Iterable[Counted]) -> list[Counted]:
    """Return the clues that count, of those with one name the heaviest, with the finds of all."""
    kept: dict[str, Counted] = {}
    for one in counted:
        other = kept.get(one.name)
        heavier = one if other is None or one.weight > other.weight else other
        kept[one.name] = heavier._replace(finds=[*(other.finds if other else ()), *one.finds])
    return list(kept.values())


def counts(clue: ReadyClue, passage: Passage) -> bool:
    """Return whether a clue is in a passage: nothing is lacking, and nothing speaks against it."""
    groups = passage.groups
    if clue.unless in groups or any(group not in groups for group in (clue.words, *clue.also)):
        return False
    if len(clue.also) == 1:
        others = groups[clue.also[0]]
        return any(_distance(one, _nearest(one, others)) <= NEAR for one in groups[clue.words])
    return bool(_together(clue, passage))


def counted_of(clue: ReadyClue, passage: Passage) -> Counted:
    """Return a clue that counts with the finds that make it."""
    return Counted(clue.clue.key, clue.clue.weight, clue.clue.why, _together(clue, passage))


def _together(clue: ReadyClue, passage: Passage) -> list[Find]:
    """Return the finds that are near one of every other group, and of each of these the one that is nearest."""
    finds = passage.groups[clue.words]
    for group in clue.also:
        others = passage.groups[group]
        pairs = [(_distance(one, other := _nearest(one, others)), one, other) for one in finds]
        near = [pair for pair in pairs if pair[0] <= NEAR]
        if not near:
            return []
        finds = list(dict.fromkeys([*(one for _far, one, _other in near), min(near)[2]]))
    return finds


def _nearest(find: Find, others: list[Find]) -> Find:
    """Return the one of some finds, in order, that begins next to where a find does."""
    place = bisect_left(others, find)
    if place == len(others):
        return others[-1]
    if place and _distance(find, others[place - 1]) <= _distance(find, others[place]):
        return others[place - 1]
    return others[place]


def _distance(one: Find, other: Find) -> int:
    """Return how many characters are between two finds; less than none where they overlap."""
    return other.start - one.end if one.start <= other.start else one.start - other.end


def _cues(ready: Ready, one: ReadyType, passage: Passage, counted: list[Counted]) -> Iterator[Counted]:
    """Yield the cues of a type's techniques, where they say more than its clues have said already."""
    said: set[int] = set()
    for clue in counted:
        for find in clue.finds:
            said.update(range(find.start, find.end))
    for place in one.cues:
        cue, group = ready.cues[place]
        if finds := [find for find in passage.groups.get(group, ()) if said.isdisjoint(range(find.start, find.end))]:
            yield Counted(cue.slug, _CUE, cue.why, finds)


def _match(ready: Ready, one: Scored, reading: Reading, text: str, locale: str, rivals: float) -> Match:
    telling = in_language(one.ready.rules.telling, locale)
    return Match(
        fraud_type=one.ready.rules.fraud_type,
        title=telling.title if telling else one.ready.rules.fraud_type,
        article_url=telling.article_url if telling else None,
        confidence=confidence(one.score, rivals - one.score),
        evidence=_evidence(ready, one, reading, text, locale),
    )


def confidence(score: float, others: float) -> float:
    """Return how sure a match is, from 0 to 1: more with every clue, less with others that fit nearly as well.

    Of the messages that measure, in every tenth of it about as many are what they are called.
    """
    sure = 1 - math.exp(-score / _SURE_AT)
    return min(_SURE_MOST, round(sure * score / (score + _RIVAL * max(0.0, others)), 2))


def _evidence(ready: Ready, one: Scored, reading: Reading, text: str, locale: str) -> list[Evidence]:
    """Return the words that count, none twice, in the message's order; the strongest if there are many."""
    wanted: list[tuple[int, int, str]] = []
    for counted in sorted(one.counted, key=lambda found: -found.weight):
        why = in_language(counted.why, locale) or words.SAID_OFTEN[api_locale(locale)]
        longest_first = sorted(counted.finds, key=lambda find: (find.start, -find.end))
        wanted += [(*reading.folded.place(find.start, find.end), why) for find in longest_first]
    for start, end in telling(ready.learned, one.passage.alike, reading.folded.text, one.ready.rules.fraud_type):
        wanted.append((*reading.folded.place(start, end), words.SAID_OFTEN[api_locale(locale)]))
    wanted += [
        (mark.start, mark.end, words.MARKS[mark.kinds[-1]][api_locale(locale)])
        for mark in reading.marks
        if _TELLING_MARKS & set(mark.kinds)
    ]
    return [Evidence(start, end, text[start:end], why) for start, end, why in sorted(_apart(wanted))]


def _apart(wanted: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, why in wanted:
        if len(kept) < EVIDENCE_MOST and not any(start < other[1] and other[0] < end for other in kept):
            kept.append((start, end, why))
    return kept


def _advice(best: Scored, reading: Reading, locale: str) -> list[str]:
    telling = in_language(best.ready.rules.telling, locale)
    own = list(telling.advice) if telling and telling.advice else words.stop_first(api_locale(locale))
    return [*own[: ADVICE_MOST - 1], *words.about_marks(_kinds(reading), api_locale(locale))]


def _kinds(reading: Reading) -> list[str]:
    return [kind for mark in reading.marks for kind in mark.kinds]


def in_language(told: dict[str, Told], locale: str) -> Told | None:
    """Return what is told in the best language there is for a locale."""
    return next((told[one] for one in locale_chain(locale) if one in told), None)


def hotlines(ready: Ready, locale: str) -> list[Hotline]:
    """Return the verified hotlines for a locale: those of its region if it names one, else those of its language."""
    spoken = [one for one in ready.rules.contacts if api_locale(locale) in one.locales]
    region = locale.upper().replace("_", "-").rpartition("-")[2]
    local = [one for one in spoken if one.region == region]
    return [
        Hotline(in_language(one.name, locale) or "", one.number, one.region, in_language(one.hours, locale) or "")
        for one in (local or spoken)[:CONTACTS_MOST]
    ]
