"""What changes pages: publishing for what has drafts, saving for what has none. Thin: each notes the change."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from academy.models import QuizEdition
from academy.page_cache.changes import note_change
from scams.models import Contact, FraudType, Technique

OF_PUBLISHING = (page_published, page_unpublished, page_slug_changed, post_page_move, published, unpublished)
WITHOUT_DRAFTS = (FraudType, Technique, Contact, QuizEdition, Site, Locale, Redirect, PageViewRestriction)
"""Records that pages show or hang on, and that have no drafts: saving them is publishing them."""


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    for number, signal in enumerate(OF_PUBLISHING):
        signal.connect(_changed, dispatch_uid=f"academy.page_cache.{number}")
    for model in (*WITHOUT_DRAFTS, get_image_model(), get_document_model()):
        uid = f"academy.page_cache.{model.__name__}"
        post_save.connect(_saved, sender=model, dispatch_uid=uid)
        post_delete.connect(_changed, sender=model, dispatch_uid=uid)
    post_delete.connect(_changed, sender=Page, dispatch_uid="academy.page_cache.Page")


def _changed(**_kwargs: Any) -> None:
    note_change()


def _saved(*, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        note_change()
