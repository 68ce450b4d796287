"""Programs of a payment company that send outcome events all the time, and again whatever was not answered."""

import http.client
import json
import threading
from random import Random
from typing import Any
from urllib.parse import urlsplit

from tests.scams.outcomes.sending import WHOLE, event

BATCH_MOST = 200


class Sender(threading.Thread):
    """Sends batches of new events; one that was not acknowledged is sent again until it is."""

    def __init__(self, url: str, key: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.address = urlsplit(url)
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.random = Random(seed)  # noqa: S311 - chance that can be repeated is wanted
        self.acknowledged: set[str] = set()
        self.repeated = 0
        """Batches that were sent again."""
        self.duplicates = 0
        """Events of such batches that the server had all the same."""
        self.wrong: list[str] = []
        self._ending = threading.Event()

    def finish(self) -> None:
        """Begin no new batch, and wait until the last one is acknowledged."""
        self._ending.set()
        self.join(timeout=60)
        assert not self.is_alive(), "the last batch was never acknowledged"

    def run(self) -> None:
        while not self._ending.is_set():
            kinds = self.random.choices(list(WHOLE), k=self.random.randint(1, BATCH_MOST))
            self._send_until_taken([event(kind, **WHOLE[kind]) for kind in kinds])

    def _send_until_taken(self, events: list[dict[str, Any]]) -> None:
        while True:
            status, answer = self._post(events)
            if status == 202:
                break
            if status not in (0, 503):
                self.wrong.append(f"{status}: {answer}")
            self.repeated += 1
            threading.Event().wait(0.05)
        if answer["accepted"] + answer["duplicate"] != len(events) or answer["rejected"]:
            self.wrong.append(str(answer))
        self.duplicates += answer["duplicate"]
        self.acknowledged.update(one["id"] for one in events)

    def _post(self, events: list[dict[str, Any]]) -> tuple[int, Any]:
        """Return the status and the answer; 0 for none, when the connection broke or nobody listens."""
        connection = http.client.HTTPConnection(str(self.address.hostname), self.address.port, timeout=20)
        try:
            connection.request("POST", "/api/v1/events", json.dumps({"events": events}), self.headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()
