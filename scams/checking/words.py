"""What the checker itself says to people, in the three languages; all else it says comes from editors."""

from collections.abc import Iterable
from typing import Final

Texts = dict[str, str]

SAID_OFTEN: Final[Texts] = {
    "zh-Hans": "这类骗局里常这么说。",
    "zh-Hant": "這類騙局裡常這麼說。",
    "en": "This is often said in this kind of scam.",
}

MARKS: Final[dict[str, Texts]] = {
    "link": {
        "zh-Hans": "这是一个链接。先别点，从您平时用的App或官网进去看。",
        "zh-Hant": "這是一個連結。先別點，從您平時用的App或官網進去看。",
        "en": "This is a link. Do not tap it: open the app or site you normally use.",
    },
    "short-link": {
        "zh-Hans": "短链接看不出通向哪里，别点。",
        "zh-Hant": "短網址看不出通往哪裡，別點。",
        "en": "A shortened link hides where it leads. Do not tap it.",
    },
    "odd-link": {
        "zh-Hans": "这个网址不像官方网址：看起来像，但名字或结尾不对。",
        "zh-Hant": "這個網址不像官方網址：看起來像，但名稱或結尾不對。",
        "en": "This address does not look like the official one: the name or the ending is off.",
    },
    "official-link": {
        "zh-Hans": "这是官方网址。链接上显示的字可以作假：要去，就自己输入网址，或用官方App。",
        "zh-Hant": "這是官方網址。連結上顯示的字可以造假：要去，就自己輸入網址，或用官方App。",
        "en": "This is an official address. What a link shows can be faked: type it yourself, or use the app.",
    },
    "phone": {
        "zh-Hans": "这里留了电话号码。要打，请打官网或卡背面印的号码。",
        "zh-Hant": "這裡留了電話號碼。要打，請打官網或卡背面印的號碼。",
        "en": "A phone number is given here. If you call, use the number on the official site or your card.",
    },
    "foreign-phone": {
        "zh-Hans": "带国际区号的号码：自称国内机构却这样打来，多半有假。",
        "zh-Hant": "帶有國際區號的號碼：自稱本地機構卻這樣打來，多半有假。",
        "en": "A number with a country code: a local office would not usually contact you from one.",
    },
    "card": {
        "zh-Hans": "这像一个银行卡号或账号。先别往里转钱，也别把自己的号码发出去。",
        "zh-Hant": "這像一個銀行卡號或帳號。先別往裡面轉錢，也別把自己的號碼傳出去。",
        "en": "This looks like a card or account number. Do not pay into it, and do not send yours.",
    },
}
"""About what is recognised by its shape."""

_ORDER: Final = ("odd-link", "short-link", "link", "official-link", "foreign-phone", "phone", "card")

_ASK_NEXT: Final[dict[str, tuple[str, ...]]] = {
    "zh-Hans": (
        "只看这段文字，我们看不出是不是诈骗；看不出不等于没问题。",
        "先问自己：对方要我转钱、给验证码、装软件或保密吗？有一样就先停下。",
        "用您自己知道的号码或官方App联系对方，问一句是不是真的。",
        "拿不准，就和家人说一说，或拨打下面的热线。",
    ),
    "zh-Hant": (
        "只看這段文字，我們看不出是不是詐騙；看不出不代表沒問題。",
        "先問自己：對方要我轉錢、給驗證碼、裝程式或保密嗎？有一樣就先停下。",
        "用您自己知道的號碼或官方App聯絡對方，問一句是不是真的。",
        "拿不準，就和家人說一說，或撥打下面的熱線。",
    ),
    "en": (
        "From these words alone we can't tell whether it is a scam. That does not mean it is safe.",
        "Ask yourself: do they want money, a code, an app installed, or secrecy? If so, stop.",
        "Contact them in a way you already know, such as the official app, and ask if it is real.",
        "If you are not sure, talk to someone you trust or call the number below.",
    ),
}

_STOP_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "zh-Hans": ("先停下，别转钱，别给验证码。", "用您自己知道的号码核实。", "和家人说一说，或拨打热线。"),
    "zh-Hant": ("先停下，別轉錢，別給驗證碼。", "用您自己知道的號碼查證。", "和家人說一說，或撥打熱線。"),
    "en": (
        "Stop. Send no money and no codes.",
        "Check with a number you already know.",
        "Tell someone you trust, or call the hotline.",
    ),
}


def ask_next(kinds: Iterable[str], locale: str) -> list[str]:
    """Return what to ask next where we cannot tell, and a line about what was recognised."""
    first, *rest = _ASK_NEXT[locale]
    return [first, *about_marks(kinds, locale), *rest]


def stop_first(locale: str) -> list[str]:
    """Return what to do where editors wrote nothing."""
    return list(_STOP_FIRST[locale])


def about_marks(kinds: Iterable[str], locale: str) -> list[str]:
    """Return one line about the most telling thing recognised in a message; none for nothing."""
    there = set(kinds)
    return next(([MARKS[kind][locale]] for kind in _ORDER if kind in there), [])
