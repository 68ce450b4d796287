import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.api.keys import SCOPES, hash_key, make_key, recognise
from scams.deck.snapshot import Client

NEW = make_key()
CLIENT = Client(NEW.prefix, NEW.key_hash, "engine", frozenset(SCOPES))
CLIENTS = {CLIENT.prefix: CLIENT}
OTHER = make_key()


def test_a_key_has_a_constant_shape() -> None:
    key, prefix, key_hash = make_key()
    assert (len(key), key[:3], key[11]) == (55, "sc_", "_")
    assert (prefix, key_hash) == (key[:12], hash_key(key))
    assert len(key_hash) == 64


def test_no_two_keys_or_prefixes_are_alike() -> None:
    keys = [make_key() for _ in range(200)]
    assert len({key.key for key in keys}) == len({key.prefix for key in keys}) == 200


def test_the_hash_holds_nothing_of_the_key() -> None:
    assert NEW.key[12:] not in NEW.key_hash
    assert NEW.key not in repr(CLIENT)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_right_key_is_recognised_in_any_spelling_of_the_scheme(scheme: str) -> None:
    assert recognise(f"{scheme} {NEW.key}", CLIENTS) == CLIENT


STRANGERS = [
    "",
    "Bearer",
    "Bearer ",
    NEW.key,
    f"Basic {NEW.key}",
    f"Token {NEW.key}",
    f"Bearer  {NEW.key}",
    f"Bearer {NEW.key} ",
    f"Bearer {NEW.key[:-1]}",
    f"Bearer {NEW.key}x",
    f"Bearer {NEW.prefix}",
    f"Bearer {NEW.prefix}{OTHER.key[12:]}",
    f"Bearer {OTHER.prefix}{NEW.key[12:]}",
    f"Bearer {OTHER.key}",
    f"Bearer {NEW.key.upper()}",
    f"Bearer {NEW.key_hash}",
    f"Bearer {NEW.prefix}密钥",
    f"Bearer {NEW.prefix}\udcff",
]


@pytest.mark.parametrize("header", STRANGERS, ids=range(len(STRANGERS)))  # keys are random, names are not
def test_any_other_header_is_nobodys(header: str) -> None:
    assert recognise(header, CLIENTS) is None


@given(st.text(max_size=80))
def test_no_text_but_the_key_is_recognised(text: str) -> None:
    assert recognise(text, CLIENTS) is None
    assert recognise(f"Bearer {NEW.prefix}{text}", CLIENTS) is None
