"""The Celery application, and what our workers do beyond Celery's own: a lane for the deck, an eye on beat."""

import logging
import os
import signal
import threading
import time
from typing import Any

from celery import Celery, bootsteps, platforms
from celery.signals import beat_embedded_init, worker_init
from celery.worker import state
from kombu.transport import TRANSPORT_ALIASES

from academy.processes import end_with_parent

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
TRANSPORT_ALIASES.update({"file": "academy.broker:Transport", "valkey": TRANSPORT_ALIASES["redis"]})

app = Celery("academy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["academy", "scams"])


class DeckLane(bootsteps.StartStopStep):
    """Take the `deck` queue's messages over a channel of their own, and keep one process of the pool free for them.

    With one channel for both queues, a run of long tasks would fill the whole pool and the deck would wait behind it.
    A worker that was told to consume only one of the queues stays as Celery made it.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def include_if(self, consumer: Any) -> bool:
        """Return whether the worker consumes both queues."""
        return {"deck", "default"} <= set(consumer.app.amqp.queues.consume_from)

    def create(self, consumer: Any) -> None:
        """Leave the ordinary channel the other queues, and all but one of the places."""
        consumer.app.amqp.queues.deselect("deck")
        consumer.initial_prefetch_count = max(1, consumer.initial_prefetch_count - 1)

    def start(self, consumer: Any) -> None:
        """Start consuming, one message at a time; Celery calls this again after every reconnection."""
        channel = consumer.connection.channel()
        channel.basic_qos(0, 1, False)
        amqp = consumer.app.amqp
        self.lane = amqp.TaskConsumer(channel, queues=[amqp.queues["deck"]], on_decode_error=consumer.on_decode_error)
        self.lane.on_message = consumer.create_task_handler()
        self.lane.consume()

    def stop(self, consumer: Any) -> None:
        """Take no more messages; those already taken are finished."""
        self.lane.cancel()

    def shutdown(self, consumer: Any) -> None:
        """Close the channel."""
        self.lane.channel.close()


class BeatWatch(bootsteps.StartStopStep):
    """Stop a worker whose embedded beat has died, so that its keeper starts both again: Celery would carry on without.

    No beat means no sweeps and no scheduled publishing. From a thread of its own, which also ends a worker that
    does not get its stop done: what killed beat may have killed the pool, and then the worker's own loop can hang.
    """

    requires = ("celery.worker.components:Beat",)
    every = 5.0  # seconds
    patience = 10.0  # seconds for tasks that run to end; those that do not are done again, as after any kill

    def include_if(self, worker: Any) -> bool:
        """Return whether this worker was started with a beat (`-B`)."""
        return worker.beat is not None

    def start(self, worker: Any) -> None:
        """Look now and then whether beat is alive."""
        self.meant_to_end = threading.Event()
        threading.Thread(target=self.watch, args=(worker.beat,), name="beat watch", daemon=True).start()

    def stop(self, worker: Any) -> None:
        """Stop looking: from here on beat is meant to end."""
        self.meant_to_end.set()

    def watch(self, beat: Any) -> None:
        """Have the worker stop when beat is no more, and end it if it has not stopped in time."""
        while beat.is_alive():
            if self.meant_to_end.wait(self.every):
                return
        logger.critical("Beat has died: stopping, to be started again")
        state.should_stop = platforms.EX_FAILURE  # type: ignore[assignment]  # None at first, says the stub
        time.sleep(self.patience)
        os._exit(platforms.EX_FAILURE)


app.steps["consumer"].add(DeckLane)
app.steps["worker"].add(BeatWatch)


@worker_init.connect
def tie_beat_to_its_worker(**_kwargs: Any) -> None:
    """Have the kernel end the embedded beat with its worker, as Celery does for the pool: two beats send all twice."""
    worker = os.getpid()

    def tie(**_kwargs: Any) -> None:
        end_with_parent(worker, signal.SIGKILL)

    beat_embedded_init.connect(tie, weak=False)
