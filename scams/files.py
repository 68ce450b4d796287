"""Files that must be whole, and nobody else's to read."""

import os
from contextlib import suppress
from pathlib import Path
from socket import gethostname


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file aside, readable by its owner alone, and put it in place in one step.

    Readers see the old file or the new one, never a part. OSError when it cannot be written; nothing is left then.
    """
    aside = path.with_name(f"{path.name}.{gethostname()}.{os.getpid()}")
    try:
        aside.touch(mode=0o600)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise
