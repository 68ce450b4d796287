import hashlib

import pytest

from scams.outcomes.subjects import Subjects

FIRST = Subjects(subject_key="one", secret_key="secret")


def test_a_token_always_has_the_same_hash_and_another_under_another_key() -> None:
    again, other = Subjects(subject_key="one", secret_key=""), Subjects(subject_key="two", secret_key="secret")
    assert FIRST.hashed("u-1") == again.hashed("u-1")
    assert len({FIRST.hashed("u-1"), FIRST.hashed("u-2"), other.hashed("u-1"), other.hashed("u-2")}) == 4


def test_without_a_key_of_its_own_it_is_made_of_the_sites_secret() -> None:
    derived = Subjects(subject_key="", secret_key="secret")
    assert derived.hashed("u-1") == Subjects(subject_key="", secret_key="secret").hashed("u-1")
    assert derived.hashed("u-1") != Subjects(subject_key="", secret_key="other").hashed("u-1")


def test_no_token_has_no_hash() -> None:
    assert (FIRST.hashed(None), FIRST.hashed("")) == ("", "")


@pytest.mark.parametrize("token", ["u", "张三", "\0", "\ud800", "x" * 64])
def test_a_hash_is_64_characters_and_not_the_plain_digest(token: str) -> None:
    found = FIRST.hashed(token)
    assert len(bytes.fromhex(found)) == 32
    assert found != hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def test_nothing_is_hashed_without_a_key() -> None:
    with pytest.raises(ValueError, match="SUBJECT_KEY"):
        Subjects(subject_key="", secret_key="")
