"""What the payer may do, where, and what each act leads to. Every act puts the next state together and is reported."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from academy.demo_pay import releasing
from academy.demo_pay.state import State
from academy.demo_pay.steps import step
from academy.demo_pay.wallet import Wallet

Given = Mapping[str, str]
"""What a form sent, each field once."""


def _may_end_wait(state: State) -> bool:
    """Return whether the payer may go on: the pause is over, or it is theirs to end."""
    taken = state.answered["ladder"]["step"]
    pause = state.answered["card"]["cooling_off"] or {}
    minutes = taken["minutes"] or pause.get("minutes") or 0
    can_end = pause.get("cancellable") if taken["cancellable"] is None else taken["cancellable"]
    return bool(can_end) or time.time() >= state.since + 60 * minutes


def _safe_action(wallet: Wallet, state: State, given: Given) -> None:
    if state.stage == "waiting":
        _cancelled(wallet, state, given)
        return
    wallet.record(state, "safe_action", action=state.answered["card"]["safe_action"]["action"])
    step(wallet, state, "safe_action")
    state.stage, state.end = "ended", "stopped"


def _proceed(wallet: Wallet, state: State, _given: Given) -> None:
    if state.answered["card"]["proceed"] is None or (state.stage == "waiting" and not _may_end_wait(state)):
        return
    step(wallet, state, "proceed")
    if state.stage == "ended":
        wallet.record(state, "proceed")


def _confirmed(wallet: Wallet, state: State, _given: Given) -> None:
    """The payer says on the phone that somebody told them to pay."""
    step(wallet, state, "confirmed")
    if state.end == "stopped":
        wallet.record(state, "safe_action", action="call")


def _reassured(wallet: Wallet, state: State, _given: Given) -> None:
    step(wallet, state, "reassured")
    if state.end == "paid":
        wallet.record(state, "proceed")


def _no_answer(wallet: Wallet, state: State, _given: Given) -> None:
    step(wallet, state, "no_answer")


def _waited(wallet: Wallet, state: State, _given: Given) -> None:
    step(wallet, state, "waited")
    if state.end == "paid":
        wallet.record(state, "proceed")


def _cancelled(wallet: Wallet, state: State, _given: Given) -> None:
    wallet.record(state, "cancelled_in_wait")
    step(wallet, state, "cancelled_in_wait")
    state.stage, state.end = "ended", "cooled-off"


def _aside(kind: str) -> "_Act":
    """Return the act that reports something and leaves the payment where it is."""

    def done(wallet: Wallet, state: State, _given: Given) -> None:
        wallet.record(state, kind)
        state.said = kind

    return done


def _take_call(wallet: Wallet, state: State, _given: Given) -> None:
    """Fetch what the specialist reads before speaking to the payer."""
    card = state.answered["card"]
    place = f"locale={card['locale']}&audience={card['audience']}&level={card['level']}"
    state.brief = wallet.get(f"/api/v1/briefs/{card['fraud_type']}?{place}") or {}


def _ask_release(wallet: Wallet, state: State, _given: Given) -> None:
    card = state.answered["card"]
    releasing.begin(wallet, state, fraud_type=card["fraud_type"])


def _release(wallet: Wallet, state: State, given: Given) -> None:
    """Have the answers judged; with a proof that holds, the payment goes on."""
    if releasing.answer(wallet, state, given):
        step(wallet, state, "released")
        state.stage, state.end = "ended", "released"
        wallet.record(state, "released")


_Act = Callable[[Wallet, State, Given], None]
_OPEN: Final = ("warned", "called", "waiting", "held")
ACTS: Final[Mapping[str, tuple[tuple[str, ...], _Act]]] = {
    "safe_action": (_OPEN, _safe_action),
    "proceed": (("warned", "called", "waiting"), _proceed),
    "take_call": (("called",), _take_call),
    "confirmed": (("called",), _confirmed),
    "reassured": (("called",), _reassured),
    "no_answer": (("called",), _no_answer),
    "waited": (("waiting",), _waited),
    "cancelled_in_wait": (("waiting",), _cancelled),
    "ask_release": (("held",), _ask_release),
    "release": (("held",), _release),
    "official-check": (_OPEN, _safe_action),
    "call-hotline": (_OPEN, _aside("hotline_taken")),
    "ask-family": (_OPEN, _aside("guardian_told")),
    "ask-colleague": (_OPEN, _aside("guardian_told")),
    "delay-arrival": (_OPEN, _aside("delayed")),
}
"""By act: where the payment must stand for it, and what is done."""
