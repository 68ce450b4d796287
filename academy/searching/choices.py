"""What a reader chose on the search page, and what the page offers to choose. Nothing here fails on odd addresses."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from scams.editing.blocks import AUDIENCE_LABELS
from scams.models import FraudType
from scams.search.asking import KINDS, Answer, Asked, Found
from scams.search.contract import LAST_PAGE, Facets
from scams.words import AUDIENCES

KIND_LABELS: Final = {
    "article": _("Scams explained"),
    "quiz": _("Quizzes"),
    "page": _("Other pages"),
    "contact": _("Hotlines"),
}
ONE_LABELS: Final = {
    "article": _("How a scam works"),
    "quiz": _("Quiz"),
    "page": _("Page"),
    "contact": _("Hotline"),
}
TYPES_SHOWN: Final = 8
"""Fraud types that are offered to narrow by, the most frequent ones."""


class Choice(NamedTuple):
    """One way to narrow what was found, or to widen it again."""

    label: str
    number: int
    url: str
    chosen: bool


class Facet(NamedTuple):
    """The choices of one kind."""

    name: str
    label: Any
    choices: list[Choice]


class Shown(NamedTuple):
    """A result as the page shows it."""

    found: Found
    kind: Any
    foreign: bool
    """Whether it is in another language than the reader's."""
    language: str
    """What its language calls itself."""


def asked_of(given: Mapping[str, str], text: str, locale: str) -> Asked:
    """Return the question; what no choice has, or no page is, counts as not chosen."""
    kind, audience, page = given.get("kind", ""), given.get("audience", ""), given.get("page", "")
    return Asked(
        text,
        locale,
        fraud_type=given.get("fraud_type", "").replace("\0", "")[:60],
        kind=kind if kind in KINDS else "",
        audience=audience if audience in AUDIENCES else "",
        page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def way_to(asked: Asked, **changes: Any) -> str:
    """Return the address of the same question with other choices, on its first page unless that is told."""
    chosen = {
        "q": asked.text,
        "fraud_type": asked.fraud_type,
        "kind": asked.kind,
        "audience": asked.audience,
        "page": "",
        **changes,
    }
    return f"?{urlencode({name: value for name, value in chosen.items() if value})}"


def shown_results(answer: Answer, locale: str) -> list[Shown]:
    """Return the results, each with what it is and in which language."""
    return [
        Shown(one, ONE_LABELS[one.kind], one.locale != locale, get_language_info(one.locale.lower())["name_local"])
        for one in answer.results
    ]


def shown_facets(facets: Facets, asked: Asked) -> list[Facet]:
    """Return the facets that leave a choice. One query."""
    types = {one.slug: one.label for one in FraudType.objects.all()} if facets.fraud_type or asked.fraud_type else {}
    some_types = dict([*facets.fraud_type.items()][:TYPES_SHOWN])
    offered = [
        _facet("kind", _("Kind of page"), facets.kind, KIND_LABELS, asked.kind, asked),
        _facet("fraud_type", _("Kind of scam"), some_types, types, asked.fraud_type, asked),
        _facet("audience", _("For whom"), facets.audience, AUDIENCE_LABELS, asked.audience, asked),
    ]
    return [one for one in offered if len(one.choices) > 1 or any(choice.chosen for choice in one.choices)]


def _facet(
    name: str, label: Any, counts: Mapping[str, int], labels: Mapping[str, Any], chosen: str, asked: Asked
) -> Facet:
    there = dict.fromkeys([*counts, *([chosen] if chosen in labels else [])])
    return Facet(name, label, [_choice(name, one, counts, labels, chosen, asked) for one in there if one in labels])


def _choice(
    name: str, value: str, counts: Mapping[str, int], labels: Mapping[str, Any], chosen: str, asked: Asked
) -> Choice:
    is_chosen = value == chosen
    url = way_to(asked, **{name: "" if is_chosen else value})
    return Choice(str(labels[value]), counts.get(value, 0), url, is_chosen)
