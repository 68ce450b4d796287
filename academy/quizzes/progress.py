"""Where an anonymous person is: quizzes begun and finished, in one signed cookie on their own device."""

import time
import uuid
from typing import Final

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "learning"
COOKIE_SECONDS: Final = 180 * 24 * 3600
"""Past the refresher near three months, with room."""
BEGUN_MOST: Final = 4
FINISHED_MOST: Final = 20
BYTES_MOST: Final = 4000
"""Browsers throw a cookie of more than 4 KiB away without a word; what is oldest is forgotten first."""
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
    """By quiz, the one longest left alone first."""
    finished: list[Finished] = []
    """The newest last."""

    def keep(self, quiz: int, begun: Begun) -> None:
        """Note where an attempt is; it is the newest now."""
        self.begun.pop(quiz, None)
        self.begun[quiz] = begun

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
    while len(value := _packed(progress)) > BYTES_MOST and _forget_oldest(progress):
        pass
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, value, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=secure)


def _packed(progress: Progress) -> str:
    return signing.dumps(msgspec.to_builtins(progress), salt=_SALT, compress=True)


def _forget_oldest(progress: Progress) -> bool:
    """Forget the attempt longest left alone, or else the oldest result; return whether there was one to forget."""
    if len(progress.begun) > 1:
        del progress.begun[next(iter(progress.begun))]
        return True
    return bool(progress.finished and progress.finished.pop(0))
