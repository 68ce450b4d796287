import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scams.api.taxonomy import CSV_COLUMNS
from scams.loading.files import DATA
from scams.models import CrosswalkCode, FraudType, Technique

pytestmark = pytest.mark.django_db

PATH = "/api/v1/fraud-types"
JSON, CSV = "application/json; charset=utf-8", "text/csv; charset=utf-8"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def taxonomy(client: Client) -> Any:
    return client.get(PATH).json()


def test_every_type_of_the_files_is_there_with_its_texts_and_its_parent(client: Client) -> None:
    found = {one["slug"]: one for one in taxonomy(client)["fraud_types"]}
    expected = rows("fraud_types.csv")
    assert found.keys() == {row["slug"] for row in expected}
    for row in expected:
        one = found[row["slug"]]
        assert one["parent"] == (row["parent"] or None)
        assert one["labels"] == {code: row[f"label_{column}"] for code, column in COLUMNS.items()}
        assert one["definitions"] == {code: row[f"definition_{column}"] for code, column in COLUMNS.items()}
        assert one["regional_names"] == row["regional_names"]


COLUMNS = {"zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "en": "en"}


def test_every_code_of_the_files_is_at_its_type(client: Client) -> None:
    found = {
        (code["code"], one["slug"], code["label"], code["confidence"], code["note"])
        for one in taxonomy(client)["fraud_types"]
        for code in one["codes"]
    }
    assert found == {
        (f"{row['scheme']}:{row['code']}", row["fraud_type"], row["label"], row["confidence"], row["note"])
        for row in rows("crosswalk.csv")
    }


def test_parents_come_before_their_children_and_levels_count_from_the_groups(client: Client) -> None:
    levels: dict[str | None, int] = {None: 0}
    for one in taxonomy(client)["fraud_types"]:
        assert one["level"] == levels[one["parent"]] + 1
        levels[one["slug"]] = one["level"]
    assert (levels["gain"], levels["purchase"], levels["fake-buyer"]) == (1, 2, 3)


def test_the_techniques_are_there(client: Client) -> None:
    found = {one["slug"]: one["labels"]["zh-Hant"] for one in taxonomy(client)["techniques"]}
    assert found == {row["slug"]: row["label_zh_hant"] for row in rows("techniques.csv")}


def test_no_key_is_needed_and_chinese_is_not_escaped(client: Client) -> None:
    reply = client.get(PATH)
    assert (reply.status_code, reply["Content-Type"]) == (200, JSON)
    assert "刷单返利".encode() in reply.content


@pytest.mark.parametrize("made", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_is_there(client: Client, made: int) -> None:
    for number in range(made):
        one = FraudType.objects.create(slug=f"new-{number}", parent=FraudType.objects.get(slug="gain"))
        CrosswalkCode.objects.create(scheme="x", code=str(number), label="x", fraud_type=one, confidence="exact")
        Technique.objects.create(slug=f"new-{number}")
    with CaptureQueriesContext(connection) as queries:
        assert len(taxonomy(client)["fraud_types"]) == len(rows("fraud_types.csv")) + made
    # Types, their codes, techniques.
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{PATH}?format=csv")
    assert len(queries) == 2


# --- CSV


def test_the_csv_has_a_row_for_every_code_and_one_for_a_type_without(client: Client) -> None:
    reply = client.get(PATH, {"format": "csv"})
    assert (reply.status_code, reply["Content-Type"]) == (200, CSV)
    table = list(csv.DictReader(io.StringIO(reply.content.decode(), newline="")))
    assert tuple(table[0]) == CSV_COLUMNS
    with_codes = {row["fraud_type"] for row in rows("crosswalk.csv")}
    without = [row["slug"] for row in rows("fraud_types.csv") if row["slug"] not in with_codes]
    assert len(table) == len(rows("crosswalk.csv")) + len(without)
    assert {row["slug"] for row in table if not row["code"]} == set(without)


def test_the_csv_says_what_the_json_says(client: Client) -> None:
    table = list(csv.DictReader(io.StringIO(client.get(PATH, {"format": "csv"}).content.decode(), newline="")))
    for one in taxonomy(client)["fraud_types"]:
        own = [row for row in table if row["slug"] == one["slug"]]
        assert {(row["parent"], row["level"]) for row in own} == {(one["parent"] or "", str(one["level"]))}
        assert {row["definition_zh_hant"] for row in own} == {one["definitions"]["zh-Hant"]}
        assert [row["code"] for row in own if row["code"]] == [code["code"] for code in one["codes"]]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/csv", CSV),
        ("text/csv, application/json;q=0.5", CSV),
        ("application/json;q=0.5, text/csv;q=0.9", CSV),
        ("text/*", CSV),
        ("application/json", JSON),
        ("application/json, text/csv;q=0.9", JSON),
        ("text/csv;q=0.1, */*", JSON),
        ("text/csv;q=0", JSON),
        ("*/*", JSON),
        ("text/html, */*;q=0.1", JSON),
        ("image/png", JSON),
        ("", JSON),
        ("nonsense;;q=x", JSON),
    ],
)
def test_the_accept_header_chooses(client: Client, accept: str, content_type: str) -> None:
    assert client.get(PATH, headers={"Accept": accept})["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("name", "accept", "content_type"),
    [("csv", "application/json", CSV), ("json", "text/csv", JSON)],
)
def test_the_address_comes_before_the_header(client: Client, name: str, accept: str, content_type: str) -> None:
    reply = client.get(PATH, {"format": name}, headers={"Accept": accept})
    assert reply["Content-Type"] == content_type


@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_caches_are_told_that_the_header_matters(client: Client, query: str) -> None:
    assert "accept" in client.get(f"{PATH}{query}")["Vary"].lower().replace(" ", "").split(",")


def test_another_format_is_refused_with_the_field_named(client: Client) -> None:
    reply = client.get(PATH, {"format": "xml"})
    assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json")
    assert [one["field"] for one in reply.json()["errors"]] == ["format"]
