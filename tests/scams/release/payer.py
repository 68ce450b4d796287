"""A payer who takes the quiz of a release, knowing the right answers from its row."""

import uuid
from typing import Any

from scams.models import Release
from scams.release import taking
from scams.release.asking import option_id, question_id
from scams.release.taking import Wish


def wish(**changes: Any) -> Wish:
    usual = {
        "client": "engine", "warning_id": uuid.uuid4(), "fraud_type": "task-rebate", "locale": "zh-Hans",
        "audience": "adult", "subject": "",
    }  # fmt: skip
    return Wish(**{**usual, **changes})


def answers_to(release: Release, *, right: bool = True, wrong: int = 0) -> dict[str, str]:
    """Return an answer to each question: all right, or all wrong, or the first `wrong` of them wrong."""
    return {
        question_id(release.draw, place): next(
            option_id(number)
            for number, option in enumerate(question.options)
            if option.right is (right and place > wrong)
        )
        for place, question in enumerate(taking.questions_of(release), start=1)
    }
