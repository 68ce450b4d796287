"""What changes the deck, bound to publishing rather than saving. Thin: each notes why a new deck is due."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from scams.deck.build import note_change
from scams.models import (
    Contact,
    CrosswalkCode,
    DeckChange,
    ExampleMessage,
    FraudType,
    Playbook,
    ScamPattern,
    Signal,
    Technique,
    WarningCard,
    WordList,
)

Action = DeckChange.Action

INGREDIENTS = (FraudType, CrosswalkCode, Signal, Contact, Site, Technique, WordList, ExampleMessage)
"""Records without drafts that cards or the checker refer to: saving them is publishing them."""


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    published.connect(_card_published, sender=WarningCard, dispatch_uid="scams.card_published")
    unpublished.connect(_card_unpublished, sender=WarningCard, dispatch_uid="scams.card_unpublished")
    post_delete.connect(_deleted, sender=WarningCard, dispatch_uid="scams.card_deleted")
    published.connect(_playbook_published, sender=Playbook, dispatch_uid="scams.playbook_published")
    unpublished.connect(_playbook_unpublished, sender=Playbook, dispatch_uid="scams.playbook_unpublished")
    post_delete.connect(_deleted, sender=Playbook, dispatch_uid="scams.playbook_deleted")
    page_published.connect(_article_published, sender=ScamPattern, dispatch_uid="scams.article_published")
    page_unpublished.connect(_article_unpublished, sender=ScamPattern, dispatch_uid="scams.article_unpublished")
    page_slug_changed.connect(_page_moved, dispatch_uid="scams.page_slug_changed")
    post_page_move.connect(_page_moved, dispatch_uid="scams.page_moved")
    pre_delete.connect(_contact_leaving, sender=Contact, dispatch_uid="scams.contact_leaving")
    post_delete.connect(_deleted, sender=get_document_model(), dispatch_uid="scams.recording_deleted")
    for model in INGREDIENTS:
        uid = f"scams.ingredient.{model.__name__}"
        post_save.connect(_saved, sender=model, dispatch_uid=uid)
        post_delete.connect(_deleted, sender=model, dispatch_uid=uid)


def _card_published(instance: WarningCard, revision: Any, **_kwargs: Any) -> None:
    note_change(Action.PUBLISHED, instance.card_id, user=revision.user, of_cards=True)


def _card_unpublished(instance: WarningCard, **_kwargs: Any) -> None:
    note_change(Action.EXPIRED if instance.expired else Action.UNPUBLISHED, instance.card_id, of_cards=True)


def _playbook_published(instance: Playbook, revision: Any, **_kwargs: Any) -> None:
    note_change(Action.PUBLISHED, f"playbook {instance.playbook_id}", user=revision.user, of_cards=True)


def _playbook_unpublished(instance: Playbook, **_kwargs: Any) -> None:
    action = Action.EXPIRED if instance.expired else Action.UNPUBLISHED
    note_change(action, f"playbook {instance.playbook_id}", of_cards=True)


def _article_published(instance: ScamPattern, revision: Any, **_kwargs: Any) -> None:
    note_change(Action.PUBLISHED, instance.url_path, user=revision.user)


def _article_unpublished(instance: ScamPattern, **_kwargs: Any) -> None:
    note_change(Action.UNPUBLISHED, instance.url_path)


def _page_moved(instance: Page, **_kwargs: Any) -> None:
    """A page's own address or that of every page below it is another now."""
    note_change(Action.MOVED, instance.url_path)


def _contact_leaving(instance: Contact, **_kwargs: Any) -> None:
    """Deletion by query does not ask the record's own `delete`, but this."""
    instance.refuse_deletion()


def _saved(instance: Any, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        note_change(Action.SAVED, f"{instance._meta.model_name} {instance}")


def _deleted(instance: Any, **_kwargs: Any) -> None:
    note_change(Action.DELETED, f"{instance._meta.model_name} {instance}")
