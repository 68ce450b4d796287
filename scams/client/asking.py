"""From what the caller says to the body of a request, and the request as the server would read it."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, Final

import msgspec

from scams.api.problems import from_decoding
from scams.deck.request import BAD_REQUEST, WarningRequest, read_request

FraudTypes = str | Iterable[str | tuple[str, float | None]]
"""One code, several, or pairs of a code and how sure the engine is, from 0 to 1."""

_EACH: Final = "fraud_types: expected codes, or pairs of a code and a score from 0 to 1"


def _plain(value: Any) -> float | str:
    """Return a number or a text of another library as Python's own; TypeError for anything else."""
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "__float__"):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not something JSON knows")


_encode: Final = msgspec.json.Encoder(enc_hook=_plain).encode


def suspected(fraud_types: FraudTypes) -> list[dict[str, str | float | None]]:
    """Return the suspected types as the API has them; ValueError when they are neither codes nor pairs."""
    if isinstance(fraud_types, str):
        return [{"code": fraud_types}]
    try:
        return [{"code": one} if isinstance(one, str) else _scored(*one) for one in fraud_types]
    except (TypeError, OverflowError) as error:
        raise ValueError(_EACH) from error


def _scored(code: str, score: float | None) -> dict[str, str | float | None]:
    if score is None:
        return {"code": code}
    if not isfinite(score):  # JSON has no word for it
        raise ValueError(_EACH)
    return {"code": code, "score": float(score)}


def body_of(members: Mapping[str, Any]) -> bytes:
    """Return the request as JSON; ValueError with the member that cannot be said in it."""
    try:
        return _encode(members)
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise _misfit(members) from None


def _misfit(members: Mapping[str, Any]) -> ValueError:
    for name, value in members.items():
        try:
            _encode(value)
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            return ValueError(f"{name}: {error}")
    return ValueError("fraud_types: cannot be said in JSON")


def understood(body: bytes) -> WarningRequest:
    """Return the request as the server reads it; ValueError with the field that is wrong and why."""
    try:
        return read_request(body)
    except BAD_REQUEST as error:
        raise ValueError(from_decoding(error).detail) from error
