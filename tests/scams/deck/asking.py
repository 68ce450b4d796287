"""Strategies for what a risk engine asks: well-formed requests, and requests that are wrong at exactly one place."""

import re
from typing import Any, NamedTuple

from hypothesis import strategies as st

from scams.words import ANSWERS, AUDIENCES, KNOWN_LOCALES, LEVELS, STEP_ANSWERS, STEPS

Json = Any
Document = dict[str, Json]

known_codes = st.sampled_from(["task-rebate", "investment", "other-unknown", "gain", "mps:刷单返利类", "ukf:romance"])
codes = known_codes | st.text(min_size=1, max_size=128)
scores = st.floats(0, 1) | st.integers(0, 1)
suspected = st.fixed_dictionaries({"code": codes}, optional={"score": st.none() | scores})
locales = st.sampled_from(list(KNOWN_LOCALES)) | st.from_regex(
    r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8}){0,4}", fullmatch=True
)
amounts = st.fixed_dictionaries(
    {
        "value": st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,6})?", fullmatch=True),
        "currency": st.from_regex(r"[A-Z]{3}", fullmatch=True),
    }
)
tokens = st.sampled_from(["new-payee", "on-call", "app"]) | st.text(min_size=1, max_size=64)
seen = st.dictionaries(
    st.sampled_from(["task-rebate.adult.zh-Hans.a", "task-rebate.adult.zh-Hans.b"]) | st.text(max_size=128),
    st.integers(0, 10**20),
    max_size=4,
)

uuids = st.uuids().map(str)
cards = st.sampled_from(["task-rebate.adult.zh-Hans", "investment.adult.zh-Hans"]) | st.text(max_size=128)
given_answers = st.fixed_dictionaries(
    {"question": st.sampled_from(["q1", "q2"]) | st.text(min_size=1, max_size=64), "answer": st.sampled_from(ANSWERS)},
    optional={"card": st.none() | cards},
)
steps = st.fixed_dictionaries(
    {},
    optional={
        "taken": st.none() | st.sampled_from([*STEPS, "pay", "stop"]) | st.text(max_size=64),
        "answer": st.none() | st.sampled_from(STEP_ANSWERS),
    },
)

MEMBERS = {
    "level": st.sampled_from(LEVELS),
    "locale": locales,
    "audience": st.sampled_from(AUDIENCES),
    "channel": tokens,
    "amount": amounts,
    "signals": st.lists(tokens, max_size=6),
    "subject": st.text(max_size=64),
    "seen": seen,
    "warning_id": uuids,
    "answers": st.lists(given_answers, max_size=4),
    "ladder": steps,
    "tree": st.booleans(),
}

requests: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {"fraud_types": st.lists(suspected, max_size=5)},
    optional={name: st.none() | values for name, values in MEMBERS.items()},
)
"""Every one of them is well-formed."""


# --- Wrong at one place

no_text = st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.just([]) | st.just({})
no_list = no_text.filter(lambda value: value != []) | st.text(max_size=9)
no_object = no_text.filter(lambda value: value != {}) | st.text(max_size=9)
no_number = st.text(max_size=9) | st.booleans() | st.just([]) | st.just({})
no_flag = st.text(max_size=9) | st.integers() | st.just([]) | st.just({})
no_score = no_number | st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not 0 <= value <= 1)
no_count = no_number | st.none() | st.integers(max_value=-1) | st.floats(0.1, 0.9)


def no_match(pattern: str) -> st.SearchStrategy[Json]:
    """Return a strategy of what does not match as a whole: other texts, and what is no text."""
    almost = st.from_regex(pattern, fullmatch=True).flatmap(
        lambda good: st.sampled_from([f"{good}\n", f" {good}", f"{good}\x00", f"{good}/", "", good[:1] * 60])
    )
    texts = almost | st.text(max_size=20) | st.text("0123456789.", max_size=30)
    return texts.filter(lambda text: not re.fullmatch(pattern, text)) | no_text


def no_text_of(least: int, most: int) -> st.SearchStrategy[Json]:
    """Return a strategy of texts that are too short or too long, and of what is no text."""
    long = st.text(min_size=most + 1, max_size=most + 20)
    return no_text | long | st.just("") if least else no_text | long


def no_word_of(words: tuple[str, ...]) -> st.SearchStrategy[Json]:
    """Return a strategy of other words than these, and of what is no text."""
    close = st.sampled_from(words).flatmap(
        lambda word: st.sampled_from([word.upper(), f"{word} ", word[:-1], f"{word}\x00"])
    )
    return (close | st.text(max_size=20)).filter(lambda text: text not in words) | no_text


