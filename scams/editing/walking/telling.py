"""A walk told in an editor's words: what was done at each stop, and why the next card came."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scams.editing.blocks import LEVEL_LABELS, OTHER_ACTION_LABELS
from scams.editing.diagrams.trees import ANSWER_LABELS
from scams.editing.step_blocks import STEP_LABELS
from scams.editing.walking.walk import Stop
from scams.words import LEVELS

OUTCOME_LABELS: Final = {
    "proceed": gettext_lazy("The payer goes on"),
    "safe_action": gettext_lazy("The payer stops"),
    "confirmed": gettext_lazy("It is confirmed as a scam"),
    "reassured": gettext_lazy("It proves genuine"),
    "no_answer": gettext_lazy("Nobody answers"),
    "waited": gettext_lazy("The wait is over"),
    "cancelled_in_wait": gettext_lazy("The payer cancels during the wait"),
    "released": gettext_lazy("The hold is released by proof"),
}
"""What may come of a step."""
_ALWAYS: Final = ("proceed", "safe_action", "confirmed", "reassured")
_OUTCOMES: Final = {
    "call": ("no_answer",),
    "cooling-off": ("waited", "cancelled_in_wait"),
    "hold": ("released",),
}
"""What may come of each kind of step besides what may come of all."""
BY_LABELS: Final = {
    "exact": gettext_lazy("its own card"),
    "parent": gettext_lazy("the card of its group"),
    "fallback": gettext_lazy("the card for an unknown type"),
}


class Told(NamedTuple):
    """One stop: what was done, which card is there now and at which level, and the reasons."""

    done: list[str]
    headline: str
    card: str
    level: str
    reasons: list[str]
    end: str


def told(stops: Sequence[Stop]) -> list[Told]:
    """Return the walk's trail."""
    return [_told(stop, stops[place - 1] if place else None, stops[:place]) for place, stop in enumerate(stops)]


def _told(stop: Stop, before: Stop | None, earlier: Sequence[Stop]) -> Told:
    card = stop.answer["card"]
    reasons = list(_reasons(stop.answer, before.answer if before else None))
    level = str(LEVEL_LABELS[card["level"]])
    return Told(list(_done(stop, earlier)), card["headline"], card["id"], level, reasons, stop.end)


def _done(stop: Stop, earlier: Sequence[Stop]) -> Iterator[str]:
    """Yield what was answered and pressed to come to a stop."""
    if stop.press is None:
        return
    texts = {key: text for one in earlier for key, text in _questions(one.answer["card"])}
    for given in stop.press.answers:
        question = texts.get((given.card or "", given.question), given.question)
        yield _("%(question)s – %(answer)s") % {"question": question, "answer": ANSWER_LABELS[given.answer]}
    label = OUTCOME_LABELS.get(stop.press.act) or OTHER_ACTION_LABELS.get(stop.press.act)
    if label:
        yield str(label)


def _questions(card: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    waiting = list(card["questions"])
    while waiting:
        question = waiting.pop(0)
        yield (card["id"], question["id"]), question["text"]
        thens = (answer["then"] or {} for answer in question["answers"])
        waiting += [then["question"] for then in thens if "question" in then]


def _reasons(answer: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[str]:
    card, matched, ladder = answer["card"], answer["matched"], answer["ladder"]
    if before is None:
        found = {"code": matched["code"] or "–", "by": BY_LABELS[matched["by"]]}
        yield _("For %(code)s: %(by)s.") % found
    elif card["id"] != before["card"]["id"]:
        way = {"question": answer["reroute"]["question"], "card": answer["reroute"]["from"], "type": matched["code"]}
        yield _("The answer to %(question)s of %(card)s led to %(type)s.") % way
    if before and LEVELS.index(card["level"]) > LEVELS.index(before["card"]["level"]):
        levels = {"old": LEVEL_LABELS[before["card"]["level"]], "new": LEVEL_LABELS[card["level"]]}
        yield _("The level rose from %(old)s to %(new)s.") % levels
    if ladder and ladder["step"]:
        step = {"number": ladder["number"], "steps": ladder["steps"], "kind": STEP_LABELS[ladder["step"]["kind"]]}
        step |= {"playbook": ladder["playbook"]}
        yield _("Step %(number)d of %(steps)d of the ladder %(playbook)s: %(kind)s.") % step


def outcomes(stop: Stop) -> list[tuple[str, str, str]]:
    """Return (outcome, what it is called, where it leads) for all that may come of the step a walk stands at."""
    ladder = stop.answer["ladder"]
    if not ladder or stop.end:
        return []
    ends = {"pay": _("the payment is made"), "stop": _("the payment is stopped")}
    return [
        (outcome, str(OUTCOME_LABELS[outcome]), str(ends.get(to) or STEP_LABELS[to]))
        for outcome, to in ladder["next"].items()
        if outcome in (*_ALWAYS, *_OUTCOMES.get(ladder["step"]["kind"], ()))
    ]
