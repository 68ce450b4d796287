"""What there is to know about messages, from the content files: rules, word lists, cues of techniques, examples.

Rules are in `scams/data/checking/<fraud type>/<locale>.toml`, word lists in `lists.toml`, cues in `techniques.toml`,
examples in `scams/data/examples/<locale>.csv`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from scams.checking.rules import TEXT_MOST, VOCABULARY, Clue, Cue, Example, Rules, TypeRules, WordList
from scams.loading.files import DATA, ContentError, read
from scams.loading.rows import rows_of
from scams.words import LOCALES

FOLDER: Final = DATA / "checking"


class ClueFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clue, as a rules file has it."""

    key: str
    weight: float
    words: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    why: str


class RulesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one fraud type in one language."""

    clues: tuple[ClueFile, ...]


class ListFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word list."""

    key: str
    role: str = VOCABULARY
    weight: float = 2
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class ListsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All word lists."""

    lists: tuple[ListFile, ...]


class CueFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one hears who is worked on by a technique."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


def rules_path(fraud_type: str, locale: str) -> Path:
    """Return where the rules of a fraud type in a language are kept; there need not be any."""
    return FOLDER / fraud_type / f"{locale}.toml"


def read_clues(path: Path) -> tuple[ClueFile, ...]:
    """Return the clues in a rules file, none where there is no file; ContentError names what is wrong."""
    return read(path, RulesFile).clues if path.exists() else ()


def read_lists() -> tuple[ListFile, ...]:
    """Return the word lists; ContentError names what is wrong."""
    return read(FOLDER / "lists.toml", ListsFile).lists


def read_cues() -> dict[str, CueFile]:
    """Return the cues by technique; ContentError names what is wrong."""
    return read(FOLDER / "techniques.toml", dict[str, CueFile])


def read_examples() -> Iterator[tuple[str, Example]]:
    """Yield every example with its place in the files; ContentError names what is wrong, and where."""
    for locale in LOCALES:
        name = f"examples/{locale}.csv"
        for number, row in rows_of(name):
            example = Example(row["fraud_type"].strip(), row["text"].replace("\r\n", "\n").strip())
            if not 0 < len(example.text) <= TEXT_MOST:
                raise ContentError(f"{name} line {number}: text: it has one to {TEXT_MOST} characters")
            yield f"{name} line {number}", example


def rules_of_files() -> Rules:
    """Return the rules of all content files, without articles: for tests, benchmarks and reports."""
    types = []
    for folder in sorted(one for one in FOLDER.iterdir() if one.is_dir()):
        clues = [clue for locale in LOCALES for clue in _clues(folder.name, locale)]
        types.append(TypeRules(fraud_type=folder.name, clues=tuple(clues), techniques=_techniques(folder.name)))
    cues = tuple(Cue(slug=slug, words=(*cue.zh, *cue.en)) for slug, cue in sorted(read_cues().items()))
    lists = tuple(WordList(**msgspec.structs.asdict(one)) for one in read_lists())
    examples = tuple(example for _place, example in read_examples())
    return Rules(types=tuple(types), cues=cues, lists=lists, examples=examples)


def _clues(fraud_type: str, locale: str) -> list[Clue]:
    return [
        Clue(key=one.key, weight=one.weight, words=one.words, also=one.also, unless=one.unless, why={locale: one.why})
        for one in read_clues(rules_path(fraud_type, locale))
    ]


def _techniques(fraud_type: str) -> tuple[str, ...]:
    from scams.loading.files import ArticleFile

    return read(DATA / "articles" / fraud_type / "zh-Hans.toml", ArticleFile).techniques
