import gzip
import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.deck import wire
from scams.deck.wire import DeckError
from tests.scams.deck.making import card, deck

PAYLOAD = wire.encode(deck(card("task-rebate"), card("task-rebate", "elder", "en")))
HEAD = 4 + 32
HEAD_LINE = wire.body_of(PAYLOAD).splitlines(keepends=True)[0]


def sealed(body: bytes) -> bytes:
    """Return bytes with a right mark and digest, whatever they say."""
    return b"DECK" + hashlib.sha256(body).digest() + gzip.compress(body)


def test_a_deck_comes_back_as_it_went() -> None:
    original = deck(card("task-rebate", expires=12.5), card("purchase", "elder", "zh-Hant"))
    assert wire.decode(wire.encode(original)) == original


def test_equal_decks_give_equal_bytes_whatever_the_order_of_their_tables() -> None:
    one, other = deck(), deck()
    turned = msgspec.structs.replace(
        other,
        parents=dict(reversed(other.parents.items())),
        codes=dict(reversed(other.codes.items())),
        signals={locale: dict(reversed(lines.items())) for locale, lines in other.signals.items()},
    )
    assert list(turned.parents) != list(one.parents)
    assert wire.encode(turned) == wire.encode(one)


def test_another_content_has_another_version() -> None:
    other = wire.encode(deck(card("task-rebate", revision=8)))
    assert wire.version_of(other) != wire.version_of(PAYLOAD)
    assert wire.version_of(PAYLOAD) == hashlib.sha256(gzip.decompress(PAYLOAD[HEAD:])).hexdigest()[:16]


@given(st.integers(0, len(PAYLOAD) - 1))
def test_a_deck_cut_short_anywhere_is_refused(length: int) -> None:
    with pytest.raises(DeckError):
        wire.decode(PAYLOAD[:length])


@given(st.integers(0, len(PAYLOAD) - 1), st.integers(1, 255))
def test_a_deck_with_one_byte_altered_is_refused_or_is_the_same_deck(place: int, change: int) -> None:
    altered = bytearray(PAYLOAD)
    altered[place] ^= change
    try:
        found = wire.decode(bytes(altered))
    except DeckError:
        return
    assert HEAD <= place < HEAD + 10, "only gzip's own head may say something else"
    assert found == wire.decode(PAYLOAD)


def test_a_deck_with_something_behind_it_is_refused() -> None:
    with pytest.raises(DeckError):
        wire.decode(PAYLOAD + b"\0")


@pytest.mark.parametrize("number", [0, wire.FORMAT + 1])
def test_a_deck_of_another_format_is_refused(number: int) -> None:
    with pytest.raises(DeckError, match=f"format {number}, not {wire.FORMAT}"):
        wire.decode(wire.encode(deck(format=number)))


@pytest.mark.parametrize(
    "body", [b"", b"\n", b"\xc1\n", b"\xff\xfe\n", b'["a", "b"]\n', b'{"a": 1}\n', HEAD_LINE + b"{}\n"]
)
def test_sealed_bytes_of_another_shape_are_refused(body: bytes) -> None:
    with pytest.raises(DeckError, match="another shape"):
        wire.decode(sealed(body))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read_never_anything_else(payload: bytes) -> None:
    with pytest.raises(DeckError):
        wire.decode(payload)
