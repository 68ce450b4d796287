"""A quiz copied for another language takes what there is in that language: its questions, and the pages it leads to."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.signals import copy_for_translation_done

from academy.models import Question, Quiz


def connect() -> None:
    """Connect the handler."""
    copy_for_translation_done.connect(_copied, dispatch_uid="academy.quiz_copied_for_translation")


def _copied(target_obj: Any, **_kwargs: Any) -> None:
    if isinstance(target_obj, Quiz):
        take_translations(target_obj)


@transaction.atomic
def take_translations(copy: Quiz) -> None:
    """Point a new draft at the questions and pages of its own language; those without a translation stay."""
    draft = copy.get_latest_revision_as_object()
    entries = draft.entries.all()
    questions = _translations(Question, [entry.question for entry in entries], draft.locale_id)
    for entry in entries:
        entry.question = questions.get(entry.question.translation_key, entry.question)
    bands = [block.value for block in draft.bands if block.value["next_page"]]
    pages = _translations(Page, [band["next_page"] for band in bands], draft.locale_id)
    for band in bands:
        band["next_page"] = pages.get(band["next_page"].translation_key, band["next_page"])
    draft.entries = entries
    draft.save(clean=False)
    Revision.objects.filter(pk=draft.latest_revision_id).update(content=draft.serializable_data())


def _translations(model: type[Any], originals: list[Any], locale: int) -> dict[Any, Any]:
    """Return the translations there are of some records in a locale, by translation key. One query."""
    keys = {one.translation_key for one in originals}
    return {one.translation_key: one for one in model.objects.filter(translation_key__in=keys, locale=locale)}
