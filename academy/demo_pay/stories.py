"""Payments from real life, to try the demonstration with, and where an expert would want each of them to end."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from scams.reference_engine import Payment
from scams.words import LOCALES

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "stories"
ORDER: Final = (
    *("task-rebate", "customer-service", "safe-account", "romance-investment", "boss", "family", "game"),
    *("rent", "hospital"),
)
"""As the page shows them: scams first, then a genuine payment, then a false alarm."""
CURRENCIES: Final = {"zh-Hans": "CNY", "zh-Hant": "HKD", "en": "SGD"}

End = Literal["stopped", "cooled-off", "released", "paid"]


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the payer does in a story, and what is to be seen next; what is empty may be anything."""

    act: str = "answer"
    answers: dict[str, str] = {}
    """Question to answer, where the act is to answer."""
    fraud_type: str = ""
    level: str = ""
    step: str = ""
    """The kind of the ladder's step."""


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an expert would want to happen."""

    first: str
    """The fraud type that the engine suspects first; empty: none."""
    level: str
    reroutes: tuple[str, ...]
    """The fraud types that answers lead to."""
    ends: End
    walk: tuple[Move, ...] = ()


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"hint": "try"}):
    """A story in one language."""

    title: str
    story: str
    hint: str
    """What to try out."""
    payee: str
    note: str


class Story(msgspec.Struct, frozen=True):
    """One story."""

    slug: str
    audience: str
    amount: int
    signals: tuple[str, ...]
    expected: Expected
    words: dict[str, Words]

    def payment(self, locale: str) -> Payment:
        """Return the payment of the story in a language, in the money used there."""
        said = self.words[locale]
        return Payment(
            said.payee, Decimal(self.amount), CURRENCIES[locale], said.note, self.signals, self.audience
        )  # fmt: skip


@cache
def stories() -> dict[str, Story]:
    """Return every story by its slug, in the order to show them; ValueError with the file that is wrong."""
    return {slug: _read(slug) for slug in ORDER}


def _read(slug: str) -> Story:
    content: dict[str, Any] = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    words = {locale: content.pop(locale) for locale in LOCALES}
    try:
        return msgspec.convert({"slug": slug, "words": words, **content}, Story)
    except msgspec.ValidationError as error:
        raise ValueError(f"{slug}.toml: {error}") from error
