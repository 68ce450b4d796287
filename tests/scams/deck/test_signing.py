import base64
import hashlib
import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.deck.jws import kid_of, public_keys
from scams.deck.signing import BadKey, BadSignature, Claims, SigningKey, new_seed, verify

BODY = b'{"format": 2}'
KEY, OTHER = SigningKey(new_seed()), SigningKey(new_seed())
CLAIMS = Claims("v1", hashlib.sha256(BODY).hexdigest(), 7, 1_900_000_000)
TOKEN = KEY.sign(CLAIMS)


def trusted(*keys: SigningKey) -> dict[str, dict[str, str]]:
    return {key.kid: key.jwk for key in keys}


def test_what_was_signed_is_what_is_read() -> None:
    assert verify([TOKEN], BODY, trusted(KEY)) == CLAIMS


def test_any_jose_library_reads_it_with_the_key_given_out() -> None:
    (key,) = public_keys([TOKEN])["keys"]
    assert jwt.decode(TOKEN, jwt.PyJWK(key), algorithms=["EdDSA"], options={"verify_iat": False})["deck"] == "v1"


def test_the_name_of_a_key_is_its_thumbprint() -> None:
    # The example of RFC 8037, appendix A.1 to A.3.
    key = SigningKey("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    assert key.jwk["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert key.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_while_keys_are_changed_either_is_enough() -> None:
    both = [OTHER.sign(CLAIMS), TOKEN]
    assert verify(both, BODY, trusted(KEY)) == verify(both, BODY, trusted(OTHER)) == CLAIMS
    assert [key["kid"] for key in public_keys(both)["keys"]] == [OTHER.kid, KEY.kid]


def test_another_body_is_refused() -> None:
    with pytest.raises(BadSignature, match="another deck"):
        verify([TOKEN], BODY + b" ", trusted(KEY))


@pytest.mark.parametrize("tokens", [[], [""], ["x.y.z"], [OTHER.sign(CLAIMS)]], ids=["none", "empty", "junk", "other"])
def test_without_a_signature_of_a_trusted_key_it_is_refused(tokens: list[str]) -> None:
    with pytest.raises(BadSignature, match="trusted"):
        verify(tokens, BODY, trusted(KEY))


def test_a_key_that_a_signature_brings_along_is_not_believed() -> None:
    forged = jwt.encode(
        {"deck": "v1", "sha256": CLAIMS.sha256, "serial": 7, "iat": 1},
        OTHER._private,
        algorithm="EdDSA",
        headers={"kid": KEY.kid, "jwk": OTHER.jwk},
    )
    with pytest.raises(BadSignature):
        verify([forged], BODY, trusted(KEY))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_another_way_of_signing_is_refused(algorithm: str) -> None:
    said = {"deck": "v1", "sha256": CLAIMS.sha256, "serial": 7, "iat": 1}
    secret = "" if algorithm == "none" else KEY.jwk["x"]
    forged = jwt.encode(said, secret, algorithm=algorithm, headers={"kid": KEY.kid})
    with pytest.raises(BadSignature):
        verify([forged], BODY, trusted(KEY))


@pytest.mark.parametrize("claims", [{}, {"deck": "v1"}, {"deck": 1, "sha256": "", "serial": "x", "iat": None}], ids=str)
def test_a_good_signature_on_other_claims_is_refused(claims: dict[str, Any]) -> None:
    signed = jwt.encode(claims, KEY._private, algorithm="EdDSA", headers={"kid": KEY.kid})
    with pytest.raises(BadSignature):
        verify([signed], BODY, trusted(KEY))


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_a_signature_with_one_character_changed_says_the_same_or_nothing(place: int, other: str) -> None:
    changed = TOKEN[:place] + other + TOKEN[place + 1 :]
    try:
        assert verify([changed], BODY, trusted(KEY)) == CLAIMS
    except BadSignature:
        return
    # Base64 has spare bits at its end, and a header's member may be one that nobody reads.
    assert changed.split(".")[1] == TOKEN.split(".")[1]


@given(st.text(max_size=80))
def test_any_text_has_no_name_and_no_key(text: str) -> None:
    assert kid_of(text) == ""
    assert public_keys([text]) == {"keys": []}


@pytest.mark.parametrize("seed", ["", "abc", "字", base64.b64encode(b"x" * 31).decode(), "A" * 60, "!" * 43], ids=str)
def test_a_text_that_is_no_key_is_refused_and_not_repeated(seed: str) -> None:
    with pytest.raises(BadKey) as raised:
        SigningKey(seed)
    assert not seed or seed not in str(raised.value)


def test_no_private_half_is_ever_given_out() -> None:
    seed = new_seed()
    assert seed not in json.dumps(public_keys([SigningKey(seed).sign(CLAIMS)]))
