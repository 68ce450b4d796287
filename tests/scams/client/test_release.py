"""The proof of a release, checked where nobody can be asked."""

import hmac
import json
import multiprocessing
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from scams.client import (
    ProofExpired,
    ProofInvalid,
    ProofOfAnother,
    ProofRefused,
    ProofUncertain,
    ProofUsed,
    ReleaseVerifier,
    UsedInFile,
    UsedInMemory,
)
from scams.deck.jws import decoded, encoded
from scams.deck.signing import BadSignature, Claims, SigningKey, new_seed
from scams.deck.signing import verify as verify_deck
from scams.release.claims import TYPE, Release

KEY, OTHER = SigningKey(new_seed()), SigningKey(new_seed())
JWKS = {"keys": [KEY.jwk]}
WARNING = str(uuid.uuid4())


def claims(**changes: Any) -> Release:
    now = int(time.time())
    usual: dict[str, Any] = {
        "iss": "https://academy.example", "aud": "engine", "sub": WARNING, "jti": str(uuid.uuid4()), "iat": now,
        "exp": now + 300, "fraud_type": "task-rebate",
    }  # fmt: skip
    return Release(**{**usual, **changes})


def proof(key: SigningKey = KEY, **changes: Any) -> str:
    return key.sign_as(TYPE, claims(**changes))


def forged(said: dict[str, Any] | None = None, *, key: Any = None, algorithm: str = "EdDSA", **header: Any) -> str:
    """Return a token signed in another way, or with another header."""
    said = {name: getattr(one, name) for one in [claims()] for name in one.__struct_fields__} if said is None else said
    headers = {"kid": KEY.kid, "typ": TYPE, **header}
    signing = KEY._private if key is None else key
    return jwt.PyJWS().encode(json.dumps(said).encode(), signing, algorithm=algorithm, headers=headers)


def verifier(**options: Any) -> ReleaseVerifier:
    return ReleaseVerifier(JWKS, **{"audience": "engine", **options})


def test_a_proof_is_believed_once() -> None:
    checks, token = verifier(), proof()
    said = checks.verify(token, warning_id=WARNING)
    assert (said.sub, said.fraud_type) == (WARNING, "task-rebate")
    with pytest.raises(ProofUsed):
        checks.verify(token, warning_id=WARNING)
    assert checks.verify(proof(), warning_id=uuid.UUID(WARNING)).sub == WARNING


@pytest.mark.parametrize(
    "keys", [JWKS, [KEY.jwk], [KEY.jwk["x"]], {"keys": [OTHER.jwk, KEY.jwk]}], ids=["set", "jwk", "x", "two"]
)
def test_keys_may_be_given_in_any_form(keys: Any) -> None:
    assert ReleaseVerifier(keys, audience="engine").verify(proof(), warning_id=WARNING)


@pytest.mark.parametrize("keys", [{}, [], {"keys": []}, ["x"], [{"x": "AAAA"}], [{**KEY.jwk, "crv": "Ed448"}]], ids=str)
def test_keys_that_are_none_are_refused(keys: Any) -> None:
    with pytest.raises(ValueError, match="key"):
        ReleaseVerifier(keys, audience="engine")


# --- Forgeries


def shared_secret(secret: bytes) -> str:
    """Return a token signed with what everybody knows, by an algorithm for secrets."""
    head = encoded(json.dumps({"alg": "HS256", "typ": TYPE, "kid": KEY.kid}).encode())
    start = f"{head}.{proof().split('.')[1]}"
    return f"{start}.{encoded(hmac.digest(secret, start.encode(), 'sha256'))}"


@pytest.mark.parametrize(
    "token",
    [
        forged(key="", algorithm="none"),
        shared_secret(KEY.jwk["x"].encode()),
        shared_secret(decoded(KEY.jwk["x"])),
        shared_secret(json.dumps(KEY.jwk).encode()),
        shared_secret(b""),
        forged(key=OTHER._private),
        forged(key=OTHER._private, jwk=OTHER.jwk),
        forged(key=OTHER._private, jku="http://evil/jwks.json", kid=OTHER.kid),
        proof(OTHER),
        forged(kid="x"),
        forged(kid=""),
        forged(typ="JWT"),
        forged(typ="RELEASE+JWT"),
        forged(typ=None),
        forged(crit=["exp"]),
        forged(crit=["b64"], b64=True),
        proof().rsplit(".", 1)[0] + ".",
        proof().rsplit(".", 1)[0],
        proof() + "x" * 9000,
        *("", ".", "..", "x.y.z", "é", "\ud800", "\0", "." * 4000),
    ],
    ids=lambda token: ascii(token[:12]),
)
def test_a_forgery_is_no_proof(token: str) -> None:
    with pytest.raises(ProofInvalid):
        verifier().verify(token, warning_id=WARNING)


