"""What an act of the payer leads to: one function an act. Each puts the next state together and reports what happened.

The order is the API's: it says with each answer which step of the playbook holds and where every answer to it leads.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from academy.demo_pay import releasing
from academy.demo_pay.browser_events import read
from academy.demo_pay.state import Bill, Stage, State, masked
from academy.demo_pay.wallet import Wallet
from scams.reference_engine import Payment, assess

_STAGES: Final[Mapping[str, Stage]] = {"call": "called", "cooling-off": "waiting", "hold": "held"}
FACTS: Final = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")


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
    _stand(state, answered=True)
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


def facts_of(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return the seven members of a card that events carry."""
    return {name: card[name] for name in FACTS}


def _stand(state: State, *, answered: bool = False) -> None:
    """Read off the answer where the payment stands.

    What the payer answered may stop it: then the card says so, and has no way on; it is to be seen first.
    """
    ladder = state.answered.get("ladder") or {}
    step = ladder.get("step") or {}
    if (end := ladder.get("end")) and not (end == "stop" and answered):
        state.stage, state.end = "ended", "paid" if end == "pay" else "stopped"
    else:
        stage = _STAGES.get(step.get("kind", ""), "warned")
        state.since = state.since if stage == state.stage else time.time()
        state.stage = stage


Given = Mapping[str, str]
"""What a form sent, each field once."""


def act(wallet: Wallet, state: State, name: str, given: Given) -> None:
    """Do what the payer asks for; what cannot be done where the payment stands is left undone."""
    stage, state.said = state.stage, ""
    told = _passed_on(wallet, state, given)
    if answers := _answers(state, given):
        _answer(wallet, state, answers, told=told)
    moved = state.stage != stage and name == "proceed"  # what the answers led to is to be seen before going on
    if name in _ACTS and state.stage in _ACTS[name][0] and not moved:
        _ACTS[name][1](wallet, state, given)
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
    _stand(state, answered=True)


def _step(wallet: Wallet, state: State, answer: str) -> None:
    """Say what came of the step, and stand on the next."""
    ladder = state.answered.get("ladder") or {}
    step = ladder.get("step")
    if step is None:
        state.stage, state.end = "ended", "stopped" if answer in _STOPPING else "paid"
        return
    wallet.record(state, "step_taken", step=step["id"], kind=step["kind"], answer=answer)
    wallet.ask(state, {**state.request, "ladder": {"taken": step["id"], "answer": answer}})
    _stand(state)


_STOPPING: Final = ("safe_action", "cancelled_in_wait", "confirmed")


def _may_end_wait(state: State) -> bool:
    """Return whether the payer may go on: the pause is over, or it is theirs to end."""
    step = state.answered["ladder"]["step"]
    pause = state.answered["card"]["cooling_off"] or {}
    minutes = step["minutes"] or pause.get("minutes") or 0
    can_end = pause.get("cancellable") if step["cancellable"] is None else step["cancellable"]
    return bool(can_end) or time.time() >= state.since + 60 * minutes


def _safe_action(wallet: Wallet, state: State, given: Given) -> None:
    if state.stage == "waiting":
        _cancelled(wallet, state, given)
        return
    wallet.record(state, "safe_action", action=state.answered["card"]["safe_action"]["action"])
    _step(wallet, state, "safe_action")
    state.stage, state.end = "ended", "stopped"


def _proceed(wallet: Wallet, state: State, _given: Given) -> None:
    if state.answered["card"]["proceed"] is None or (state.stage == "waiting" and not _may_end_wait(state)):
        return
    _step(wallet, state, "proceed")
    if state.stage == "ended":
        wallet.record(state, "proceed")


def _confirmed(wallet: Wallet, state: State, _given: Given) -> None:
    """The payer says on the phone that somebody told them to pay."""
    _step(wallet, state, "confirmed")
    if state.end == "stopped":
        wallet.record(state, "safe_action", action="call")


def _reassured(wallet: Wallet, state: State, _given: Given) -> None:
    _step(wallet, state, "reassured")
    if state.end == "paid":
        wallet.record(state, "proceed")


def _no_answer(wallet: Wallet, state: State, _given: Given) -> None:
    _step(wallet, state, "no_answer")


def _waited(wallet: Wallet, state: State, _given: Given) -> None:
    _step(wallet, state, "waited")
    if state.end == "paid":
        wallet.record(state, "proceed")


def _cancelled(wallet: Wallet, state: State, _given: Given) -> None:
    wallet.record(state, "cancelled_in_wait")
    _step(wallet, state, "cancelled_in_wait")
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
        _step(wallet, state, "released")
        state.stage, state.end = "ended", "released"
        wallet.record(state, "released")


_Act = Callable[[Wallet, State, Given], None]
_OPEN: Final = ("warned", "called", "waiting", "held")
_ACTS: Final[Mapping[str, tuple[tuple[str, ...], _Act]]] = {
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
