"""The reference engine, by a table of payments."""

from decimal import Decimal

import pytest

from scams.loading.rows import rows_of
from scams.reference_engine import Payment, assess
from scams.reference_engine.engine import LEVELS, level_of
from scams.reference_engine.rules import RULES, SHARPENING
from scams.words import AUDIENCES


def payment(
    note: str = "", *signals: str, payee: str = "A", amount: int = 100, currency: str = "CNY", audience: str = "adult"
) -> Payment:
    return Payment(payee, Decimal(amount), currency, note, signals, audience)


@pytest.mark.parametrize(
    ("made", "first", "level"),
    [
        (payment("第三单垫付", "new-payee"), "task-rebate", "warn"),
        (payment("Task 3, commission", "new-payee"), "task-rebate", "warn"),
        (payment("第三单垫付", "new-payee", "payee-reported"), "task-rebate", "hold"),
        (payment("取消会员", "on-call", "new-payee"), "customer-service-impersonation", "warn"),
        (payment("", "on-call", payee="安全账户", amount=58_000), "authority-impersonation", "hold"),
        (payment("亲爱的", "new-payee"), "romance", "warn"),
        (payment("投资", "new-payee", "amount-unusual"), "investment", "warn"),
        (payment("董事长要的紧急货款", "name-mismatch", audience="sme"), "boss-colleague-impersonation", "warn"),
        (payment("孙子救急", "on-call", audience="elder"), "family-friend-impersonation", "warn"),
        (payment("遊戲帳號", "new-payee", audience="teen"), "game-trade", "warn"),
        (payment("gift", "screen-sharing"), "remote-control", "warn"),
        (payment("gift", "coached"), "other-unknown", "warn"),
        (payment("gift", "payee-reported"), "other-unknown", "warn"),
        (payment("gift", "name-mismatch"), "other-unknown", "notice"),
        (payment("学费", "new-payee", "amount-unusual"), "rental-service", "warn"),
    ],
)  # fmt: skip
def test_what_a_payment_looks_like(made: Payment, first: str, level: str):
    found = assess(made)
    assert (found.suspicions[0].fraud_type, found.level) == (first, level)


@pytest.mark.parametrize(
    "made",
    [
        payment("十一月房租", payee="房东"),
        payment("十一月房租", "new-payee", payee="房东"),
        payment("lunch", "new-payee"),
        payment("lunch", "new-payee", "amount-unusual"),
        payment("lunch", "on-call"),
        payment("给女儿的零花钱"),
        payment("投资款"),
    ],
)
def test_what_goes_through_unasked(made: Payment):
    assert assess(made).level is None


def test_words_alone_are_not_enough_for_a_payee_paid_before():
    before, now = assess(payment("第三单垫付")), assess(payment("第三单垫付", "new-payee"))
    assert (before.suspicions[0].score, now.suspicions[0].score) == (0.24, 0.7)


def test_an_amount_counts_in_yuan_whatever_the_currency():
    large, small = (payment("", "on-call", amount=4_000, currency=one) for one in ("SGD", "CNY"))
    found = [[one.fraud_type for one in assess(made).suspicions] for made in (large, small)]
    assert found == [["other-unknown", "authority-impersonation", "bank-platform-impersonation"], ["other-unknown"]]


def test_only_a_reported_payee_is_stopped():
    assert (level_of(0.99, ()), level_of(0.99, ("payee-reported",))) == ("hold", "stop")


def test_each_level_is_reached_and_below_them_nothing():
    scores = (*(least for least, _level in LEVELS), 0.29)
    assert [level_of(score, ("payee-reported",)) for score in scores] == ["stop", "hold", "warn", "notice", None]


def test_three_types_at_most_the_strongest_first():
    found = assess(payment("投资 佣金 客服 房租", "new-payee", "screen-sharing"))
    scores = [one.score for one in found.suspicions]
    assert (len(scores), scores) == (3, sorted(scores, reverse=True))


def test_a_reason_is_told_in_words():
    (first, *_others) = assess(payment("取消会员", "on-call")).suspicions
    assert first.reasons == ("words of customer service and refunds", "a call, and words of service")


def test_the_rules_speak_of_types_signals_and_audiences_that_there_are():
    slugs = {row["slug"] for _line, row in rows_of("fraud_types.csv")}
    signals = {row["slug"] for _line, row in rows_of("signals.csv")}
    assert {rule.fraud_type for rule in RULES} <= slugs
    assert {signal for rule in RULES for signal in rule.signals} | set(SHARPENING) <= signals
    assert {audience for rule in RULES for audience in rule.audiences} <= set(AUDIENCES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.fraud_type}: {rule.why}")
def test_each_rule_can_hold_and_can_fail(rule):
    made = Payment("A", rule.at_least, "CNY", (*rule.words, "")[0], rule.signals, (*rule.audiences, "adult")[0])
    assert rule.holds(made)
    assert not rule.holds(Payment("A", Decimal(-1), "CNY", "", (), "nobody"))
