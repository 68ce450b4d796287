"""A stream of events as payment companies send it, the same each time: late, out of order, told twice, cut short."""

import datetime as dt
import json
import random
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from scams.models import OutcomeBacklog, OutcomeEvent
from scams.outcomes.words import SIMULATION

CLIENTS = ("bank-a", "bank-b", SIMULATION)
BEGIN = dt.datetime(2026, 3, 1, 10, 0, tzinfo=dt.UTC)
DAYS = 6
TYPES = ("task-rebate", "investment", "romance")
CURRENCIES = ("CNY", "HKD")


def facts(slug: str, key: str = "a", revision: int = 7, **changes: str) -> dict[str, Any]:
    """Return the facts about a card as events carry them."""
    audience, locale = changes.get("audience", "adult"), changes.get("locale", "zh-Hans")
    name = f"{slug}.{audience}.{locale}"
    return {
        "id": name,
        "revision": revision,
        "variant": f"{name}.{key}",
        "fraud_type": slug,
        "level": "warn",
        "locale": locale,
        "audience": audience,
        **changes,
    }


def stored(client: str, warning: uuid.UUID, kind: str, at: dt.datetime, **body: Any) -> OutcomeEvent:
    """Return an event as the journal stores it, not saved yet."""
    who = {name: body.pop(name, "") for name in ("subject", "payee")}
    name, received = body.pop("name", None) or uuid.uuid4(), at + dt.timedelta(seconds=1)
    return OutcomeEvent(
        event_id=name, client=client, warning_id=warning, kind=kind, at=at, received_at=received,
        body=json.dumps(body), **who,
    )  # fmt: skip


def take_in(events: Iterable[OutcomeEvent]) -> None:
    """Write events and their backlog as the journal does, in batches."""
    events = list(events)
    for begin in range(0, len(events), 300):
        batch = OutcomeEvent.objects.bulk_create(events[begin : begin + 300])
        keys = {(event.client, event.warning_id) for event in batch}
        OutcomeBacklog.objects.bulk_create(OutcomeBacklog(client=one, warning_id=two) for one, two in sorted(keys))


def stream(count: int, seed: int = 1, begin: dt.datetime = BEGIN, days: int = DAYS) -> list[OutcomeEvent]:
    """Return the events of so many warnings in the order they came in, which is no order."""
    chance = random.Random(seed)  # noqa: S311 - a stream that is the same each time
    events = [event for _number in range(count) for event in _warning(chance, begin, days)]
    chance.shuffle(events)
    return events


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _warning(chance: random.Random, begin: dt.datetime, days: int) -> Iterator[OutcomeEvent]:
    client, warning = chance.choices(CLIENTS, (6, 3, 2))[0], _id(chance)
    start = begin + dt.timedelta(seconds=chance.randrange(days * 86400))
    told = list(_story(chance, chance.random() < 0.08))
    if chance.random() < 0.04:
        told = [one for one in told if one[1] != "shown"]
    for seconds, kind, body in told:
        yield stored(client, warning, kind, start + dt.timedelta(seconds=seconds), name=_id(chance), **body)
    if chance.random() < 0.05:  # another company's warning that happens to have the same number
        other = {"bank-a": "bank-b"}.get(client, "bank-a")
        for kind, body in (("shown", {"card": _card(chance)}), ("proceed", {}), ("label", {"label": "confirmed-scam"})):
            yield stored(other, warning, kind, start, name=_id(chance), **body)


def _card(chance: random.Random) -> dict[str, Any]:
    return facts(
        chance.choice(TYPES),
        chance.choice("aab"),
        chance.choice((7, 7, 9)),
        audience=chance.choices(("adult", "elder"), (3, 1))[0],
        locale=chance.choices(("zh-Hans", "en"), (4, 1))[0],
        level=chance.choice(("warn", "hold")),
    )


def _story(chance: random.Random, held_out: bool) -> Iterator[tuple[float, str, dict[str, Any]]]:
    card, scam = _card(chance), chance.random() < 0.3
    shown: dict[str, Any] = {"card": card, "subject": f"s{chance.randrange(60)}", "payee": f"p{chance.randrange(9)}"}
    if chance.random() < 0.1:
        del shown["subject"]
    amount = {"value": f"{chance.randrange(1, 10**7) / 100:.2f}", "currency": chance.choice(CURRENCIES)}
    yield 0, "shown", {**shown, "amount": amount, **({"held_out": True} if held_out else {})}
    if not held_out and chance.random() < 0.8:
        yield 1, "seen", {}
        yield 2, "time_on_card", {"milliseconds": chance.randrange(1000, 60000)}
    if not held_out and chance.random() < 0.3:
        yield 4, "question_answered", {"question": "q1", "answer": "yes", "card": card["id"]}
        if chance.random() < 0.5:
            yield 4, "rerouted", {"card": {**_card(chance), "fraud_type": card["fraud_type"]}, "question": "q1"}
            yield 5, "seen", {}
    if chance.random() < 0.1:
        yield 6, "shown", {**shown, "card": {**card, "level": "stop"}}
    yield from _end(chance, scam)
    if chance.random() < 0.7:
        wrong = chance.random() < 0.1
        yield 3600, "label", {"label": "confirmed-scam" if scam != wrong else "genuine"}
        if wrong or chance.random() < 0.1:
            yield 5 * 86400, "label", {"label": chance.choice(("confirmed-scam", "genuine", "unknown"))}


def _end(chance: random.Random, scam: bool) -> Iterator[tuple[float, str, dict[str, Any]]]:
    for kind in chance.choice(("", "delayed", "hotline_taken", "guardian_told", "complaint")).split():
        yield 8, kind, {}
    if chance.random() < (0.6 if scam else 0.2):
        yield 10, chance.choice(("safe_action", "safe_action", "cancelled_in_wait")), {}
        for kind, wait in (("switched_channel", 86400), ("repeat_attempt", 7 * 86400)):
            if chance.random() < 0.3:
                yield 10 + chance.randrange(2 * wait), kind, {}
        if chance.random() < 0.2:
            yield chance.choice((9, 20)), "proceed", {}
    elif chance.random() < 0.8:
        kind = chance.choice(("proceed", "proceed", "released"))
        for _again in range(chance.choice((1, 1, 2))):
            yield 180 if kind == "released" else 12, kind, {}
