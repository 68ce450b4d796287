"""Small questions and quizzes as plain data."""

from typing import Any

from academy.quizzes.content import (
    Band,
    Message,
    Question,
    Quiz,
    Turn,
    lettered_options,
    truth_options,
    verdict_options,
)

MESSAGE = Message(form="sms", sender="1069****", lines=(Turn("them", "您的账户异常，请马上转账到安全账户。"),))


def verdict(key: str, *, genuine: bool = False, fraud_type: str = "task-rebate") -> Question:
    options = verdict_options(genuine=genuine, if_scam="因为", if_genuine="因为")
    return Question(
        key=key, kind="verdict", fraud_type=fraud_type, channel="sms", prompt="？", message=MESSAGE, options=options
    )


def choice(key: str, right: str = "a", kind: Any = "single", count: int = 4) -> Question:
    """A question whose right options are the letters in `right`."""
    options = lettered_options((f"{key} {letter}", letter in right, "因为") for letter in "abcdefgh"[:count])
    return Question(key=key, kind=kind, fraud_type="task-rebate", channel="chat", prompt="？", options=options)


def steps(key: str, count: int = 4) -> Question:
    return choice(key, "abcdefgh", "order", count)


def truth(key: str, *, right: bool) -> Question:
    options = truth_options(right=right, if_true="因为", if_false="因为")
    return Question(key=key, kind="true-false", fraud_type="romance", channel="web", prompt="。", options=options)


def flags(key: str) -> Question:
    options = lettered_options([("马上转账", True, "因为"), ("安全账户", True, "因为"), ("您的账户", False, "因为")])
    return Question(
        key=key, kind="red-flags", fraud_type="romance", channel="sms", prompt="？", message=MESSAGE, options=options
    )


BANDS = (Band(at_least=0, title="再看看", text="……"), Band(at_least=80, title="很准", text="……"))


def pool(scams: int = 5, genuine: int = 6, others: int = 5) -> tuple[Question, ...]:
    return (
        *(verdict(f"scam-{n}") for n in range(scams)),
        *(verdict(f"genuine-{n}", genuine=True) for n in range(genuine)),
        *(choice(f"other-{n}") for n in range(others)),
    )


def quiz(questions: tuple[Question, ...] | None = None, **changes: Any) -> Quiz:
    values: dict[str, Any] = {
        "title": "测验", "locale": "zh-Hans", "audience": "adult", "fraud_type": "task-rebate", "shown": 8,
        "shuffle_questions": True, "shuffle_options": True, "bands": BANDS,
    }  # fmt: skip
    return Quiz(questions=pool() if questions is None else questions, **{**values, **changes})
