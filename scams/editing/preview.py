"""What the preview shows: the card as the API would answer it, read back from its JSON."""

import json
from typing import TYPE_CHECKING, Any

from scams.deck.compile import surroundings
from scams.deck.encode import Origin, encode_card, needs_confirming
from scams.deck.index import found_as, plate_of
from scams.deck.match import Answer, splice
from scams.deck.request import SuspectedType
from scams.editing.content import card_content
from scams.models.taxonomy import Signal
from scams.words import api_locale

if TYPE_CHECKING:
    from scams.models import WarningCard

EXAMPLE_SIGNAL = "new-payee"
NO_ID = "00000000-0000-7000-8000-000000000000"


def preview_context(card: "WarningCard", level: str, audience: str) -> dict[str, Any]:
    """Return the payment page's context for a card, draft or live, at a level, in an audience's look."""
    answer = preview_answer(card, level)
    answer["card"]["audience"] = audience
    if answer["card"]["proceed"]:
        answer["card"]["proceed"]["confirm"] = needs_confirming(audience)
    return {"answer": answer, "level": level, "audience": audience, "locale": answer["card"]["locale"]}


def preview_answer(card: "WarningCard", level: str) -> dict[str, Any]:
    """Return the API's answer with the main wording of `card` at `level`, for a payment to a new payee."""
    content = card_content(card)
    compiled = encode_card(content, surroundings(), Origin(revision=card.latest_revision_id or 0))
    example = Signal.objects.filter(slug=EXAMPLE_SIGNAL).first()
    lines = [json.dumps(example.text("why", api_locale(content.locale))).encode()] if example else []
    plate = plate_of(compiled)
    answer = Answer(
        found=found_as(plate, "exact", "preview"),
        suspected=SuspectedType(content.fraud_type, 1.0),
        variant=plate.variants[0],
        level=level,
        why=(*lines, plate.why),
    )
    decoded: dict[str, Any] = json.loads(splice(answer, warning_id=NO_ID))
    return decoded