@pytest.mark.parametrize("token", [None, b"", 7, proof().encode()], ids=repr)
def test_what_is_no_text_is_no_proof(token: Any) -> None:
    with pytest.raises(ProofInvalid):
        verifier().verify(token, warning_id=WARNING)


def test_an_unsecured_token_with_an_empty_signature_is_no_proof() -> None:
    head = encoded(json.dumps({"alg": "none", "typ": TYPE, "kid": KEY.kid}).encode())
    body = proof().split(".")[1]
    for signature in ("", "AA", proof().split(".")[2]):
        with pytest.raises(ProofInvalid):
            verifier().verify(f"{head}.{body}.{signature}", warning_id=WARNING)


def test_the_signature_of_a_deck_is_no_proof_and_a_proof_signs_no_deck() -> None:
    deck = KEY.sign(Claims("v1", "0" * 64, 7, int(time.time())))
    with pytest.raises(ProofInvalid, match="another kind"):
        verifier().verify(deck, warning_id=WARNING)
    with pytest.raises(BadSignature, match="another kind"):
        verify_deck([proof()], b"", {KEY.kid: KEY.jwk})


def test_not_even_claims_of_both_kinds_make_one_of_the_other() -> None:
    said = {**jwt.decode(proof(), options={"verify_signature": False}), "deck": "v1", "serial": 1}
    said["sha256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    with pytest.raises(BadSignature, match="another kind"):
        verify_deck([forged(said)], b"", {KEY.kid: KEY.jwk})
    with pytest.raises(ProofInvalid, match="another kind"):
        verifier().verify(forged(said, typ="JWT"), warning_id=WARNING)


GOOD = {name: getattr(claims(), name) for name in Release.__struct_fields__}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, [], {}, "", 1.5, True, ["engine"], 10**30, "gone"], ids=str)
def test_a_claim_of_another_shape_is_refused(name: str, value: Any) -> None:
    said = {**GOOD, name: value}
    if value == "gone":
        del said[name]
    if isinstance(GOOD[name], str) and value == "" and name in ("iss", "fraud_type"):
        return
    with pytest.raises(ProofRefused):
        verifier().verify(forged(said), warning_id=WARNING)


TOKEN = proof()


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_one_character_changed_never_says_something_else(place: int, other: str) -> None:
    changed = TOKEN[:place] + other + TOKEN[place + 1 :]
    with time_machine.travel(json.loads(decoded(TOKEN.split(".")[1]))["iat"], tick=False):
        try:
            said = verifier().verify(changed, warning_id=WARNING)
        except ProofRefused:
            return
    assert said == verifier_says()
    assert changed.split(".")[:2] == TOKEN.split(".")[:2]  # Base64 has spare bits at its end


def verifier_says() -> Release:
    with time_machine.travel(json.loads(decoded(TOKEN.split(".")[1]))["iat"], tick=False):
        return verifier().verify(TOKEN, warning_id=WARNING)


def test_a_token_with_spare_bits_changed_is_not_another_one() -> None:
    token = proof()
    last = "AQgw"
    twins = [token[:-1] + chr(ord(token[-1]) + step) for step in (1, 2, 3)]
    checks, believed = verifier(), 0
    for one in (token, *twins):
        try:
            checks.verify(one, warning_id=WARNING)
            believed += 1
        except ProofRefused:
            pass
    assert (believed, token[-1] in last) == (1, True)


# --- For whom, about what, when


@pytest.mark.parametrize("aud", ["other", "", "ENGINE", "engine "])
def test_a_proof_for_another_client_is_refused(aud: str) -> None:
    with pytest.raises(ProofOfAnother):
        verifier().verify(proof(aud=aud), warning_id=WARNING)


