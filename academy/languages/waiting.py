"""What a machine has converted and nobody has read yet."""

import datetime as dt
from typing import Any, Final, NamedTuple

from django.db.models import Q
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from academy.models import Question
from scams.models import WarningCard
from scams.models.translated import MachineDrafted

_MACHINE: Final = MachineDrafted.TranslationState.MACHINE
_NEWEST: Final = Q(latest_revision__content__translation_state=_MACHINE)
"""What the editor's form would show: a draft's own row says what it was when it was made."""


class Waiting(NamedTuple):
    """One draft that waits for a reader."""

    title: str
    kind: str
    language: str
    since: dt.datetime | None
    """When it was last changed; None where only a copy was saved, without a revision."""
    url: str
    """Where it is read and edited."""


def waiting_for(user: Any) -> list[Waiting]:
    """Return the drafts nobody has read that this person may edit, the oldest first. Three queries for the drafts."""
    found = [*_pages(), *_snippets(WarningCard), *_snippets(Question)]
    urls = AdminURLFinder(user)
    listed = [(one, urls.get_edit_url(one)) for one in found]
    rows = [_row(one, url) for one, url in listed if url]
    return sorted(rows, key=lambda row: (row.since is not None, row.since, row.title))


def is_unread(instance: Any) -> bool:
    """Return whether a machine converted this page or snippet and nobody has said that they read it."""
    return getattr(instance, "translation_state", "") == _MACHINE


def _pages() -> Any:
    pages = Page.objects.filter(_NEWEST).select_related("locale", "content_type", "latest_revision")
    return pages.defer("latest_revision__content")


def _snippets(model: Any) -> Any:
    saved_only = Q(latest_revision=None, translation_state=_MACHINE)
    snippets = model.objects.filter(_NEWEST | saved_only).select_related("locale", "fraud_type", "latest_revision")
    return snippets.defer("latest_revision__content")


def _row(one: Any, url: str) -> Waiting:
    model = one.cached_content_type.model_class() if isinstance(one, Page) else type(one)
    return Waiting(
        title=one.get_admin_display_title() if isinstance(one, Page) else str(one),
        kind=str(model._meta.verbose_name),
        language=str(one.locale.get_display_name()),
        since=one.latest_revision.created_at if one.latest_revision else None,
        url=url,
    )
