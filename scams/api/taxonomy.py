"""`GET /api/v1/fraud-types`: the whole taxonomy, as JSON or CSV."""

import csv
import io
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.vary import vary_on_headers
from ninja import Router, Schema
from ninja.decorators import decorate_view

from scams.api.openapi import refusals
from scams.models import CrosswalkCode, FraudType, Technique
from scams.words import LOCALES

router = Router(tags=["taxonomy"])

CSV_COLUMNS = (
    *("slug", "parent", "level", "label_zh_hans", "label_zh_hant", "label_en"),
    *("definition_zh_hans", "definition_zh_hant", "definition_en", "regional_names"),
    *("code", "code_label", "confidence", "note"),
)
"""A row for every crosswalk code; a fraud type without codes has one row with the last four empty."""


class Labelled(Schema):
    """A slug with its label and definition per locale."""

    slug: str
    labels: dict[str, str]
    definitions: dict[str, str]


class Code(Schema):
    """Someone else's code for a fraud type."""

    code: str
    label: str
    confidence: Literal["exact", "nearest"]
    note: str


class FraudTypeOut(Labelled):
    """A fraud type, its parent, and its codes elsewhere."""

    parent: str | None
    level: int
    regional_names: str
    codes: list[Code]


class Taxonomy(Schema):
    """Every fraud type, parents before children, and every technique."""

    fraud_types: list[FraudTypeOut]
    techniques: list[Labelled]


@router.get(
    "/fraud-types",
    response=Taxonomy,
    summary="The taxonomy with its crosswalk",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **refusals(422)}},
)
@decorate_view(vary_on_headers("Accept"))
def fraud_types(request: HttpRequest, format: Literal["json", "csv"] | None = None) -> Any:  # noqa: A002
    """Return all fraud types with labels, definitions and crosswalk codes, and all techniques. Needs no key.

    CSV, one row a code, with `?format=csv` or `Accept: text/csv`. Three queries.
    """
    types = _in_tree_order(list(FraudType.objects.prefetch_related("crosswalk_codes")))
    if format == "csv" or (format is None and _prefers_csv(request)):
        return HttpResponse(_as_csv(types), content_type="text/csv; charset=utf-8")
    techniques = [_labelled(one) for one in Technique.objects.all()]
    return {"fraud_types": [_as_json(one, level) for one, level in types], "techniques": techniques}


def _prefers_csv(request: HttpRequest) -> bool:
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def _in_tree_order(types: list[FraudType]) -> list[tuple[FraudType, int]]:
    """Return (type, level) with every parent ahead of its children; groups are level 1."""
    below: dict[int | None, list[FraudType]] = {}
    by_pk = {one.pk: one for one in types}
    for one in types:
        below.setdefault(one.parent_id, []).append(one)
        one.parent = by_pk.get(one.parent_id or 0)

    def walk(parent: int | None, level: int) -> list[tuple[FraudType, int]]:
        return [row for one in below.get(parent, []) for row in [(one, level), *walk(one.pk, level + 1)]]

    return walk(None, 1)


def _labelled(one: FraudType | Technique) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "labels": {locale: one.text("label", locale) for locale in LOCALES},
        "definitions": {locale: one.text("definition", locale) for locale in LOCALES},
    }


def _as_json(one: FraudType, level: int) -> dict[str, Any]:
    return {
        **_labelled(one),
        "parent": one.parent.slug if one.parent else None,
        "level": level,
        "regional_names": one.regional_names,
        "codes": [_code(code) for code in one.crosswalk_codes.all()],
    }


def _code(code: CrosswalkCode) -> dict[str, str]:
    return {"code": str(code), "label": code.label, "confidence": code.confidence, "note": code.note}


def _as_csv(types: list[tuple[FraudType, int]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for one, level in types:
        own = [one.slug, one.parent.slug if one.parent else "", level]
        own += [one.text(field, locale) for field in ("label", "definition") for locale in LOCALES]
        codes = [tuple(_code(code).values()) for code in one.crosswalk_codes.all()] or [("", "", "", "")]
        writer.writerows([*own, one.regional_names, *code] for code in codes)
    return text.getvalue()
