"""Model fields for short plain texts and for lists of blocks."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from scams.rules.text import clean, has_link, has_phone_number


def nothing_to_dial(value: str) -> None:
    """Refuse a text that holds a number or an address: payers would take it for a contact."""
    if has_phone_number(value) or has_link(value):
        raise ValidationError(_("“%s” holds a number or an address that a payer could follow.") % value)


class PlainText(models.CharField[Any, Any]):
    """A line that is cleaned of markup and invisible characters wherever it comes from."""

    def to_python(self, value: Any) -> Any:
        """Return the value cleaned; form input passes here on validation."""
        text = super().to_python(value)
        return clean(text) if isinstance(text, str) else text


class PlainParagraph(models.TextField[Any, Any]):
    """As PlainText, with line ends kept."""

    def to_python(self, value: Any) -> Any:
        """Return the value cleaned; form input passes here on validation."""
        text = super().to_python(value)
        return clean(text, lines=True) if isinstance(text, str) else text


class Stream(StreamField):
    """A StreamField whose block definitions stay out of the migrations, which they would flood."""

    @cached_property
    def json_field(self) -> models.JSONField[Any, Any]:
        """The field that reads the column; Wagtail makes a new one for every value, a quarter of a deck's compiling."""
        return models.JSONField(encoder=DjangoJSONEncoder)

    def deconstruct(self) -> tuple[str, str, Iterable[Any], dict[str, Any]]:
        """Return what migrations need, without the blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
