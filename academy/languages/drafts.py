"""Drafts in Traditional characters, made by machine from what is live in Simplified ones, for people to read."""

from typing import Any, Final, NamedTuple

from django.db import transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction, ParentNotTranslatedError
from wagtail.models import DraftStateMixin, Locale, Page

from academy.languages.convert import to_traditional
from academy.languages.fields import rewrite
from academy.models import ContactsPage, HelpPage, HomePage, Question, Quiz, QuizIndex, TextPage, TypesPage
from scams.models import PatternIndex, ScamPattern, WarningCard
from scams.models.translated import MachineDrafted

SOURCE: Final = "zh-hans"
TARGET: Final = "zh-hant"

KINDS: Final[dict[str, tuple[Any, ...]]] = {
    "pages": (HomePage, TypesPage, QuizIndex, HelpPage, ContactsPage, TextPage, PatternIndex),
    "articles": (ScamPattern,),
    "questions": (Question,),
    "cards": (WarningCard,),
    "quizzes": (Quiz,),
}
"""What is drafted, what others refer to first: a quiz takes the questions of its own language."""


class Drafted(NamedTuple):
    """What came of drafting one kind."""

    made: int
    kept: int
    """So many are there already, live or not."""
    without_parent: tuple[str, ...]
    """The titles of pages that have no page above them in the other language."""


def convert_copy(source: Any, target: Any) -> None:
    """Turn `target`, a copy of `source` for the other language, into a machine's draft; nothing else is touched.

    A page is saved with a new revision. A snippet is left to be saved by whoever copied it, as a draft.
    """
    if (source.locale.language_code, target.locale.language_code) != (SOURCE, TARGET):
        return
    rewrite(target, to_traditional, find=_page_there)
    if isinstance(target, MachineDrafted):
        target.translation_state = MachineDrafted.TranslationState.MACHINE
    if isinstance(target, Page):
        target.draft_title = target.title
        target.save(clean=False)
        target.save_revision(clean=False)
    elif isinstance(target, DraftStateMixin):
        _take_down(target)


def draft_missing(kind: str) -> Drafted:
    """Draft everything of a kind that is live in Simplified Chinese and is not there in Traditional Chinese."""
    here, there = (Locale.objects.get(language_code=code) for code in (SOURCE, TARGET))
    made = kept = 0
    without_parent = []
    for model in KINDS[kind]:
        known = set(model.objects.filter(locale=there).values_list("translation_key", flat=True))
        for one in _in_order(model, here):
            if one.translation_key in known:
                kept += 1
            elif draft(one, there):
                made += 1
            else:
                without_parent.append(str(one))
    return Drafted(made, kept, tuple(without_parent))


@transaction.atomic
def draft(one: Any, there: Locale) -> Any:
    """Return a new draft of a page or snippet in the locale `there`; None for a page with nothing above it there."""
    if not isinstance(one, Page):
        copy = one.copy_for_translation(there)
        copy.save()
        copy.save_revision()
        return copy
    try:
        return CopyPageForTranslationAction(page=one, locale=there).execute()
    except ParentNotTranslatedError:
        return None


def _in_order(model: Any, here: Locale) -> Any:
    """Return what is live of a model in a locale: pages from above to below, so that a draft finds its parent."""
    live = model.objects.filter(locale=here, live=True)
    return live.order_by("path") if issubclass(model, Page) else live.order_by("pk")


def _page_there(page_id: int) -> int:
    """Return the id of the page with this id in the other language; the same id where there is none."""
    keys = Page.objects.filter(pk=page_id, locale__language_code=SOURCE).values("translation_key")
    found = Page.objects.filter(translation_key__in=keys, locale__language_code=TARGET).values_list("pk", flat=True)
    return found.first() or page_id


def _take_down(copy: Any) -> None:
    """Make an unsaved copy the draft of something never published, whatever the source is."""
    copy.live, copy.has_unpublished_changes = False, True
    copy.first_published_at = copy.last_published_at = copy.live_revision = None
    copy.go_live_at = copy.expire_at = None
    copy.expired = False