def test_a_proof_about_another_warning_is_refused_and_not_used_up() -> None:
    checks, token = verifier(), proof()
    with pytest.raises(ProofOfAnother):
        checks.verify(token, warning_id=str(uuid.uuid4()))
    assert checks.verify(token, warning_id=WARNING)


def test_a_proof_of_another_academy_is_refused_where_one_is_named() -> None:
    assert verifier(issuer="https://academy.example").verify(proof(), warning_id=WARNING)
    with pytest.raises(ProofOfAnother):
        verifier(issuer="https://academy.example").verify(proof(iss="https://else.example"), warning_id=WARNING)


@pytest.mark.parametrize(
    ("seconds", "good"), [(-6, False), (-5, True), (0, True), (304, True), (305, False), (9999, False)]
)
def test_it_is_good_for_five_minutes_give_or_take_a_little(seconds: int, good: bool) -> None:
    now = 1_900_000_000
    token = proof(iat=now, exp=now + 300)
    with time_machine.travel(now + seconds, tick=False):
        if good:
            assert verifier().verify(token, warning_id=WARNING)
        else:
            with pytest.raises(ProofExpired):
                verifier().verify(token, warning_id=WARNING)


def test_one_that_would_be_good_for_longer_is_refused() -> None:
    now = int(time.time())
    with pytest.raises(ProofInvalid, match="too long"):
        verifier().verify(proof(iat=now, exp=now + 301), warning_id=WARNING)


# --- Once


def test_of_many_threads_one_is_believed() -> None:
    checks, token = verifier(), proof()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _turn: _believed(checks, token), range(40))) == 1


def _believed(checks: ReleaseVerifier, token: str) -> bool:
    try:
        checks.verify(token, warning_id=WARNING)
    except ProofUsed:
        return False
    return True


def test_memory_forgets_what_is_no_longer_good_and_nothing_else() -> None:
    used, now = UsedInMemory(most=2), time.time()
    assert used.take("old", now - 1)
    assert used.take("new", now + 300)
    assert used.take("newer", now + 300)
    assert not used.take("new", now + 300)


def test_when_memory_is_full_of_good_ones_none_is_believed() -> None:
    checks = verifier(used=UsedInMemory(most=1))
    checks.verify(proof(), warning_id=WARNING)
    with pytest.raises(ProofUncertain):
        checks.verify(proof(), warning_id=WARNING)


def _in_a_process(path: str, told: tuple[str, dict[str, Any], str], start: Any, results: Any) -> None:
    """Ask until it can be told: on a slow disk four writers at once may wait for longer than one is willing to."""
    token, jwks, warning = told
    checks = ReleaseVerifier(jwks, audience="engine", used=UsedInFile(path))
    start.wait()
    while True:
        try:
            checks.verify(token, warning_id=warning)
        except ProofUncertain:
            continue
        except ProofUsed:
            results.put(False)
        else:
            results.put(True)
        return


def test_of_several_processes_with_one_file_one_believes_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")  # a fork would inherit the locks of whatever threads there are
    start, results, path = context.Barrier(4), context.Queue(), str(tmp_path / "used.sqlite3")
    arguments = (path, (proof(), JWKS, WARNING), start, results)
    processes = [context.Process(target=_in_a_process, args=arguments) for _ in range(4)]
    for one in processes:
        one.start()
    assert sorted(results.get(timeout=60) for _ in processes) == [False, False, False, True]
    for one in processes:
        one.join()


def test_a_file_outlives_its_process_and_forgets_what_is_no_longer_good(tmp_path: Path) -> None:
    path, now = tmp_path / "used.sqlite3", time.time()
    assert UsedInFile(path).take("new", now + 300)
    assert not UsedInFile(path).take("new", now + 300)
    assert UsedInFile(path).take("old", now - 1)
    assert UsedInFile(path).take("old", now - 1)


def test_a_file_that_cannot_be_written_lets_no_payment_go(tmp_path: Path) -> None:
    broken = tmp_path / "used.sqlite3"
    broken.write_bytes(b"this is no database" * 99)
    for path in (broken, tmp_path / "no" / "folder"):
        with pytest.raises(ProofUncertain):
            verifier(used=UsedInFile(path)).verify(proof(), warning_id=WARNING)
