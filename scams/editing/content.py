"""From the admin's model to the plain card that the gate checks and the deck compiles."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from scams.rules.card import Action, CardContent, CoolingOff, Proof, Question, Source, Variant
from scams.words import api_locale

if TYPE_CHECKING:
    from scams.models import WarningCard

Kind = TypeVar("Kind")


def card_content(
    card: "WarningCard", *, contacts: Iterable[str] | None = None, secondary_types: Iterable[str] | None = None
) -> CardContent:
    """Return `card` as plain data. Contacts' keys and secondary types' slugs may be given if known already."""
    return CardContent(
        fraud_type=card.fraud_type.slug,
        discreet=card.fraud_type.discreet,
        locale=api_locale(card.locale.language_code),
        audience=card.audience,
        level=card.level,
        headline=card.headline,
        discreet_headline=card.discreet_headline,
        why_you=card.why_you,
        what_is_happening=card.what_is_happening,
        red_flags=tuple(_values(card.red_flags)),
        questions=questions_of(card),
        rebuttals=tuple(_values(card.rebuttals)),
        safe_action=Action(label=card.safe_action, action=card.safe_action_kind),
        other_actions=_structs(card.other_actions, Action),
        proceed=card.proceed,
        contacts=tuple(one.key for one in card.contacts.all()) if contacts is None else tuple(contacts),
        cooling_off=_cooling_off(card),
        switch_line=card.switch_line,
        guardian_script=card.guardian_script,
        agent_script=card.agent_script,
        variants=_structs(card.variants, Variant),
        sources=_structs(card.sources, Source),
        review_by=card.review_by,
        secondary_types=(
            tuple(one.slug for one in card.secondary_types.all()) if secondary_types is None else tuple(secondary_types)
        ),
        proof=Proof(text=card.proof, source=card.proof_source) if card.proof else None,
        audible=bool(card.audio_id) or card.read_aloud,
        hold_out=card.hold_out,
    )


def questions_of(card: "WarningCard") -> tuple[Question, ...]:
    """Return a card's questions as plain data."""
    return _structs(card.questions, Question)


def _values(stream: Any) -> list[Any]:
    """Return the values of a stream's blocks as they are stored, without building the blocks."""
    return [block["value"] for block in stream.raw_data]


def _structs(stream: Any, kind: type[Kind]) -> tuple[Kind, ...]:
    """Return a stream's struct values as `kind`; empty parts, as drafts have, become empty texts."""
    filled = ({key: "" if part is None else part for key, part in value.items()} for value in _values(stream))
    return tuple(msgspec.convert(value, kind) for value in filled)


def _cooling_off(card: "WarningCard") -> CoolingOff | None:
    if not card.cooling_off_minutes:
        return None
    return CoolingOff(
        minutes=card.cooling_off_minutes,
        cancellable=card.cooling_off_cancellable,
        text=card.cooling_off_text,
        while_waiting=card.cooling_off_while,
    )
