"""Approving and publishing outside the form: what the publish gate has against it is shown, not thrown."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin import messages


class TellsWhyNot:
    """For a view that acts on what waits for review: what is refused stays as it is, and the form's page says why."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the action out; go back to the form with the gate's messages if it may not go live."""
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as error:
            tell(request, error, self.object)  # type: ignore[attr-defined]  # of the view this stands beside
            return self._back(request)
        return response

    def _back(self, request: HttpRequest) -> HttpResponse:
        url = reverse(self.redirect_url_name, args=[quote(self.object.pk)])  # type: ignore[attr-defined]
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the dialogue that takes a comment
            step = {"step": "success", "redirect": url}
            answer: HttpResponse = self.render_modal_json(request, step)  # type: ignore[attr-defined]
            return answer
        return redirect(url)


def tell(request: HttpRequest, error: ValidationError, instance: Any) -> None:
    """Show every message of an error, with what editors call its field."""
    for text in _texts(error, type(getattr(instance, "specific", instance))):
        messages.error(request, text)


def _texts(error: ValidationError, model: type[Any]) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield " ".join(error.messages)
        return
    for field, found in error.message_dict.items():
        name = _name(field, model)
        yield f"{name}: {' '.join(found)}" if name else " ".join(found)


def _name(field: str, model: type[Any]) -> str:
    if field == NON_FIELD_ERRORS:
        return ""
    try:
        found = model._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    return str(capfirst(getattr(found, "verbose_name", "") or found.related_model._meta.verbose_name_plural))
