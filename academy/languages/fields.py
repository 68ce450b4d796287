"""The words people read in a page, a question or a card: where they are, and how to put others in their place."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db.models import TextField
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from academy.editing.question_blocks import RedFlagsBlock
from scams.editing.fields import PlainText

PAGE_TITLES = ("title", "seo_title")


class Convert(Protocol):
    """Turns a text into another language; phrases in `apart` are turned as if they stood alone."""

    def __call__(self, text: str, apart: Iterable[str] = ()) -> str:
        """Return the text converted."""


Find = Callable[[int], int]
"""Gives the id of the page to choose in place of the page with this id."""


def rewrite(instance: Any, convert: Convert, *, find: Find = lambda page_id: page_id) -> None:
    """Convert every text of `instance` that people read, in its fields and its streams. Saves nothing.

    Slugs, keys, choices, addresses, dates, pictures and who refers to whom stay; a chosen page becomes `find(its id)`.
    """
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            _rewrite_stream(instance, field, convert, find)
        elif is_text(field):
            setattr(instance, field.attname, convert(getattr(instance, field.attname) or ""))


def is_text(field: Any) -> bool:
    """Return whether people read what a model's field holds: the house's plain texts, and the titles of pages."""
    if isinstance(field, PlainText):
        return True
    if field.model is Page and field.name in PAGE_TITLES:
        return True
    return isinstance(field, TextField) and field.editable


def _rewrite_stream(instance: Any, field: StreamField, convert: Convert, find: Find) -> None:
    value = getattr(instance, field.name)
    raw = _rewritten(field.stream_block, field.stream_block.get_prep_value(value), convert, find)
    setattr(instance, field.name, field.stream_block.to_python(raw))


def _rewritten(block: blocks.Block, raw: Any, convert: Convert, find: Find) -> Any:
    """Return a block's value as the database holds it, with its texts converted."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            {**one, "value": _rewritten(block.child_blocks[one["type"]], one["value"], convert, find)} for one in raw
        ]
    if isinstance(block, blocks.ListBlock):
        return [{**one, "value": _rewritten(block.child_block, one["value"], convert, find)} for one in raw]
    if isinstance(block, blocks.BaseStructBlock):
        inside = _keeping_phrases(raw, convert) if isinstance(block, RedFlagsBlock) else convert
        return {name: _rewritten(block.child_blocks[name], one, inside, find) for name, one in raw.items()}
    if isinstance(block, blocks.PageChooserBlock):
        return find(raw) if raw else raw
    return convert(raw) if raw and isinstance(block, blocks.CharBlock | blocks.TextBlock) else raw


def _keeping_phrases(raw: dict[str, Any], convert: Convert) -> Convert:
    """Return a conversion in which the phrases to choose stand in the message just as they stand among the options."""
    phrases = [one["value"]["text"] for one in raw["options"]]
    return lambda text, apart=(): convert(text, [*phrases, *apart])
