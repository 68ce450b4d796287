"""HTML by plain functions: elements whose texts and attributes are escaped, and nothing else."""

from html import escape
from typing import Final

Part = str | None
"""A text, which is escaped, an element, which is not, or nothing."""

_EMPTY: Final = frozenset({"input"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def el(tag: str, /, *parts: Part, **attributes: str | int | bool | None) -> Html:
    """Return an element. `class_` is `class`, `data_level` is `data-level`; what is None or False is left out."""
    opening = "".join((tag, *(_attribute(name, value) for name, value in attributes.items())))
    return Html(f"<{opening}>" if tag in _EMPTY else f"<{opening}>{join(*parts)}</{tag}>")


def join(*parts: Part) -> Html:
    """Return parts one after another."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part))


def _attribute(name: str, value: str | int | bool | None) -> str:
    name = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
