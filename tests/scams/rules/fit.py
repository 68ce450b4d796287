"""A warning card as short as the rules allow, to be made wrong in one place at a time."""

import datetime as dt
from typing import Any

import msgspec

from scams.rules.card import Action, CardContent, CoolingOff, Question, Source, Variant

TODAY = dt.date(2026, 3, 2)

FIT = CardContent(
    fraud_type="task-rebate",
    locale="zh-Hans",
    audience="adult",
    level="warn",
    headline="先垫钱",
    why_you="像刷单",
    what_is_happening="有人派单",
    red_flags=("先付后返",),
    questions=(Question("要垫钱吗？", yes="level:hold"),),
    rebuttals=("那是话术。",),
    safe_action=Action("先不付", "stop"),
    other_actions=(),
    proceed="仍要付",
    contacts=("cn-96110",),
    cooling_off=CoolingOff(15, cancellable=True, text="钱还在。", while_waiting="问问家人。"),
    switch_line="换个应用也一样。",
    guardian_script="先问一问。",
    agent_script="先问一问。",
    variants=(Variant("b", "小返利是饵"),),
    sources=(Source("公安部", dt.date(2024, 6, 25), "十大高发类型"),),
    review_by=TODAY + dt.timedelta(days=30),
)


def fit(**changes: Any) -> CardContent:
    """Return the fit card with some parts replaced."""
    return msgspec.structs.replace(FIT, **changes)
