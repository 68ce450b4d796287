"""How well people find what they mean: questions in their own words over the content of the repository."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import pytest

from scams.search.asking import Asked, ask
from scams.search.contract import Query
from scams.search.engines import engine
from scams.search.text import terms


class Case(NamedTuple):
    """A question, and the fraud type its answer is about."""

    question: str
    locale: str
    fraud_type: str


CASES: Final = [
    Case(question, locale, fraud_type)
    for locale, questions in {
        "zh-Hans": {
            "刷单": "task-rebate",
            "点赞返佣": "task-rebate",
            "网上做任务先垫钱": "task-rebate",
            "杀猪盘": "romance",
            "网恋对象让我投资": "romance",
            "公检法": "authority-impersonation",
            "安全账户": "authority-impersonation",
            "公安局打电话说我涉嫌洗钱": "authority-impersonation",
            "跑分": "money-mule",
            "出租银行卡": "money-mule",
            "百万保障": "bank-platform-impersonation",
            "冒充客服退款": "customer-service-impersonation",
            "快递丢了理赔": "customer-service-impersonation",
            "领导加微信让转账": "boss-colleague-impersonation",
            "注销校园贷": "credit-repair",
            "征信修复": "credit-repair",
            "贷款要先交保证金": "loan-fee",
            "屏幕共享": "remote-control",
            "炒股群老师": "investment",
            "虚拟货币平台提现不了": "investment",
            "游戏账号交易": "game-trade",
            "孩子玩游戏被骗": "game-trade",
            "裸聊": "extortion",
            "追回被骗的钱": "recovery",
            "保健品": "elder-health",
            "中奖": "prize-subsidy",
            "钓鱼网站": "phishing-takeover",
            "租房定金": "rental-service",
            "招聘培训费": "job-fee",
            "慈善募捐": "charity-appeal",
        },
        "zh-Hant": {
            "刷單": "task-rebate",
            "按讚返佣": "task-rebate",
            "安全帳戶": "authority-impersonation",
            "假警察": "authority-impersonation",
            "網戀": "romance",
            "冒充客服": "customer-service-impersonation",
            "螢幕分享": "remote-control",
            "人頭帳戶": "money-mule",
            "釣魚網站": "phishing-takeover",
            "投資群組": "investment",
        },
        "en": {
            "task scam": "task-rebate",
            "pig butchering": "romance",
            "fake police": "authority-impersonation",
            "safe account": "authority-impersonation",
            "money mule": "money-mule",
            "refund call from customer service": "customer-service-impersonation",
            "screen sharing": "remote-control",
            "sextortion": "extortion",
            "changed bank details on an invoice": "invoice-redirect",
            "phishing": "phishing-takeover",
            "fake shop": "purchase",
            "recovering lost money": "recovery",
            "crypto investments": "investment",
            "loan fee": "loan-fee",
        },
    }.items()
    for question, fraud_type in questions.items()
]


def first_types(case: Case, number: int) -> list[str]:
    return [one.fraud_type for one in ask(Asked(case.question, case.locale)).results[:number]]


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


@pytest.mark.django_db
def test_recall_of_what_people_mean() -> None:
    firsts = {case: first_types(case, 5) for case in CASES}
    missed = {case.question: types for case, types in firsts.items() if case.fraud_type not in types}
    at_one = share(types[:1] == [case.fraud_type] for case, types in firsts.items())
    at_five = share(case.fraud_type in types for case, types in firsts.items())
    assert len(CASES) >= 50
    assert at_five >= 0.95, missed
    assert at_one >= 0.80, {case.question: types for case, types in firsts.items() if types[:1] != [case.fraud_type]}


@pytest.mark.django_db
def test_recall_and_precision_of_single_words() -> None:
    """A word finds every entry it stands in, in either script, and no other: told by reading all entries."""
    for word in ("刷单", "冒充", "客服", "安全账户", "公检法", "验证码", "退款", "保证金", "屏幕共享", "群主"):
        found = engine().search(Query(terms(word), size=2000))
        keys = {hit.entry.key for hit in found.hits}
        assert keys == _keys_with(word), word


def _keys_with(word: str) -> set[str]:
    from scams.search.contract import FOR_PEOPLE
    from scams.search.entries import all_entries
    from scams.search.text import fold

    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return {
        entry.key
        for entry in all_entries()
        if entry.kind in FOR_PEOPLE
        and all(any(pair in fold(text) for text in (entry.title, entry.names, entry.text)) for pair in pairs)
    }


@pytest.mark.django_db
def test_the_own_language_comes_first() -> None:
    for case in CASES:
        locales = [one.locale for one in ask(Asked(case.question, case.locale)).results]
        assert locales == sorted(locales, key=lambda locale: locale != case.locale), case


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("刷但", "刷单"),
        ("沙猪盘", "杀猪盘"),
        ("安权账户", "安全账户"),
        ("屏木共享", "屏幕共享"),
        ("我被沙猪盘骗了", "我被杀猪盘骗了"),
        ("szp", "杀猪盘"),
        ("shuadan", "刷单"),
        ("invesment scam", "investment scam"),
        ("phising", "phishing"),
        ("儿子发短信说手机坏了换了号码要交学费", None),
        ("收到銀行短訊說帳戶被凍結要點連結", None),
        ("客服说误设分期付款要去ATM解除", None),
        ("短信说ETC过期让我点链接", None),
        ("my mum says I lost my phone", None),
        ("安全帐户", None),
        ("刷单", None),
        ("task scam", None),
        ("", None),
        ("x" * 200, None),
    ],
)
@pytest.mark.django_db
def test_did_you_mean(typed: str, meant: str | None) -> None:
    assert ask(Asked(typed, "zh-Hans")).suggestion == meant