class Broken(NamedTuple):
    """A request that is wrong at one place."""

    document: Document
    field: str


Where = tuple[str | int, ...]

_IN_THE_REQUEST: dict[str, tuple[Where, st.SearchStrategy[Json]]] = {
    "fraud_types": (("fraud_types",), no_list | st.none() | st.just([{"code": "a"}] * 51)),
    "level": (("level",), no_word_of(LEVELS)),
    "locale": (("locale",), no_match(r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8}){0,4}")),
    "audience": (("audience",), no_word_of(AUDIENCES)),
    "channel": (("channel",), no_text_of(1, 64)),
    "amount": (("amount",), no_object),
    "amount.value": (("amount", "value"), no_match(r"[0-9]{1,15}(\.[0-9]{1,6})?") | st.none()),
    "amount.currency": (("amount", "currency"), no_match(r"[A-Z]{3}") | st.none()),
    "signals": (("signals",), no_list | st.just(["a"] * 51)),
    "subject": (("subject",), no_text_of(0, 64)),
    "seen": (("seen",), no_object | st.just({"x" * 129: 1})),
    "seen[...]": (("seen", "a"), no_count),
    "warning_id": (("warning_id",), no_match(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")),
    "answers": (("answers",), no_list | st.just([{"question": "q1", "answer": "yes"}] * 51)),
    "ladder": (("ladder",), no_object),
    "ladder.taken": (("ladder", "taken"), no_text_of(0, 64)),
    "ladder.answer": (("ladder", "answer"), no_word_of(STEP_ANSWERS)),
    "tree": (("tree",), no_flag),
}
_IN_A_LIST: dict[str, tuple[Where, st.SearchStrategy[Json]]] = {
    "fraud_types[{}]": (("fraud_types",), no_object | st.none()),
    "fraud_types[{}].code": (("fraud_types", "code"), no_text_of(1, 128) | st.none()),
    "fraud_types[{}].score": (("fraud_types", "score"), no_score),
    "signals[{}]": (("signals",), no_text_of(1, 64) | st.none()),
    "answers[{}]": (("answers",), no_object | st.none()),
    "answers[{}].question": (("answers", "question"), no_text_of(1, 64) | st.none()),
    "answers[{}].answer": (("answers", "answer"), no_word_of(ANSWERS) | st.none()),
    "answers[{}].card": (("answers", "card"), no_text_of(0, 128)),
}
_NEEDED: dict[str, Where] = {
    "fraud_types": ("fraud_types",),
    "amount.value": ("amount", "value"),
    "amount.currency": ("amount", "currency"),
}


def _full(draw: st.DrawFn) -> Document:
    """Return a request in which every place is there to be broken."""
    whole = {name: draw(values) for name, values in MEMBERS.items()}
    lists = {
        "fraud_types": draw(st.lists(suspected, min_size=1, max_size=4)),
        "signals": draw(st.lists(tokens, min_size=1, max_size=6)),
        "answers": draw(st.lists(given_answers, min_size=1, max_size=4)),
    }
    return {**whole, **lists}


@st.composite
def broken_at(draw: st.DrawFn, field: str) -> Broken:
    """Return a request that is wrong in `field` and nowhere else."""
    document = _full(draw)
    if field in _IN_THE_REQUEST:
        (name, *inner), wrong = _IN_THE_REQUEST[field]
        value = draw(wrong)
        return Broken({**document, name: {**document[name], inner[0]: value} if inner else value}, field)
    (name, *inner), wrong = _IN_A_LIST[field]
    number = draw(st.integers(0, len(document[name]) - 1))
    items = list(document[name])
    items[number] = {**items[number], inner[0]: draw(wrong)} if inner else draw(wrong)
    return Broken({**document, name: items}, field.format(number))


@st.composite
def lacking(draw: st.DrawFn, field: str) -> Broken:
    """Return a request without a member that must be there."""
    document = _full(draw)
    name, *inner = _NEEDED[field]
    if not inner:
        return Broken({key: value for key, value in document.items() if key != name}, field)
    return Broken({**document, name: {key: value for key, value in document[name].items() if key != inner[0]}}, field)


broken_requests: st.SearchStrategy[Broken] = st.one_of(
    *(broken_at(field) for field in (*_IN_THE_REQUEST, *_IN_A_LIST)), *(lacking(field) for field in _NEEDED)
)
