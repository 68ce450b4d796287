"""UUIDs that sort by time (RFC 9562, version 7); Python has them from 3.14 on."""

import os
import random
import time
from typing import Final

_SET: Final = 0x7 << 76 | 0x2 << 62
"""The version and the variant, above and within 80 bits of chance."""
_FREE: Final = (1 << 80) - 1 & ~(0xF << 76 | 0x3 << 62)

# An id is unique, not secret, so it need not wait for the kernel's chance; a fork must not repeat its parent's.
_chance: Final = random.Random(os.urandom(32))  # noqa: S311
os.register_at_fork(after_in_child=lambda: _chance.seed(os.urandom(32)))


_beginning: tuple[int, str] = (-1, "")
"""The milliseconds of the last id and how it began: thousands of ids a second begin alike."""


def uuid7() -> str:
    """Return a new UUID: 48 bits of milliseconds since the epoch, then 74 random ones."""
    global _beginning
    milliseconds = time.time_ns() // 1_000_000
    known, begins = _beginning
    if known != milliseconds:
        digits = f"{milliseconds:012x}"
        begins = f"{digits[:8]}-{digits[8:]}-"
        _beginning = milliseconds, begins
    rest = (_chance.getrandbits(80) & _FREE | _SET).to_bytes(10, "big").hex()
    return f"{begins}{rest[:4]}-{rest[4:8]}-{rest[8:]}"
