"""From counts of what matches to the total and the facets."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from scams.search.contract import Facets, Query


class Group(NamedTuple):
    """How many entries that match have these three in common."""

    kind: str
    fraud_type: str
    audience: tuple[str, ...]
    number: int


def counted(groups: Iterable[Group], query: Query) -> tuple[int, Facets]:
    """Return how many entries a query finds, and how many each other choice would."""
    total, kinds, types, audiences = 0, Counter[str](), Counter[str](), Counter[str]()
    for group in groups:
        of_kind = not query.kind or group.kind == query.kind
        of_type = not query.fraud_types or group.fraud_type in query.fraud_types
        for_them = not query.audience or not group.audience or query.audience in group.audience
        if of_type and for_them:
            kinds[group.kind] += group.number
        if of_kind and for_them and group.fraud_type:
            types[group.fraud_type] += group.number
        if of_kind and of_type:
            for audience in group.audience:
                audiences[audience] += group.number
        if of_kind and of_type and for_them:
            total += group.number
    return total, Facets(fraud_type=_by_number(types), audience=_by_number(audiences), kind=_by_number(kinds))


def _by_number(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
