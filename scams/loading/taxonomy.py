"""Fraud types, crosswalk codes, techniques, signals, contacts and synonyms from the CSV files in the repository."""

from collections.abc import Callable

from django.db import transaction

from scams.loading.files import ContentError
from scams.loading.rows import Loaded, load_rows
from scams.models import Contact, CrosswalkCode, FraudType, Signal, SynonymGroup, Technique


@transaction.atomic
def load_taxonomy(*, overwrite: bool = False, say: Callable[[str], None] = print) -> None:
    """Load every file, all or nothing; records that exist keep what people changed unless `overwrite`.

    Says one line a file. ContentError names the file, the line and the field that is wrong.
    """
    loaders: dict[str, Callable[[bool], Loaded]] = {
        "fraud types": _fraud_types,
        "crosswalk codes": _crosswalk,
        "techniques": lambda overwrite: load_rows("techniques.csv", Technique, key=("slug",), overwrite=overwrite),
        "signals": lambda overwrite: load_rows("signals.csv", Signal, key=("slug",), overwrite=overwrite),
        "contacts": _contacts,
        "synonyms": _synonyms,
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
