"""Where an anonymous person is: quizzes begun and finished, in one signed cookie on their own device."""

import time
import uuid
from typing import Any, Final

import msgspec
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "learning"
COOKIE_SECONDS: Final = 180 * 24 * 3600
"""Past the refresher near three months, with room."""
BEGUN_MOST: Final = 4
FINISHED_MOST: Final = 20
"""So many fit a cookie's 4 KiB; of more, the oldest are forgotten."""
_SALT: Final = "academy.progress"


class Begun(msgspec.Struct, array_like=True):
    """An attempt that is going on."""

    edition: int
    attempt: uuid.UUID
    """The submission token: what is submitted twice with it is stored once."""
    started: int
    """Seconds since 1970."""
    answers: dict[str, str] = {}
    """Responses by question key, as `Answer.response` has them."""
    seconds: dict[str, int] = {}
    """How long each answer took, by question key."""
    refreshes: str = ""
    """The attempt this one refreshes, in hex: its questions come last."""

    @property
    def seed(self) -> str:
        """What the order of its questions follows from."""
        return seed_of(self.attempt)


class Finished(msgspec.Struct, array_like=True):
    """An attempt that was submitted."""

    quiz: int
    attempt: uuid.UUID


class Progress(msgspec.Struct, array_like=True):
    """All that the cookie knows."""

    begun: dict[int, Begun] = {}
    """By quiz, the oldest first."""
    finished: list[Finished] = []
    """The newest last."""

    def finish(self, quiz: int, attempt: uuid.UUID) -> None:
        """Move an attempt from begun to finished."""
        if (begun := self.begun.get(quiz)) and begun.attempt == attempt:
            del self.begun[quiz]
        if attempt not in {one.attempt for one in self.finished}:
            self.finished.append(Finished(quiz, attempt))


def begin(edition: int, *, refreshes: str = "") -> Begun:
    """Return a new attempt with a seed and a token of its own."""
    return Begun(edition, uuid.uuid4(), int(time.time()), refreshes=refreshes)


def seed_of(attempt: uuid.UUID) -> str:
    """Return what the order of an attempt's questions and options follows from."""
    return attempt.hex


def read(request: HttpRequest) -> Progress:
    """Return the progress in a request's cookie; empty progress where there is none or it is not ours."""
    try:
        packed = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_SECONDS)
        return msgspec.convert(packed, Progress, str_keys=True)
    except (signing.BadSignature, msgspec.ValidationError):
        return Progress()


def seal(begun: Begun) -> str:
    """Return an attempt as a form carries it, so that the form alone is enough to submit it."""
    return signing.dumps(msgspec.to_builtins(begun), salt=_SALT, compress=True)


def unseal(sealed: str) -> Begun | None:
    """Return the attempt of `seal`; None for anything else."""
    try:
        return msgspec.convert(signing.loads(sealed, salt=_SALT, max_age=COOKIE_SECONDS), Begun)
    except (signing.BadSignature, msgspec.ValidationError):
        return None


def write(response: HttpResponse, progress: Progress) -> None:
    """Keep progress in the cookie."""
    progress.begun = dict(list(progress.begun.items())[-BEGUN_MOST:])
    progress.finished = progress.finished[-FINISHED_MOST:]
    packed: Any = msgspec.to_builtins(progress)
    value = signing.dumps(packed, salt=_SALT, compress=True)
    response.set_cookie(COOKIE, value, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
