"""The words of a brief that no editor writes, in the three languages. Plain data."""

from collections.abc import Mapping
from typing import Final

Texts = Mapping[str, str]
"""By locale."""

LEVELS: Final[Mapping[str, Texts]] = {
    "notice": {"zh-Hans": "提示", "zh-Hant": "提示", "en": "Notice"},
    "warn": {"zh-Hans": "提醒", "zh-Hant": "提醒", "en": "Warn"},
    "hold": {"zh-Hans": "暂缓付款", "zh-Hant": "暫緩付款", "en": "Hold"},
    "stop": {"zh-Hans": "不予付款", "zh-Hant": "不予付款", "en": "Stop"},
}

AUDIENCES: Final[Mapping[str, Texts]] = {
    "adult": {"zh-Hans": "成年人", "zh-Hant": "成年人", "en": "Adults"},
    "elder": {"zh-Hans": "老年人", "zh-Hant": "長者", "en": "Older people"},
    "teen": {"zh-Hans": "青少年", "zh-Hant": "青少年", "en": "Teenagers"},
    "sme": {"zh-Hans": "小微企业", "zh-Hant": "中小企業", "en": "Small businesses"},
}

_MEANS: Final[Mapping[str, Texts]] = {
    "signal": {"zh-Hans": "记下：{0}", "zh-Hant": "記下：{0}", "en": "Note: {0}"},
    "fraud_type": {"zh-Hans": "改看另一种骗局：{0}", "zh-Hant": "改看另一種騙局：{0}", "en": "Another scam: {0}"},
    "question": {"zh-Hans": "接着问：{0}", "zh-Hant": "接著問：{0}", "en": "Ask next: {0}"},
}
_LEVEL_MEANS: Final[Mapping[str, Texts]] = {
    "notice": {"zh-Hans": "提示即可。", "zh-Hant": "提示即可。", "en": "A notice is enough."},
    "warn": {"zh-Hans": "要认真提醒。", "zh-Hant": "要認真提醒。", "en": "Warn in earnest."},
    "hold": {"zh-Hans": "先暂缓这笔付款。", "zh-Hant": "先暫緩這筆付款。", "en": "Hold this payment."},
    "stop": {"zh-Hans": "这笔付款不要放行。", "zh-Hant": "這筆付款不要放行。", "en": "Do not let this payment go."},
}

TITLES: Final[Mapping[str, Texts]] = {
    "brief": {"zh-Hans": "劝阻要点", "zh-Hant": "勸阻要點", "en": "Brief for agents"},
    "level": {"zh-Hans": "级别：", "zh-Hant": "級別：", "en": "Level: "},
    "audience": {"zh-Hans": "对象：", "zh-Hant": "對象：", "en": "For: "},
    "why": {"zh-Hans": "为什么提醒这笔付款", "zh-Hant": "為什麼提醒這筆付款", "en": "Why this payment"},
    "story": {"zh-Hans": "对方是怎么说的", "zh-Hant": "對方是怎麼說的", "en": "What the payer has been told"},
    "script": {"zh-Hans": "您可以这样说", "zh-Hant": "您可以這樣說", "en": "What to say"},
    "questions": {"zh-Hans": "要问的问题", "zh-Hant": "要問的問題", "en": "What to ask"},
    "flags": {"zh-Hans": "破绽", "zh-Hant": "破綻", "en": "Red flags"},
    "rebuttals": {"zh-Hans": "如果对方教过说辞", "zh-Hant": "如果對方教過說辭", "en": "If they were told what to say"},
    "safe": {"zh-Hans": "请付款人这样做", "zh-Hant": "請付款人這樣做", "en": "The safe step"},
    "guardian": {"zh-Hans": "家人可以这样说", "zh-Hant": "家人可以這樣說", "en": "For a relative"},
    "proof": {"zh-Hans": "依据", "zh-Hant": "依據", "en": "Proof"},
    "contacts": {"zh-Hans": "求助电话", "zh-Hant": "求助電話", "en": "Who to call"},
    "manner": {
        "zh-Hans": "先听，再问；不责备，不吓唬。不索要密码、验证码。",
        "zh-Hant": "先聽，再問；不責備，不嚇唬。不索取密碼、驗證碼。",
        "en": "Listen first, then ask. No blame, no fear. Never ask for a password or a code.",
    },
    "source": {"zh-Hans": "来源：{0}", "zh-Hant": "來源：{0}", "en": "Source: {0}"},
    "foot": {
        "zh-Hans": "卡片 {0} · 修订 {1} · 卡组 {2}",
        "zh-Hant": "卡片 {0} · 修訂 {1} · 卡組 {2}",
        "en": "Card {0} · revision {1} · deck {2}",
    },
}


def means(kind: str, locale: str, value: str | None) -> str:
    """Return in words what an answer's consequence of a kind means; empty for none."""
    if not value:
        return ""
    if kind == "level":
        return _LEVEL_MEANS[value][locale]
    return _MEANS[kind][locale].format(value)
