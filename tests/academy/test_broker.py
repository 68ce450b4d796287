"""The file broker: whole messages, each to one reader, oldest first, nothing outside its folder."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from kombu.simple import SimpleQueue

import academy.celery  # noqa: F401 - names the transport
from academy.broker import KEEP, prune_messages
from academy.celery_settings import CELERY_TASK_TIME_LIMIT, broker_options

ROOT = Path(__file__).resolve().parent.parent.parent


def connect(folder: Path) -> Connection:
    return Connection("file://localhost", transport_options={"folder": str(folder), "polling_interval": 0.01})


def queue_of(connection: Connection, name: str = "default") -> SimpleQueue:
    """A queue as Celery uses it: sent to by its name, without an exchange."""
    return connection.SimpleQueue(Queue(name, Exchange(""), routing_key=name))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[SimpleQueue]:
    with connect(tmp_path / "broker") as connection, queue_of(connection) as queue:
        yield queue


def waiting(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("broker/waiting/*"))


def take(queue: SimpleQueue) -> Any:
    message = queue.get(block=True, timeout=5)
    message.ack()
    return message.payload


def take_all(queue: SimpleQueue, timeout: float = 0.3) -> list[Any]:
    payloads = []
    while True:
        try:
            message = queue.get(block=True, timeout=timeout)
        except Empty:
            return payloads
        message.ack()
        payloads.append(message.payload)


def test_messages_come_out_oldest_first(queue: SimpleQueue) -> None:
    for number in range(12):
        queue.put({"number": number})

    assert [take(queue)["number"] for _ in range(12)] == list(range(12))


def test_a_message_waits_for_a_reader_that_comes_later(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as sender, queue_of(sender, "deck") as queue:
        queue.put({"text": "反诈"})

    with connect(tmp_path / "broker") as reader, queue_of(reader, "deck") as queue:
        assert take(queue) == {"text": "反诈"}


def test_a_queue_gives_only_its_own_messages(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        deck, default = queue_of(connection, "deck"), queue_of(connection)
        deck.put("for the deck")
        default.put("for the rest")

        assert take_all(deck) == ["for the deck"]
        assert take_all(default) == ["for the rest"]


def test_a_message_in_sight_is_always_whole(tmp_path: Path) -> None:
    sending = threading.Thread(target=send_big_messages, args=(tmp_path / "broker", 25))
    sending.start()
    halves = 0
    while sending.is_alive():
        for path in tmp_path.glob("broker/waiting/*.msg"):
            if path.read_bytes().endswith(b"}"):
                path.unlink()
            else:
                halves += 1
    sending.join()

    assert halves == 0


def send_big_messages(folder: Path, number: int) -> None:
    with connect(folder) as connection, queue_of(connection) as queue:
        for _ in range(number):
            queue.put({"text": "x" * 1_000_000})


def test_two_readers_never_get_the_same_message(tmp_path: Path) -> None:
    received: list[int] = []

    def read() -> None:
        with connect(tmp_path / "broker") as connection, queue_of(connection) as queue:
            received.extend(take_all(queue))

    with connect(tmp_path / "broker") as connection, queue_of(connection) as queue:
        for number in range(200):
            queue.put(number)
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert sorted(received) == list(range(200))


def test_a_message_refused_with_requeue_waits_again(queue: SimpleQueue) -> None:
    queue.put("once more")
    queue.get(timeout=5).requeue()

    assert take(queue) == "once more"


def test_nothing_is_kept_outside_the_folder(tmp_path: Path, queue: SimpleQueue, monkeypatch: Any) -> None:
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    queue.put("here")
    (name,) = waiting(tmp_path)
    take(queue)

    assert waiting(tmp_path) == []
    assert [path.name for path in tmp_path.glob("broker/taken/*")] == [name]
    assert list(elsewhere.iterdir()) == []


def test_a_sender_that_outlives_the_folder_makes_it_again(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        queue_of(connection).put("lost with the folder")
        for path in tmp_path.glob("broker/waiting/*"):
            path.unlink()
        (tmp_path / "broker/waiting").rmdir()

        producer = connection.Producer()
        producer.publish("sent anyway", routing_key="default", retry=True, retry_policy={"max_retries": 1})

        assert take_all(queue_of(connection)) == ["sent anyway"]


def test_a_folder_that_cannot_be_made_counts_as_a_broker_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text("a file where a folder should be")

    connection = connect(tmp_path / "broker")
    with pytest.raises(connection.connection_errors):
        connection.connect()


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_pruning_deletes_old_messages_that_were_taken_and_leaves_those_that_wait(
    tmp_path: Path, queue: SimpleQueue
) -> None:
    for payload in ("old", "new", "still waiting"):
        queue.put(payload)
    take(queue), take(queue)
    old, new = sorted(tmp_path.glob("broker/taken/*"))
    age(old, KEEP + 60)
    age(next(tmp_path.glob("broker/waiting/*")), KEEP + 60)
    never_finished = tmp_path / "broker/waiting/1_x.default.msg.part"
    never_finished.write_text("{")
    age(never_finished, KEEP + 60)

    assert prune_messages(tmp_path / "broker") == 2

    assert list(tmp_path.glob("broker/taken/*")) == [new]
    assert not never_finished.exists()
    assert take_all(queue) == ["still waiting"]


def test_pruning_a_folder_that_was_never_made_does_nothing(tmp_path: Path) -> None:
    assert prune_messages(tmp_path / "broker") == 0


@pytest.mark.parametrize("scheme", ["redis", "rediss", "valkey"])
def test_valkey_redelivers_only_what_has_run_too_long(scheme: str) -> None:
    options = broker_options(f"{scheme}://broker:6379/0")

    assert options["visibility_timeout"] > CELERY_TASK_TIME_LIMIT
    assert options["unacked_restore_throttle"] == 1


def test_setting_up_connects_to_nothing_and_makes_no_broker(tmp_path: Path) -> None:
    code = "import django; django.setup(); import academy.tasks, scams.tasks, academy.jobs.backend"
    for url in ("", "redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"):
        environment = {
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "CELERY_BROKER_URL": url,
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
        }
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, timeout=60)

    assert not (tmp_path / "broker").exists()
