"""What changes the index, bound to publishing rather than saving. Thin: each asks for a job."""

from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from scams.holding import Hold
from scams.models import Contact, FraudType, SynonymGroup, Technique, WarningCard
from scams.search import jobs, known
from scams.search.entries import source_of

OF_EVERYTHING: Final = (FraudType, Technique, Site, Locale)
"""Records whose words or names stand in many entries."""
changes_held: Final = Hold("search changes held")
"""Within, nobody is asked for a job: for loaders, who repair the index at the end."""


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    for signal, name in ((page_published, "page_published"), (page_unpublished, "page_unpublished")):
        signal.connect(_changed, dispatch_uid=f"scams.search.{name}")
    for signal, name in ((published, "published"), (unpublished, "unpublished")):
        signal.connect(_changed, sender=WarningCard, dispatch_uid=f"scams.search.{name}")
    page_slug_changed.connect(_moved, dispatch_uid="scams.search.page_slug_changed")
    post_page_move.connect(_moved, dispatch_uid="scams.search.page_moved")
    post_save.connect(_made, dispatch_uid="scams.search.made")
    post_delete.connect(_changed, dispatch_uid="scams.search.deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "gone")):
        signal.connect(_restricted, sender=PageViewRestriction, dispatch_uid=f"scams.search.restriction_{name}")
        signal.connect(_synonyms, sender=SynonymGroup, dispatch_uid=f"scams.search.synonyms_{name}")
        for model in OF_EVERYTHING:
            signal.connect(_everything, sender=model, dispatch_uid=f"scams.search.{model.__name__}_{name}")
    post_save.connect(_saved, sender=Contact, dispatch_uid="scams.search.contact_saved")


def ask_for(model: type[Model], pk: int) -> None:
    """Ask for the entries of a record to be brought up to date, if it has any."""
    if source_of(model) and not changes_held:
        jobs.refresh.enqueue(model._meta.label, [pk])


def _changed(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    ask_for(sender, instance.pk)


def _saved(sender: type[Model], instance: Any, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        ask_for(sender, instance.pk)


def _made(sender: type[Model], instance: Any, *, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """An alias of a live page is live from the start, and no signal of publishing says so."""
    if created and not raw and getattr(instance, "alias_of_id", None):
        ask_for(sender, instance.pk)


def _moved(instance: Page, **_kwargs: Any) -> None:
    if not changes_held:
        jobs.refresh_below.enqueue(instance.pk)


def _restricted(instance: PageViewRestriction, **_kwargs: Any) -> None:
    if not changes_held:
        jobs.refresh_below.enqueue(instance.page_id)


def _everything(*, raw: bool = False, **_kwargs: Any) -> None:
    known.forget()
    if not raw and not changes_held:
        jobs.repair.enqueue()


def _synonyms(**_kwargs: Any) -> None:
    known.forget()
