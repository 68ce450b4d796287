"""The document of the whole API, as it was agreed on.

When a change to it is meant, write it down anew and read the difference:
`UPDATE_OPENAPI=1 python -m pytest tests/scams/api/test_door.py`
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from scams.api.door import api
from tests.scams.api.conftest import Door

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def document(django_db_blocker: Any) -> dict[str, Any]:
    reply = Client().get("/api/v1/openapi.json")
    assert reply.status_code == 200
    found: dict[str, Any] = reply.json()
    return found


def test_the_document_is_the_one_that_was_agreed_on(document: dict[str, Any]) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_OPENAPI"):
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert references
    assert references <= set(document["components"]["schemas"])


def test_every_path_of_the_api_is_in_the_document(document: dict[str, Any]) -> None:
    paths = {"/api/v1/warnings", "/api/v1/fraud-types", "/api/v1/deck", "/api/v1/deck/key", "/api/v1/events"}
    paths |= {"/api/v1/releases", "/api/v1/releases/{release_id}/answers", "/api/v1/briefs/{fraud_type}"}
    paths |= {"/api/v1/check", "/api/v1/search", "/api/v1/search/suggest"}
    assert set(document["paths"]) == paths
    operation = document["paths"]["/api/v1/warnings"]["post"]
    assert set(operation["responses"]) == {"200", "401", "403", "413", "422", "429", "503"}
    assert operation["security"] == [{"bearer": []}]


@pytest.mark.parametrize("level", ["notice", "stop"])
def test_a_real_answer_has_exactly_the_members_of_the_document(
    document: dict[str, Any], door: Door, level: str
) -> None:
    answer = door.ask({"fraud_types": [{"code": "task-rebate"}], "level": level, "tree": True}).json()
    _has_the_members(answer, "WarningAnswer", document["components"]["schemas"])


def _has_the_members(value: Any, name: str, schemas: dict[str, Any]) -> None:
    """Check objects, and objects in lists, against a schema by name."""
    properties = schemas[name]["properties"]
    assert set(value) == set(properties)
    for member, schema in properties.items():
        for inner in re.findall(r"schemas/(\w+)", json.dumps(schema)):
            parts = value[member] if isinstance(value[member], list) else [value[member]]
            for part in parts:
                if isinstance(part, dict) and inner not in ("Then",):
                    _has_the_members(part, inner, schemas)


def test_a_problem_has_members_of_the_document_only(document: dict[str, Any], door: Door) -> None:
    problem = door.ask({"fraud_types": 5}).json()
    assert set(problem) == set(document["components"]["schemas"]["ProblemDocument"]["properties"])


def test_where_django_runs_alone_the_warnings_say_what_to_do(client: Client) -> None:
    reply = client.post("/api/v1/warnings", b"{}", content_type="application/json")
    assert (reply.status_code, reply["Content-Type"]) == (503, "application/problem+json")
    assert "manage.py serve" in reply.json()["detail"]


# --- The docs page


def test_the_docs_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    addresses = re.findall(r"""(?:src|href)\s*=\s*["']?([^"'\s>]+)""", page)
    assert len(addresses) >= 3
    assert [one for one in addresses if re.match(r"(?i)(?:\w+:)?//", one)] == []


def test_everything_the_docs_page_loads_is_there(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    files = re.findall(r"""(?:src|href)\s*=\s*["'](?:/static/)([^"']+)""", page)
    assert files
    assert [one for one in files if finders.find(one) is None] == []


def test_the_docs_page_names_the_document(client: Client) -> None:
    assert "/api/v1/openapi.json" in client.get("/api/v1/docs").content.decode()
    assert api.docs_url == "/docs"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nope", 404),
        ("post", "/api/v1/deck", 405),
        ("get", "/api/v1/warnings/", 404),
        ("get", "/api/", 404),
        ("post", "/api/v1/fraud-types", 405),
        ("delete", "/api/v1/fraud-types", 405),
    ],
)
def test_every_refusal_below_the_api_is_a_problem(method: str, path: str, status: int) -> None:
    reply = getattr(Client(), method)(path)
    assert (reply.status_code, reply["Content-Type"]) == (status, "application/problem+json")
    assert reply.json()["status"] == status
