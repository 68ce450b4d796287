"""What answers are worth: a pure function of an edition's questions and the answers to them. No Django here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from academy.quizzes.content import Band, Question

Response = tuple[str, ...]
"""The ids of the options chosen; for steps to put in order, all of them in the order given. Empty: no answer."""


class Item(msgspec.Struct, frozen=True):
    """A question with the answer to it and its points, from 0 to 1."""

    question: Question
    response: Response
    points: float

    @property
    def correct(self) -> bool:
        """Whether it was answered wholly right."""
        return self.points == 1


class Tally(msgspec.Struct):
    """How messages were judged: detection is `noticed` of `scams`, over-suspicion `suspected` of `genuine`."""

    scams: int = 0
    noticed: int = 0
    genuine: int = 0
    suspected: int = 0

    def count(self, item: Item) -> None:
        """Count an answer to "scam or genuine?"; others say nothing about either and are passed over."""
        if item.question.kind != "verdict":
            return
        said_scam = item.response == ("scam",)
        if item.question.genuine:
            self.genuine += 1
            self.suspected += said_scam
        else:
            self.scams += 1
            self.noticed += said_scam


class Result(msgspec.Struct, frozen=True):
    """What came of an attempt."""

    items: tuple[Item, ...]
    score: float
    """The sum of the points, each question worth 1."""
    maximum: int
    overall: Tally
    by_type: dict[str, Tally]
    """A tally for each fraud type of which a message was judged, by slug, in the order met."""

    @property
    def percent(self) -> int:
        """The score in percent of the maximum, rounded down: 100 means everything right."""
        return percent_of(self.score, self.maximum)


def percent_of(score: float, maximum: int) -> int:
    """Return a score in percent of the maximum, rounded down; 0 where there was nothing to earn."""
    return round(score * 100) // maximum if maximum else 0  # a score is in whole hundredths


def score(questions: Iterable[Question], answers: Mapping[str, Response]) -> Result:
    """Return the result of `answers`, by question key; a question without one earns nothing."""
    items = tuple(_item(question, answers.get(question.key, ())) for question in questions)
    overall, by_type = Tally(), dict[str, Tally]()
    for item in items:
        overall.count(item)
        if item.question.kind == "verdict":
            by_type.setdefault(item.question.fraud_type, Tally()).count(item)
    return Result(items, round(sum(item.points for item in items), 2), len(items), overall, by_type)


def band_for(bands: Iterable[Band], percent: int) -> Band | None:
    """Return the highest band that `percent` reaches; None where it reaches none."""
    return max((band for band in bands if band.at_least <= percent), key=lambda band: band.at_least, default=None)


def points(question: Question, response: Response) -> float:
    """Return the points of an answer, from 0 to 1, rounded to hundredths."""
    return round(_RULES[question.kind](question.right, response), 2)


def _item(question: Question, response: Response) -> Item:
    return Item(question, response, points(question, response))


def _exact(right: Response, response: Response) -> float:
    return float(response == right)


def _share_less_mistakes(right: Response, response: Response) -> float:
    """A wrong choice takes away what a right one gives, so that choosing everything is worth nothing much."""
    hits = len(set(right) & set(response))
    return max(0, 2 * hits - len(response)) / len(right)


def _share_in_place(right: Response, response: Response) -> float:
    return sum(1 for ours, theirs in zip(right, response, strict=False) if ours == theirs) / len(right)


_RULES: Final[Mapping[str, Callable[[Response, Response], float]]] = {
    "verdict": _exact,
    "single": _exact,
    "true-false": _exact,
    "multiple": _share_less_mistakes,
    "red-flags": _share_less_mistakes,
    "order": _share_in_place,
}
