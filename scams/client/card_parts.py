"""The parts of a warning card as HTML, in the order of reading, which is the order of focus.

`static/scams/warning/card.js` makes the same of the same answer; a test in a browser compares them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scams.client.card_words import ICONS, CardWords
from scams.client.markup import Html, el, join

Object = Mapping[str, Any]


class Shown(NamedTuple):
    """A card about to be written, and what goes for all of it."""

    card: Object
    words: CardWords
    minutes: int | None
    """How long to wait before going on; None for no wait."""
    closed: bool
    """Whether the way on is closed for now."""
    note: str
    """Which words say when it opens, or that the wait may be ended; empty for none."""
    popovers: Mapping[str, str]
    """By act, the popover of the page that its button opens; without one it is sent."""

    @property
    def number(self) -> str:
        """The first hotline's number; empty when it has to be looked up."""
        contacts = self.card.get("contacts") or []
        return contacts[0]["number"] if contacts else ""


def story(shown: Shown) -> Html:
    """Return what is told: the scam's name, the pause, why this payment, what is happening, its signs."""
    card = shown.card
    return el(
        "div",
        _head(shown),
        _pause(shown),
        _lines(card["why_you"], "card-why"),
        el("p", card["what_is_happening"], class_="card-what"),
        *_flags(shown),
        class_="card-story",
    )


def _head(shown: Shown) -> Html:
    level = shown.card["level"]
    return el(
        "header",
        el(
            "svg",
            el("path", d=ICONS[level]),
            class_="card-icon", viewBox="0 0 32 32", width=32, height=32, aria_hidden="true", focusable="false",
        ),
        el("p", shown.words[level], class_="card-level", id="scam-card-level"),
        el("h2", shown.card["headline"], class_="card-headline", id="scam-card-headline", tabindex=-1),
        class_="card-head",
    )  # fmt: skip


def _pause(shown: Shown) -> Html | None:
    pause = shown.card.get("cooling_off")
    if not pause:
        return None
    counts = shown.minutes and shown.card["level"] != "stop"
    clock = el("p", *clock_parts(shown.minutes or 0, shown.words), class_="card-clock") if counts else None
    return el("div", clock, el("p", pause["text"]), class_="card-pause")


