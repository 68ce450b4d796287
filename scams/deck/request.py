"""What a risk engine asks, and how it is read and checked."""

import re
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from scams.words import KNOWN_LOCALES

Code = Annotated[str, Meta(min_length=1, max_length=128)]
Token = Annotated[str, Meta(min_length=1, max_length=64)]
Level = Literal["notice", "warn", "hold", "stop"]
Audience = Literal["adult", "elder", "teen", "sme"]
AnswerValue = Literal["yes", "no", "unsure"]
StepAnswer = Literal[
    "proceed", "safe_action", "confirmed", "reassured", "no_answer", "waited", "cancelled_in_wait", "released"
]

_VALUE: Final = r"[0-9]{1,15}(\.[0-9]{1,6})?"
_CURRENCY: Final = r"[A-Z]{3}"
_LOCALE: Final = r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8}){0,4}"
LOCALE_PATTERN: Final = f"^{_LOCALE}$"
Locale = Annotated[str, Meta(pattern=LOCALE_PATTERN)]
"""A language in any spelling, for what is not read in a hurry."""
_UUID: Final = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


def _shaped(pattern: str) -> Meta:
    """Return what the API's document says of a text whose shape `_misshapen` looks at."""
    return Meta(extra_json_schema={"pattern": f"^{pattern}$"})


class SuspectedType(Struct, frozen=True, gc=False):
    """A fraud type the engine suspects: a canonical slug or a crosswalk code, and how sure it is."""

    code: Code
    score: Annotated[float, Meta(ge=0, le=1)] | None = None


class Amount(Struct, frozen=True, gc=False):
    """A sum of money as a decimal text, and its ISO 4217 currency."""

    value: Annotated[str, _shaped(_VALUE)]
    currency: Annotated[str, _shaped(_CURRENCY)]


class Given(Struct, frozen=True, gc=False):
    """A payer's answer to a question of a card: of the card named, or else of the first one that was shown."""

    question: Token
    answer: AnswerValue
    card: Annotated[str, Meta(max_length=128)] | None = None


class StepTaken(Struct, frozen=True, gc=False):
    """The step of the playbook that was taken, and what came of it; without a step the ladder begins."""

    taken: Annotated[str, Meta(max_length=64)] | None = None
    answer: StepAnswer | None = None


class WarningRequest(Struct, frozen=True, gc=False):
    """What a risk engine asks: this payment looks like these fraud types, so what should the payer see?

    Only `fraud_types` is needed; null is as good as left out. Without a locale it is zh-Hans.
    """

    fraud_types: Annotated[list[SuspectedType], Meta(max_length=50)]
    level: Level | None = None
    locale: Annotated[str, _shaped(_LOCALE)] | None = None
    audience: Audience | None = None
    channel: Token | None = None
    amount: Amount | None = None
    signals: Annotated[list[Token], Meta(max_length=50)] | None = None
    subject: Annotated[str, Meta(max_length=64)] | None = None
    seen: dict[Annotated[str, Meta(max_length=128)], Annotated[int, Meta(ge=0)]] | None = None
    warning_id: Annotated[str, _shaped(_UUID)] | None = None
    """The warning that goes on: the answer carries the same id."""
    answers: Annotated[list[Given], Meta(max_length=50)] | None = None
    """What the payer answered so far, in that order."""
    ladder: StepTaken | None = None
    tree: bool | None = None
    """Whether to send every card that answers may lead to, for re-routing in the page."""


_decoder: Final = msgspec.json.Decoder(WarningRequest)
_is_value: Final = re.compile(_VALUE).fullmatch
_is_amount: Final = re.compile(f"{_VALUE} {_CURRENCY}").fullmatch
_is_locale: Final = re.compile(_LOCALE).fullmatch
_is_uuid: Final = re.compile(_UUID).fullmatch


BAD_REQUEST: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading a request may raise."""


def read_request(body: bytes) -> WarningRequest:
    """Return the request in a JSON body; one of BAD_REQUEST, with the place where there is one, when it is none."""
    request = _decoder.decode(body)
    # A pattern in the struct costs three times a look by hand, which is a tenth of the whole answer.
    locale, amount = request.locale, request.amount
    if locale is not None and locale not in KNOWN_LOCALES and not _is_locale(locale):
        raise _misshapen("locale", _LOCALE)
    if amount is not None and not _is_amount(f"{amount.value} {amount.currency}"):
        wrong = "currency" if _is_value(amount.value) else "value"
        raise _misshapen(f"amount.{wrong}", _CURRENCY if wrong == "currency" else _VALUE)
    if request.warning_id is not None and not _is_uuid(request.warning_id):
        raise _misshapen("warning_id", _UUID)
    return request


def _misshapen(field: str, pattern: str) -> msgspec.ValidationError:
    return msgspec.ValidationError(f"Expected `str` matching regex '^{pattern}$' - at `$.{field}`")
