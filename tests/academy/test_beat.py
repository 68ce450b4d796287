"""Beat's memory: kept over a restart, and no obstacle to one however it was cut short."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academy.beat import Scheduler
from academy.celery import app


def start(folder: Path) -> Scheduler:
    return Scheduler(app=app, schedule_filename=str(folder / "schedule"))


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.glob("schedule*")}


@pytest.fixture
def written(tmp_path: Path) -> dict[Path, bytes]:
    """What a beat has written, by file."""
    start(tmp_path).close()
    return files(tmp_path)


def test_it_is_the_scheduler_in_use() -> None:
    assert app.conf.beat_scheduler == f"{Scheduler.__module__}:{Scheduler.__name__}"


def test_when_a_daily_task_last_ran_is_remembered(tmp_path: Path) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    first = start(tmp_path)
    first.schedule["remind-of-reviews"].last_run_at = yesterday
    first.close()

    second = start(tmp_path)

    assert second.schedule["remind-of-reviews"].last_run_at == yesterday
    assert second.schedule["remind-of-reviews"].is_due()[0]
    second.close()


@pytest.mark.parametrize("tenths", range(10))
def test_a_file_cut_short_is_begun_anew(tmp_path: Path, written: dict[Path, bytes], tenths: int) -> None:
    for cut in written:
        for path, content in written.items():
            path.write_bytes(content[: len(content) * tenths // 10] if path == cut else content)

        scheduler = start(tmp_path)

        assert set(app.conf.beat_schedule) <= set(scheduler.schedule)
        scheduler.close()
        again = start(tmp_path)
        assert set(app.conf.beat_schedule) <= set(again.schedule)
        again.close()


def test_a_file_full_of_zeros_or_gone_is_begun_anew(tmp_path: Path, written: dict[Path, bytes]) -> None:
    for spoilt in written:
        for path, content in written.items():
            path.write_bytes(bytes(len(content)) if path == spoilt else content)
        scheduler = start(tmp_path)
        assert set(app.conf.beat_schedule) <= set(scheduler.schedule)
        scheduler.close()

        spoilt.unlink()
        scheduler = start(tmp_path)
        assert set(app.conf.beat_schedule) <= set(scheduler.schedule)
        scheduler.close()
