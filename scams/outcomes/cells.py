"""The counts per card, changed by what one chunk of warnings adds and takes away."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from scams.models.effect import PLACE, EffectCell, WarningOutcome
from scams.outcomes.counting import COUNTS, Place, contributions
from scams.outcomes.facts import Card
from scams.outcomes.records import outcome_of

Key = tuple[Any, ...]
"""The values of PLACE."""

_CARD: Final = tuple(name for name in Card.__struct_fields__ if name != "id")


class Added(NamedTuple):
    """What one warning adds to a cell: the names of the counts that it raises by one."""

    row: WarningOutcome
    key: Key
    names: tuple[str, ...]


def count_again(rows: Iterable[WarningOutcome]) -> None:
    """Take what `rows` added before out of their cells, add what they add now, and write that down in the rows.

    The rows are not saved. To be called by one process at a time, in the transaction that saves them.
    """
    rows = list(rows)
    changes: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for cell, gone in counted(row).items():
            changes[cell].subtract(gone)
    added = [one for row in rows for one in _added(row)]
    ids = _cells({one.key for one in added})
    now: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for row, key, names in added:
        changes[ids[key]].update(names)
        now[id(row)][ids[key]] = names
    for row in rows:
        row.counted = json.dumps(now[id(row)], separators=(",", ":"))
    _change({cell: change for cell, change in changes.items() if any(change.values())})


def counted(row: WarningOutcome) -> dict[int, list[str]]:
    """Return what a row has added to which cell."""
    return {int(cell): names for cell, names in json.loads(row.counted).items()}


def _added(row: WarningOutcome) -> Iterator[Added]:
    for place, names in contributions(outcome_of(row)).items():
        yield Added(row, _key(row, place), names)


def _key(row: WarningOutcome, place: Place) -> Key:
    return (row.day, row.client, place.card.id, *(getattr(place.card, name) for name in _CARD), place.held_out)


def _cells(keys: set[Key]) -> dict[Key, int]:
    """Return the cell of each key, made where there is none yet."""
    if not keys:
        return {}
    days, clients, cards = (list({key[place] for key in keys}) for place in range(3))
    there = EffectCell.objects.filter(day__in=days, client__in=clients, card__in=cards)
    ids: dict[Key, int] = {key: pk for pk, *values in there.values_list("pk", *PLACE) if (key := tuple(values)) in keys}
    new = [EffectCell(**dict(zip(PLACE, key, strict=True))) for key in sorted(keys - ids.keys(), key=str)]
    for key, cell in zip(sorted(keys - ids.keys(), key=str), EffectCell.objects.bulk_create(new), strict=True):
        ids[key] = cell.pk
    return ids


def _change(changes: Mapping[int, Counter[str]]) -> None:
    """Change the cells by so much, and delete those that nothing counts for any more."""
    cells = list(EffectCell.objects.filter(pk__in=changes))
    for cell in cells:
        for name, difference in changes[cell.pk].items():
            setattr(cell, name, max(0, getattr(cell, name) + difference))
    write(cells)


def write(cells: Iterable[EffectCell]) -> None:
    """Save the counts of cells, and delete those that nothing counts for."""
    cells = list(cells)
    kept, empty = [one for one in cells if one.shown], [one.pk for one in cells if not one.shown]
    EffectCell.objects.bulk_create(kept, update_conflicts=True, unique_fields=["id"], update_fields=COUNTS)
    EffectCell.objects.filter(pk__in=empty).delete()
