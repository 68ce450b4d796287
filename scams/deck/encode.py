"""From a card as plain data to the pieces of JSON that an answer joins."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from scams.deck import wire
from scams.models import Contact
from scams.rules import tree
from scams.rules.card import CardContent, Variant
from scams.words import ANSWERS, locale_chain

YES_NO_UNSURE: Final = {
    "zh-Hans": {"yes": "是", "no": "不是", "unsure": "说不准"},
    "zh-Hant": {"yes": "是", "no": "不是", "unsure": "說不準"},
    "en": {"yes": "Yes", "no": "No", "unsure": "Not sure"},
}
EFFECT_MEMBER: Final = {"level": "level", "signal": "signal", "type": "fraud_type"}


class Surroundings(NamedTuple):
    """What cards refer to, fetched once for all of them."""

    contacts: Mapping[str, Contact]
    """By key, in the order they are shown."""
    articles: Mapping[tuple[str, str], str]
    """(fraud type, locale) to the article's address."""
    quizzes: Mapping[tuple[str, str], str] = MappingProxyType({})
    """(fraud type, locale) to the quiz's address."""


class Origin(NamedTuple):
    """Where a card comes from in the database, as far as answers and the deck need it."""

    revision: int = 0
    edition: int = 1
    set_key: str = ""
    expires: float = 0.0
    audio_url: str | None = None


def encode_card(content: CardContent, around: Surroundings, origin: Origin) -> wire.Card:
    """Return the card as it travels: its content encoded in the pieces that an answer joins."""
    card_id = f"{content.fraud_type}.{content.audience}.{content.locale}"
    main = Variant(key="a", headline=content.headline)
    questions = [_question(node, content.locale) for node in tree.nest(content.questions)]
    return wire.Card(
        id=card_id,
        fraud_type=content.fraud_type,
        locale=content.locale,
        audience=content.audience,
        level=content.level,
        edition=origin.edition,
        revision=origin.revision,
        set_key=origin.set_key,
        expires=origin.expires,
        why=_piece(content.why_you),
        always=_object(
            safe_action=content.safe_action,
            other_actions=content.other_actions,
            contacts=[_contact(one, content.locale) for key, one in around.contacts.items() if key in content.contacts],
            article_url=_nearest(around.articles, content),
            quiz_url=_nearest(around.quizzes, content),
            audio_url=origin.audio_url,
        ),
        proceed=_object(proceed={"label": content.proceed, "confirm": needs_confirming(content.audience)}),
        pause=_object(cooling_off=content.cooling_off, switch_line=content.switch_line),
        variants=tuple(_variant(card_id, content, variant, questions) for variant in (main, *content.variants)),
        brief=_object(agent_script=content.agent_script, guardian_script=content.guardian_script, proof=content.proof),
        hold_out=content.hold_out,
    )


def needs_confirming(audience: str) -> bool:
    """Return whether going on takes a second confirmation: for older people it does."""
    return audience == "elder"


def _variant(card_id: str, content: CardContent, variant: Variant, questions: list[dict[str, Any]]) -> wire.Variant:
    turn = -1 if variant.reverse else 1
    return wire.Variant(
        id=f"{card_id}.{variant.key}",
        words=_object(
            # A type nobody wants on a visible screen never shows its own name in large letters.
            headline=content.discreet_headline if content.discreet else variant.headline,
            what_is_happening=variant.what_is_happening or content.what_is_happening,
            red_flags=content.red_flags[::turn],
        ),
        asks=_object(questions=questions[::turn], rebuttals=content.rebuttals[::turn]),
    )


def _question(node: tree.Node, locale: str) -> dict[str, Any]:
    """Return a question with its answers, and within those the questions that they lead to."""
    answers = [
        {"value": value, "label": YES_NO_UNSURE[locale][value], "then": _then(node, value, locale)} for value in ANSWERS
    ]
    return {"id": f"q{node.number}", "text": node.question.text, "answers": answers}


def _then(node: tree.Node, answer: str, locale: str) -> dict[str, Any] | None:
    if following := node.then.get(answer):
        return {"question": _question(following, locale)}
    kind, _separator, value = getattr(node.question, answer).partition(":")
    return {EFFECT_MEMBER[kind]: value} if kind in EFFECT_MEMBER else None


def _contact(contact: Contact, locale: str) -> dict[str, str]:
    return {
        "name": contact.text("name", locale),
        "number": contact.number,
        "region": contact.region,
        "hours": contact.text("hours", locale),
    }


def _nearest(addresses: Mapping[tuple[str, str], str], content: CardContent) -> str | None:
    """Return the address for a card's fraud type in its language, or else in the next of its chain."""
    found = (addresses.get((content.fraud_type, locale)) for locale in locale_chain(content.locale))
    return next((address for address in found if address), None)


def _object(**members: Any) -> msgspec.Raw:
    return _piece(members)


def _piece(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
