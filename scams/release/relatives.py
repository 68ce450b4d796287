"""Which fraud types' questions will do for one: its own, its ancestors', then its relatives'."""

import logging
from collections.abc import Mapping

from scams.models import CrosswalkCode, FraudType
from scams.words import CROSSWALK_SEPARATOR, FALLBACK_TYPE

logger = logging.getLogger(__name__)


def line_of(code: str) -> tuple[str, ...]:
    """Return the slug of a slug or crosswalk code, then the types whose questions will do too, the nearest first.

    An unknown code is the type unknown: nobody's payment is stuck for it. One query, two for what is no slug.
    """
    parents = dict(FraudType.objects.order_by("sort_order", "pk").values_list("slug", "parent__slug"))
    slug = code if code in parents else _slug_of(code)
    line = _upwards(slug, parents)
    relatives = [one for above in line for one in parents if above in _upwards(one, parents)]
    return tuple(dict.fromkeys([*line, *relatives]))


def _slug_of(code: str) -> str:
    scheme, _separator, name = code.replace("\0", "").partition(CROSSWALK_SEPARATOR)  # PostgreSQL takes no NUL
    rows = CrosswalkCode.objects.filter(scheme=scheme, code=name).values_list("fraud_type__slug", flat=True)
    if (slug := rows.first()) is None:
        logger.warning("a release was asked for a code that no fraud type has: %r", code)
        return FALLBACK_TYPE
    return slug


def _upwards(slug: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return a type and its ancestors, nearest first."""
    line = [slug]
    while (above := parents.get(line[-1])) and above not in line:
        line.append(above)
    return line
