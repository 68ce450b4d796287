import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from academy.serving import in_front_of
from scams.api.warnings import WarningsEndpoint
from scams.outcomes.subjects import Subjects
from tests.conftest import ROOT, environment_for
from tests.scams.api.conftest import call
from tests.scams.conftest import whole_database
from tests.scams.deck.database import add_client

__all__ = ["whole_database"]

PLAIN = json.dumps({"fraud_types": [{"code": "task-rebate"}]}).encode()


def behind(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """What Django is to the hot endpoint: whatever it does not answer itself."""
    start_response("418 Teapot", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]


@pytest.fixture
def folder(whole_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "db.sqlite3").write_bytes(whole_database.read_bytes())
    return tmp_path


@pytest.fixture
def application(folder: Path) -> Iterator[tuple[WarningsEndpoint, str]]:
    key = add_client(folder / "db.sqlite3", "engine")
    made = in_front_of(behind)
    assert isinstance(made, WarningsEndpoint)
    yield made, f"Bearer {key}"
    made.store.stop()


def test_warnings_and_health_are_answered_in_front_the_rest_behind(application: tuple[WarningsEndpoint, str]) -> None:
    endpoint, key = application
    assert call(endpoint, body=PLAIN, HTTP_AUTHORIZATION=key).status == 200
    assert call(endpoint, "/healthz").json() == {"alive": True}
    assert call(endpoint, "/readyz").json()["ready"]
    other = call(endpoint, "/api/v1/fraud-types", REQUEST_METHOD="GET")
    assert (other.status, other.body) == (418, b"/api/v1/fraud-types")


def test_the_last_good_deck_is_kept_in_the_data_folder(application: Any, folder: Path) -> None:
    assert (folder / "deck.last-good").stat().st_size > 100_000


def test_it_starts_from_the_last_good_deck(application: tuple[WarningsEndpoint, str], folder: Path) -> None:
    (folder / "db.sqlite3").unlink()
    second = in_front_of(behind)
    assert isinstance(second, WarningsEndpoint)
    second.store.stop()
    answers = [call(one, body=PLAIN, HTTP_AUTHORIZATION=application[1]).json() for one in (application[0], second)]
    assert [answer["deck"] for answer in answers] == [answers[0]["deck"]] * 2
    assert answers[0]["card"] == answers[1]["card"]


def test_the_database_is_the_one_of_the_environment(
    application: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = (folder / "db.sqlite3").rename(folder / "elsewhere.sqlite3")
    monkeypatch.setenv("DATA_DIR", str(folder / "empty"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{elsewhere}")
    second = in_front_of(behind)
    assert isinstance(second, WarningsEndpoint)
    second.store.stop()
    assert call(second, body=PLAIN, HTTP_AUTHORIZATION=application[1]).status == 200


def test_the_warnings_alone_need_no_django(folder: Path) -> None:
    program = (
        "import sys; from academy.warnings_wsgi import application; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'wagtail', 'ninja', 'celery'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment_for(folder), capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == "[]\n"


# --- Events


EVENT = {"id": str(uuid.uuid4()), "warning_id": str(uuid.uuid4()), "type": "seen", "at": "2026-01-02T03:04:05Z"}
EVENTS = json.dumps({"events": [EVENT]}).encode()


def test_where_warnings_are_served_alone_events_are_not_taken(application: tuple[WarningsEndpoint, str]) -> None:
    endpoint, key = application
    assert call(endpoint, "/api/v1/events", body=EVENTS, HTTP_AUTHORIZATION=key).status == 503


def test_where_the_site_is_served_they_are_and_the_metrics_tell(folder: Path) -> None:
    key = add_client(folder / "db.sqlite3", "engine")
    endpoint = in_front_of(behind, subjects=Subjects(subject_key="", secret_key="secret"))
    assert isinstance(endpoint, WarningsEndpoint)
    reply = call(endpoint, "/api/v1/events", body=EVENTS, HTTP_AUTHORIZATION=f"Bearer {key}")
    endpoint.store.stop()
    assert (reply.status, reply.json()) == (202, {"accepted": 1, "duplicate": 0, "rejected": []})
    told = call(endpoint, "/metrics", REQUEST_METHOD="GET", REMOTE_ADDR="127.0.0.1").body
    assert b'events_taken_total{client="engine"' in told
    assert call(endpoint, "/elsewhere").body == b"/elsewhere"
