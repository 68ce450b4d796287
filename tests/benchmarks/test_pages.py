"""That the comparison of pages runs and says what it should; how fast they are is not asked here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.load import Load
from tests.benchmarks.pages import PAGES, Row, as_report, show_report
from tests.conftest import ROOT, Demo, missing

KINDS = ("kept", "made")


@pytest.mark.timeout(400)
def test_it_writes_a_row_for_each_page_and_kind_and_the_ratios(demo: Demo, tmp_path: Path) -> None:
    if not shutil.which("wrk"):
        missing("wrk is not installed")
    file = tmp_path / "found.json"
    command = ["-m", "tests.benchmarks.pages", "--seconds", "1", "--connections", "2"]
    done = subprocess.run(
        [sys.executable, *command, "--json", str(file), "--data-dir", str(demo.data_dir)],
        cwd=ROOT, capture_output=True, text=True, timeout=380, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(file.read_text())
    assert [(row["page"], row["kind"]) for row in found["rows"]] == [(page, kind) for page in PAGES for kind in KINDS]
    assert all(row["rps"] > 0 and 0 < row["p50_ms"] <= row["p99_ms"] and row["errors"] == 0 for row in found["rows"])
    assert set(found["ratios"]) == set(PAGES)


def test_a_ratio_says_how_many_times_better_a_kept_page_is(capsys: pytest.CaptureFixture[str]) -> None:
    kept = Row([1.0, 1.0, 1.0], Load(300, 1.0, 1.0, 1.0, 1.0, 0))
    made = Row([10.0, 20.0, 30.0], Load(20, 1.0, 1.0, 1.0, 1.0, 0))
    report = as_report({"home": {"kept": kept, "made": made}})
    assert report["ratios"] == {"home": {"first_byte": 20.0, "requests": 15.0}}
    show_report(report)
    assert "home, kept" in capsys.readouterr().out
