"""The question bank from the content files: a question that exists is left as people changed it."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale

from academy.loading.files import DATA, QuestionFile, QuestionsFile
from academy.models import Question
from academy.quizzes.words import block_name
from scams.loading.files import ContentError, read
from scams.loading.places import shared_key
from scams.loading.rows import Loaded, describe
from scams.models import FraudType


def load_questions(*, say: Callable[[str], None] = print) -> Loaded:
    """Publish every question of the files that does not exist yet. ContentError names the file and what is wrong."""
    made = kept = 0
    types = {one.slug: one for one in FraudType.objects.all()}
    for path in sorted((DATA / "questions").glob("*/*.toml")):
        locale = Locale.objects.get(language_code=path.stem.lower())
        there = set(Question.objects.filter(locale=locale).values_list("key", flat=True))
        for file in read(path, QuestionsFile, data=DATA).question:
            if file.key in there:
                kept += 1
                continue
            _make(file, path.parent.name, locale, types)
            made += 1
    say(f"  questions: {made} new, {kept} kept")
    return Loaded(made, kept)


@transaction.atomic
def _make(file: QuestionFile, folder: str, locale: Locale, types: dict[str, FraudType]) -> None:
    place = f"questions/{folder}, {file.key} ({locale.language_code})"
    slug = file.fraud_type or folder
    if slug not in types:
        raise ContentError(f"{place}: fraud_type: there is no fraud type “{slug}”")
    question = Question(
        key=file.key,
        fraud_type=types[slug],
        channel=file.channel,
        prompt=file.prompt,
        advice=file.advice,
        body=[(block_name(file.kind), _block(file))],
        locale=locale,
        translation_key=shared_key(Question.objects.filter(key=file.key)),
        live=False,
    )
    try:
        question.full_clean()
        question.save()
        question.save_revision().publish()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error


def _block(file: QuestionFile) -> dict[str, Any]:
    """Return what the editor's block of the question's kind holds."""
    value: dict[str, Any] = {"message": _message(file)}
    if file.kind == "verdict":
        return {**value, "genuine": file.genuine, "if_scam": file.if_scam, "if_genuine": file.if_genuine}
    if file.kind == "true-false":
        return {**value, "right": file.right, "if_true": file.if_true, "if_false": file.if_false}
    if file.kind == "order":
        return {**value, "steps": [{"text": one.text, "why": one.why} for one in file.option]}
    return {**value, "options": [msgspec.structs.asdict(one) for one in file.option]}


def _message(file: QuestionFile) -> dict[str, Any]:
    if not file.message:
        return {"form": "sms", "sender": "", "title": "", "lines": [], "button": ""}
    lines = [msgspec.structs.asdict(turn) for turn in file.message.lines]
    return {**msgspec.structs.asdict(file.message), "lines": lines}
