"""How the web server is started: one command, and the files that repeat it."""

import itertools
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy.connections import CONNECTIONS
from academy.warnings_server import without_django
from academy.web import PortTaken, granian_command, own_address, refuse_taken_port
from tests.conftest import ROOT, environment_for

WEB, WARNINGS = "academy.wsgi:application", "academy.warnings_wsgi:application"
OWN = ("--host", "--port", "--workers", "--no-access-log", "--log-level")  # each place has its own


def options_of(command: list[str]) -> dict[str, str]:
    """The options of a granian command by name, with the value after each, but for those each place has of its own."""
    found: dict[str, str] = {}
    for word, following in itertools.pairwise(command):
        if word.startswith("--"):
            found[word] = "" if following.startswith(("--", "academy.")) else following
    return {name: value for name, value in found.items() if name not in OWN}


def commands_in(name: str) -> Iterator[list[str]]:
    """The granian commands in one of the project's files, as lists of words."""
    words = iter(re.split(r'[\s\[\]",\\]+', (ROOT / name).read_text(encoding="utf-8")))
    for word in words:
        if word == "granian":
            command = [word]
            while not command[-1].startswith("academy."):
                command.append(next(words))
            yield command


@pytest.mark.parametrize(
    ("name", "served"), [("Procfile", [WEB, WARNINGS]), ("compose.yaml", [WARNINGS]), ("Dockerfile", [WEB])]
)
def test_every_file_that_starts_granian_starts_it_as_the_commands_do(name: str, served: list[str]) -> None:
    threads = {WEB: 2, WARNINGS: 1}
    commands = list(commands_in(name))
    assert [command[-1] for command in commands] == served
    for command in commands:
        ours = granian_command(command[-1], host="127.0.0.1", port=1, workers=1, threads=threads[command[-1]])
        assert options_of(command) == options_of(ours[3:])


def test_connections_may_be_many_also_where_open_files_are_few(tmp_path: Path) -> None:
    program = (
        "import resource; from academy.connections import allow_connections; "
        "few, most = resource.getrlimit(resource.RLIMIT_NOFILE); "
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, most)); allow_connections(); "
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment_for(tmp_path), capture_output=True, check=True
    )
    _few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = int(done.stdout)
    assert allowed > CONNECTIONS or allowed == most


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_named(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=f"^Cannot listen at {host}:{port}: "):
            refuse_taken_port(host, port)
    refuse_taken_port(host, port)


@pytest.mark.parametrize(
    "arguments",
    [[], ["serve"], ["help", "serve_warnings"], ["serve_warnings", "--help"], ["serve_warnings", "-v", "2"]],
)
def test_what_is_djangos_to_answer_is_left_to_it(arguments: list[str]) -> None:
    assert without_django(arguments) is None


def test_a_taken_port_is_refused_in_one_line_without_django(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert without_django(["serve_warnings", "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"CommandError: Cannot listen at 127.0.0.1:{port}: ")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - what others listen at
        ("::", "http://[::1]:8000"),
        ("wallet.test", "http://wallet.test:8000"),
    ],
)
def test_a_server_knows_where_it_is_found_from_its_own_machine(host: str, address: str) -> None:
    assert own_address(host, 8000) == address
