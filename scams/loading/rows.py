"""Rows of CSV data files into records: what is there already keeps what people changed."""

import csv
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from scams.loading.files import DATA, ContentError

Record = TypeVar("Record", bound=models.Model)


class Loaded(NamedTuple):
    """How many records a loader made, and how many it found and left alone."""

    made: int = 0
    kept: int = 0

    def __str__(self) -> str:
        return f"{self.made} new, {self.kept} kept"


def rows_of(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a CSV file in the data folder; ContentError when a row is too long or short."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if None in row or None in row.values():
                raise ContentError(f"{name} line {reader.line_num}: as many values are needed as there are columns")
            yield reader.line_num, row


def load_rows(name: str, model: type[Record], *, key: tuple[str, ...], overwrite: bool, **fixed: Any) -> Loaded:
    """Make a record of `model` of every row that has none yet; return how many were made and kept.

    `fixed` holds a function per field that needs more than the text of its column. With `overwrite`
    records that exist are set back to the file. ContentError names the file, the line and the field.
    """
    made = kept = 0
    for number, row in rows_of(name):
        values: dict[str, Any] = {**row, **{field: make(row, number) for field, make in fixed.items()}}
        found = model._default_manager.filter(**{field: values[field] for field in key}).first()
        if found and not overwrite:
            kept += 1
            continue
        record = found or model()
        for field, value in values.items():
            setattr(record, field, value)
        save_row(record, f"{name} line {number} ({', '.join(str(values[field]) for field in key)})")
        made += 1
    return Loaded(made, kept)


def save_row(record: models.Model, place: str) -> None:
    """Save a record that its model finds nothing wrong with; else ContentError begins with the place in the files."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error
    record.save()


def describe(error: ValidationError) -> str:
    """Return a validation error as one line that names the fields."""
    return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
