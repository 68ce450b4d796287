"""Whatever is pasted is answered, the same each time, and what it points at is in the text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scams.checking.automaton import Ready
from scams.checking.masking import masked
from scams.checking.verdict import check
from tests.scams.checking.messages import messages

TEXTS = [one.text for one in messages("held")]
NOISE = st.sampled_from(["\u200b", " ", "·", "\u202e", "\0", "\u0301", "。", "\n", "🙂", "\ud800", "Ａ"])


def disguised(text: str, noise: list[str]) -> str:
    """Return a message with a piece of noise after each of its first characters."""
    return "".join(char + (noise[place] if place < len(noise) else "") for place, char in enumerate(text))


def assert_sound(ready: Ready, text: str) -> None:
    verdict = check(ready, text, "zh-Hans")
    assert verdict == check(ready, text, "zh-Hans")
    assert len(verdict.matches) <= 3
    assert (verdict.verdict == "none") == (not verdict.matches)
    assert verdict.advice
    for match in verdict.matches:
        assert 0 < match.confidence <= 1
        assert match.evidence
        for one in match.evidence:
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.text
            assert one.why
        ends = [(one.start, one.end) for one in match.evidence]
        assert all(before[1] <= after[0] for before, after in pairwise(ends))


@given(text=st.text(max_size=400))
@example("")
def test_any_text_is_answered(of_files: Ready, text: str) -> None:
    assert_sound(of_files, text)


@given(text=st.sampled_from(TEXTS), noise=st.lists(NOISE, max_size=80))
def test_disguised_messages_are_answered(of_files: Ready, text: str, noise: list[str]) -> None:
    assert_sound(of_files, disguised(text, noise))


@pytest.mark.parametrize(
    "text",
    [
        *("转账" * 5000, "\0" * 10_000, "\u202e\u202d" * 5000, "a." * 5000, "1" * 10_000, "{pay}…" * 1500),
        *("先" * 10_000, "http://" * 1400, "1-" * 5000, "不要" * 5000, " ".join("vip") * 2000, "\ud800" * 100),
        "保证金不要告诉" * 1400,
    ],
)
def test_ten_thousand_characters_of_anything_are_answered(of_files: Ready, text: str) -> None:
    assert_sound(of_files, text)


@pytest.mark.parametrize("spacer", ["\u200b", " ", "·", "*", "\u2060", "　"])
def test_characters_put_between_others_hide_nothing(of_files: Ready, spacer: str) -> None:
    plain = "做任务先垫付马上返佣金"
    assert check(of_files, spacer.join(plain), "en").matches[0].fraud_type == "task-rebate"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("打13800138000找我", "打•••••••••••找我"),
        ("卡号 6222 0212 3456 7890 123", "卡号 " + "•" * 23),
        ("点 https://a.top/u/998?x=1 看", "点 https://a.top/… 看"),
        ("邮箱 me.you@example.com。", "邮箱 ••••••••••••••••••。"),
        ("加微信：abc_12345", "加微信：•••••••••"),
        ("一三八零零一三八零零零", "•" * 11),
        ("验证码 4471", "验证码 ••••"),
        ("３８４７５６", "••••••"),
        ("a\0b\u202e", "ab"),
        ("两百块", "两百块"),
    ],
)
def test_what_is_reported_is_kept_without_numbers(text: str, kept: str) -> None:
    assert masked(text) == kept


@given(st.text(alphabet="0123456789 -+.零一二三wx@a:/", max_size=60))
def test_no_long_number_is_kept(text: str) -> None:
    assert not any(run.isdecimal() and len(run) > 3 for run in masked(text).replace("-", " ").split())
