"""What the last-resort card says, in three languages, to adults and to older people.

It is shown for any payment at all, when nothing is known of the kind of fraud, so it says only what is always true.
"""

from typing import Final, NamedTuple


class Contact(NamedTuple):
    """A hotline as its verified record has it, in one language."""

    key: str
    name: str
    number: str
    region: str
    hours: str


class Words(NamedTuple):
    """One card's texts."""

    headline: str
    why: str
    happening: str
    flags: tuple[str, ...]
    question: str
    rebuttal: str
    safe: str
    family: str
    hotline: str
    proceed: str
    pause: str
    meanwhile: str
    switch: str


MINUTES: Final = 15

CONTACTS: Final = {
    "zh-Hans": (
        Contact("cn-96110", "全国反诈专线", "96110", "CN", ""),
        Contact("cn-110", "报警电话", "110", "CN", ""),
    ),
    "zh-Hant": (
        Contact("hk-18222", "防騙易熱線（香港）", "18222", "HK", "24小時"),
        Contact("tw-165", "反詐騙諮詢專線（臺灣）", "165", "TW", "24小時"),
    ),
    "en": (
        Contact("sg-1799", "ScamShield Helpline (Singapore)", "1799", "SG", "24 hours"),
        Contact("intl-own-bank", "Your bank: the number printed on your card", "", "001", ""),
    ),
}
"""The hotlines of the cards for `other-unknown`."""

ANSWERS: Final = {
    "zh-Hans": {"yes": "是", "no": "不是", "unsure": "说不准"},
    "zh-Hant": {"yes": "是", "no": "不是", "unsure": "說不準"},
    "en": {"yes": "Yes", "no": "No", "unsure": "Not sure"},
}

WORDS: Final = {
    ("zh-Hans", "adult"): Words(
        headline="先停一停，核实了再付",
        why="这笔付款需要您再确认一次",
        happening="骗子常常先让人着急或心动，再催人照他说的付钱，还叫人别告诉别人。钱一付出去，就很难追回。",
        flags=("有人催您马上付款", "收款的人您没见过", "有人叫您保密"),
        question="是不是有人在电话或网上教您付这笔钱？",
        rebuttal="如果对方说“不用理会提示”，请先停下。",
        safe="先不付",
        family="问问家人",
        hotline="拨打反诈热线",
        proceed="我已核实，继续付",
        pause="钱还在您的账户里，等一等不会少。",
        meanwhile="用自己查到的号码问问对方，或者跟家人说一说。",
        switch="换一个App付款，风险是一样的。",
    ),
    ("zh-Hans", "elder"): Words(
        headline="先别急，问一问再付",
        why="付这笔钱之前，请您再想一想",
        happening="骗子会先让您着急或者高兴，再催您快点付钱，还叫您别跟家里人说。钱付出去，很难要回来。",
        flags=("有人催您快点付", "收钱的人您没见过", "有人叫您瞒着家里人"),
        question="是不是有人在电话里教您怎么付？",
        rebuttal="如果他说“没事，点继续”，您就停下。",
        safe="先等一等",
        family="打电话问问家人",
        hotline="拨打反诈热线",
        proceed="我问过了，仍要付",
        pause="钱在您的账户里，不会少。坐下歇一会儿。",
        meanwhile="给家里人打个电话，说说是谁叫您付钱的。",
        switch="换个软件付，一样有风险。",
    ),
    ("zh-Hant", "adult"): Words(
        headline="先停一停，查證了再付",
        why="這筆付款需要您再確認一次",
        happening="騙徒常常先令人心急或心動，再催人照他的話付錢，還叫人不要告訴別人。錢一付出去，就很難追回。",
        flags=("有人催您馬上付款", "收款的人您沒見過", "有人叫您保密"),
        question="是否有人在電話或網上教您付這筆錢？",
        rebuttal="如果對方說「不用理會提示」，請先停下。",
        safe="先不付",
        family="問問家人",
        hotline="撥打反詐騙熱線",
        proceed="我已查證，繼續付",
        pause="錢還在您的帳戶裡，等一等不會少。",
        meanwhile="用自己查到的號碼問問對方，或者跟家人說一說。",
        switch="換一個應用程式付款，風險一樣。",
    ),
    ("zh-Hant", "elder"): Words(
        headline="先別急，問一問再付",
        why="付這筆錢之前，請您再想一想",
        happening="騙徒會先讓您心急或高興，再催您快點付錢，還叫您不要跟家人說。錢付出去，很難拿回來。",
        flags=("有人催您快點付", "收錢的人您沒見過", "有人叫您瞞著家人"),
        question="是不是有人在電話裡教您怎樣付？",
        rebuttal="如果他說「沒事，按繼續」，您就停下。",
        safe="先等一等",
        family="打電話問問家人",
        hotline="撥打反詐騙熱線",
        proceed="我問過了，仍要付",
        pause="錢在您的帳戶裡，不會少。坐下休息一會兒。",
        meanwhile="打個電話給家人，說說是誰叫您付錢的。",
        switch="換個方法付，一樣有風險。",
    ),
    ("en", "adult"): Words(
        headline="Take a moment before you pay",
        why="This payment needs a second look from you",
        happening="Scammers make people worried or hopeful, rush them to pay, and ask them to tell no one. "
        "Money sent is very hard to get back.",
        flags=("Someone is rushing you to pay", "You have not met the payee", "You were asked to keep this quiet"),
        question="Is someone on the phone or online telling you how to make this payment?",
        rebuttal="If they say 'take no notice of the warning', stop there.",
        safe="Don't pay yet",
        family="Ask someone I trust",
        hotline="Call the anti-scam helpline",
        proceed="I've checked, pay anyway",
        pause="Your money stays in your account. A short wait takes nothing from it.",
        meanwhile="Ask the payee through a number you find yourself, or talk to someone you trust.",
        switch="Paying with another app carries the same risk.",
    ),
    ("en", "elder"): Words(
        headline="No hurry: ask someone before you pay",
        why="Please think about this payment once more",
        happening="A scammer makes you worried or glad, hurries you to pay, and asks you not to tell your family. "
        "Money sent is hard to get back.",
        flags=("Someone is hurrying you", "You have not met the person you pay", "You are told to keep it from family"),
        question="Is someone on the phone telling you how to pay?",
        rebuttal="If they say 'it's fine, tap continue', stop there.",
        safe="Wait a moment",
        family="Call my family",
        hotline="Call the anti-scam helpline",
        proceed="I have asked, pay anyway",
        pause="Your money is in your account and stays there. Sit down for a while.",
        meanwhile="Call someone in your family and say who asked you to pay.",
        switch="Another app carries the same risk.",
    ),
}
