"""What somebody who calls the payer reads: the facts of the card that was served, and what to say about them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from scams.deck.brief_words import means
from scams.deck.index import Found, Index, Variant
from scams.deck.match import Answer, match
from scams.deck.questions import Choice, Question, Then, all_questions, questions_of
from scams.deck.request import SuspectedType, WarningRequest
from scams.rules.card import Proof


class BriefCard(Struct, frozen=True):
    """Which card it is about: what its events carry."""

    id: str
    revision: int
    variant: str
    fraud_type: str
    level: str
    locale: str
    audience: str


class BriefMatch(Struct, frozen=True):
    """How the card was found for the type asked for: `exact`, `parent` or `fallback`."""

    fraud_type: str
    by: str


class BriefThen(Struct, frozen=True, omit_defaults=True):
    """What an answer leads to: a stronger level, a signal, another fraud type, or the id of the next question."""

    level: str | None = None
    signal: str | None = None
    fraud_type: str | None = None
    question: str | None = None


class BriefAnswer(Struct, frozen=True):
    """One answer, and what it means in words; empty for an answer from which nothing follows."""

    value: str
    label: str
    means: str
    then: BriefThen | None


class BriefQuestion(Struct, frozen=True):
    """A closed question to ask the payer, in the order of asking."""

    id: str
    text: str
    answers: list[BriefAnswer]


class SafeAction(Struct, frozen=True):
    """What the payer is to do instead, and the kind of act it is."""

    label: str
    action: str


class BriefContact(Struct, frozen=True):
    """A verified hotline; the number is empty where the payer must look it up."""

    name: str
    number: str
    region: str
    hours: str


class Brief(Struct, frozen=True, kw_only=True):
    """The brief for agents: the same facts and the same revision as the card that was served."""

    deck: str
    matched: BriefMatch
    card: BriefCard
    headline: str
    why_you: list[str]
    what_is_happening: str
    script: str
    """For an agent: an open question first, no blame. Empty where the card has none."""
    guardian_script: str
    """For a relative."""
    questions: list[BriefQuestion]
    red_flags: list[str]
    rebuttals: list[str]
    safe_action: SafeAction
    switch_line: str | None
    proof: Proof | None
    contacts: list[BriefContact]


class _Words(Struct):
    id: str
    revision: int
    fraud_type: str
    locale: str
    audience: str
    variant: str
    headline: str
    what_is_happening: str
    red_flags: list[str]


class _Rest(Struct):
    safe_action: SafeAction
    rebuttals: list[str] = []
    switch_line: str | None = None
    contacts: list[BriefContact] = []


class _Scripts(Struct):
    agent_script: str = ""
    guardian_script: str = ""
    proof: Proof | None = None


_words: Final = msgspec.json.Decoder(_Words).decode
_rest: Final = msgspec.json.Decoder(_Rest).decode
_scripts: Final = msgspec.json.Decoder(_Scripts).decode
_lines: Final = msgspec.json.Decoder(list[str]).decode

Headline = Callable[[str], str]
"""Returns the headline of the card for a fraud type, or the type itself."""


def brief_for(index: Index, code: str, *, level: Any, locale: str | None, audience: Any) -> Brief | None:
    """Return the brief about the card that a request with this code alone is answered with; None for unknown codes."""
    if code not in index.shelves:
        return None

    def asked(one: str) -> Answer:
        return match(index, WarningRequest([SuspectedType(one)], level=level, locale=locale, audience=audience))

    def headline(one: str) -> str:
        return _words(b"{%b}" % asked(one).variant.words).headline if one in index.shelves else one

    answer = asked(code)
    return brief_of(answer, index.version, index.signals.get(answer.found.plate.locale, {}), headline)


def brief_of(answer: Answer, deck: str, signals: Mapping[str, bytes], headline: Headline) -> Brief:
    """Return the brief about a card as it was served, with the payer's lines for `signals`, as JSON."""
    plate, variant = answer.found.plate, answer.variant
    words, scripts = _words(b"{%b}" % variant.words), _scripts(plate.brief)
    rest = _rest(b"{%b}" % b",".join((plate.always, variant.asks, plate.pause)))
    return Brief(
        deck=deck,
        matched=_matched(answer.found),
        card=BriefCard(
            words.id, words.revision, words.variant, words.fraud_type, answer.level, words.locale, words.audience
        ),
        headline=words.headline,
        why_you=_lines(b"[%b]" % b",".join(answer.why)),
        what_is_happening=words.what_is_happening,
        script=scripts.agent_script,
        guardian_script=scripts.guardian_script,
        questions=list(_questions(variant, words.locale, signals, headline)),
        red_flags=words.red_flags,
        rebuttals=rest.rebuttals,
        safe_action=rest.safe_action,
        switch_line=rest.switch_line,
        proof=scripts.proof,
        contacts=rest.contacts,
    )


def _matched(found: Found) -> BriefMatch:
    return BriefMatch(found.plate.fraud_type, found.by)


def _questions(
    variant: Variant, locale: str, signals: Mapping[str, bytes], headline: Headline
) -> Iterator[BriefQuestion]:
    """Yield all questions, each after the one that leads to it."""

    def answer(choice: Choice) -> BriefAnswer:
        said = _means(choice.then, locale, signals, headline)
        return BriefAnswer(choice.value, choice.label, said, _then(choice.then) if choice.then else None)

    for question in all_questions(questions_of(variant)):
        yield BriefQuestion(question.id, question.text, [answer(one) for one in question.answers])


def _then(then: Then) -> BriefThen:
    return BriefThen(then.level, then.signal, then.fraud_type, then.question.id if then.question else None)


def _means(then: Then | None, locale: str, signals: Mapping[str, bytes], headline: Headline) -> str:
    """Return in words what follows from an answer; several things are joined."""
    if then is None:
        return ""
    line = signals.get(then.signal or "")
    said = [
        means("level", locale, then.level),
        means("signal", locale, msgspec.json.decode(line, type=str) if line else then.signal),
        means("fraud_type", locale, then.fraud_type and f"{headline(then.fraud_type)} ({then.fraud_type})"),
        means("question", locale, _text(then.question)),
    ]
    return " ".join(one for one in said if one)


def _text(question: Question | None) -> str | None:
    return question.text if question else None
