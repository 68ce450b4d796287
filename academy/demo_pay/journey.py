"""A payment's way: how it begins, and what an act of the payer does with it, answers to questions first.

The order is the API's: it says with each answer which step of the playbook holds and where every answer to it leads.
"""

from typing import Any

from academy.demo_pay import releasing
from academy.demo_pay.acts import ACTS, Given
from academy.demo_pay.browser_events import read
from academy.demo_pay.state import Bill, State, masked
from academy.demo_pay.steps import facts_of, stand
from academy.demo_pay.wallet import Wallet
from scams.reference_engine import Payment, assess


def begin(wallet: Wallet, payment: Payment, *, warning_id: str, locale: str, story: str) -> State:
    """Return where a new payment stands: warned of, or, if the engine finds nothing, paid."""
    found = assess(payment)
    bill = Bill(
        payee=masked(payment.payee),
        amount=f"{payment.amount:.2f}",
        currency=payment.currency,
        locale=locale,
        audience=payment.audience,
        signals=payment.signals,
        story=story,
    )
    state = State(bill=bill, warning_id=warning_id, suspicions=found.suspicions, level=found.level or "")
    if found.level is None:
        state.stage, state.end = "ended", "paid"
        return state
    wallet.ask(state, first_request(state))
    wallet.record(state, "shown", **_shown(state, payment.payee))
    stand(state, answered=True)
    return state


def first_request(state: State) -> dict[str, Any]:
    """Return what the API is asked first about a payment. Neither the payee's name nor the note goes into it."""
    bill = state.bill
    return {
        "fraud_types": [{"code": one.fraud_type, "score": one.score} for one in state.suspicions],
        "level": state.level,
        "locale": bill.locale,
        "audience": bill.audience,
        "channel": "demo",
        "amount": {"value": bill.amount, "currency": bill.currency},
        "signals": list(bill.signals),
        "subject": state.warning_id[:18],
        "warning_id": state.warning_id,
        "tree": True,
    }


def _shown(state: State, payee: str) -> dict[str, Any]:
    """Return what is told of a card that was shown; the payee as a token that means nothing to others."""
    return {
        "card": facts_of(state.answered["card"]),
        "subject": state.warning_id[:18],
        "payee": releasing.token(payee),
        "amount": {"value": state.bill.amount, "currency": state.bill.currency},
    }


def act(wallet: Wallet, state: State, name: str, given: Given) -> None:
    """Do what the payer asks for; what cannot be done where the payment stands is left undone."""
    if state.stage == "ended":
        return
    stage, state.said = state.stage, ""
    told = _passed_on(wallet, state, given)
    if answers := _answers(state, given):
        _answer(wallet, state, answers, told=told)
    moved = state.stage != stage and name == "proceed"  # what the answers led to is to be seen before going on
    if name in ACTS and state.stage in ACTS[name][0] and not moved:
        ACTS[name][1](wallet, state, given)
    state.turn += 1


def _passed_on(wallet: Wallet, state: State, given: Given) -> bool:
    """Report what the card in the browser said, and return whether it said anything: then it has told the answers."""
    if "told" not in given:
        return False
    for one in read(given["told"].encode(), state.warning_id):
        wallet.forward(state, one.type, str(one.id), one.fields, at=one.at)
    return True


def _answers(state: State, given: Given) -> list[dict[str, str]]:
    """Return the answers that were sent and are new: fields `answer-<card id>-<question id>`."""
    known = {(one["card"], one["question"]): one["answer"] for one in state.request.get("answers", ())}
    found = []
    for name, value in given.items():
        card, _hyphen, question = name.removeprefix("answer-").rpartition("-")
        if name.startswith("answer-") and value in ("yes", "no", "unsure") and known.get((card, question)) != value:
            found.append({"question": question, "answer": value, "card": card})
    return found


def _answer(wallet: Wallet, state: State, answers: list[dict[str, str]], *, told: bool) -> None:
    """Ask again with the payer's answers: they may lead to a better card, or raise the level."""
    before = state.answered["card"]["id"]
    wallet.ask(state, {**state.request, "answers": [*state.request.get("answers", ()), *answers]})
    card = state.answered["card"]
    for one in [] if told else answers:
        wallet.record(state, "question_answered", **one)
    if card["id"] != before:
        state.reroutes.append(card["fraud_type"])
        if not told:
            reroute = state.answered.get("reroute") or {}
            extra = {name: reroute[name] for name in ("question", "answer") if name in reroute}
            wallet.record(state, "rerouted", card=facts_of(card), **extra)
    stand(state, answered=True)
