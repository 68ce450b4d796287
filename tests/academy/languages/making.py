"""Content that is there in Simplified Chinese alone, made from the repository's."""

from typing import Any

from wagtail.models import Locale, Page

from academy.models import HelpPage, HomePage, Question, Quiz, TextPage
from scams.models import ScamPattern, WarningCard
from tests.scams.editing.desk import copy_for

HERE, THERE = "zh-hans", "zh-hant"


def there() -> Locale:
    return Locale.objects.get(language_code=THERE)


def live_copy(model: Any, slug: str = "") -> Any:
    """Return a live copy of a page in Simplified Chinese, with no version in another language."""
    page = model.objects.filter(locale__language_code=HERE, **({"slug": slug} if slug else {})).first()
    return page.copy(update_attrs={"slug": f"{page.slug}-new"}, keep_live=True)


def article() -> ScamPattern:
    made: ScamPattern = live_copy(ScamPattern, "task-rebate")
    return made


def quiz() -> Quiz:
    made: Quiz = live_copy(Quiz, "task-rebate")
    return made


def help_page() -> HelpPage:
    made: HelpPage = live_copy(HelpPage)
    return made


def words() -> TextPage:
    made: TextPage = live_copy(TextPage, "parents")
    return made


def home() -> HomePage:
    made: HomePage = live_copy(HomePage)
    return made


def question(kind: str = "red_flags") -> Question:
    """Return a live question of a kind (its block's name) under a new key."""
    questions = Question.objects.filter(locale__language_code=HERE, live=True)
    return question_like(next(one for one in questions if one.body[0].block_type == kind))


def question_like(source: Question) -> Question:
    """Return a live question with the words of `source` under a new key."""
    data = source.serializable_data()
    for unwanted in ("pk", "live_revision", "latest_revision", "translation_key", "locked_by"):
        data[unwanted] = None
    made: Question = Question.from_serializable_data({**data, "key": f"{source.key}-new"})
    made.translation_key = Question._meta.get_field("translation_key").get_default()
    made.save()
    made.save_revision().publish()
    return made


def card() -> WarningCard:
    """Return a live card for an audience that has none yet."""
    made = copy_for("sme")
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def newest(page_or_snippet: Any) -> Any:
    """Return what the editor's form shows."""
    return page_or_snippet.get_latest_revision_as_object()


def version_of(source: Any) -> Any:
    """Return the version in Traditional Chinese."""
    model = type(source)
    found = model.objects.get(translation_key=source.translation_key, locale__language_code=THERE)
    return found.specific if isinstance(found, Page) else found
