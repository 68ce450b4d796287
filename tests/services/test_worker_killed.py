"""Workers killed with -9 in the middle of their work, brokers that lose everything: it is all done in the end."""

import shutil
import signal

import psutil

from academy.management.commands.serve import worker_command
from tests.services.conftest import Installation, gone, lose_all_messages, wait_for

JOBS = 6


def start_worker(installation: Installation) -> psutil.Popen:
    return installation.start(*worker_command())


def kill_in_mid_work(installation: Installation, worker: psutil.Popen) -> None:
    """Kill the worker's main process when two jobs are under way; its pool and its beat must go with it."""
    wait_for(lambda: installation.count("started") - installation.count("done") == 2, "two jobs under way")
    everyone = installation.family(worker)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_for(lambda: gone(everyone), "the worker's own processes to end", seconds=5)


def test_jobs_in_flight_are_done_by_the_next_worker(installation: Installation) -> None:
    installation.enqueue(JOBS, seconds=1.0)
    kill_in_mid_work(installation, start_worker(installation))
    left = installation.rows()
    assert left >= 2
    assert installation.count("done") + left == JOBS

    start_worker(installation)

    wait_for(lambda: installation.rows() == 0, "all jobs to be done")
    assert installation.count("done") == JOBS


def test_jobs_are_done_though_the_broker_lost_every_message(installation: Installation) -> None:
    installation.enqueue(JOBS, seconds=1.0)
    kill_in_mid_work(installation, start_worker(installation))
    if url := installation.environment["CELERY_BROKER_URL"]:
        lose_all_messages(url)
    else:
        shutil.rmtree(installation.folder / "broker")

    start_worker(installation)

    wait_for(lambda: installation.rows() == 0, "all jobs to be done")
    assert installation.count("done") == JOBS


def test_a_job_written_while_the_broker_was_down_is_done(installation: Installation) -> None:
    url = installation.environment["CELERY_BROKER_URL"]
    installation.environment["CELERY_BROKER_URL"] = "redis://127.0.0.1:1/0"
    installation.enqueue(1, seconds=0)
    assert installation.rows() == 1
    installation.environment["CELERY_BROKER_URL"] = url

    start_worker(installation)

    wait_for(lambda: installation.rows() == 0, "the job to be done")
    assert installation.count("done") == 1


def test_a_job_that_hangs_is_cut_off_and_given_up(installation: Installation) -> None:
    installation.environment |= {"JOB_ATTEMPTS": "1"}
    installation.enqueue(1, seconds=600)
    worker = start_worker(installation)
    wait_for(lambda: installation.count("started") == 1, "the job to start")

    wait_for(lambda: "Hard time limit" in installation.log(), "the time limit")
    installation.enqueue(1, seconds=0, queue="deck")
    wait_for(lambda: installation.count("done") == 1, "another job to be done")

    assert installation.rows() == 1
    assert worker.is_running()


def test_a_long_run_of_other_work_does_not_delay_the_deck(installation: Installation) -> None:
    worker = start_worker(installation)
    wait_for(lambda: len(worker.children()) == 4, "the pool and beat")
    installation.enqueue(16, seconds=1.5)
    wait_for(lambda: installation.count("started") == 2, "the pool to be busy")

    sent = installation.enqueue(1, seconds=0, queue="deck")

    done = installation.traces / "deck-0.done"
    wait_for(done.exists, "the deck's job")
    assert float(done.read_text()) - sent < 1.0
    assert installation.count("started") < 16
