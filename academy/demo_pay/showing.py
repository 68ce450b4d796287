"""What the templates show: the form with its stories, or a payment on its way."""

import json
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from academy.demo_pay.forms import AUDIENCES, PaymentForm
from academy.demo_pay.languages import LANGUAGE, NAMES
from academy.demo_pay.state import State, Told
from academy.demo_pay.stories import CURRENCIES, Story, stories
from scams.client.html import render_element

SIGNS: Final = {"CNY": "¥", "HKD": "HK$", "SGD": "S$"}
_MATTERS: Final = ("warning_id", "deck", "matched", "reroute", "held_out", "ladder")


def page(locale: str, story: Story | None) -> dict[str, Any]:
    """Return what every page of the demonstration shows."""
    kept = {"story": story.slug} if story else {}
    return {
        "locale": locale,
        "pay_url": reverse("demo-pay"),
        "languages": [
            {"locale": one, "name": name, "url": address(**{LANGUAGE: one}, **kept)} for one, name in NAMES.items()
        ],
        "story": story,
        "said": story.words[locale] if story else None,
        "again": address(story=story.slug if story else next(iter(stories()))),
        "currency": SIGNS[CURRENCIES[locale]],
    }


def address(**query: str) -> str:
    """Return the page's address."""
    return f"{reverse('demo-pay')}?{urlencode(query)}"


def filling(locale: str, form: PaymentForm, story: Story | None) -> dict[str, Any]:
    """Return what the form is shown with."""
    who = dict(AUDIENCES)
    told = [
        {
            "slug": one.slug,
            "said": one.words[locale],
            "who": who[one.audience],
            "expected": one.expected,
            "url": address(story=one.slug),
        }
        for one in stories().values()
    ]
    return {**page(locale, story), "form": form, "stories": told, "audience": form["audience"].value()}


def going(request: HttpRequest, state: State) -> dict[str, Any]:
    """Return what a payment on its way is shown with."""
    answer = state.answered
    locale = state.bill.locale
    return {
        **page(locale, stories().get(state.bill.story)),
        "state": state,
        "currency": SIGNS[state.bill.currency],
        "amount": f"{Decimal(state.bill.amount):,.2f}",
        "audience": state.bill.audience,
        "answer": answer,
        "card": _card(request, state) if state.stage in ("warned", "called", "waiting") else "",
        "events": [{"at": one.at, "kind": one.kind, "about": about(one)} for one in state.events],
        "script": _script(state),
        "questions": (state.release or {}).get("questions", ()),
        "request_json": _json(state.request),
        "answer_json": _json({name: answer[name] for name in _MATTERS if name in answer}),
        "proof_json": _json(state.proof),
    }


def _card(request: HttpRequest, state: State) -> SafeString:
    hidden = {
        "csrfmiddlewaretoken": get_token(request),
        "turn": str(state.turn),
        "warning_id": state.warning_id,
    }
    return mark_safe(render_element(state.answered, action=reverse("demo-pay"), hidden=hidden))  # noqa: S308


def about(told: Told) -> str:
    """Return in some words what an event tells besides its kind."""
    fields = told.fields
    card = fields.get("card")
    named = card["id"] if isinstance(card, dict) else ""
    plain = (f"{value}" for name, value in fields.items() if name not in ("card", "subject", "payee", "amount"))
    return " ".join(filter(None, dict.fromkeys((named, *plain))))  # a step's id is its kind, most of the time


def _script(state: State) -> list[str]:
    """Return what the specialist reads, in paragraphs."""
    script = (state.brief or {}).get("script") or ""
    return script.splitlines() if isinstance(script, str) else [str(one) for one in script]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
