"""Answer: is this message a scam, which, how sure is that, and what makes one think so? Pure and deterministic."""

import math
from collections.abc import Iterable
from typing import Final, Literal, TypeVar

from msgspec import Struct

from scams.checking import words
from scams.checking.automaton import Ready
from scams.checking.finding import Reading, read
from scams.checking.likeness import telling
from scams.checking.scoring import TELLING_MARKS, Scored, kinds_in, scores
from scams.words import api_locale, locale_chain

LIKELY: Final = 5.0
"""From here on nine of ten of the messages that measure are scams; between this and POSSIBLE two of three."""
POSSIBLE: Final = 2.0
MATCHES_MOST: Final = 3
EVIDENCE_MOST: Final = 12
CONTACTS_MOST: Final = 3
ADVICE_MOST: Final = 5
_SURE_AT: Final = 2.6
"""The score at which two of three such messages are scams, in the labelled set."""
_SURE_MOST: Final = 0.99
"""Nobody is ever quite sure."""
_RIVAL: Final = 0.3

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


def check(ready: Ready, text: str, locale: str) -> Verdict:
    """Return the verdict on a message, told in a language of ours for `locale`, in any spelling."""
    reading = read(ready, text)
    scored = scores(ready, reading, MATCHES_MOST)[:MATCHES_MOST]
    rivals = sum(one.score for one in scored)
    told = [(one, _match(ready, one, reading, text, locale, rivals)) for one in scored if one.score >= POSSIBLE / 2]
    shown = [(one, match) for one, match in told if match.evidence]  # what nothing can be shown for, is not said
    if not shown or shown[0][0].score < POSSIBLE:
        advice = words.ask_next(kinds_in(reading), api_locale(locale))
        return Verdict("none", [], advice[:ADVICE_MOST], hotlines(ready, locale))
    best = shown[0][0]
    verdict: VerdictWord = "likely" if best.score >= LIKELY else "possible"
    matches = [match for _one, match in shown]
    return Verdict(verdict, matches, _advice(best, reading, locale)[:ADVICE_MOST], hotlines(ready, locale))


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
        if TELLING_MARKS & set(mark.kinds)
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
    return [*own[: ADVICE_MOST - 1], *words.about_marks(kinds_in(reading), api_locale(locale))]


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
