"""The picture of a card's question tree."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scams.editing.diagrams.layout import Item
from scams.rules import tree
from scams.rules.card import Question
from scams.rules.faults import Fault
from scams.words import ANSWERS

ANSWER_LABELS: Final = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "unsure": gettext_lazy("Not sure")}


def tree_items(questions: Sequence[Question], wrong: Sequence[Fault], names: Mapping[str, Any]) -> list[Item]:
    """Return the tree as an outline; a question that is never asked stands at the end, by itself.

    `names` has what editors call an effect, by effect.
    """
    builder = _Builder(questions, wrong, names)
    nodes = tree.nest(questions)
    lost = sorted(set(range(1, len(questions) + 1)) - tree.reachable(questions))
    alone = [tree.Node(number, questions[number - 1], {}) for number in lost]
    return [builder.question("", node) for node in (*nodes, *alone)]


class _Builder:
    def __init__(self, questions: Sequence[Question], wrong: Sequence[Fault], names: Mapping[str, Any]) -> None:
        self.questions, self.names = questions, names
        self.wrong = {(fault.question, fault.answer): fault.message for fault in wrong}

    def question(self, tag: str, node: tree.Node) -> Item:
        """Return a question, in the words of its list position, with what its answers lead to."""
        led = [self.answer(node, answer) for answer in ANSWERS if getattr(node.question, answer)]
        text = _("%(number)d. %(question)s") % {"number": node.number, "question": node.question.text or "…"}
        return Item(tag, text, "question", self.wrong.get((node.number, ""), ""), tuple(led))

    def answer(self, node: tree.Node, answer: str) -> Item:
        """Return what one answer leads to: a question in its place, or an effect by its name."""
        tag, fault = str(ANSWER_LABELS[answer]), self.wrong.get((node.number, answer), "")
        if answer in node.then and not fault:
            return self.question(tag, node.then[answer])
        effect = getattr(node.question, answer)
        return Item(tag, str(self.names.get(effect, effect)), "effect", fault)
