"""Load from wrk, and what came of it."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

_SCRIPT: Final = Path(__file__).with_name("load.lua")
_TIMEOUT_SECONDS: Final = 10
"""After which an answer that has not come counts as an error."""


class Load(NamedTuple):
    """What a load was answered with."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    longest_ms: float
    errors: int
    """Answers that were not as they should be, and broken connections."""
    refused: int = 0
    """Bad requests that were rightly refused."""

    @property
    def rps(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def need_wrk() -> None:
    """End with a clear message where the load generator is missing."""
    if shutil.which("wrk") is None:
        sys.exit("The load comes from wrk, which is not installed: apt-get install wrk")


def load(url: str, *, seconds: int, connections: int, key: str = "", **options: Any) -> Load:
    """Put load on an address for some seconds; `options` are those of load.lua. Ends with a message if wrk fails."""
    headers = ["-H", f"Authorization: Bearer {key}", "-H", "Content-Type: application/json"] if key else []
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={_TIMEOUT_SECONDS}s", "-s", str(_SCRIPT)]
    arguments = [f"{name}={value}" for name, value in options.items()]
    done = subprocess.run([*command, *headers, url, "--", *arguments], capture_output=True, text=True, check=False)
    found = re.search(r"^\{.*\}$", done.stdout, re.MULTILINE)
    if done.returncode or not found:
        sys.exit(f"wrk failed with {done.returncode}: {done.stdout}{done.stderr}")
    said = json.loads(found[0])
    if not said["requests"]:
        sys.exit(f"{url} answered nothing in {seconds} s")
    return Load(
        requests=said["requests"],
        seconds=said["microseconds"] / 1e6,
        p50_ms=said["p50"] / 1e3,
        p99_ms=said["p99"] / 1e3,
        longest_ms=said["longest"] / 1e3,
        errors=said["socket_errors"] + (_wrong(said, connections) if "watch" in options else said["status_errors"]),
        refused=said["answered_bad"],
    )


def _wrong(said: dict[str, int], under_way: int) -> int:
    """Return how many answers were wrong where all were looked at: some may have been under way at the end."""
    missing = said["sent_bad"] - said["answered_bad"]
    return said["wrong"] + max(0, -missing, missing - under_way)


def together(loads: Sequence[Load]) -> Load:
    """Return several rounds of equal length as one; percentiles are the mean of the rounds'."""
    count = len(loads)
    return Load(
        requests=sum(one.requests for one in loads),
        seconds=sum(one.seconds for one in loads),
        p50_ms=sum(one.p50_ms for one in loads) / count,
        p99_ms=sum(one.p99_ms for one in loads) / count,
        longest_ms=max(one.longest_ms for one in loads),
        errors=sum(one.errors for one in loads),
        refused=sum(one.refused for one in loads),
    )
