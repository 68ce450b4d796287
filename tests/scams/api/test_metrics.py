import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from scams.api.counts import Counts
from scams.api.health import not_found
from scams.api.ledger import KEPT_SECONDS, Ledger
from scams.api.metrics import MetricsEndpoint
from scams.api.warnings import WarningsEndpoint
from tests.scams.api.conftest import Answer, Door, call


class Desk:
    """An endpoint that counts from nothing, and the metrics of it."""

    def __init__(self, door: Door, folder: Path, token: str = "", log_every: int = 0) -> None:
        store = door.endpoint.store
        self.door = Door(WarningsEndpoint(store, then=not_found, counts=Counts(), log_every=log_every), door.keys)
        self.ledger = Ledger(folder, self.door.endpoint.counts, store)
        self.endpoint = MetricsEndpoint(self.ledger, then=not_found, token=token)

    def get(self, **environ: Any) -> Answer:
        return call(self.endpoint, "/metrics", **{"REQUEST_METHOD": "GET", "REMOTE_ADDR": "127.0.0.1", **environ})

    def samples(self) -> dict[tuple[str, tuple[str, ...]], float]:
        """Return the values by name and by labels other than the process, these by their names."""
        return {
            (
                sample.name,
                tuple(value for name, value in sorted(sample.labels.items()) if name != "process"),
            ): sample.value
            for family in text_string_to_metric_families(self.get().body.decode())
            for sample in family.samples
        }


@pytest.fixture
def desk(door: Door, tmp_path: Path) -> Desk:
    return Desk(door, tmp_path)


def test_answers_are_counted_by_client_type_step_and_level(desk: Desk) -> None:
    for _ in range(3):
        desk.door.ask({"fraud_types": [{"code": "task-rebate"}], "level": "hold"})
    desk.door.ask({"fraud_types": []}, key="warnings-only")
    found = desk.samples()
    assert found["warnings_answered_total", ("exact", "engine", "task-rebate", "hold")] == 3
    assert found["warnings_answered_total", ("fallback", "warnings-only", "other-unknown", "warn")] == 1


def test_searches_answered_instead_are_counted_by_the_reason(desk: Desk) -> None:
    desk.door.endpoint.counts.searches_instead.update(slow=2, paused=7)
    found = desk.samples()
    assert found["searches_instead_total", ("slow",)] == 2
    assert found["searches_instead_total", ("paused",)] == 7


def test_refusals_are_counted_by_status_and_unknown_codes_by_name(desk: Desk) -> None:
    desk.door.ask(b"{")
    desk.door.ask({"fraud_types": []}, key="events-only")
    desk.door.ask({"fraud_types": [{"code": "mps:不存在"}]})
    found = desk.samples()
    assert (found["warnings_refused_total", ("422",)], found["warnings_refused_total", ("403",)]) == (1, 1)
    assert found["warnings_unknown_codes_total", ("mps:不存在",)] == 1


def test_durations_are_a_histogram_of_all_answers(desk: Desk) -> None:
    for _ in range(20):
        desk.door.ask({"fraud_types": []})
    found = desk.samples()
    ends = [float(labels[0]) for name, labels in found if name == "warnings_seconds_bucket"]
    counts = [value for (name, _labels), value in found.items() if name == "warnings_seconds_bucket"]
    assert ends == sorted(ends)
    assert counts == sorted(counts)
    assert (ends[-1], counts[-1], found["warnings_seconds_count", ()]) == (float("inf"), 20, 20)
    assert 0 < found["warnings_seconds_sum", ()] < 20


def test_the_deck_served_and_its_age_are_told(desk: Desk) -> None:
    found, state = desk.samples(), desk.ledger.store.state
    assert state
    assert found["warnings_deck_info", (state.version,)] == 1
    assert found["warnings_deck_cards", ()] == state.index.cards
    assert found["warnings_deck_age_seconds", ()] >= 0


def test_every_process_of_the_folder_is_told_of_each_by_its_own_name(desk: Desk, tmp_path: Path, door: Door) -> None:
    other = Desk(door, tmp_path)
    other.ledger.name = "host:1"
    other.door.ask({"fraud_types": []})
    other.ledger.write()
    desk.door.ask({"fraud_types": []})
    text = desk.get().body.decode()
    assert 'warnings_seconds_count{process="host:1"} 1.0' in text
    assert f'warnings_seconds_count{{process="{desk.ledger.name}"}} 1.0' in text


def test_a_process_that_is_long_gone_is_forgotten_and_a_broken_page_is_nothing(desk: Desk, tmp_path: Path) -> None:
    gone, broken = tmp_path / "host.1.1", tmp_path / "host.2.2"
    desk.ledger.write()
    gone.write_bytes(next(tmp_path.iterdir()).read_bytes())
    os.utime(gone, (1, 1 + KEPT_SECONDS))
    broken.write_bytes(b"\xc1")
    assert len(desk.ledger.pages()) == 1
    assert not gone.exists()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(door: Door, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    desk = Desk(door, tmp_path / "file" / "metrics")
    desk.ledger.write()
    assert desk.get().status == 200


# --- Who may know


@pytest.mark.parametrize(
    "environ",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"HTTP_FORWARDED": "for=192.0.2.7"}],
)
def test_without_a_token_only_this_machine_may_know(desk: Desk, environ: dict[str, str]) -> None:
    assert (desk.get().status, desk.get(**environ).status) == (200, 401)


def test_with_a_token_only_those_who_send_it_may_know(door: Door, tmp_path: Path) -> None:
    desk = Desk(door, tmp_path, token="t0ken")
    assert desk.get(REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer t0ken").status == 200
    for wrong in ("Bearer t0ken2", "t0ken", "", "Bearer \udc80"):
        assert desk.get(HTTP_AUTHORIZATION=wrong).status == 401


# --- Samples in the log


def test_the_first_of_each_kind_and_then_one_in_so_many_is_logged_without_key_body_or_payer(
    door: Door, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(door, tmp_path, log_every=3)
    with caplog.at_level(logging.INFO, logger="scams.requests"):
        for _ in range(7):
            body = {"fraud_types": [{"code": "mps:刷单返利类"}], "subject": "u-secret", "level": "stop"}
            answer = desk.door.ask(body).json()
    lines = [json.loads(record.message) for record in caplog.records if record.name == "scams.requests"]
    assert len(lines) == 3
    assert lines[-1].pop("warning_id") == answer["warning_id"]
    assert {name: lines[-1][name] for name in ("event", "client", "card", "by", "level")} == {
        "event": "warning", "client": "engine", "card": answer["card"]["id"], "by": "exact", "level": "stop",
    }  # fmt: skip
    assert "u-secret" not in caplog.text
    assert door.keys["engine"] not in caplog.text
