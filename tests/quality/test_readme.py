"""The README's tables are kept true by these tests."""

import re
from pathlib import Path

from django.core.management import get_commands

from academy.loading.files import DATA as QUIZ_DATA
from academy.loading.files import QuestionsFile
from scams.loading.files import DATA, read
from scams.loading.playbooks import PlaybookFile
from scams.loading.rows import rows_of
from scams.words import AUDIENCES
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
OURS = ("academy", "scams")


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(title: str) -> list[str]:
    return [line.split("|")[1] for line in section(title).splitlines() if line.startswith("| `")]


def test_settings_table_has_every_variable_that_is_read() -> None:
    reader = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")
    read = {name for path in (ROOT / "academy").rglob("*.py") for name in reader.findall(path.read_text("utf-8"))}
    told = {name for cell in first_cells("Settings") for name in re.findall(r"`([A-Z_]+)`", cell)}
    assert told == read | {"DJANGO_SETTINGS_MODULE"}


def test_command_table_has_every_command() -> None:
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    told = {re.findall(r"`(\w+)", cell)[0] for cell in first_cells("Commands")}
    assert told == ours


def test_layout_table_names_what_is_there() -> None:
    told = [name for cell in first_cells("Layout") for name in re.findall(r"`([^`]+)`", cell)]
    assert [name for name in told if not (ROOT / name).is_dir()] == []


def test_figures_are_those_of_the_content() -> None:
    types, codes = len(list(rows_of("fraud_types.csv"))), len(list(rows_of("crosswalk.csv")))
    articles, cards = len(list(DATA.glob("articles/*/*.toml"))), 2 * len(list(DATA.glob("cards/*/*.toml")))
    quizzes, banks = QUIZ_DATA.glob("quizzes/*/*.toml"), QUIZ_DATA.glob("questions/*/*.toml")
    questions = sum(len(read(path, QuestionsFile, data=QUIZ_DATA).question) for path in banks)
    assert (
        f"loads {types} fraud types with {codes} codes of other taxonomies, {articles} articles and {cards} warning"
        in README
    )
    ladders = [read(path, PlaybookFile) for path in DATA.glob("playbooks/*.toml")]
    playbooks = sum(bool(getattr(file, audience)) for file in ladders for audience in AUDIENCES)
    assert f"{playbooks} playbooks, {questions} questions\nin {len(list(quizzes))} quizzes" in README


def test_pictures_are_there() -> None:
    assert [name for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) if not Path(ROOT, name).exists()] == []


def test_ci_runs_the_test_command() -> None:
    assert "<!-- test -->" in README
    assert "/<!-- test -->/" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
