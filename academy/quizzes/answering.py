"""From a submitted form to an answer: what was chosen, or what is wrong with it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from academy.quizzes.content import Question
from academy.quizzes.scoring import Response
from academy.quizzes.words import ONE_ANSWER, ORDER


class Given(NamedTuple):
    """What a form says to one question."""

    response: Response
    error: Any = ""
    """A lazily translated text for the person; empty if the response can be taken."""
    places: Mapping[str, str] = {}
    """For steps to put in order, the place chosen for each, to show the form again as it was."""


def read_answer(question: Question, form: QueryDict, name: str) -> Given:
    """Return the answer in the fields called `name` (and `name-<option>` for steps)."""
    if question.kind == ORDER:
        return _read_order(question, form, name)
    known = {option.id for option in question.options}
    chosen = tuple(sorted(known & set(form.getlist(name))))
    return Given(chosen, _check_choice(question, chosen))


def _check_choice(question: Question, chosen: Response) -> Any:
    if not chosen:
        return _("Choose an answer first.") if question.kind in ONE_ANSWER else _("Choose at least one.")
    return _("Choose only one answer.") if question.kind in ONE_ANSWER and len(chosen) > 1 else ""


def _read_order(question: Question, form: QueryDict, name: str) -> Given:
    """Return the steps by the place chosen for each; every place must be used once."""
    ids = [option.id for option in question.options]
    places = {one: form.get(f"{name}-{one}", "") for one in ids}
    wanted = [str(number) for number in range(1, len(ids) + 1)]
    if sorted(places.values()) != sorted(wanted):
        return Given((), _("Give every step a place of its own, from 1 to %d.") % len(ids), places)
    return Given(tuple(sorted(ids, key=lambda one: wanted.index(places[one]))), "", places)


def as_text(response: Response) -> str:
    """Return a response as it is stored and kept in the cookie."""
    return ",".join(response)


def from_text(text: str) -> Response:
    """Return the response of `as_text`'s text."""
    return tuple(part for part in text.split(",") if part)
