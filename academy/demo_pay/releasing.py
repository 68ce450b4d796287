"""The release of a held payment: questions from the API, and a proof that the wallet checks by itself."""

from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from academy.demo_pay.state import State
from academy.demo_pay.wallet import Wallet

_FIELD = "release-"


def token(text: str) -> str:
    """Return what stands for a payee outside the wallet: 32 hexadecimal digits, the same for the same name."""
    return salted_hmac("academy.demo_pay", text, algorithm="sha256").hexdigest()[:32]


def begin(wallet: Wallet, state: State, *, fraud_type: str) -> None:
    """Ask for the questions."""
    wallet.learn_keys()
    bill = state.bill
    asked = {"fraud_type": fraud_type, "locale": bill.locale, "audience": bill.audience}
    state.release = wallet.post("/api/v1/releases", {"warning_id": state.warning_id, **asked})


def answer(wallet: Wallet, state: State, given: Mapping[str, str]) -> bool:
    """Return whether the answers in a form's fields were right, and the proof of it holds."""
    if not state.release:
        return False
    wallet.learn_keys()  # another process may have fetched the questions
    chosen = {name.removeprefix(_FIELD): value for name, value in given.items() if name.startswith(_FIELD)}
    said = wallet.post(f"/api/v1/releases/{state.release['release_id']}/answers", {"answers": chosen})
    if said is None:
        state.release = None  # it is spent, or not there: new questions may be asked for
        return False
    if said["passed"]:
        return _proved(wallet, state, said["proof"])
    state.release = {**state.release, **said}
    return False


def _proved(wallet: Wallet, state: State, proof: str) -> bool:
    """Return whether a proof is the academy's, this warning's and not used before; the network is not asked."""
    claims: Mapping[str, Any] | None = wallet.verified(proof, state.warning_id)
    state.proof = dict(claims) if claims else None
    return claims is not None
