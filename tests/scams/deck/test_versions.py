from pathlib import Path
from typing import Any

import brotli
import pytest

from scams.deck import build, signers, wire
from scams.deck.jws import kid_of
from scams.deck.signing import BadKey, SigningKey, new_seed, verify
from scams.deck.versions import add_version, are_as_now
from scams.models import DeckVersion
from tests.scams.deck.making import deck

pytestmark = pytest.mark.django_db
PAYLOAD = wire.encode(deck())


@pytest.fixture
def keys(settings: Any) -> list[SigningKey]:
    settings.DECK_SIGNING_KEYS = [new_seed(), new_seed()]
    return [SigningKey(seed) for seed in settings.DECK_SIGNING_KEYS]


def test_a_version_is_signed_with_every_key_about_its_own_json_and_row(keys: list[SigningKey]) -> None:
    version = add_version(DeckVersion.objects.first(), PAYLOAD, cards=1)
    version.refresh_from_db()
    for key in keys:
        claims = verify(version.signatures, wire.body_of(PAYLOAD), {key.kid: key.jwk})
        assert (claims.deck, claims.serial) == (version.version, version.pk)
    assert brotli.decompress(bytes(version.brotli)) == wire.body_of(PAYLOAD)


def test_other_keys_make_another_version_of_the_same_deck(keys: list[SigningKey], settings: Any) -> None:
    first = build.build()
    assert are_as_now(first.signatures)
    assert build.build() == first
    settings.DECK_SIGNING_KEYS = settings.DECK_SIGNING_KEYS[1:]
    assert not are_as_now(first.signatures)
    second = build.build()
    assert (second.version, second.pk > first.pk) == (first.version, True)
    assert [kid_of(token) for token in second.signatures] == [keys[1].kid]


def test_the_sweep_sees_that_keys_were_changed(keys: list[SigningKey], settings: Any) -> None:
    build.build()
    assert not build.is_due()
    settings.DECK_SIGNING_KEYS = [new_seed()]
    assert build.is_due()


def test_without_keys_in_the_environment_one_is_made_once_and_kept_for_its_owner(tmp_path: Path, settings: Any) -> None:
    settings.DECK_SIGNING_KEYS, settings.DECK_SIGNING_KEY_FILE = [], tmp_path / "keys"
    (first,), (second,) = signers.signing_keys(), signers.signing_keys()
    assert first.kid == second.kid
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["keys"]


def test_a_key_that_is_none_is_an_error(settings: Any) -> None:
    settings.DECK_SIGNING_KEYS = ["no key"]
    with pytest.raises(BadKey):
        signers.signing_keys()
