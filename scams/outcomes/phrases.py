"""Counts in words: always of how many, and between which bounds; in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from scams.outcomes.intervals import Interval, Rate


def rate_text(rate: Rate) -> str:
    """Return a rate with its interval, such as “41 of 60, 56–79%”; a dash for a share of nothing."""
    interval = rate.interval
    if interval is None:
        return "–"
    return _("%(hits)d of %(total)d, %(bounds)s") % {**rate._asdict(), "bounds": bounds_text(interval)}


def bounds_text(bounds: Interval) -> str:
    """Return an interval in percent."""
    return f"{_percent(bounds.low)}–{_percent(bounds.high)}%"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def duration_text(seconds: float | None, count: int) -> str:
    """Return a median time in minutes and seconds and of how many it is; a dash for none."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return _("%(time)s (n = %(count)d)") % {"time": time, "count": count}


def demotion_text(variant: str, evidence: Mapping[str, Any]) -> str:
    """Return why a variant was taken out."""
    own, best = _bounded(evidence["own"]), _bounded(evidence["best"])
    return _(
        "%(variant)s stopped %(own)s of the confirmed scams, %(best_variant)s %(best)s. Even at its best the first is "
        "below the second at its worst; however often one looks, the chance of an error is at most %(alpha)s%%."
    ) % {
        "variant": variant,
        "own": own,
        "best_variant": evidence["best"]["variant"],
        "best": best,
        "alpha": f"{100 * evidence['alpha']:g}",
    }


def _bounded(one: Mapping[str, Any]) -> str:
    bounds = bounds_text(Interval(*one["bounds"]))
    return _("%(hits)d of %(total)d, %(bounds)s") % {"hits": one["hits"], "total": one["total"], "bounds": bounds}
