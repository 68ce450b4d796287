"""Spreadsheets of what people wrote: nothing in them is a formula, and Chinese opens as Chinese."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from django.http import StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from wagtail.admin.views.mixins import SpreadsheetExportMixin

BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so is run by one spreadsheet program or another."""

NO_PLACE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML, and so XLSX, cannot hold."""


def harmless(value: Any) -> str:
    """Return a text for a CSV cell; with an apostrophe before what a spreadsheet would run."""
    text = str(value)
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def storable(value: Any) -> str:
    """Return a text for an XLSX cell, where text is never run: without characters the format has no place for."""
    return NO_PLACE.sub("", str(value))


class SafeSpreadsheet(SpreadsheetExportMixin):
    """A view that exports what people wrote, as CSV line by line or as XLSX."""

    custom_value_preprocess: ClassVar = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        (str, Promise): {"csv": harmless, "xlsx": storable},
    }

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """Return the CSV with the mark by which spreadsheet programs know UTF-8, in the language of the request."""
        response: StreamingHttpResponse = super().write_csv_response(queryset)
        response.streaming_content = _in_language(self.stream_csv(queryset), get_language())
        return response


def _in_language(chunks: Iterable[bytes], language: str | None) -> Iterator[bytes]:
    """Yield chunks; each is made in a language, as the request's is no longer active by then."""
    yield codecs.BOM_UTF8
    waiting = iter(chunks)
    while True:
        with override(language):
            chunk = next(waiting, None)
        if chunk is None:
            return
        yield chunk