def clock_parts(minutes: int, words: CardWords) -> tuple[Html, Html]:
    """Return a time to wait as the clock shows it: in hours, rounded up, from two hours on."""
    number, unit = (-(-minutes // 60), "hour") if minutes >= 2 * 60 else (minutes, "minute")
    return el("b", str(number)), el("span", words[unit if number == 1 else f"{unit}s"])


def _flags(shown: Shown) -> Iterator[Html]:
    if flags := shown.card.get("red_flags"):
        yield el("h3", shown.words["signs"], class_="card-flags-title")
        yield _lines(flags, "card-flags")


def actions(shown: Shown) -> Html:
    """Return the safe action and, where it is not kept for the end, the way on."""
    return el(
        "div", _safe(shown), proceed(shown) if shown.card["level"] != "hold" else None, class_="card-actions"
    )  # fmt: skip


def _safe(shown: Shown) -> Html:
    safe = shown.card["safe_action"]
    if safe["action"] == "call" and shown.number:
        return el(
            "a",
            safe["label"],
            class_="card-button card-primary", href=_tel(shown.number), data_event="safe_action", data_action="call",
        )  # fmt: skip
    return _act(shown, "safe_action", safe["label"], "card-primary", data_action=safe["action"])


def proceed(shown: Shown) -> Html | None:
    """Return the way on, plain and never hidden, with a second confirmation where the card asks for one."""
    way = shown.card.get("proceed")
    if not way or shown.card["level"] == "stop":
        return None
    on = _act(shown, "proceed", way["label"], "card-plain", disabled=shown.closed)
    if not way["confirm"]:
        return on
    return el(
        "details",
        el("summary", way["label"], class_="card-button card-plain"),
        el("div", el("p", shown.words["confirm"]), _safe(shown), on),
        class_="card-confirm",
    )


def questions(shown: Shown) -> Html | None:
    """Return the questions, each with those that its answers lead to."""
    asked = shown.card.get("questions")
    if not asked:
        return None
    return el(
        "div",
        el("h3", shown.words["ask"], id="scam-card-ask"),
        *(_question(one, shown.card["id"]) for one in asked),
        el(
            "button",
            shown.words["send"],
            class_="card-button", type="submit", name="act", value="answer", data_plain="",
        ),
        class_="card-questions", role="group", aria_labelledby="scam-card-ask",
    )  # fmt: skip


def _question(question: Object, card_id: str) -> Html:
    name = f"answer-{card_id}-{question['id']}"
    following = ((choice, (choice.get("then") or {}).get("question")) for choice in question["answers"])
    return el(
        "fieldset",
        el("legend", question["text"]),
        el("div", *(_choice(name, choice) for choice in question["answers"]), class_="card-choices"),
        *(
            el("div", _question(nested, card_id), class_="card-nested", data_for=choice["value"])
            for choice, nested in following
            if nested
        ),
        class_="card-question",
        data_question=question["id"],
    )


def _choice(name: str, choice: Object) -> Html:
    radio = el("input", type="radio", name=name, value=choice["value"])
    return el("label", radio, el("span", choice["label"]), class_="card-choice")


def advice(shown: Shown) -> Html:
    """Return what helps to hold out: answers to what they say, what to do meanwhile, a word about other ways to pay."""
    card, words = shown.card, shown.words
    rebuttals, pause, line = card.get("rebuttals"), card.get("cooling_off"), card.get("switch_line")
    said = rebuttals and el("div", el("h3", words["they_say"]), _lines(rebuttals), class_="card-rebuttals")
    wait = pause and el("div", el("h3", words["meanwhile"]), el("p", pause["while_waiting"]), class_="card-wait")
    return join(said or None, wait or None, el("p", line, class_="card-switch") if line else None)


def others(shown: Shown) -> Html | None:
    """Return the further acts."""
    acts = shown.card.get("other_actions")
    return el("ul", *(el("li", _other(shown, one)) for one in acts), class_="card-others") if acts else None


def _other(shown: Shown, other: Object) -> Html:
    if other["action"] != "call-hotline" or not shown.number:
        return _act(shown, other["action"], other["label"], data_action=other["action"])
    label = el("span", f"{other['label']} ", el("b", shown.number, class_="card-number"))
    return el("a", label, class_="card-button", href=_tel(shown.number), data_event="hotline_taken")


def audio(shown: Shown) -> Html | None:
    """Return the recording, played by the browser's own controls."""
    address = shown.card.get("audio_url")
    if not address:
        return None
    player = el("audio", controls=True, preload="none", src=address)
    return el("figure", el("figcaption", shown.words["listen"]), player, class_="card-audio")


def contacts(shown: Shown) -> Html | None:
    """Return the hotlines."""
    known = shown.card.get("contacts")
    if not known:
        return None
    rows = el("ul", *(el("li", _contact(one)) for one in known))
    return el("div", el("h3", shown.words["help"]), rows, class_="card-contacts")


def _contact(contact: Object) -> Html:
    number, hours = contact["number"], contact.get("hours")
    if not number:
        return el("p", contact["name"])
    parts = (el("span", contact["name"]), el("b", number, class_="card-number"), el("small", hours) if hours else None)
    return el("a", *parts, href=_tel(number), data_event="hotline_taken")


def end(shown: Shown) -> Html | None:
    """Return the way on of a card that holds, after everything else, and who ends the wait."""
    if shown.card["level"] != "hold" or not (way := proceed(shown)):
        return None
    note = shown.words[shown.note] if shown.note else None
    small = el("p", note, class_="card-small", id="scam-card-note") if note else None
    return el("div", way, small, class_="card-actions card-end")


def _act(
    shown: Shown, act: str, label: str, kind: str = "", *, data_action: str | None = None, disabled: bool = False
) -> Html:
    """Return a button that sends an act, or opens the page's popover for it."""
    popover = shown.popovers.get(act, shown.popovers.get("", ""))
    sends = {"type": "button", "popovertarget": popover} if popover else {"type": "submit", "name": "act", "value": act}
    event = act if act in ("safe_action", "proceed") else None
    look = f"card-button {kind}".rstrip()
    return el("button", label, class_=look, **sends, data_event=event, data_action=data_action, disabled=disabled)


def _lines(lines: Sequence[str], kind: str | None = None) -> Html:
    return el("ul", *(el("li", line) for line in lines), class_=kind)


def _tel(number: str) -> str:
    return f"tel:{number.replace(' ', '')}"
