"""Fraud types, crosswalk codes, techniques, signals, contacts, synonyms and examples from the data files."""

from collections.abc import Callable

from django.db import transaction

from scams.checking.rules import VOCABULARY
from scams.loading.checking import read_cues, read_lists
from scams.loading.examples import load_examples
from scams.loading.files import ContentError
from scams.loading.rows import Loaded, load_rows, save_row
from scams.models import Contact, CrosswalkCode, FraudType, Signal, SynonymGroup, Technique, WordList


@transaction.atomic
def load_taxonomy(*, overwrite: bool = False, say: Callable[[str], None] = print) -> None:
    """Load every file, all or nothing; records that exist keep what people changed unless `overwrite`.

    Says one line a file. ContentError names the file, the line and the field that is wrong.
    """
    loaders: dict[str, Callable[[bool], Loaded]] = {
        "fraud types": _fraud_types,
        "crosswalk codes": _crosswalk,
        "techniques": _techniques,
        "signals": lambda overwrite: load_rows("signals.csv", Signal, key=("slug",), overwrite=overwrite),
        "contacts": _contacts,
        "synonyms": _synonyms,
        "word lists": _word_lists,
        "example messages": load_examples,
    }
    for name, load in loaders.items():
        say(f"  {name}: {load(overwrite)}")


def _fraud_types(overwrite: bool) -> Loaded:
    def parent(row: dict[str, str], number: int) -> FraudType | None:
        return _type(row["parent"], "fraud_types.csv", number, "parent") if row["parent"] else None

    return load_rows(
        "fraud_types.csv",
        FraudType,
        key=("slug",),
        overwrite=overwrite,
        parent=parent,
        discreet=lambda row, _number: row["discreet"] == "yes",
        sort_order=lambda _row, number: number,
    )


def _crosswalk(overwrite: bool) -> Loaded:
    return load_rows(
        "crosswalk.csv",
        CrosswalkCode,
        key=("scheme", "code"),
        overwrite=overwrite,
        fraud_type=lambda row, number: _type(row["fraud_type"], "crosswalk.csv", number, "fraud_type"),
    )


def _word_lists(overwrite: bool) -> Loaded:
    made = kept = 0
    for file in sorted(read_lists(), key=lambda one: one.role != VOCABULARY):  # what others name comes first
        found = WordList.objects.filter(key=file.key).first()
        if found and not overwrite:
            kept += 1
            continue
        record = found or WordList(key=file.key)
        record.role, record.weight = file.role, file.weight
        record.words_zh, record.words_en = "\n".join(file.zh), "\n".join(file.en)
        save_row(record, f"checking/lists.toml ({file.key})")
        made += 1
    return Loaded(made, kept)


def _techniques(overwrite: bool) -> Loaded:
    cues = read_cues()

    def heard(row: dict[str, str], language: str) -> str:
        return "\n".join(getattr(cues[row["slug"]], language)) if row["slug"] in cues else ""

    return load_rows(
        "techniques.csv",
        Technique,
        key=("slug",),
        overwrite=overwrite,
        cues_zh=lambda row, _number: heard(row, "zh"),
        cues_en=lambda row, _number: heard(row, "en"),
    )


def _contacts(overwrite: bool) -> Loaded:
    return load_rows(
        "contacts.csv",
        Contact,
        key=("key",),
        overwrite=overwrite,
        verified_on=lambda row, _number: row["verified_on"] or None,
        sort_order=lambda _row, number: number,
    )


def _synonyms(overwrite: bool) -> Loaded:
    return load_rows(
        "search/synonyms.csv",
        SynonymGroup,
        key=("key",),
        overwrite=overwrite,
        phrases=lambda row, _number: row["phrases"].replace(" = ", "\n"),
    )


def _type(slug: str, file: str, number: int, field: str) -> FraudType:
    found = FraudType.objects.filter(slug=slug).first()
    if found is None:
        raise ContentError(f"{file} line {number}: {field}: there is no fraud type “{slug}”")
    return found
