"""The shape of the quiz files in `academy/data`, and what they hold as plain data.

Questions are in `questions/<set>/<locale>.toml`, quizzes in `quizzes/<slug>/<locale>.toml`. TOML, because an editor
can read it. A wrong file is refused with its name and the place in it.
"""

import datetime as dt
from pathlib import Path
from typing import Final

import msgspec

from academy.quizzes.content import Kind, Message, Option, Question, lettered_options, truth_options, verdict_options

DATA: Final = Path(__file__).resolve().parent.parent / "data"


class OptionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose, or one step to put in order."""

    text: str
    why: str
    right: bool = True


class QuestionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of the bank."""

    key: str
    kind: Kind
    channel: str
    fraud_type: str = ""
    """Empty: the folder's name."""
    prompt: str
    advice: str
    genuine: bool = False
    right: bool = False
    if_scam: str = ""
    if_genuine: str = ""
    if_true: str = ""
    if_false: str = ""
    message: Message | None = None
    option: tuple[OptionFile, ...] = ()

    def content(self, fraud_type: str) -> Question:
        """Return it as an edition holds it."""
        return Question(
            key=self.key,
            kind=self.kind,
            fraud_type=self.fraud_type or fraud_type,
            channel=self.channel,
            prompt=self.prompt,
            advice=self.advice,
            message=self.message,
            options=self._options(),
        )

    def _options(self) -> tuple[Option, ...]:
        if self.kind == "verdict":
            return verdict_options(genuine=self.genuine, if_scam=self.if_scam, if_genuine=self.if_genuine)
        if self.kind == "true-false":
            return truth_options(right=self.right, if_true=self.if_true, if_false=self.if_false)
        return lettered_options((one.text, one.right, one.why) for one in self.option)


class QuestionsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the question bank in one language."""

    question: tuple[QuestionFile, ...]


class BandFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A result band; `next` is the slug of a fraud type whose article to read."""

    at_least: int
    title: str
    text: str
    next: str = ""


class QuizFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quiz in one language; `questions` are keys of the bank."""

    title: str
    summary: str
    introduction: str
    audience: str
    fraud_type: str
    minutes: int
    shown: int
    questions: tuple[str, ...]
    band: tuple[BandFile, ...]


class WordsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page that needs only a title and a few words: what it lists is in the database."""

    title: str
    introduction: str
    search_description: str = ""
    """For search engines and the site's own search; empty: the introduction."""


class GoingRoundFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scam many people are meeting now; `article` is its fraud type's slug."""

    article: str
    line: str
    since: dt.date


class HomeFile(WordsFile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first page of a language."""

    going_round: tuple[GoingRoundFile, ...]


class RegionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do in one region."""

    region: str
    steps: tuple[str, ...]


class HelpFile(WordsFile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """“I already paid: what now”."""

    first_steps: tuple[str, ...]
    region: tuple[RegionFile, ...]
    afterwards: tuple[str, ...]


class PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading, a paragraph or a list of a page of words: one of the three."""

    heading: str = ""
    paragraph: str = ""
    list: tuple[str, ...] = ()


class TextFile(WordsFile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of words."""

    purpose: str
    body: tuple[PartFile, ...]


class PagesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The site's own pages in one language."""

    home: HomeFile
    types: WordsFile
    quizzes: WordsFile
    help: HelpFile
    contacts: WordsFile
    text: tuple[TextFile, ...]
