"""Where a payment stands on the ladder: read off the API's answer, which says where every answer to a step leads."""

import time
from collections.abc import Mapping
from typing import Any, Final

from academy.demo_pay.state import Stage, State
from academy.demo_pay.wallet import Wallet

_STAGES: Final[Mapping[str, Stage]] = {"call": "called", "cooling-off": "waiting", "hold": "held"}
FACTS: Final = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")
_STOPPING: Final = ("safe_action", "cancelled_in_wait", "confirmed")


def facts_of(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return the seven members of a card that events carry."""
    return {name: card[name] for name in FACTS}


def stand(state: State, *, answered: bool = False) -> None:
    """Read off the answer where the payment stands.

    What the payer answered may stop it: then the card says so, and has no way on; it is to be seen first.
    """
    ladder = state.answered.get("ladder") or {}
    current = ladder.get("step") or {}
    if (end := ladder.get("end")) and not (end == "stop" and answered):
        state.stage, state.end = "ended", "paid" if end == "pay" else "stopped"
    else:
        stage = _STAGES.get(current.get("kind", ""), "warned")
        state.since = state.since if stage == state.stage else time.time()
        state.stage = stage


def step(wallet: Wallet, state: State, answer: str) -> None:
    """Say what came of the step, and stand on the next."""
    ladder = state.answered.get("ladder") or {}
    taken = ladder.get("step")
    if taken is None:
        state.stage, state.end = "ended", "stopped" if answer in _STOPPING else "paid"
        return
    wallet.record(state, "step_taken", step=taken["id"], kind=taken["kind"], answer=answer)
    wallet.ask(state, {**state.request, "ladder": {"taken": taken["id"], "answer": answer}})
    stand(state)
