"""The shape of the content files, and how one is read.

Cards are in `scams/data/cards/<fraud type>/<locale>.toml`, articles in
`scams/data/articles/<fraud type>/<locale>.toml`. TOML, because an editor can read it and every
text is quoted. A wrong file is refused with its name and the place in it.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from scams.rules.card import Action, CardContent, CoolingOff, Proof, Question, Source, Variant
from scams.rules.text import clean

DATA: Final = Path(__file__).resolve().parent.parent / "data"


class ContentError(Exception):
    """A data file says something that cannot be loaded; the message names the file and the place."""


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one audience reads."""

    headline: str
    discreet_headline: str = ""
    why_you: str
    what_is_happening: str
    red_flags: tuple[str, ...]
    questions: tuple[Question, ...]
    rebuttals: tuple[str, ...]
    safe_action: Action
    other_actions: tuple[Action, ...] = ()
    proceed: str
    switch_line: str
    cooling_off: CoolingOff
    variants: tuple[Variant, ...]


class CardFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The cards of one fraud type in one language: shared facts, then a wording for each audience."""

    level: str
    contacts: tuple[str, ...]
    secondary_types: tuple[str, ...] = ()
    guardian_script: str
    agent_script: str
    proof: Proof | None = None
    sources: tuple[Source, ...]
    adult: Wording
    elder: Wording

    def content(
        self, *, fraud_type: str, locale: str, audience: str, discreet: bool, review_by: dt.date
    ) -> CardContent:
        """Return the card of one audience as plain data, to be read aloud by the device."""
        wording: Wording = getattr(self, audience)
        return CardContent(
            fraud_type=fraud_type,
            locale=locale,
            audience=audience,
            level=self.level,
            contacts=self.contacts,
            secondary_types=self.secondary_types,
            guardian_script=self.guardian_script,
            agent_script=self.agent_script,
            proof=self.proof,
            sources=self.sources,
            discreet=discreet,
            review_by=review_by,
            audible=True,
            **{field: getattr(wording, field) for field in wording.__struct_fields__},
        )


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of how a scam unfolds, as the victim meets it."""

    when: str
    what: str


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the scammers say, and what is true."""

    they_say: str
    truth: str


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A real case, told shortly, with where it was reported."""

    text: str
    source: Source


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The article in the words of one audience."""

    summary: str
    points: tuple[str, ...]
    do_now: tuple[str, ...]


class ArticleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scam pattern: how one scam works, told as the victim meets it."""

    title: str
    summary: str
    techniques: tuple[str, ...] = ()
    audience: tuple[str, ...] = ("adult",)
    timeline: tuple[Step, ...]
    red_flags: tuple[str, ...]
    claims: tuple[Claim, ...]
    do_now: tuple[str, ...]
    already_paid: tuple[str, ...]
    case: Case | None = None
    sources: tuple[Source, ...]
    elder: Version | None = None
    teen: Version | None = None

    @property
    def versions(self) -> dict[str, Version]:
        """The versions there are, by audience."""
        return {name: version for name in ("elder", "teen") if (version := getattr(self, name))}


Content = TypeVar("Content")


def read(path: Path, kind: type[Content], *, data: Path | None = None) -> Content:
    """Return the content of a TOML file below `data`, by default this package's.

    ContentError names the file and the field that is wrong.
    """
    try:
        return msgspec.convert(_cleaned(tomllib.loads(path.read_text(encoding="utf-8"))), kind)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ContentError(f"{path.relative_to(data or DATA)}: {error}") from error


def _cleaned(value: Any) -> Any:
    """Return a decoded file with every text in it cleaned, as pasted text is."""
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value
