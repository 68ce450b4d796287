"""Quizzes from the content files: a quiz that exists is left as people changed it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale

from academy.loading.files import DATA, BandFile, QuizFile
from academy.models import Question, Quiz, QuizEntry, QuizIndex
from scams.loading.files import ContentError, read
from scams.loading.places import shared_key
from scams.loading.rows import Loaded, describe
from scams.models import FraudType, ScamPattern


def load_quizzes(indexes: Mapping[str, QuizIndex], *, say: Callable[[str], None] = print) -> Loaded:
    """Publish every quiz of the files that does not exist yet, below its language's list of quizzes.

    `indexes` has a list per locale, in API spelling. ContentError names the file and what is wrong.
    """
    made = kept = 0
    for path in sorted((DATA / "quizzes").glob("*/*.toml")):
        index = indexes[path.stem]
        if Quiz.objects.filter(locale=index.locale, slug=path.parent.name).exists():
            kept += 1
            continue
        _make(read(path, QuizFile, data=DATA), path, index)
        made += 1
    say(f"  quizzes: {made} new, {kept} kept")
    return Loaded(made, kept)


@transaction.atomic
def _make(file: QuizFile, path: Path, index: QuizIndex) -> None:
    place, slug = "/".join(path.parts[-3:]), path.parent.name
    fraud_type = FraudType.objects.filter(slug=file.fraud_type).first()
    if fraud_type is None:
        raise ContentError(f"{place}: fraud_type: there is no fraud type “{file.fraud_type}”")
    quiz = Quiz(
        title=file.title,
        slug=slug,
        locale=index.locale,
        translation_key=shared_key(Quiz.objects.filter(slug=slug)),
        fraud_type=fraud_type,
        audience=file.audience,
        summary=file.summary,
        search_description=file.summary,
        introduction=file.introduction,
        minutes=file.minutes,
        shown=file.shown,
        bands=[("band", _band(band, index.locale)) for band in file.band],
    )
    for place_in_quiz, question in enumerate(_questions(file, index.locale, place)):
        quiz.entries.add(QuizEntry(question=question, sort_order=place_in_quiz))
    try:
        index.add_child(instance=quiz)
        quiz.full_clean()
        quiz.save_revision().publish()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error


def _questions(file: QuizFile, locale: Locale, place: str) -> list[Question]:
    found = {one.key: one for one in Question.objects.filter(locale=locale, key__in=file.questions)}
    if missing := [key for key in file.questions if key not in found]:
        raise ContentError(f"{place}: questions: the bank has no “{missing[0]}” in this language")
    return [found[key] for key in file.questions]


def _band(band: BandFile, locale: Locale) -> dict[str, object]:
    article = ScamPattern.objects.filter(fraud_type__slug=band.next, locale=locale).first() if band.next else None
    return {"at_least": band.at_least, "title": band.title, "text": band.text, "next_page": article}
