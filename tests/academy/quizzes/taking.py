"""A person with a browser who takes a quiz: what the tests of taking share."""

from typing import Any

from django.test import Client, RequestFactory

from academy.models import Quiz
from academy.quizzes import progress as cookie
from academy.quizzes.attempts import edition_of, questions_of
from academy.quizzes.content import Question
from academy.quizzes.progress import Begun, Progress


def quiz(slug: str = "task-rebate", language: str = "zh-hans") -> Quiz:
    return Quiz.objects.get(slug=slug, locale__language_code=language)


class Person:
    """Somebody who takes one quiz, by the addresses and forms of its pages."""

    def __init__(self, page: Quiz | None = None, client: Client | None = None) -> None:
        self.page = page or quiz()
        self.client = client or Client()
        self.url = f"/{self.page.locale.language_code}/quizzes/{self.page.slug}/"

    def get(self, below: str = "", **query: str) -> Any:
        return self.client.get(self.url + below, query)

    def post(self, below: str, form: dict[str, Any] | None = None) -> Any:
        return self.client.post(self.url + below, form or {})

    @property
    def progress(self) -> Progress:
        request = RequestFactory().get("/")
        if cookie.COOKIE in self.client.cookies:
            request.COOKIES[cookie.COOKIE] = self.client.cookies[cookie.COOKIE].value
        return cookie.read(request)

    @property
    def begun(self) -> Begun:
        return self.progress.begun[self.page.pk]

    @property
    def questions(self) -> tuple[Question, ...]:
        edition = edition_of(self.begun, self.page)
        assert edition
        return questions_of(self.begun, edition)

    def answer(self, number: int, *, right: bool = True) -> Any:
        return self.post(f"take/{number}/", form_for(self.questions[number - 1], number, right=right))

    def answer_all(self, *, right: bool = True) -> None:
        self.get("take/")
        for number in range(1, len(self.questions) + 1):
            self.answer(number, right=right)

    def finish(self) -> str:
        """Submit, and return the address of the result."""
        reply = self.post("take/finish/")
        assert reply.status_code == 303, reply.status_code
        return str(reply["Location"])


def form_for(question: Question, number: int, *, right: bool = True) -> dict[str, Any]:
    """Return the fields that answer a question rightly, or wholly wrong."""
    name, ids = f"q{number}", [option.id for option in question.options]
    if question.kind == "order":
        placed = question.right if right else (*question.right[1:], question.right[0])
        return {f"{name}-{one}": str(place) for place, one in enumerate(placed, start=1)}
    wrong = [one for one in ids if one not in question.right]
    return {name: list(question.right) if right else wrong[:1]}
