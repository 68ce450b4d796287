"""Taking a quiz: one question a page or all at once, without an account, without scripts, without losing anything."""

import time
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from academy.models import Quiz, QuizEdition
from academy.modes import mode_of
from academy.quizzes import progress as cookie
from academy.quizzes.answering import Given, as_text, read_answer
from academy.quizzes.attempts import edition_of, questions_of, result_of_begun, submit
from academy.quizzes.content import Question
from academy.quizzes.editions import current_edition
from academy.quizzes.links import attempt_of, token_for
from academy.quizzes.progress import Begun, Progress
from academy.quizzes.showing import Shown, to_ask, to_review

SECONDS_MOST: Final = 1800
"""A longer time between question and answer was spent on something else, and is not counted."""


class NotBegun(Exception):
    """There is no attempt going on: the cookie is gone, or the browser keeps none."""


def begin(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    """Go on where the person was, or begin: a new attempt, or with `refresh` one with fresh questions."""
    known = cookie.read(request)
    begun = known.begun.get(quiz.pk)
    edition = edition_of(begun, quiz) if begun else None
    refreshes = _refreshed(request)
    if begun is None or edition is None or refreshes not in {"", begun.refreshes}:
        edition = _current(quiz)
        begun = cookie.begin(edition.pk, refreshes=refreshes)
    known.keep(quiz.pk, begun)
    at_once = request.GET.get("pages") == "all" and not begun.answers
    where = "take/all/" if at_once else _where_one_is(begun, questions_of(begun, edition))
    response = _to(quiz, request, where)
    cookie.write(response, known)
    return response


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def one_question(request: HttpRequest, quiz: Quiz, number: int) -> HttpResponse:
    """Show a question, take its answer, show what came of it. The first answer stands, however often one goes back."""
    known = cookie.read(request)
    try:
        begun, _edition, questions = _going_on(known, quiz)
    except NotBegun:
        return _not_begun(request, quiz, known)
    if not 1 <= number <= len(questions):
        raise Http404
    question = questions[number - 1]
    if request.method != "POST":
        return _page(request, quiz, begun, questions, number)
    if question.key in begun.answers or request.POST.get("question", question.key) != question.key:
        return _here(request)  # answered before, or a form of another attempt
    given = read_answer(question, request.POST, f"q{number}")
    if given.error:
        return _page(request, quiz, begun, questions, number, given)
    begun.answers[question.key] = as_text(given.response)
    _note_time(begun, question, request)
    known.keep(quiz.pk, begun)
    response = _here(request)
    cookie.write(response, known)
    return response


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def all_questions(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    """Show all questions on one page, and take all answers at once."""
    known = cookie.read(request)
    try:
        begun, edition, questions = _going_on(known, quiz, sealed=request.POST.get("attempt", ""))
    except NotBegun:
        return _not_begun(request, quiz, known)
    if begun.answers and request.method != "POST":
        return _to(quiz, request, _where_one_is(begun, questions))
    given = {}
    if request.method == "POST":
        given = {q.key: read_answer(q, request.POST, f"q{n}") for n, q in enumerate(questions, start=1)}
        if not any(one.error for one in given.values()):
            begun.answers = {key: as_text(one.response) for key, one in given.items()}
            return _submitted(request, quiz, known, begun, edition)
    shown = [to_ask(q, n, len(questions), given.get(q.key)) for n, q in enumerate(questions, start=1)]
    wrong = [one for one in shown if one.error]
    context = {"shown": shown, "wrong": wrong, "attempt": cookie.seal(begun)}
    return _answer(request, quiz, "academy/quiz/all.html", context, status=422 if wrong else 200)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    """Submit an attempt answered question by question; with questions left, go to the first of them."""
    known = cookie.read(request)
    try:
        begun, edition, questions = _going_on(known, quiz)
    except NotBegun:
        result = _newest_result(request, quiz, known)
        return _see_other(result) if result else _not_begun(request, quiz, known)
    if _unanswered(begun, questions) or request.method != "POST":
        return _to(quiz, request, _where_one_is(begun, questions))
    return _submitted(request, quiz, known, begun, edition)


def _refreshed(request: HttpRequest) -> str:
    """Return the id of the attempt to refresh, in hex; empty where none is asked for, or the token is not ours."""
    attempt = attempt_of(request.GET["refresh"]) if "refresh" in request.GET else None
    return attempt.pk.hex if attempt else ""


def _current(quiz: Quiz) -> QuizEdition:
    edition = current_edition(quiz)
    if edition is None:
        raise Http404
    return edition


def _going_on(known: Progress, quiz: Quiz, sealed: str = "") -> tuple[Begun, QuizEdition, tuple[Question, ...]]:
    """Return the attempt that a form or the cookie knows, its edition and its questions. Raise NotBegun without one."""
    begun = cookie.unseal(sealed) or known.begun.get(quiz.pk)
    edition = edition_of(begun, quiz) if begun else None
    if begun is None or edition is None:
        raise NotBegun
    return begun, edition, questions_of(begun, edition)


def _unanswered(begun: Begun, questions: tuple[Question, ...]) -> list[int]:
    """Return the numbers of the questions without an answer."""
    return [number for number, question in enumerate(questions, start=1) if question.key not in begun.answers]


def _where_one_is(begun: Begun, questions: tuple[Question, ...]) -> str:
    """Return the way, from the quiz, to the first question without an answer, or the last where all have one."""
    return f"take/{[*_unanswered(begun, questions), len(questions)][0]}/"


def _note_time(begun: Begun, question: Question, request: HttpRequest) -> None:
    """Note how long the answer took, if the form says when it was shown and that is believable."""
    shown_at = request.POST.get("shown_at", "")
    seconds = int(time.time()) - int(shown_at) if shown_at.isdecimal() and len(shown_at) < 12 else -1
    if 0 <= seconds <= SECONDS_MOST:
        begun.seconds[question.key] = seconds


def _submitted(request: HttpRequest, quiz: Quiz, known: Progress, begun: Begun, edition: QuizEdition) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    attempt = submit(begun, edition, person=person, mode=mode_of(request).audience)
    known.finish(quiz.pk, attempt.pk)
    response = _to(quiz, request, f"result/{token_for(attempt.pk)}/")
    cookie.write(response, known)
    return response


def _newest_result(request: HttpRequest, quiz: Quiz, known: Progress) -> str:
    """Return the address of the newest result of this quiz in this browser; empty where there is none."""
    last = next((one for one in reversed(known.finished) if one.quiz == quiz.pk), None)
    return f"{quiz.get_url(request)}result/{token_for(last.attempt)}/" if last else ""


def _page(
    request: HttpRequest,
    quiz: Quiz,
    begun: Begun,
    questions: tuple[Question, ...],
    number: int,
    given: Given | None = None,
) -> HttpResponse:
    context = {
        "shown": _shown(begun, questions, number, given),
        "answered": len(begun.answers),
        "total": len(questions),
        "next_number": number + 1 if number < len(questions) else 0,
        "previous_number": number - 1,
        "all_answered": len(begun.answers) == len(questions),
        "shown_at": int(time.time()),
    }
    status = 422 if given and given.error else 200
    return _answer(request, quiz, "academy/quiz/take.html", context, status=status)


def _shown(begun: Begun, questions: tuple[Question, ...], number: int, given: Given | None) -> Shown:
    question = questions[number - 1]
    if question.key not in begun.answers:
        return to_ask(question, number, len(questions), given)
    return to_review(result_of_begun(begun, questions).items[number - 1], number, len(questions))


def _not_begun(request: HttpRequest, quiz: Quiz, known: Progress) -> HttpResponse:
    """Return a page that leads to the result, or else says that a cookie is needed; it offers to begin."""
    context = {"result_url": _newest_result(request, quiz, known)}
    status = 409 if request.method == "POST" else 200
    return _answer(request, quiz, "academy/quiz/not_begun.html", context, status=status)


def _answer(request: HttpRequest, quiz: Quiz, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    whole = {**quiz.get_context(request), **context, "noindex": True}
    response = TemplateResponse(request, template, whole, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _here(request: HttpRequest) -> HttpResponse:
    return _see_other(request.path)


def _to(quiz: Quiz, request: HttpRequest, below: str) -> HttpResponse:
    return _see_other(f"{quiz.get_url(request)}{below}")


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    patch_cache_control(response, private=True, no_store=True)
    return response
