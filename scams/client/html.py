"""A warning card as plain HTML that works without scripts: a form whose every act is a button.

    from scams.client.html import render_warning

    page = render_warning(warning.body, action="/payments/17/warning", hidden={"csrf_token": token})

The page that holds it loads `scams/card.css`. What is sent has `act` (`safe_action`, `proceed`, `answer` or another
action's kind) and `answer-<card id>-<question id>` for every question answered.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from scams.client import card_parts as parts
from scams.client.card_words import words_of
from scams.client.markup import Html, el

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_PLACES: Final = (
    *(parts.story, parts.actions, parts.questions, parts.advice),
    *(parts.others, parts.audio, parts.contacts, parts.end),
)
_IN_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render_warning(
    answer: Mapping[str, Any] | bytes,
    *,
    action: str,
    hidden: Mapping[str, str] = _NONE,
    waited: bool = False,
    popovers: Mapping[str, str] = _NONE,
) -> Html:
    """Return the card of an answer of the API as a form that posts to `action`.

    `hidden` are further fields, such as a token against forgery. `waited` says that the card's wait is over. Where
    `popovers` has the id of a popover of the page for an act, or for all others by an empty name, its button opens
    that and sends nothing. For an answer that is held out, and at the end that lets the payment go, there is nothing
    to show: empty. ValueError and KeyError for what is no answer.
    """
    given = _read(answer)
    ladder = given.get("ladder") or {}
    if given.get("held_out") or ladder.get("end") == "pay":
        return Html("")
    card = given["card"]
    shown = _shown(card, ladder, popovers=popovers, waited=waited)
    fields = (el("input", type="hidden", name=name, value=value, data_plain="") for name, value in hidden.items())
    return el(
        "section",
        el("form", *fields, *(place(shown) for place in _PLACES), class_="card-form", method="post", action=action),
        class_="scam-card",
        lang=card["locale"],
        data_level=card["level"],
        data_audience=card["audience"],
        aria_labelledby="scam-card-level scam-card-headline",
    )


def render_element(
    answer: Mapping[str, Any] | bytes,
    *,
    action: str,
    hidden: Mapping[str, str] = _NONE,
    **attributes: str,
) -> Html:
    """Return `<scam-warning>` with the answer in it and, for where scripts do not run, the card as plain HTML.

    `attributes` are the element's own, such as `events`.
    """
    given = _read(answer)
    data = Html(json.dumps(given, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))
    plain = render_warning(given, action=action, hidden=hidden)
    return el("scam-warning", el("script", data, type="application/json"), plain, **attributes)


def _read(answer: Mapping[str, Any] | bytes) -> Mapping[str, Any]:
    return answer if isinstance(answer, Mapping) else json.loads(answer)


def _shown(
    card: Mapping[str, Any], ladder: Mapping[str, Any], *, popovers: Mapping[str, str], waited: bool
) -> parts.Shown:
    """Return a card with its wait: as long as the step of the playbook says, else as long as the card does."""
    step, pause = ladder.get("step") or {}, card.get("cooling_off") or {}
    minutes = None if waited else step.get("minutes") or pause.get("minutes")
    can_end = pause.get("cancellable") if step.get("cancellable") is None else step["cancellable"]
    note = ("may_end" if can_end else "must_wait") if minutes else ""
    if step and ladder["next"].get("proceed") == step["id"]:  # it is held until somebody or something releases it
        note = "held"
    return parts.Shown(
        card=card,
        words=words_of(card["locale"]),
        minutes=minutes,
        closed=note in ("must_wait", "held"),
        note=note,
        popovers=popovers,
    )
