"""A question as templates show it: to be answered, answered wrongly filled in, or with what came of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from academy.quizzes.answering import Given
from academy.quizzes.content import Option, Question
from academy.quizzes.scoring import Item
from academy.quizzes.words import FIXED_KINDS, FIXED_LABELS, FORM_LABELS, ORDER, RED_FLAGS

if TYPE_CHECKING:
    from academy.models import Question as QuestionRecord

STATE_LABELS: Final = {
    "right": _("Your answer, right"),
    "wrong": _("Your answer, not right"),
    "missed": _("This would have been right"),
    "left": "",
}


class ShownOption(NamedTuple):
    """One option with its label and what is known of it."""

    id: str
    label: Any
    right: bool
    chosen: bool
    why: str
    place: str = ""
    """Of a step to put in order: the place it was given."""
    right_place: int = 0
    """Of a step to put in order: the place it belongs to."""

    @property
    def state(self) -> str:
        """What came of it: `right` and `wrong` were chosen; `missed` should have been, `left` should not."""
        if self.chosen:
            return "right" if self.right else "wrong"
        return "missed" if self.right else "left"

    @property
    def state_label(self) -> Any:
        """The state in words."""
        return STATE_LABELS[self.state]


class Piece(NamedTuple):
    """A part of a message: plain words, or a phrase that can be marked."""

    text: str
    option: ShownOption | None = None


class Line(NamedTuple):
    """One thing said in a message."""

    who: str
    pieces: list[Piece]


class Shown(NamedTuple):
    """All a template needs to show one question."""

    question: Question
    number: int
    total: int
    options: list[ShownOption]
    lines: list[Line]
    item: Item | None = None
    """The answer and its points, once answered."""
    error: Any = ""

    @property
    def name(self) -> str:
        """What its fields are called in a form."""
        return f"q{self.number}"

    @property
    def form_label(self) -> Any:
        """What its message looks like."""
        return FORM_LABELS[self.question.message.form] if self.question.message else ""

    @property
    def in_message(self) -> bool:
        """Whether its options stand in the message."""
        return self.question.kind == RED_FLAGS

    @property
    def is_pair(self) -> bool:
        """Whether it has the two fixed options, which stand side by side."""
        return self.question.kind in FIXED_KINDS

    @property
    def in_right_order(self) -> list[ShownOption]:
        """Its steps in their right order."""
        return sorted(self.options, key=lambda option: option.right_place)

    @property
    def places(self) -> range:
        """The places its steps can have."""
        return range(1, len(self.options) + 1)

    @property
    def partly(self) -> bool:
        """Whether it was answered neither right nor wrong."""
        return self.item is not None and 0 < self.item.points < 1


def to_ask(question: Question, number: int, total: int, given: Given | None = None) -> Shown:
    """Return a question to be answered, filled in as it was where `given` could not be taken."""
    given = given or Given(())
    options = [_option(question, option, given.response, given.places) for option in question.options]
    return Shown(question, number, total, options, list(_lines(question, options)), error=given.error)


def to_review(item: Item, number: int, total: int) -> Shown:
    """Return a question with what came of it."""
    question = item.question
    places = {one: str(place) for place, one in enumerate(item.response, start=1)} if question.kind == ORDER else {}
    options = [_option(question, option, item.response, places) for option in question.options]
    return Shown(question, number, total, options, list(_lines(question, options)), item=item)


def _option(question: Question, option: Option, response: tuple[str, ...], places: Any) -> ShownOption:
    steps = question.kind == ORDER
    return ShownOption(
        id=option.id,
        label=FIXED_LABELS.get(option.id, option.text),
        right=option.right,
        chosen=not steps and option.id in response,
        why=option.why,
        place=places.get(option.id, ""),
        right_place=question.right.index(option.id) + 1 if steps else 0,
    )


def _lines(question: Question, options: list[ShownOption]) -> Iterator[Line]:
    phrases = options if question.kind == RED_FLAGS else []  # other options may be said in a message by chance
    for turn in question.message.lines if question.message else ():
        yield Line(turn.who, _pieces(turn.text, phrases))


def _pieces(text: str, options: list[ShownOption]) -> list[Piece]:
    """Return a text cut at the phrases that stand in it."""
    found = sorted((text.find(str(one.label)), one) for one in options if one.label and str(one.label) in text)
    pieces, end = [], 0
    for start, option in found:
        pieces += [Piece(text[end:start]), Piece(str(option.label), option)]
        end = start + len(str(option.label))
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def preview_of(question: "QuestionRecord") -> dict[str, Shown]:
    """Return `shown` and `reviewed` for an editor's preview of a question; nothing for a draft without a kind."""
    from academy.quizzes.compile import question_content

    if not question.body:
        return {}
    content = question_content(question)
    return {"shown": to_ask(content, 1, 1), "reviewed": to_review(Item(content, content.right, 1), 1, 1)}
