"""Small rules of our own, so that a test says all that it is about."""

from typing import Any

from scams.checking.automaton import Ready, arrange
from scams.checking.rules import GENUINE, VOIDS_AFTER, VOIDS_BEFORE, Clue, Cue, Rules, Telling, TypeRules, WordList

WHY = {"zh-Hans": "因为", "en": "because"}


def clue(*words: str, key: str = "one", weight: float = 3.0, **fields: Any) -> Clue:
    return Clue(key=key, weight=weight, words=words, **{"why": WHY, **fields})


def ready(*clues: Clue, **fields: Any) -> Ready:
    """Return rules of one fraud type, with lists: pay, a genuine turn, a warning before and one after."""
    lists = (
        WordList(key="pay", zh=("转账", "汇款"), en=("pay", "wire")),
        WordList(key="ok", role=GENUINE, zh=("取件码",), weight=2.0),
        WordList(key="beware", role=VOIDS_AFTER, zh=("谨防", "不要"), en=("never",)),
        WordList(key="untrue", role=VOIDS_BEFORE, zh=("都是诈骗",), en=("is a scam",)),
    )
    cues = (Cue(slug="hush", words=("保密",), why={"en": "secrecy"}),)
    telling = {"en": Telling(title="Pay first", article_url="http://site/a", advice=("Stop.",))}
    kind = TypeRules(fraud_type="task-rebate", clues=clues, techniques=("hush",), telling=telling)
    return arrange(Rules(types=(kind, *fields.pop("types", ())), lists=lists, cues=cues, **fields))
