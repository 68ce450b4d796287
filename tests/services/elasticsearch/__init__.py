"""A real node of Elasticsearch for the tests, of plain jars that Maven fetches once. No part of the product."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Self

HERE = Path(__file__).parent
VERSION = "8.19.21"
NEEDED = ("java", "javac", "mvn")
MODULE = "home/modules/transport-netty4"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a node that lives for minutes: nothing is compiled twice, and less memory taken."""


def lacking() -> str:
    """What keeps a node from running on this machine; empty where nothing does."""
    absent = [name for name in NEEDED if not shutil.which(name)]
    return f"Elasticsearch needs {' and '.join(absent)}, not installed here" if absent else ""


def jars() -> Path:
    """The folder of the jars: fetched when they are first needed, and kept among the user's caches."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "academy-tests"
    caches.mkdir(parents=True, exist_ok=True)
    folder = caches / f"elasticsearch-{VERSION}"
    with (caches / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several runs of the tests may want them at once
        if not folder.exists():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as part:
        made = Path(part) / "made"
        command = ["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), "package"]
        asked = [f"-Dto={made}", f"-Dversion.elasticsearch={VERSION}"]
        subprocess.run([*command, *asked], check=True, capture_output=True, timeout=600)
        for name in ("plugins", "config"):
            (made / "home" / name).mkdir()
        _describe(made / MODULE)
        made.rename(folder)


def _describe(module: Path) -> None:
    """Say what the module is, as its jar does, but for its name on the module path: ours is the class path."""
    name = "plugin-descriptor.properties"
    with zipfile.ZipFile(next(module.glob("transport-netty4-*.jar"))) as jar:
        said = jar.read(f"META-INF/es-plugins/transport-netty4/{name}").decode()
    lines = [line for line in said.splitlines() if not line.startswith("modulename=")]
    (module / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


class Node:
    """A node with its own data and ports, in a `with` block or until `stop`. It may be killed and started again."""

    def __init__(self, data: Path, port: int, inner_port: int, java: tuple[str, ...] = QUICK) -> None:
        self.data, self.ports, self.java = data, (port, inner_port), java
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start, and wait until it answers."""
        folder = jars()
        self.data.mkdir(parents=True, exist_ok=True)
        command = ["java", *self.java, "-Xms256m", "-Xmx512m", "-cp", f"{folder}/lib/*", str(HERE / "Node.java")]
        with (self.data / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, str(folder / "home"), str(self.data), *map(str, self.ports)],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self.data,
            )  # fmt: skip
        deadline = time.monotonic() + 120
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError((self.data / "log").read_text()[-5000:])
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it has found itself, and all its indices are there."""
        try:
            health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
            with urllib.request.urlopen(health, timeout=5) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self.process:
            self.process.kill()
            self._ended(self.process)

    def stop(self) -> None:
        """End it."""
        if self.process:
            if self.process.stdin:
                self.process.stdin.close()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self._ended(self.process)

    def _ended(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if process.stdin:
            process.stdin.close()
        self.process = None
