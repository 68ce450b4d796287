"""A payer who walks the demonstration's stories: what is common to walking by forms and in a browser."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from scams.release.asking import option_id, question_id


def right_answers(data_dir: Path, warning_id: str) -> dict[str, str]:
    """The right option for each question of a warning's release, as its row says."""
    key = warning_id.replace("-", "")
    with closing(sqlite3.connect(f"file:{data_dir / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        draw, questions = database.execute(
            "SELECT draw, questions FROM scams_release WHERE warning_id = ?", (key,)
        ).fetchone()
    return {
        question_id(draw, place): next(
            option_id(number) for number, option in enumerate(one["options"]) if option["right"]
        )
        for place, one in enumerate(json.loads(questions), start=1)
    }


def events_of(data_dir: Path, warning_id: str) -> list[dict[str, Any]]:
    """The events that the academy has of a warning, oldest first: their kind, and what else they tell."""
    with closing(sqlite3.connect(f"file:{data_dir / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT kind, client, body FROM scams_outcomeevent WHERE warning_id = ? ORDER BY at, number",
            (warning_id.replace("-", ""),),
        ).fetchall()
    return [{"kind": kind, "client": client, **json.loads(body)} for kind, client, body in rows]


def harmless(questions: list[Mapping[str, Any]], question: str) -> str:
    """An answer to one of a card's questions that leads nowhere."""
    asked = next(one for one in questions if one["id"] == question)
    return next(choice["value"] for choice in asked["answers"] if not choice["then"])
