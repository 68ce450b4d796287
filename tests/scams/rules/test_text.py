import unicodedata

import pytest

from scams.rules import text


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("  先付\u3000后返 \t 再付  ", "先付 后返 再付"),
        ("先\u200b付\u200d后\ufeff返", "先付后返"),
        ("先\u202e付后\u2066返\u2069", "先付后返"),
        ("先\x00付\x08后\x7f返\x9f", "先付后返"),
        ("先付\U000e0041\U000e007f", "先付"),
        ("先付\ue000\U000f0000", "先付"),
        ("pay\u00ad first", "pay first"),
        ("先付\ufe0f\U000e0100后\u3164返\u2800", "先付后返"),
        ("先付\r\n后返\u2028再付", "先付 后返 再付"),
        ("<b>先付</b>后返", "先付后返"),
        ("<script src='x'>先付</script>", "先付"),
        ("＜b＞先付＜／b＞", "先付"),
        ("‹b›先付‹/b›﹤i﹥", "先付"),
        ("<\u200bb>先付", "先付"),
        ("<<b>script>先付", "先付"),
        ("<!-- 先付 -->后返", "后返"),
        (f"<a title='{'x' * 500}'>先付", "先付"),
        ("e\u200b\u0301te\u0301", "été"),
    ],
)
def test_clean_takes_away_what_no_reader_sees(dirty, cleaned):
    assert text.clean(dirty) == cleaned


@pytest.mark.parametrize(
    "harmless", ["《反诈》 5 < 6，7 > 6", "“先付”（后返）", "👵 奶奶", "I've checked – pay", "½ of 20,000"]
)
def test_clean_leaves_what_a_reader_sees(harmless):
    assert text.clean(harmless) == harmless


@pytest.mark.parametrize("dirty", ["<<b>b>x", "e\u200b\u0301", " \u200b 先付", "<\n\nb>x", "a\n \u200b\n b", "‹<b>b›"])
@pytest.mark.parametrize("lines", [False, True])
def test_cleaning_twice_is_cleaning_once(dirty, lines):
    once = text.clean(dirty, lines=lines)
    assert text.clean(once, lines=lines) == once


def test_clean_keeps_line_ends_where_a_text_has_lines():
    assert text.clean(" 先问。 \r\n\r\n 再听。\r", lines=True) == "先问。\n再听。"


@pytest.mark.parametrize(
    ("value", "length"), [("", 0), ("先付后返", 4), ("été", 3), ("e\u0301te\u0301", 3), ("q\u0307", 1), ("𠮷野家", 3)]
)
def test_count_counts_what_a_reader_sees(value, length):
    assert text.count(value) == length
    assert text.count(unicodedata.normalize("NFD", value)) == length


@pytest.mark.parametrize(
    "value",
    [
        "请拨96110咨询",
        "请拨９６１１０咨询",
        "请拨９６ １１０咨询",
        "请拨96 110咨询",
        "请拨9 6 1 1 0",
        "请拨9-6-1-1-0",
        "客服400-888-8888",
        "客服(010) 6505 1234",
        "+86 138.0013.8000",
        "＋８６ １３８ ００１３ ８０００",
        "HK 2345 6789",
        "2024 1234 5678",
        "卡号 6222 0000 1111 2222",
        "𝟗𝟔𝟏𝟏𝟎",
        "报警拨110",
        "报警拨１１０",
        "call 999 now",
        "致电165。",
        "ring 1799",
        "ring 911, now",
    ],
)
def test_digits_that_could_be_dialled_are_found(value):
    assert text.has_phone_number(value) is True


@pytest.mark.parametrize(
    "value",
    [
        "2024年",
        "２０２４年起",
        "2023-2024年",
        "2023–2024",
        "2024-06-25",
        "2024.6.25",
        "5000元",
        "120元",
        "１２０元",
        "¥5,000.00",
        "HK$1,120",
        "US$120",
        "1,234,567.89",
        "about 20,000 reports",
        "up 110%",
        "112万元",
        "15分钟，24小时",
        "rose from 5,000 in 2023 to about 20,000",
        "损失100。2024年",
        "第1步、第2步、第3步、第4步、第5步",
        "",
    ],
)
def test_years_and_prices_are_no_telephone_numbers(value):
    assert text.has_phone_number(value) is False


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org/a",
        "HTTP : // example",
        "ｈｔｔｐｓ：／／ａ",
        "请打开www.abc",
        "ｗｗｗ．ａｂｃ．ｃｏｍ",
        "打开abc.com付款",
        "打开 abc . com 付款",
        "打开 abc. com 付款",
        "打开 abc.top/1",
        "abc .top",
        "t.me/abc",
        "bit.ly/abc",
        "gov.cn.evil.ru",
        "请看abc。com",
    ],
)
def test_web_addresses_are_found(value):
    assert text.has_link(value) is True


@pytest.mark.parametrize(
    "value",
    [
        "先付。后返",
        "Do not install it. App stores never ask.",
        "You pay. Net result: nothing.",
        "It comes out on top. Top earners are actors.",
        "Do not pay, e.g. by card, at 3 p.m. or 5.30.",
        "Wait... then ask.",
        "版本2.0，共3.5万元",
        "",
    ],
)
def test_sentences_are_no_web_addresses(value):
    assert text.has_link(value) is False


@pytest.mark.parametrize("line", ["1 1 0", "1-1-0", "九六一一零", "一一〇", "９６１１０"])
def test_spelled_and_spaced_hotlines_are_seen(line):
    assert text.has_phone_number(f"请拨{line}报警")


@pytest.mark.parametrize("line", ["10000元", "¥50000", "2023–2024年", "百分之九十"])
def test_sums_and_years_are_no_hotlines(line):
    assert not text.has_phone_number(line)


@pytest.mark.parametrize("hostile", ["a" * 50_000, "<a" * 10_000 + ">" * 10_000, "1 " * 25_000, "<" * 50_000])
@pytest.mark.timeout(30)  # a quadratic reading takes minutes
def test_hostile_texts_do_not_hang_the_reader(hostile):
    cleaned = text.clean(hostile)
    assert text.clean(cleaned) == cleaned
    assert not text.has_link(hostile)
