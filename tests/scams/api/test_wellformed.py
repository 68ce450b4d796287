"""Every well-formed request has a whole card; one that is wrong at one place is told the place."""

import json
from typing import Any

import msgspec
from hypothesis import given, settings

from scams.api.answer import WarningAnswer
from scams.words import LEVELS, api_locale
from tests.scams.api.conftest import Door
from tests.scams.deck.asking import Broken, Document, broken_requests, requests

_answer = msgspec.json.Decoder(WarningAnswer).decode


def members_known(sent: Any, known: Any) -> bool:
    """Return whether everything in `sent` is in `known` as well, which is what the document knows."""
    if isinstance(sent, dict):
        return sent.keys() <= known.keys() and all(members_known(value, known[name]) for name, value in sent.items())
    if isinstance(sent, list):
        return len(sent) == len(known) and all(map(members_known, sent, known))
    return bool(sent == known)


@settings(max_examples=400)
@given(requests)
def test_every_well_formed_request_has_a_whole_card_as_the_document_says(door: Door, document: Document) -> None:
    reply = door.ask(document)
    assert reply.status == 200
    answer = _answer(reply.body)
    assert members_known(reply.json(), msgspec.to_builtins(answer))
    card = answer.card
    asked = document.get("level")
    assert LEVELS.index(card.level) >= LEVELS.index(asked or LEVELS[0])
    if not document.get("answers") and document.get("ladder") is None:  # {} asks for the first step
        assert card.level == (asked or card.level)
    assert card.locale == api_locale(document.get("locale") or "zh-Hans")
    assert card.audience == ("elder" if document.get("audience") == "elder" else "adult")
    assert card.fraud_type == answer.matched.fraud_type
    assert all((card.headline, card.what_is_happening, card.safe_action.label, *card.why_you, *card.red_flags))
    assert card.why_you
    assert card.contacts
    assert (card.proceed is None) == (card.level == "stop")
    assert (card.cooling_off is None) == (card.switch_line is None) == (card.level in ("notice", "warn"))
    assert bool(card.questions) == bool(card.rebuttals) == (card.level != "notice")


@given(requests)
def test_the_same_request_has_the_same_answer_but_for_its_id(door: Door, document: Document) -> None:
    first, second = door.ask(document).json(), door.ask(document).json()
    goes_on = document.get("warning_id") is not None
    assert (first.pop("warning_id") == second.pop("warning_id")) == goes_on
    assert first == second


@given(requests)
def test_the_answer_says_which_of_the_codes_it_is_about(door: Door, document: Document) -> None:
    answer = _answer(door.ask(document).body)
    if answer.reroute:
        assert (answer.matched.code, answer.matched.score) == (answer.matched.fraud_type, None)
        return
    sent = {(one["code"], one.get("score")) for one in document["fraud_types"]}
    assert (answer.matched.code, answer.matched.score) in (sent or {(None, None)}) | {(None, None)}
    assert (answer.matched.code is None) == (answer.matched.by == "fallback")


@settings(max_examples=400)
@given(broken_requests)
def test_a_request_wrong_at_one_place_is_refused_by_the_name_of_the_place(door: Door, broken: Broken) -> None:
    reply = door.ask(json.dumps(broken.document).encode())
    assert (reply.status, reply.fields()) == (422, [broken.field])
