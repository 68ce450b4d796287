"""How well the checker knows messages it has not seen: `python -m tests.scams.checking.report [--part fresh]`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from scams.checking.automaton import Ready, arrange
from scams.checking.verdict import Verdict, check
from scams.loading.checking import rules_of_files
from scams.words import LOCALES
from tests.scams.checking.messages import GENUINE, PARTS, Message, messages


class Sums(NamedTuple):
    scams: int
    first: int
    among: int
    genuine: int
    alarms: int

    @property
    def top_1(self) -> float:
        return self.first / self.scams

    @property
    def top_3(self) -> float:
        return self.among / self.scams

    @property
    def false_alarms(self) -> float:
        return self.alarms / self.genuine


class Outcome(NamedTuple):
    message: Message
    verdict: Verdict

    @property
    def named(self) -> list[str]:
        return [one.fraud_type for one in self.verdict.matches]

    @property
    def right(self) -> bool:
        return not self.named if self.message.label == GENUINE else self.named[:1] == [self.message.label]


def outcomes(ready: Ready, part: str) -> list[Outcome]:
    return [Outcome(one, check(ready, one.text, one.locale)) for one in messages(part)]


def sums(some: Iterable[Outcome]) -> Sums:
    counts: Counter[str] = Counter()
    for one in some:
        if one.message.label == GENUINE:
            counts.update(genuine=1, alarms=bool(one.named))
        else:
            counts.update(scams=1, first=one.right, among=one.message.label in one.named)
    return Sums(*(counts[name] for name in Sums._fields))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="all without one")
    parser.add_argument("--wrong", action="store_true", help="print what was got wrong: then it is not unseen any more")
    parser.add_argument("--without-examples", action="store_true", help="by the rules alone")
    chosen = parser.parse_args()
    rules = rules_of_files()
    ready = arrange(replace(rules, examples=()) if chosen.without_examples else rules)
    some = [one for part in chosen.part or PARTS for one in outcomes(ready, part)]
    _say(some)
    if chosen.wrong:
        for one in some:
            if not one.right:
                named = [(m.fraud_type, m.confidence) for m in one.verdict.matches]
                say(f"{one.message.label} {one.verdict.verdict} {named}\n    {one.message.text}")


def _say(some: list[Outcome]) -> None:
    for label in sorted({one.message.label for one in some}):
        own = sums(one for one in some if one.message.label == label)
        named = Counter(kind for one in some if one.message.label == GENUINE for kind in one.named[:1])
        what = (
            f"false alarms {own.alarms} of {own.genuine} {dict(named) or ''}"
            if label == GENUINE
            else f"top-1 {own.first}, top-3 {own.among} of {own.scams}"
        )
        say(f"{label:32} {what}")
    for locale in LOCALES:
        _say_sums(locale, sums(one for one in some if one.message.locale == locale))
    _say_sums("all", sums(some))


def _say_sums(name: str, all_: Sums) -> None:
    say(f"{name:32} top-1 {all_.top_1:.1%}, top-3 {all_.top_3:.1%}, false alarms {all_.false_alarms:.1%}")


if __name__ == "__main__":
    main()
