import pytest

from scams import words


@pytest.mark.parametrize(
    ("locale", "chain"),
    [
        ("zh-Hans", ("zh-Hans", "zh-Hant", "en")),
        ("zh-Hant", ("zh-Hant", "zh-Hans", "en")),
        ("en", ("en", "zh-Hans", "zh-Hant")),
        ("zh-HK", ("zh-Hant", "zh-Hans", "en")),
        ("zh-TW", ("zh-Hant", "zh-Hans", "en")),
        ("zh_MO", ("zh-Hant", "zh-Hans", "en")),
        ("zh-CN", ("zh-Hans", "zh-Hant", "en")),
        ("zh-SG", ("zh-Hans", "zh-Hant", "en")),
        ("zh", ("zh-Hans", "zh-Hant", "en")),
        ("en-GB", ("en", "zh-Hans", "zh-Hant")),
        ("ms-MY", ("en", "zh-Hans", "zh-Hant")),
    ],
)
def test_locale_chain_tries_the_nearest_script_first_and_every_language_once(locale, chain):
    assert words.locale_chain(locale) == chain


@pytest.mark.parametrize(
    ("spelling", "locale"),
    [
        ("zh-hans", "zh-Hans"),
        ("ZH-HANT", "zh-Hant"),
        ("zh_hans", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("EN", "en"),
        ("xx", "en"),
        ("", "en"),
    ],
)
def test_api_locale_reads_any_spelling(spelling, locale):
    assert words.api_locale(spelling) == locale


@pytest.mark.parametrize(("locale", "chinese"), [("zh-Hans", True), ("zh-hant", True), ("ZH", True), ("en", False)])
def test_chinese_is_told_by_the_language_not_the_region(locale, chinese):
    assert words.is_chinese(locale) is chinese
