"""What follows from publishing quizzes and questions. Thin: each calls the function that does it."""

from typing import Any

from wagtail.signals import page_published, page_unpublished, published, unpublished

from academy.editing import translating
from academy.models import Question, Quiz
from academy.pictures import renditions
from academy.quizzes.editions import refresh_edition, refresh_editions_of
from scams.deck.build import note_change
from scams.models import DeckChange


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    page_published.connect(_quiz_published, sender=Quiz, dispatch_uid="academy.quiz_published")
    page_unpublished.connect(_quiz_unpublished, sender=Quiz, dispatch_uid="academy.quiz_unpublished")
    published.connect(_question_changed, sender=Question, dispatch_uid="academy.question_published")
    unpublished.connect(_question_changed, sender=Question, dispatch_uid="academy.question_unpublished")
    renditions.connect()
    translating.connect()


def _quiz_published(instance: Quiz, revision: Any, **_kwargs: Any) -> None:
    refresh_edition(instance)
    note_change(DeckChange.Action.PUBLISHED, instance.url_path, user=revision.user)


def _quiz_unpublished(instance: Quiz, **_kwargs: Any) -> None:
    note_change(DeckChange.Action.UNPUBLISHED, instance.url_path)


def _question_changed(instance: Question, **_kwargs: Any) -> None:
    refresh_editions_of([instance])
