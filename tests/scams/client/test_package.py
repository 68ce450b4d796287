"""The package by itself: without Django, with little else, and as its own words say."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import scams.client
from tests.conftest import ROOT

# Nothing may be imported but Python's own modules, this package and what it says it needs.
ALONE = """
import sys
allowed = {"scams", "msgspec", "urllib3", "jwt", "cryptography", "cffi", "_cffi_backend"} | sys.stdlib_module_names
class Guard:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ModuleNotFoundError(f"{name} is not to be imported", name=name)
sys.modules["django"] = None
sys.meta_path.insert(0, Guard())
import scams.client, scams.client.__main__
with scams.client.Client("http://127.0.0.1:1", "key") as client:
    assert client.warning("gain").answer.card.headline
    client.record("shown", client.warning("gain").warning_id)
foreign = sorted({name for name in sys.modules if name.startswith("scams.")} & {"scams.models", "scams.apps"})
assert not foreign, foreign
"""


def test_it_needs_no_django_and_only_what_it_says() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_it_needs_is_what_the_project_says() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    needs = [one.partition(">=")[0] for one in project["project"]["dependencies"]]
    assert needs == ["msgspec", "urllib3", "PyJWT[crypto]"]


def test_it_is_typed() -> None:
    assert Path(scams.client.__file__).parent.parent.joinpath("py.typed").exists()


@pytest.mark.parametrize("name", scams.client.__all__)
def test_everything_public_is_described(name: str) -> None:
    assert getattr(scams.client, name).__doc__
