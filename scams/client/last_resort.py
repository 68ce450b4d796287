"""The card that ships with this package, for when there is neither a server nor a replica to answer.

It is a small deck, so that it is matched and put together like every other card.
"""

from functools import cache
from typing import Any, Final

import msgspec

from scams.client.last_words import ANSWERS, CONTACTS, MINUTES, WORDS, Contact, Words
from scams.deck.index import Index, index_of
from scams.deck.wire import FORMAT, Card, Deck, Variant
from scams.words import FALLBACK_TYPE

VERSION: Final = "last-resort"
"""What answers made of it call their deck."""


@cache
def last_resort() -> Index:
    """Return the built-in deck, arranged for answering: one card a language and audience, for `other-unknown`."""
    cards = tuple(_card(locale, audience, words) for (locale, audience), words in WORDS.items())
    deck = Deck(format=FORMAT, parents={FALLBACK_TYPE: ""}, codes={}, signals={}, cards=cards)
    return index_of(deck, now=0.0, version=VERSION)


def _card(locale: str, audience: str, words: Words) -> Card:
    card_id = f"{FALLBACK_TYPE}.{audience}.{locale}"
    others = ({"label": words.family, "action": "ask-family"}, {"label": words.hotline, "action": "call-hotline"})
    pause = {"minutes": MINUTES, "cancellable": True, "text": words.pause, "while_waiting": words.meanwhile}
    return Card(
        id=card_id,
        fraud_type=FALLBACK_TYPE,
        locale=locale,
        audience=audience,
        level="warn",
        edition=1,
        revision=0,
        set_key=VERSION,
        expires=0.0,
        why=_piece(words.why),
        always=_object(
            safe_action={"label": words.safe, "action": "stop"},
            other_actions=others,
            contacts=[_contact(one) for one in CONTACTS[locale]],
            article_url=None,
            quiz_url=None,
            audio_url=None,
        ),
        proceed=_object(proceed={"label": words.proceed, "confirm": audience == "elder"}),
        pause=_object(cooling_off=pause, switch_line=words.switch),
        variants=(_variant(card_id, locale, words),),
    )


def _variant(card_id: str, locale: str, words: Words) -> Variant:
    then = {"yes": {"level": "hold"}}
    answers = [{"value": value, "label": label, "then": then.get(value)} for value, label in ANSWERS[locale].items()]
    return Variant(
        id=f"{card_id}.{VERSION}",
        words=_object(headline=words.headline, what_is_happening=words.happening, red_flags=words.flags),
        asks=_object(
            questions=[{"id": "q1", "text": words.question, "answers": answers}],
            rebuttals=[words.rebuttal],
        ),
    )


def _contact(one: Contact) -> dict[str, str]:
    return {"name": one.name, "number": one.number, "region": one.region, "hours": one.hours}


def _object(**members: Any) -> msgspec.Raw:
    return _piece(members)


def _piece(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
