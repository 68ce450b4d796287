"""What the script in the browser takes from here: its words, its card for when nobody answers, and its schema.

`python -m scams.client.component` writes them beside the script; a test says when they are out of date.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from scams.api.answer import WarningAnswer
from scams.client.card_words import ICONS, QUIZ_WORDS, WORDS
from scams.client.last_resort import last_resort
from scams.client.reply import local_reply
from scams.deck.request import WarningRequest
from scams.words import LOCALES

STATIC: Final = Path(__file__).resolve().parents[2] / "static" / "scams"
_NOTHING_TO_FOLLOW: Final[dict[str, list[Any]]] = {"questions": [], "rebuttals": [], "other_actions": []}
"""Nobody is there to take an answer when this card is shown."""
_HEAD: Final = "// Made by scams/client/component.py\n"


class ReleaseOption(Struct):
    """One answer to choose."""

    id: str
    text: str


class ReleaseMessage(Struct, rename={"sender": "from"}):
    """A message to judge."""

    form: str = ""
    sender: str = ""
    title: str = ""
    button: str = ""
    lines: list[dict[str, str]] = []


class ReleaseQuestion(Struct):
    """One question of a release, about a message where there is one."""

    id: str
    prompt: str
    options: list[ReleaseOption]
    message: ReleaseMessage | None = None


class WrongAnswer(Struct):
    """A question that was answered wrong, and why that is wrong."""

    question: str
    why: str


class Release(Struct):
    """The property `release`: what `POST /api/v1/releases` and the answers to it brought."""

    release_id: str
    questions: list[ReleaseQuestion] = []
    pass_: int | None = msgspec.field(default=None, name="pass")
    """How many right answers it takes."""
    passed: bool | None = None
    wrong: list[WrongAnswer] = []
    tries_left: int | None = None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer as the component takes it; its `$defs` have the release's too."""
    (answer, _release), defs = msgspec.json.schema_components((WarningAnswer, Release), ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scam-warning",
        "description": "What the property `answer` of <scam-warning> takes; `release` takes a $defs/Release.",
        **answer,
        "$defs": defs,
    }


def schema_text() -> str:
    """Return the schema as the file has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def words_module(locale: str) -> str:
    """Return the JavaScript module with a language's words, the signs, and its card of the last resort."""
    return _module({"ICONS": ICONS, "WORDS": WORDS[locale], "LAST_RESORT": _last_card(locale)})


def _module(exports: Mapping[str, Any]) -> str:
    return _HEAD + "".join(f"export const {name} = {_compact(value)};\n" for name, value in exports.items())


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _last_card(locale: str) -> dict[str, Any]:
    request = WarningRequest(fraud_types=[], level="warn", locale=locale)
    card: dict[str, Any] = json.loads(local_reply(last_resort(), request, "last-resort").body)["card"]
    return card | _NOTHING_TO_FOLLOW


def files() -> dict[str, str]:
    """Return what is made here, by its path under `static/scams`."""
    modules = {f"warning/words/{locale}.js": words_module(locale) for locale in LOCALES}
    quiz = {"warning/words/quiz.js": _module({"QUIZ_WORDS": QUIZ_WORDS})}
    return {"scam-warning.schema.json": schema_text(), **modules, **quiz}


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        place = STATIC / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
