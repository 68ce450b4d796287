"""The numbers counted a second time, straight from the raw events, by somebody who never saw the other program.

Nothing of `scams.outcomes` is used here: rows are read with plain SQL, and every number is summed up the slow way.
"""

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

FIRST = ["question_answered", "rerouted", "shown", "seen"]
LAST = ["proceed", "released"]


class Raw(NamedTuple):
    at: dt.datetime
    kind: str
    id: str
    body: dict[str, Any]
    subject: str
    payee: str


def raw_events() -> dict[tuple[str, str], list[Raw]]:
    """Return the events of each client's warnings, oldest first."""
    found: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT client, warning_id, at, kind, event_id, body, subject, payee FROM scams_outcomeevent")
        for client, warning, at, kind, name, body, subject, payee in cursor.fetchall():
            moment = at if isinstance(at, dt.datetime) else dt.datetime.fromisoformat(at)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            found[client, str(warning)].append(Raw(aware, kind, str(name), json.loads(body), subject, payee))
    for events in found.values():
        events.sort(key=lambda one: (one.at, _rank(one.kind), one.id))
    return found


def _rank(kind: str) -> int:
    if kind in FIRST:
        return FIRST.index(kind)
    return 20 + LAST.index(kind) if kind in LAST else 10


def _one(client: str, events: list[Raw]) -> dict[str, Any] | None:
    """Return everything about one warning, or None where no card is known."""
    visits: list[dict[str, Any]] = []
    for event in events:
        card = event.body.get("card")
        if event.kind in ("shown", "rerouted"):
            if not visits or visits[-1]["card"] != card:
                visits.append({"card": card, "by": set(), "done": set(), "held": False, "at": event.at})
            visits[-1]["by"].add(event.kind)
            visits[-1]["held"] = visits[-1]["held"] or event.body.get("held_out", False)
        elif visits:
            visits[-1]["done"].add(event.kind)
    if not visits:
        return None
    early = {event.kind for event in events if event.at < visits[0]["at"]}
    visits[0]["done"] |= early
    answered = {event.body.get("card") for event in events if event.kind == "question_answered"}
    cards = []
    for visit in visits:
        if visit["card"] in [one["card"] for one in cards]:
            continue
        same = [number for number, other in enumerate(visits) if other["card"] == visit["card"]]
        final = same[-1] == len(visits) - 1
        cards.append(
            {
                "card": visit["card"],
                "held": visits[same[-1]]["held"],
                "seen": any("seen" in visits[number]["done"] for number in same),
                "answered": visit["card"]["id"] in answered,
                "final": final,
                "rerouted": not final and "rerouted" in visits[same[-1] + 1]["by"],
            }
        )
    return {"client": client, "cards": cards, "day": _day(visits[0]["at"]), **_end(events), **_paid(events, visits)}


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _end(events: list[Raw]) -> dict[str, Any]:
    decisions = [one for one in events if one.kind in ("safe_action", "cancelled_in_wait", "proceed", "released")]
    stop = decisions[-1] if decisions and decisions[-1].kind in ("safe_action", "cancelled_in_wait") else None
    labels = [one.body["label"] for one in events if one.kind == "label"]

    def after_stop(kind: str, hours: int) -> bool:
        return stop is not None and any(
            one.kind == kind and 0 <= (one.at - stop.at).total_seconds() <= hours * 3600 for one in events
        )

    return {
        "stopped": stop is not None,
        "proceeded": bool(decisions) and stop is None,
        "label": labels[-1] if labels else "",
        "leaked": after_stop("switched_channel", 24),
        "repeated": after_stop("repeat_attempt", 7 * 24),
        "kinds": {one.kind for one in events},
    }


def _paid(events: list[Raw], visits: list[dict[str, Any]]) -> dict[str, Any]:
    shown = [one for one in events if one.kind == "shown"]
    amounts = [one.body["amount"] for one in shown if "amount" in one.body]
    released = [one.at for one in events if one.kind == "released"]
    return {
        "subject": ([""] + [one.subject for one in shown if one.subject])[-1],
        "payee": ([""] + [one.payee for one in shown if one.payee])[-1],
        "amount": amounts[-1] if amounts else None,
        "released": (released[0] - visits[0]["at"]).total_seconds() if released else None,
    }


def warnings() -> list[dict[str, Any]]:
    """Return every warning of which a card is known."""
    found = (_one(client, events) for (client, _warning), events in raw_events().items())
    return [one for one in found if one]


def counts(told: list[dict[str, Any]], chosen: Any) -> dict[str, int]:
    """Return the counts over the cards shown in warnings, those that `chosen` takes."""
    total: dict[str, int] = defaultdict(int)
    for one in told:
        for card in one["cards"]:
            if chosen(one, card):
                for name in _names(one, card):
                    total[name] += 1
    return dict(total)


def _names(one: dict[str, Any], card: dict[str, Any]) -> list[str]:
    names = ["shown"] + [name for name in ("seen", "answered") if card[name]]
    if not card["final"]:
        return [*names, "rerouted" if card["rerouted"] else "stepped"]
    names += [name for name in ("stopped", "proceeded", "leaked", "repeated") if one[name]]
    told = {"delayed": "delayed", "cancelled_in_wait": "cancelled", "hotline_taken": "hotline"}
    told |= {"guardian_told": "guardian", "complaint": "complaints", "released": "released"}
    names += [name for kind, name in told.items() if kind in one["kinds"]]
    if one["label"] == "confirmed-scam":
        names += ["confirmed"] + [f"confirmed_{end}" for end in ("stopped", "proceeded") if one[end]]
    if one["label"] == "genuine":
        names += ["genuine"] + (["genuine_proceeded"] if one["proceeded"] else [])
    return names


def protected(told: list[dict[str, Any]], chosen: Any) -> dict[str, Decimal]:
    """Return the money of confirmed scams that were stopped, by currency; a payer and payee once, at their most."""
    by_pair: dict[Any, Decimal] = {}
    for number, one in enumerate(told):
        if one["label"] != "confirmed-scam" or not one["stopped"]:
            continue
        last = next(card for card in one["cards"] if card["final"])
        if not one["amount"] or not chosen(one, last):
            continue
        pair = (one["client"], one["subject"], one["payee"]) if one["subject"] and one["payee"] else number
        key = (pair, one["amount"]["currency"])
        by_pair[key] = max(by_pair.get(key, Decimal(0)), Decimal(one["amount"]["value"]))
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (_pair, currency), value in by_pair.items():
        total[currency] += value
    return dict(total)


def release(told: list[dict[str, Any]], chosen: Any) -> tuple[float | None, int]:
    """Return the median seconds to release, and of how many."""
    times = [
        one["released"]
        for one in told
        if one["released"] is not None and chosen(one, next(card for card in one["cards"] if card["final"]))
    ]
    return (median(times) if times else None, len(times))
