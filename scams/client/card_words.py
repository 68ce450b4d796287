"""The card's own words and signs: what stands around the words of editors, in three languages.

The script in the browser says the same: `python -m scams.client.component` writes them to its `words/`.
"""

from collections.abc import Mapping
from typing import Final

from scams.words import api_locale

CardWords = Mapping[str, str]
"""A language's words by what they are for; `{n}` is a number."""


def words_of(locale: str) -> CardWords:
    """Return the words for a language in any spelling; English for a language we do not have."""
    return WORDS[api_locale(locale)]


ICONS: Final = {
    "notice": "M5 6h22v15H15l-6 6v-6H5zM11 11.5h10M11 15.5h6",
    "warn": "M16 3l11 4v8c0 7-4.5 11.5-11 14C9.5 26.5 5 22 5 15V7zM11 16l3.5 3.5L21 12.5",
    "hold": "M3 16a13 13 0 1 0 26 0a13 13 0 1 0-26 0zM12.5 10.5v11M19.5 10.5v11",
    "stop": "M11 3h10l8 8v10l-8 8H11l-8-8V11zM10 16h12",
}
"""The outline of each level's sign, on a field of 32 by 32: they differ in shape, not in colour alone."""

WORDS: Final[Mapping[str, CardWords]] = {
    "zh-Hans": {
        "notice": "请您留意",
        "warn": "请先核实",
        "hold": "先停一停",
        "stop": "这笔钱还没有转出",
        "hour": "小时",
        "hours": "小时",
        "minute": "分钟",
        "minutes": "分钟",
        "signs": "这种骗局的危险信号",
        "ask": "问问自己",
        "send": "提交回答",
        "they_say": "对方可能会这样说",
        "meanwhile": "等待的时候",
        "listen": "听一听",
        "listen_stop": "停止朗读",
        "help": "可以向这里求助",
        "may_end": "您可以自己提前结束等待。",
        "must_wait": "等待结束后，由您决定。",
        "held": "核实清楚之后，才能继续付款。",
        "confirm": "请再确认一次。钱转出去，可能就追不回来了。",
        "changed": "根据您的回答，提示已更新：",
        "added": "根据您的回答，补充一点：",
        "next": "下一个问题：",
        "left": "还需等待{n}分钟。",
        "over": "等待已结束，现在由您决定。",
    },
    "zh-Hant": {
        "notice": "請您留意",
        "warn": "請先查證",
        "hold": "先停一停",
        "stop": "這筆錢還沒有轉出",
        "hour": "小時",
        "hours": "小時",
        "minute": "分鐘",
        "minutes": "分鐘",
        "signs": "這種騙局的危險訊號",
        "ask": "問問自己",
        "send": "送出回答",
        "they_say": "對方可能會這樣說",
        "meanwhile": "等待的時候",
        "listen": "聽一聽",
        "listen_stop": "停止朗讀",
        "help": "可以向這裡求助",
        "may_end": "您可以自己提早結束等待。",
        "must_wait": "等待結束後，由您決定。",
        "held": "查證清楚之後，才能繼續付款。",
        "confirm": "請再確認一次。錢轉出去，可能就追不回來了。",
        "changed": "根據您的回答，提示已更新：",
        "added": "根據您的回答，補充一點：",
        "next": "下一個問題：",
        "left": "還需等待{n}分鐘。",
        "over": "等待已結束，現在由您決定。",
    },
    "en": {
        "notice": "Good to know",
        "warn": "Please check first",
        "hold": "Let us pause a moment",
        "stop": "This payment has not been sent",
        "hour": "hour",
        "hours": "hours",
        "minute": "minute",
        "minutes": "minutes",
        "signs": "Signs of this scam",
        "ask": "Ask yourself",
        "send": "Send my answers",
        "they_say": "They may tell you",
        "meanwhile": "While you wait",
        "listen": "Listen to this",
        "listen_stop": "Stop reading",
        "help": "People who can help",
        "may_end": "You may end the wait yourself.",
        "must_wait": "You can decide once the wait is over.",
        "held": "This payment goes on only once it has been checked.",
        "confirm": "Please confirm once more. Money that has gone may not come back.",
        "changed": "Because of your answer, this has changed: ",
        "added": "Because of your answer, one more thing: ",
        "next": "Next question: ",
        "left": "{n} minutes left to wait.",
        "over": "The wait is over. It is up to you now.",
    },
}

QUIZ_WORDS: Final[Mapping[str, CardWords]] = {
    "zh-Hans": {
        "title": "回答几个问题，自己解除",
        "intro": "答对{n}题，这笔付款就不再等待。慢慢看，不计时。",
        "send": "提交答案",
        "all": "每个问题都请选一个答案。",
        "wrong": "还没有全部答对。看看下面的说明，再试一次。",
        "left": "还可以试{n}次。",
        "spent": "这次没有答对。先别付款，可以向下面的专线求助。",
        "passed": "已解除。要不要付款，由您决定。",
    },
    "zh-Hant": {
        "title": "回答幾個問題，自己解除",
        "intro": "答對{n}題，這筆付款就不再等待。慢慢看，不計時。",
        "send": "送出答案",
        "all": "每個問題都請選一個答案。",
        "wrong": "還沒有全部答對。看看下面的說明，再試一次。",
        "left": "還可以試{n}次。",
        "spent": "這次沒有答對。先別付款，可以向下面的專線求助。",
        "passed": "已解除。要不要付款，由您決定。",
    },
    "en": {
        "title": "Answer a few questions to go on",
        "intro": "With {n} right answers the wait ends. Take your time, there is no clock.",
        "send": "Send my answers",
        "all": "Please choose an answer to every question.",
        "wrong": "Not all are right yet. Read what it says below, and try again.",
        "left": "Tries left: {n}.",
        "spent": "That did not work out. Do not pay yet; the people below can help.",
        "passed": "Released. Whether to pay is up to you.",
    },
}
"""What stands around the questions by which a payer releases a payment."""
