"""What the machine makes of a text in Simplified characters."""

import pytest

from academy.languages.convert import to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("请打开手机软件，检查网络。", "請開啟手機程式，檢查網絡。"),
        ("账户、链接、短信、转账", "帳戶、連結、短訊、轉帳"),
        ("平台客服说：“先付‘保证金’。”", "平台客服說：「先付『保證金』。」"),
        ("头发、发展、后台、皇后、里程、这里", "頭髮、發展、後台、皇后、里程、這裡"),
        ("请先挂断，不要回这条短信", "請先掛斷，不要回這則短訊"),
        ("视频通话和聊天记录", "視訊通話和對話紀錄"),
        ("社区民警不会在社群媒体上发来文件", "社區警察不會在社群媒體上傳來文件"),
        ("已经是正體中文的帳戶", "已經是正體中文的帳戶"),
        ("", ""),
    ],
)
def test_words_are_the_houses(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize("text", ["https://bank.example/a?b=1#c", "1069****", "Don’t pay now", "¥5,000.00"])
def test_letters_digits_and_addresses_stay(text: str) -> None:
    assert to_traditional(text) == text


def test_a_phrase_is_the_same_alone_and_in_its_sentence() -> None:
    phrases = ["后果自负", "里面的链接", "面"]
    sentence = to_traditional("点里面的链接，后果自负。", apart=phrases)
    assert all(to_traditional(one) in sentence for one in phrases)
