import pytest

from scams.rules import limits

CARD_MODEL = {
    "headline": (20, 60, 1, 1),
    "discreet_headline": (20, 60, 0, 1),
    "why_you": (30, 90, 1, 1),
    "what_is_happening": (60, 160, 1, 1),
    "red_flags": (24, 80, 1, 3),
    "questions": (30, 100, 1, 3),
    "rebuttals": (40, 120, 1, 2),
    "safe_action": (8, 24, 1, 1),
    "other_actions": (10, 28, 0, 3),
    "proceed": (10, 28, 1, 1),
    "switch_line": (30, 90, 1, 1),
    "cooling_off_text": (60, 160, 1, 1),
    "cooling_off_while": (60, 160, 1, 1),
    "guardian_script": (200, 600, 1, 1),
    "agent_script": (200, 600, 1, 1),
    "proof": (40, 120, 0, 1),
}


def test_the_limits_are_the_card_model_s():
    assert {name: (one.zh, one.en, one.least, one.most) for name, one in limits.LIMITS.items()} == CARD_MODEL


def test_every_limit_gives_its_evidence():
    assert [name for name, one in limits.LIMITS.items() if not one.evidence] == []


@pytest.mark.parametrize(
    ("locale", "most"), [("zh-Hans", 140), ("zh-Hant", 140), ("zh-hant", 140), ("en", 420), ("en-GB", 420)]
)
def test_the_script_of_the_locale_decides(locale, most):
    assert limits.FIRST_SCREEN.for_locale(locale) == most
