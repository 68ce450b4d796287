"""The mode for templates."""

from typing import Any

from django.http import HttpRequest

from academy.modes.mode import mode_of


def mode(request: HttpRequest) -> dict[str, Any]:
    """Return `mode` for every template: `mode.audience`, `mode.size`."""
    return {"mode": mode_of(request)}
