"""Messages with what they are: three languages, every fraud type, and a third of them genuine.

`tune` is what the rules were written against; `held` is looked at for its sums alone. The last half or so of either
was written by somebody who knew none of the rules.
"""

from pathlib import Path
from typing import NamedTuple

from scams.words import LOCALES

FOLDER = Path(__file__).parent
GENUINE = "genuine"
PARTS = ("tune", "held")


class Message(NamedTuple):
    label: str
    locale: str
    text: str


def messages(part: str) -> list[Message]:
    """Return the messages of a part; a line end within one is written as a backslash and an n."""
    found = []
    for locale in LOCALES:
        for line in (FOLDER / f"{part}.{locale}.tsv").read_text("utf-8").splitlines():
            label, text = line.split("\t")
            found.append(Message(label, locale, text.replace("\\n", "\n")))
    return found
