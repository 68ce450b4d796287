"""A picture is drawn once and kept; whoever asks at the same time is not in the way; old ones go."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from academy.pictures import store
from academy.pictures.store import digest_of, folder, kept, prune_pictures

drawn: list[str] = []


def draw(*, title: str, count: tuple[int, int] = (1, 2)) -> bytes:
    time.sleep(0.05)
    drawn.append(title)
    return f"{title} {count}".encode()


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    drawn.clear()


def test_a_picture_is_drawn_once_for_the_same_inputs() -> None:
    first, second = kept(draw, title="一"), kept(draw, title="一")
    assert first == second == (digest_of(draw, title="一"), "一 (1, 2)".encode())
    assert drawn == ["一"]
    assert [path.name for path in folder().iterdir()] == [f"{first.digest}.png"]


def test_other_inputs_and_a_new_version_are_other_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {digest_of(draw, title="一"), digest_of(draw, title="二"), digest_of(draw, title="一", count=(2, 2))}
    monkeypatch.setattr(store, "VERSION", store.VERSION + 1)
    assert len(names | {digest_of(draw, title="一")}) == 4


def test_of_many_threads_one_draws_and_all_get_the_whole_picture() -> None:
    contents: list[bytes] = []
    threads = [threading.Thread(target=lambda: contents.append(kept(draw, title="一").content)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents == ["一 (1, 2)".encode()] * 8
    assert drawn == ["一"]


def test_where_nothing_can_be_written_pictures_are_still_shown(caplog: pytest.LogCaptureFixture) -> None:
    folder().parent.mkdir()
    folder().write_bytes(b"a file where the folder should be")
    assert kept(draw, title="一").content == "一 (1, 2)".encode()
    assert "cannot be kept" in caplog.text


def aged(name: str, age: timedelta) -> Path:
    path = folder() / name
    folder().mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))
    return path


def test_old_pictures_go_and_so_do_the_oldest_of_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 2)
    for day in (1, 2, 3, 29):
        aged(f"{day}.png", timedelta(days=day))
    aged("31.png", timedelta(days=31))
    assert prune_pictures() == 3
    assert sorted(path.name for path in folder().iterdir()) == ["1.png", "2.png"]


def test_age_alone_is_enough_to_go() -> None:
    aged("new.png", timedelta(days=29))
    aged("old.png", timedelta(days=31))
    assert prune_pictures() == 1
    assert [path.name for path in folder().iterdir()] == ["new.png"]


def test_pruning_before_there_is_any_picture_is_no_error() -> None:
    assert prune_pictures() == 0
