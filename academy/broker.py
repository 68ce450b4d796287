"""The broker that needs no server: messages as files in a folder of this machine (`file://`).

Kombu's own file transport writes a message where a reader can take it half-written, and rewrites its table of
bindings in place. Here a message appears by a rename, and there is no table: all messages go straight to a queue.
"""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

KEEP = 3600.0  # seconds that a message taken from the queue is kept, to look at when something went wrong


class Channel(filesystem.Channel):
    """Kombu's channel with whole messages, in one folder that the option `folder` names."""

    store_processed = True

    @property
    def folder(self) -> Path:
        """Return the folder that holds the broker's folders."""
        return Path(self.transport_options["folder"])

    @property
    def data_folder_in(self) -> str:
        """Return the folder of the waiting messages; it is the same in both directions."""
        return str(self.folder / "waiting")

    @property
    def processed_folder(self) -> str:
        """Return the folder of the messages that a worker has taken."""
        return str(self.folder / "taken")

    def _put(self, queue: str, payload: dict[str, Any], **_kwargs: Any) -> None:  # type: ignore[override]  # the stubs differ
        """Write the message aside, then rename it into sight. The name begins with the time, so the oldest is first."""
        name = f"{time.time_ns():020d}_{uuid4().hex}.{queue}.msg"
        aside = Path(self.data_folder_in, f"{name}.part")
        aside.write_bytes(str_to_bytes(dumps(payload)))
        aside.rename(aside.with_suffix(""))

    def _queue_bind(self, *_args: Any) -> None:
        """Do nothing: a queue needs no binding to be sent to by its name."""


class Transport(filesystem.Transport):
    """The transport to name in Celery's settings: `file://`."""

    Channel = Channel
    # A folder that is gone or a full disk is a broker that is down: try again, do not end the worker.
    connection_errors = (*filesystem.Transport.connection_errors, OSError)

    def establish_connection(self) -> "Transport":
        """Create the folders, then do as kombu does; raise OSError where they cannot be."""
        folder = Path(self.client.transport_options["folder"])  # type: ignore[union-attr,index]  # optional in the stubs
        for name in ("waiting", "taken"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return super().establish_connection()

    def drain_events(  # type: ignore[override]  # the stubs of its two bases differ
        self, connection: Any, timeout: float | None = None
    ) -> None:
        """Wait for a message as kombu does, half a second at most: a worker told to stop notices only in between."""
        super().drain_events(connection, timeout=min(timeout or 0.5, 0.5))


def prune_messages(folder: Path) -> int:
    """Delete the messages taken, and those never finished writing, longer ago than `KEEP`; return how many."""
    old = [path for path in (*folder.glob("taken/*"), *folder.glob("waiting/*.part")) if _age(path) > KEEP]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _age(path: Path) -> float:
    """Return the seconds since the file was written; 0 if it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
