"""What follows from copying something for another language. Thin: it calls the function that does it."""

from typing import Any

from wagtail.signals import copy_for_translation_done

from academy.languages.drafts import convert_copy


def connect() -> None:
    """Connect the handler; called once, when the app is ready."""
    copy_for_translation_done.connect(_copied, dispatch_uid="academy.languages.copied")


def _copied(source_obj: Any, target_obj: Any, **_kwargs: Any) -> None:
    convert_copy(source_obj, target_obj)
