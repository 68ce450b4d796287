import io
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import CommandError, call_command

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


# --- Changing keys in the data folder


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> list[SigningKey]:
    settings.DECK_SIGNING_KEYS, settings.DECK_SIGNING_KEY_FILE = [], tmp_path / "keys"
    return signers.signing_keys()


def said(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("signing_keys", *arguments, stdout=out, stderr=io.StringIO())
    return [line.split()[0] for line in out.getvalue().splitlines()]


def signed_by() -> list[str]:
    return [kid_of(token) for token in DeckVersion.objects.latest().signatures]


def test_a_key_is_added_decks_are_signed_with_both_and_the_old_one_is_dropped(kept: list[SigningKey]) -> None:
    (old,) = kept
    assert said() == [old.kid]
    new, still = said("--add")
    assert still == old.kid
    assert signed_by() == [new, old.kid]
    assert said(f"--drop={old.kid}") == signed_by() == [new]


def test_the_only_key_and_one_that_is_not_there_are_not_dropped(kept: list[SigningKey]) -> None:
    for kid in (kept[0].kid, "nobody"):
        with pytest.raises(CommandError):
            said(f"--drop={kid}")
    assert said() == [kept[0].kid]


def test_keys_of_the_environment_are_changed_there(keys: list[SigningKey]) -> None:
    assert said() == [key.kid for key in keys]
    for arguments in (["--add"], [f"--drop={keys[0].kid}"]):
        with pytest.raises(CommandError):
            said(*arguments)
    (seed,) = said("--new")
    assert SigningKey(seed).kid not in {key.kid for key in keys}
