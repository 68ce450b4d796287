"""That the comparison of searches runs and finds what it should; how fast it is, is not asked here."""

import subprocess
import sys

import pytest

from tests.conftest import IN_CI, ROOT, environment_for
from tests.services.elasticsearch import lacking


@pytest.mark.timeout(600)
def test_it_writes_a_row_for_each_way_to_search(tmp_path_factory: pytest.TempPathFactory) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.search", "--articles", "120", "--warm", "1"],
        cwd=ROOT, env=environment_for(tmp_path_factory.mktemp("search")), capture_output=True, text=True, timeout=580,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    quality = {row[0].removeprefix("| ").partition(":")[0]: (row[-2], row[-1].removesuffix(" |")) for row in rows}
    assert quality["ours, the database"] == ("1.00", "1.00")
    if not lacking() or IN_CI:
        assert quality["ours, Elasticsearch"] == ("1.00", "1.00")
    assert quality["our backend for Wagtail"] == ("1.00", "1.00")
    assert float(quality["Wagtail's own"][0]) < 0.2  # words that stand alone between signs
