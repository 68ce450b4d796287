"""UUIDs that sort by time (RFC 9562, version 7); Python has them from 3.14 on."""

import secrets
import time

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


def uuid7() -> str:
    """Return a new UUID: 48 bits of milliseconds since the epoch, then 74 random ones."""
    random = secrets.randbits(74)
    high, low = random >> 62, random & 0x3FFF_FFFF_FFFF_FFFF
    number = ((time.time_ns() // 1_000_000) & 0xFFFF_FFFF_FFFF) << 80 | _VERSION | high << 64 | _VARIANT | low
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
