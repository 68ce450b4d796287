"""An editor's desk: people by role, and the card's form as the browser sends it."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academy.models import User
from academy.roles import EDITORS, REVIEWERS
from scams.models import FraudType, WarningCard
from scams.words import api_locale

GROUPS = {"editor": EDITORS, "reviewer": REVIEWERS}
STREAMS = ("red_flags", "questions", "rebuttals", "other_actions", "variants", "sources")
TEXTS = (
    *("audience", "level", "edition", "headline", "discreet_headline", "why_you", "what_is_happening", "safe_action"),
    *("safe_action_kind", "proceed", "cooling_off_minutes", "cooling_off_text", "cooling_off_while", "switch_line"),
    *("guardian_script", "agent_script", "proof", "proof_source", "review_by", "translation_state", "hold_out"),
)


def person(role: str, **fields: Any) -> User:
    """Return a new person: an editor, a reviewer, an administrator, or an outsider without any group."""
    user = User.objects.create_user(
        fields.pop("username", f"the-{role}"),
        fields.pop("email", f"{role}@example.org"),
        is_superuser=role == "administrator",
        **fields,
    )
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user


def desk(role: str) -> Client:
    """Return the browser of a new person with that role, reading English; of nobody for "anonymous"."""
    client = Client(headers={"accept-language": "en"})
    if role != "anonymous":
        client.force_login(person(role))
    return client


def card_of(slug: str = "task-rebate", locale: str = "zh-Hans", audience: str = "adult") -> WarningCard:
    """Return the live card of the content files."""
    return WarningCard.objects.get(fraud_type__slug=slug, locale__language_code=locale.lower(), audience=audience)


def copy_for(audience: str, slug: str = "task-rebate", locale: str = "zh-Hans", **changes: Any) -> WarningCard:
    """Return a new draft with the words of the adults' card."""
    data = card_of(slug, locale).serializable_data()
    for unwanted in ("pk", "live_revision", "latest_revision", "translation_key", "locked_by"):
        data[unwanted] = None
    card = WarningCard.from_serializable_data(
        {**data, "audience": audience, "live": False, "first_published_at": None, "last_published_at": None}
    )
    for field, value in changes.items():
        setattr(card, field, value)
    card.translation_key = WarningCard._meta.get_field("translation_key").get_default()
    card.full_clean()
    card.save()
    return card


def form_data(card: WarningCard, **changes: Any) -> dict[str, Any]:
    """Return what the browser sends for the card's form as it stands, with some fields changed.

    A stream's change is the list of its blocks' values.
    """
    data: dict[str, Any] = {field: _sent(getattr(card, field)) for field in TEXTS}
    data |= {field: "on" for field in ("cooling_off_cancellable", "read_aloud") if getattr(card, field)}
    data |= {
        "fraud_type": card.fraud_type_id,
        "contacts": [one.pk for one in card.contacts.all()],
        "secondary_types": [one.pk for one in card.secondary_types.all()],
        "go_live_at": "",
        "expire_at": "",
        **{field: changes.pop(field) for field in [*data, "go_live_at", "expire_at", "contacts"] if field in changes},
    }
    for field in STREAMS:
        kind = next(iter(card._meta.get_field(field).stream_block.child_blocks))
        values = changes.pop(field) if field in changes else [block["value"] for block in getattr(card, field).raw_data]
        data |= _stream(field, kind, values)
    return {**data, **changes}


def _stream(field: str, kind: str, values: list[Any]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{field}-count": len(values)}
    for number, value in enumerate(values):
        place = f"{field}-{number}"
        data |= {f"{place}-type": kind, f"{place}-order": number, f"{place}-deleted": "", f"{place}-id": ""}
        parts = {f"{place}-value-{key}": part for key, part in value.items()} if isinstance(value, dict) else None
        data |= {key: _sent(part) for key, part in (parts or {f"{place}-value": value}).items() if part is not False}
    return data


def _sent(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else value


def card_url(view: str, *args: Any) -> str:
    """Return the address of one of the cards' screens."""
    return reverse(f"wagtailsnippets_scams_warningcard:{view}", args=[str(arg) for arg in args])


def local(moment: dt.datetime) -> str:
    """Return a moment as the form's date-and-time fields send it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def fraud_type(slug: str) -> FraudType:
    return FraudType.objects.get(slug=slug)


def card_name(card: WarningCard) -> str:
    return f"{card.fraud_type.slug}.{card.audience}.{api_locale(card.locale.language_code)}"
