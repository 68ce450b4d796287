"""How well whole sentences find what they mean, as people say them in fright; written before the words were tuned."""

from typing import Final

import pytest

from scams.search.asking import Asked, ask
from tests.scams.search.test_quality import share

PAID: Final = "paid"
"""The page of those who have paid already, which is about no fraud type."""

SENTENCES: Final = {
    "zh-Hans": {
        "对方让我共享屏幕": ("remote-control",),
        "我被骗了转了三万怎么办": (PAID,),
        "被骗了钱还能追回来吗": (
            "recovery",
            PAID,
        ),
        "群里说点赞一条给五块钱，现在让我充值做大单": ("task-rebate",),
        "做任务做完了不给提现，说要再充钱": ("task-rebate",),
        "客服说我开了会员不取消每个月扣钱": (
            "customer-service-impersonation",
            "bank-platform-impersonation",
        ),
        "淘宝客服打电话说我买的东西有质量问题要退款": ("customer-service-impersonation",),
        "警察打电话让我把钱转到安全账户": ("authority-impersonation",),
        "有人说我的身份证在外地办了银行卡涉案": ("authority-impersonation",),
        "老板在QQ上让我马上给供应商打款": ("boss-colleague-impersonation",),
        "儿子发短信说手机坏了换了号码要交学费": ("family-friend-impersonation",),
        "女朋友没见过面，带我炒币赚钱": (
            "romance",
            "investment",
        ),
        "网上认识的男友说被海关扣了要我交钱": ("romance",),
        "贷款软件说我卡号填错了要交解冻费": ("loan-fee",),
        "我妈天天去听课买保健品": ("elder-health",),
        "视频聊天被录了，威胁发给通讯录": ("extortion",),
        "约女生见面要先交押金": ("sexual-service",),
        "借我银行卡走一下流水，给我提成": ("money-mule",),
        "短信说ETC过期让我点链接": ("phishing-takeover",),
        "租房子没看房就让先交定金": ("rental-service",),
        "二手平台卖家让我加微信转账": ("purchase",),
        "买游戏皮肤对方收了钱把我拉黑": ("game-trade",),
        "应聘要先交服装费体检费": ("job-fee",),
        "律师说可以帮我把被骗的钱追回来": ("recovery",),
    },
    "zh-Hant": {
        "有人冒充我兒子說出車禍要錢": ("family-friend-impersonation",),
        "網上認識的人叫我投資虛擬貨幣": (
            "romance",
            "investment",
        ),
        "收到銀行短訊說帳戶被凍結要點連結": (
            "phishing-takeover",
            "bank-platform-impersonation",
        ),
        "客服說誤設分期付款要去ATM解除": ("customer-service-impersonation",),
        "入境處打電話說我涉及洗黑錢": ("authority-impersonation",),
        "老闆用WhatsApp叫我匯款": ("boss-colleague-impersonation",),
        "買演唱會門票被騙": (
            "rental-service",
            "purchase",
        ),
        "中獎了但要先繳稅": ("prize-subsidy",),
        "借帳戶給朋友收錢犯法嗎": ("money-mule",),
    },
    "en": {
        "my mum got a text saying I lost my phone and need money": ("family-friend-impersonation",),
        "someone on the phone wants to see my screen": ("remote-control",),
        "they want me to pay before I get the loan": ("loan-fee",),
        "guy I met online needs money for a flight": ("romance",),
        "I sent nude pictures and now he wants money": ("extortion",),
        "supplier says they have a new bank account": ("invoice-redirect",),
        "I was scammed, what should I do now": (PAID,),
        "got a text about an undelivered parcel with a link": (
            "phishing-takeover",
            "customer-service-impersonation",
        ),
        "caller said my account is not safe and I must move my money": (
            "bank-platform-impersonation",
            "authority-impersonation",
        ),
        "earn money by liking videos": ("task-rebate",),
        "I won a lottery I never entered": ("prize-subsidy",),
        "is it ok to let someone use my bank account": ("money-mule",),
        "company promises to get my stolen crypto back": ("recovery",),
        "ticket seller disappeared after I paid": (
            "rental-service",
            "purchase",
        ),
        "trading app will not let me withdraw": ("investment",),
    },
}
"""By language: what is said, and the fraud types that it may be about."""


def about(question: str, locale: str) -> list[str]:
    """What the first five results are about."""
    results = ask(Asked(question, locale)).results[:5]
    return [PAID if one.url.endswith("/paid/") else one.fraud_type for one in results]


@pytest.mark.django_db
def test_sentences_find_what_they_mean() -> None:
    asked = [(one, meant, about(one, locale)) for locale, many in SENTENCES.items() for one, meant in many.items()]
    not_first = {one: found for one, meant, found in asked if not {*found[:1]} & {*meant}}
    missed = {one: found for one, meant, found in asked if not {*found} & {*meant}}
    assert len(asked) >= 40
    assert share(one not in missed for one, _meant, _found in asked) >= 0.95, missed
    assert share(one not in not_first for one, _meant, _found in asked) >= 0.85, not_first


@pytest.mark.parametrize(
    ("question", "locale"),
    [
        ("我被骗了怎么办", "zh-Hans"),
        ("我被骗了转了三万怎么办", "zh-Hans"),
        ("錢已經轉出去了怎麼辦", "zh-Hant"),
        ("already paid", "en"),
        ("I got scammed", "en"),
    ],
)
@pytest.mark.django_db
def test_who_has_paid_is_helped(question: str, locale: str) -> None:
    assert PAID in about(question, locale)[:2]
