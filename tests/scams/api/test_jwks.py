from pathlib import Path

import jwt
import pytest
from django.test import Client

from scams.deck.signers import add_key, drop_key, signing_keys
from scams.release.claims import TYPE, Release
from scams.release.proof import signed

PATH = "/.well-known/jwks.json"
CLAIMS = Release("https://academy", "engine", "w", "j", 1_900_000_000, 1_900_000_300, "task-rebate")


@pytest.fixture
def key_file(settings: object, tmp_path: Path) -> Path:
    settings.DECK_SIGNING_KEYS = []  # type: ignore[attr-defined]
    settings.DECK_SIGNING_KEY_FILE = tmp_path / "keys"  # type: ignore[attr-defined]
    return tmp_path / "keys"


def test_the_keys_are_public_kept_for_a_while_and_have_no_private_half(client: Client, key_file: Path) -> None:
    reply = client.get(PATH)
    assert (reply.status_code, reply["Content-Type"]) == (200, "application/jwk-set+json")
    assert reply["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in reply
    assert reply.json() == {"keys": [key.jwk for key in signing_keys()]}
    assert "d" not in reply.json()["keys"][0]
    assert key_file.read_text() not in reply.content.decode()


def test_who_has_the_keys_is_told_so_until_they_change(client: Client, key_file: Path) -> None:
    tag = client.get(PATH)["ETag"]
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    add_key()
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


def test_any_jose_library_checks_a_proof_with_them(client: Client, key_file: Path) -> None:
    keys = jwt.PyJWKSet.from_dict(client.get(PATH).json())
    token = signed(CLAIMS)
    head = jwt.get_unverified_header(token)
    assert head == {"alg": "EdDSA", "kid": signing_keys()[0].kid, "typ": TYPE}
    said = jwt.decode(token, keys[head["kid"]], algorithms=["EdDSA"], audience="engine", options={"verify_iat": False})
    assert (said["sub"], said["fraud_type"]) == ("w", "task-rebate")


def test_a_new_key_signs_proofs_when_the_one_everybody_knows_is_dropped(key_file: Path) -> None:
    (old,) = signing_keys()
    new = add_key()
    assert jwt.get_unverified_header(signed(CLAIMS))["kid"] == old.kid
    drop_key(old.kid)
    assert jwt.get_unverified_header(signed(CLAIMS))["kid"] == new.kid


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_another_method_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(PATH).status_code == 405
