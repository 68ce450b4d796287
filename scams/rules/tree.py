"""The tree that a card's questions make: which are asked at once, which follow an answer, and what is wrong with it.

A question is named by its position in the editor's list, from 1. An answer whose effect is `next:<position>` asks that
question next; the questions that no answer leads to are the roots.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from scams.rules.card import Question
from scams.words import ANSWERS, LEVELS

NEXT: Final = "next"
DEEPEST: Final = 4
"""How many questions may be asked one after another: a payer who is asked for longer gives up."""
UNFOLDED_MOST: Final = 27
"""How many questions the tree may have when one that several answers lead to counts each time: it travels so."""


class Edge(NamedTuple):
    """One answer, and the question it leads to."""

    question: int
    answer: str
    to: int


class Node(NamedTuple):
    """A question in its place in the tree, with the questions that its answers lead to."""

    number: int
    question: Question
    then: dict[str, "Node"]
    """By answer; one that leads to no further question is not in it."""


def target(effect: str) -> int | None:
    """Return the position that an effect leads to; 0 for one that is no number; None for any other effect."""
    kind, _separator, value = effect.partition(":")
    if kind != NEXT:
        return None
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 3 else 0


def edges(questions: Sequence[Question]) -> list[Edge]:
    """Return every answer that leads to a question, there or not, in the order of the list."""
    return [
        Edge(number, answer, to)
        for number, question in enumerate(questions, start=1)
        for answer in ANSWERS
        if (to := target(getattr(question, answer))) is not None
    ]


def answers_to(question: Question, to: int) -> list[str]:
    """Return the answers of a question that lead to the one at position `to`."""
    return [answer for answer in ANSWERS if target(getattr(question, answer)) == to]


def answers_with(questions: Sequence[Question], effect: str) -> list[tuple[int, str]]:
    """Return (position, answer) of every answer that has an effect."""
    numbered = enumerate(questions, start=1)
    return [(number, answer) for number, one in numbered for answer in ANSWERS if getattr(one, answer) == effect]


def roots(questions: Sequence[Question]) -> list[int]:
    """Return the positions of the questions asked at once: those that no answer leads to."""
    led_to = {edge.to for edge in edges(questions)}
    return [number for number in range(1, len(questions) + 1) if number not in led_to]


def nest(questions: Sequence[Question]) -> list[Node]:
    """Return the roots with what follows; of a wrong tree, its loops and everything too deep are cut off."""
    return [_node(number, questions, (number,)) for number in roots(questions)]


def _node(number: int, questions: Sequence[Question], path: tuple[int, ...]) -> Node:
    question, then = questions[number - 1], {}
    for answer in ANSWERS:
        to = target(getattr(question, answer))
        if to is not None and 1 <= to <= len(questions) and to not in path and len(path) < DEEPEST:
            then[answer] = _node(to, questions, (*path, to))
    return Node(number, question, then)


def unfolded(nodes: Iterable[Node]) -> int:
    """Return how many questions there are below and with `nodes`, each as often as it stands there."""
    return sum(1 + unfolded(node.then.values()) for node in nodes)


def reachable(questions: Sequence[Question]) -> set[int]:
    """Return the positions of the questions that can be asked at all."""
    following = _following(questions)
    found, waiting = set[int](), roots(questions)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += following[number]
    return found


def missing(questions: Sequence[Question]) -> list[Edge]:
    """Return the answers that lead to a question that is not there."""
    return [edge for edge in edges(questions) if not 1 <= edge.to <= len(questions)]


def loops(questions: Sequence[Question]) -> list[list[int]]:
    """Return every way round from a question back to itself that a walk comes upon, each once, first named first."""
    return cycles(_following(questions))


def too_deep(questions: Sequence[Question]) -> list[int]:
    """Return, for a tree without loops, the questions that come later than DEEPEST in a row."""
    following, depth = _following(questions), dict.fromkeys(roots(questions), 1)
    waiting = list(depth)
    while waiting:
        number = waiting.pop()
        for to in following[number]:
            if depth[number] + 1 > depth.get(to, 0) and depth[number] < len(questions):
                depth[to] = depth[number] + 1
                waiting.append(to)
    return sorted(number for number, deep in depth.items() if deep > DEEPEST)


def idle(questions: Sequence[Question]) -> list[int]:
    """Return the follow-up questions none of whose answers leads anywhere: asking them changes nothing."""
    led_to = {edge.to for edge in edges(questions)}
    return [
        number
        for number, question in enumerate(questions, start=1)
        if number in led_to and not any(getattr(question, answer) for answer in ANSWERS)
    ]


def unknown_effects(
    questions: Sequence[Question], *, signals: Iterable[str], fraud_types: Iterable[str]
) -> list[tuple[int, str]]:
    """Return (position, answer) of every effect that names a signal, a fraud type or a level that does not exist."""
    known = {"signal": set(signals), "type": set(fraud_types), "level": set(LEVELS), "": {""}}
    return [
        (number, answer)
        for number, question in enumerate(questions, start=1)
        for answer in ANSWERS
        if target(effect := getattr(question, answer)) is None and not _is_known(effect, known)
    ]


def _is_known(effect: str, known: Mapping[str, set[str]]) -> bool:
    kind, _separator, value = effect.partition(":")
    return value in known.get(kind, ())


def _following(questions: Sequence[Question]) -> dict[int, list[int]]:
    following: dict[int, list[int]] = {number: [] for number in range(1, len(questions) + 1)}
    for edge in edges(questions):
        if edge.to in following and edge.to not in following[edge.question]:
            following[edge.question].append(edge.to)
    return following


def types_of(questions: Iterable[Question]) -> list[str]:
    """Return the fraud types that answers re-route to, in order, each once."""
    effects = (getattr(one, answer) for one in questions for answer in ANSWERS)
    found = (effect.partition(":")[2] for effect in effects if effect.startswith("type:"))
    return list(dict.fromkeys(found))


def cycles(following: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return a loop for every step that leads back to where the walk came from; together they touch every loop."""
    found: list[list[int]] = []
    done: set[int] = set()
    for start in following:
        _walk([start], following, done, found)
    return found


def _walk(path: list[int], following: Mapping[int, Sequence[int]], done: set[int], found: list[list[int]]) -> None:
    if path[-1] in done:
        return
    for to in following[path[-1]]:
        if to in path:
            found.append([*path[path.index(to) :], to])
        else:
            _walk([*path, to], following, done, found)
    done.add(path[-1])


def way_back(start: str, following: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the shortest way from `start` over others back to itself, both ends named; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for to in following.get(here, ()):
            if to == start:
                return _traced(here, came_from, start)
            if to not in came_from:
                came_from[to] = here
                waiting.append(to)
    return []


def _traced(end: str, came_from: Mapping[str, str], start: str) -> list[str]:
    way = [start]
    while end != start:
        way.append(end)
        end = came_from[end]
    return [start, *way[:0:-1], start]
