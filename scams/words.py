"""The closed vocabularies of the house: levels, audiences, locales, signals' shape, action kinds.

Everything here is plain data. No Django, so that the hot endpoint and the client can use it too.
"""

from typing import Final

LEVELS: Final = ("notice", "warn", "hold", "stop")
"""How strongly to intervene, weakest first."""

AUDIENCES: Final = ("adult", "elder", "teen", "sme")
DEFAULT_AUDIENCE: Final = "adult"

LOCALES: Final = ("zh-Hans", "zh-Hant", "en")
"""The languages content is written in, in API spelling; Wagtail spells them in lower case."""

FALLBACK_TYPE: Final = "other-unknown"
"""The fraud type whose card answers when no better one is known."""

SAFE_ACTIONS: Final = ("stop", "call", "check")
OTHER_ACTIONS: Final = ("call-hotline", "ask-family", "ask-colleague", "official-check", "delay-arrival")

ANSWERS: Final = ("yes", "no", "unsure")

STEPS: Final = {"notice": "notice", "warn": "warn", "call": "hold", "cooling-off": "hold", "hold": "hold"}
"""The kinds of steps of a playbook, weakest first, each with the level its card answers at."""

STEP_ANSWERS: Final = (
    *("proceed", "safe_action", "confirmed", "reassured"),
    *("no_answer", "waited", "cancelled_in_wait", "released"),
)
"""What may come of a step: the payer's act, or what answers, a call or a wait brought."""

CROSSWALK_SEPARATOR: Final = ":"


def is_chinese(locale: str) -> bool:
    """Return whether a locale, in either spelling, is written in Chinese characters."""
    return locale.lower().startswith("zh")


_API_SPELLING: Final = {locale.lower(): locale for locale in LOCALES}


def api_locale(locale: str) -> str:
    """Return one of LOCALES for a language code in any spelling; English for a language we do not have.

    zh-HK, zh-TW and zh-MO are read in Traditional characters, every other zh in Simplified.
    """
    code = locale.lower().replace("_", "-")
    if code in _API_SPELLING:
        return _API_SPELLING[code]
    if not is_chinese(code):
        return "en"
    traditional = {"hant", "hk", "tw", "mo"} & set(code.split("-"))
    return "zh-Hant" if traditional and "hans" not in code else "zh-Hans"


_USUAL: Final = "zh-Hans zh-Hant en zh zh-CN zh-SG zh-HK zh-TW zh-MO en-US en-GB en-HK en-SG en-AU"
KNOWN_LOCALES: Final = {code: api_locale(code) for code in _USUAL.split()}
"""The usual spellings, each with the locale it is answered in."""


def locale_chain(locale: str) -> tuple[str, ...]:
    """Return the locales to try for `locale`, best first: zh-HK gives zh-Hant, zh-Hans, en."""
    best = api_locale(locale)
    rest = LOCALES if best == "en" else ("zh-Hans", "zh-Hant", "en")
    return (best, *(other for other in rest if other != best))
