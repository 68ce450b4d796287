"""Warning cards from the content files, published through the same gate as an editor's."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from scams.editing.gate import dead_ends
from scams.loading.files import DATA, CardFile, ContentError, read
from scams.loading.places import place_of, shared_key
from scams.loading.rows import Loaded, describe
from scams.models import Contact, FraudType, WarningCard
from scams.rules import gate, limits
from scams.rules.card import CardContent
from scams.words import api_locale

WRITTEN_FOR = ("adult", "elder")
"""The audiences that content files write for; teens and small firms are given the adults' cards."""


def load_cards(*, say: Callable[[str], None] = print) -> Loaded:
    """Publish every card of the files that does not exist yet; return how many were made and kept.

    ContentError names the file and the field that is wrong.
    """
    made = kept = 0
    paths = sorted((DATA / "cards").glob("*/*.toml"))
    for number, path in enumerate(paths, start=1):
        new = _load_file(path)
        made, kept = made + new, kept + len(WRITTEN_FOR) - new
        if number % 15 == 0 or number == len(paths):
            say(f"  cards: {number} of {len(paths)} files")
    return Loaded(made, kept)


def _load_file(path: Path) -> int:
    place, fraud_type, locale = place_of(path)
    present = WarningCard.objects.filter(fraud_type=fraud_type, locale=locale).values_list("audience", flat=True)
    missing = [audience for audience in WRITTEN_FOR if audience not in set(present)]
    file = read(path, CardFile) if missing else None
    for audience in missing:
        if file is not None:
            _make(file, fraud_type, locale, audience, f"{place} [{audience}]")
    return len(missing)


@transaction.atomic
def _make(file: CardFile, fraud_type: FraudType, locale: Locale, audience: str, place: str) -> None:
    review_by = timezone.localdate() + dt.timedelta(days=limits.REVIEW_DAYS_MOST)
    content = file.content(
        fraud_type=fraud_type.slug,
        locale=api_locale(locale.language_code),
        audience=audience,
        discreet=fraud_type.discreet,
        review_by=review_by,
    )
    _check(content, place)
    card = WarningCard(
        fraud_type=fraud_type,
        locale=locale,
        audience=audience,
        translation_key=shared_key(WarningCard.objects.filter(fraud_type=fraud_type, audience=audience)),
        live=False,
        **fields_of(content),
    )
    card.contacts = _records(Contact, "key", content.contacts, place)
    card.secondary_types = _records(FraudType, "slug", content.secondary_types, place)
    try:
        card.full_clean()
        card.save()
        card.save_revision(changed=False).publish()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error


def fields_of(content: CardContent) -> dict[str, Any]:
    """Return the values of a card's own fields, blocks as StreamField stores them."""
    pause = content.cooling_off
    plain = ("level", "headline", "discreet_headline", "why_you", "what_is_happening", "proceed", "switch_line")
    scripts = ("guardian_script", "agent_script", "review_by")
    return {
        **{field: getattr(content, field) for field in (*plain, *scripts)},
        "red_flags": [("line", one) for one in content.red_flags],
        "rebuttals": [("line", one) for one in content.rebuttals],
        "questions": [("question", msgspec.structs.asdict(one)) for one in content.questions],
        "other_actions": [("action", msgspec.structs.asdict(one)) for one in content.other_actions],
        "variants": [("variant", msgspec.structs.asdict(one)) for one in content.variants],
        "sources": [("source", msgspec.structs.asdict(one)) for one in content.sources],
        "safe_action": content.safe_action.label,
        "safe_action_kind": content.safe_action.action,
        "cooling_off_minutes": pause.minutes if pause else None,
        "cooling_off_cancellable": pause.cancellable if pause else True,
        "cooling_off_text": pause.text if pause else "",
        "cooling_off_while": pause.while_waiting if pause else "",
        "proof": content.proof.text if content.proof else "",
        "proof_source": content.proof.source if content.proof else "",
    }


def _check(content: CardContent, place: str) -> None:
    """Refuse what the gate refuses, and effects that lead nowhere."""
    problems = [*gate.check(content, today=timezone.localdate()), *dead_ends(content)]
    if problems:
        raise ContentError(f"{place}: {'; '.join(f'{field}: {message}' for field, message in problems)}")


def _records(model: Any, field: str, names: tuple[str, ...], place: str) -> list[Any]:
    found = {getattr(one, field): one for one in model.objects.filter(**{f"{field}__in": names})}
    if unknown := [name for name in names if name not in found]:
        raise ContentError(f"{place}: there is no {model._meta.verbose_name} “{unknown[0]}”")
    return [found[name] for name in names]
