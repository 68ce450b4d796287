"""Begin a release, and take the answers to its questions. Every change is made with the release's row held."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone

from scams.models import Release
from scams.release.asking import WrongAnswer, is_earlier, option_id, question_id
from scams.release.questions import Choice, Question, Wanted, draw_questions
from scams.release.relatives import line_of

LIFETIME: Final = dt.timedelta(minutes=30)
"""How long the questions wait for answers."""
TRIES: Final = 3
"""After so many wrong ones a person helps on."""
FRESH: Final = dt.timedelta(days=1)
"""How long a payer's questions are remembered, so that the next release asks others."""


class NoRelease(Exception):
    """There is no such release of this client's."""


class NoQuestions(Exception):
    """There is no question to ask, in any language."""


class Closed(Exception):
    """A release that takes no answers, or not these; the message says why and what to do."""


class BadAnswer(Exception):
    """An answer that is none: the question's id, and what is wrong."""

    def __init__(self, question: str, message: str) -> None:
        """Name the question that it is about."""
        super().__init__(message)
        self.question = question


class Wish(NamedTuple):
    """Who asks for a release from which warning."""

    client: str
    warning_id: uuid.UUID
    fraud_type: str
    """A slug or a crosswalk code."""
    locale: str
    """One of LOCALES."""
    audience: str
    subject: str = ""
    """The payer's keyed hash; empty where nobody says who it is."""


class Outcome(NamedTuple):
    """What came of a try: the release as it is now, and what was wrong; nothing is when it was passed."""

    release: Release
    wrong: list[WrongAnswer]


@transaction.atomic
def begin(wish: Wish) -> Release:
    """Return the release from a warning, with questions to answer; the one that is under way if there is one.

    Begun anew after its time, it has the tries that were left. NoQuestions, or Closed when it was passed or
    has no tries left. Seven queries, and those of `draw_questions`.
    """
    line = line_of(wish.fraud_type)
    now = timezone.now()
    new = {"fraud_type": line[0], "locale": wish.locale, "audience": wish.audience, "subject": wish.subject}
    release, _created = Release.objects.select_for_update().get_or_create(
        client=wish.client, warning_id=wish.warning_id, defaults={**new, "started_at": now, "expires_at": now}
    )
    _refuse_ended(release)
    if release.expires_at <= now:
        release.started_at, release.expires_at = now, now + LIFETIME
        _ask(release, line)
        release.save()
    return release


@transaction.atomic
def answer(client: str, release_id: uuid.UUID, answers: Mapping[str, str]) -> Outcome:
    """Return what came of the answers, by question id, to the questions of a client's release.

    Sent again, right answers have the same outcome for as long as the proof is good, and wrong ones are Closed: they
    are no second try. NoRelease, Closed, or BadAnswer for one that is none. Two queries, six when some are wrong.
    """
    release = Release.objects.select_for_update().filter(pk=release_id, client=client).first()
    if release is None:
        raise NoRelease
    wrong = _marked(release, answers)
    if release.passed_at:
        return _passed_before(release, wrong)
    if wrong:
        release.tries += 1
        _ask_again(release)
    else:
        release.passed_at, release.proof_id = timezone.now(), uuid.uuid4()
    release.save()
    return Outcome(release, wrong)


def questions_of(release: Release) -> tuple[Question, ...]:
    """Return the questions a release asks now, with the right answers; none when it has no tries left."""
    return msgspec.convert(release.questions, tuple[Question, ...])


def _refuse_ended(release: Release) -> None:
    if release.passed_at:
        raise Closed("This warning was released already.")
    if release.tries >= TRIES:
        raise Closed("No tries are left: let the payer speak with a person.")


def _passed_before(release: Release, wrong: list[WrongAnswer]) -> Outcome:
    """Return the outcome again that a lost answer or a double click asks for."""
    good_until = release.proof_expires_at
    if wrong or good_until is None or good_until <= timezone.now():
        raise Closed("This warning was released already.")
    return Outcome(release, [])


def _marked(release: Release, answers: Mapping[str, str]) -> list[WrongAnswer]:
    """Return which answers are wrong and why; Closed or BadAnswer where they are no answers to what is asked."""
    draw = release.draw
    if not release.passed_at:
        _refuse_ended(release)
        if release.expires_at <= timezone.now():
            raise Closed("Its time is over: ask for the release again.")
    asked = {question_id(draw, place): one for place, one in enumerate(questions_of(release), start=1)}
    for name in sorted(answers.keys() - asked.keys()):
        if is_earlier(name, draw):
            raise Closed("These were answered before: ask for the release again to see its questions.")
        raise BadAnswer(name, "This question is not asked.")
    chosen = [(name, _chosen(name, one, answers)) for name, one in asked.items()]
    return [WrongAnswer(name, option.why) for name, option in chosen if not option.right]


def _chosen(name: str, question: Question, answers: Mapping[str, str]) -> Choice:
    """Return the option chosen; BadAnswer when there is none."""
    options = {option_id(place): one for place, one in enumerate(question.options)}
    if name not in answers:
        raise BadAnswer(name, "This question has no answer.")
    if (option := options.get(answers[name])) is None:
        raise BadAnswer(name, f"This question has the options {', '.join(options)}.")
    return option


def _ask_again(release: Release) -> None:
    """Draw the questions of the next try; where there is none, or nothing left to ask, there are none."""
    release.questions = []
    if release.tries >= TRIES:
        return
    try:
        _ask(release, line_of(release.fraud_type))
    except NoQuestions:
        release.tries = TRIES


def _ask(release: Release, line: tuple[str, ...]) -> None:
    """Draw the questions of the next try; NoQuestions when there are none."""
    wanted = Wanted(
        fraud_types=line,
        locale=release.locale,
        audience=release.audience,
        seen=frozenset([*release.asked, *_asked_before(release)]),
        seed=f"{release.pk}/{release.draw}",
    )
    drawn = draw_questions(wanted)
    if not drawn:
        raise NoQuestions
    release.draw += 1
    release.questions = msgspec.to_builtins(drawn)
    release.asked = [*release.asked, *(one.key for one in drawn)]


def _asked_before(release: Release) -> list[str]:
    """Return the keys of what the same payer was asked lately. One query, none for a payer nobody names."""
    if not release.subject:
        return []
    others = Release.objects.filter(
        client=release.client, subject=release.subject, started_at__gt=timezone.now() - FRESH
    ).exclude(pk=release.pk)
    return [key for asked in others.values_list("asked", flat=True) for key in asked]
