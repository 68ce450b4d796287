"""The dashboard's tables: figures in words, row by row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from scams.editing.effect.names import Names
from scams.outcomes.figures import Figures, Key, Sheet
from scams.outcomes.phrases import duration_text, rate_text


class Column(NamedTuple):
    """A heading, what it means, and how its cells are written."""

    heading: Any
    meaning: Any
    write: Callable[[Figures], str]


class Row(NamedTuple):
    """One line of a table."""

    label: str
    cells: list[str]
    url: str | None = None
    depth: int = 0
    """0 for a card, 1 for its revisions, 2 for their variants."""
    note: str = ""


def money_text(amounts: Mapping[str, Decimal]) -> str:
    """Return sums of money, currency by currency, to the last digit; a dash for none."""
    return "; ".join(f"{currency} {amount:,f}" for currency, amount in sorted(amounts.items())) or "–"


COLUMNS: Final = (
    Column(_("Shown"), _("warnings in which the card was shown"), lambda one: f"{one.shown:,}"),
    Column(_("Scams stopped"), _("stopped, of the confirmed scams"), lambda one: rate_text(one.stop)),
    Column(
        _("Genuine went on"), _("made, of the genuine payments: should be high"), lambda one: rate_text(one.proceed)
    ),
    Column(
        _("False alarms"),
        _("genuine payments, of those known to be genuine or a scam"),
        lambda one: rate_text(one.false_alarm),
    ),
    Column(_("Seen"), _("on the screen for a second, of those shown"), lambda one: rate_text(one.seen)),
    Column(_("Leaked"), _("paid another way within 24 hours, of those stopped"), lambda one: rate_text(one.leak)),
    Column(_("Tried again"), _("within seven days, of those stopped"), lambda one: rate_text(one.repeat)),
    Column(
        _("Money protected"),
        _("confirmed scams stopped, each payer and payee once"),
        lambda one: money_text(one.protected),
    ),
    Column(
        _("Time to release"),
        _("median minutes and seconds, of the payments released by proof"),
        lambda one: duration_text(one.release, one.releases),
    ),
)


def row(figures: Figures, label: str, **rest: Any) -> Row:
    """Return the line of a group."""
    return Row(label, [column.write(figures) for column in COLUMNS], **rest)


def card_rows(sheet: Sheet, names: Names, most: int | None = None) -> list[Row]:
    """Return the lines of the cards shown most often, each with its revisions, and these with their variants."""
    revisions, variants = _below(sheet.by("card", "revision")), _below(sheet.by("card", "revision", "variant"))
    rows: list[Row] = []
    for card in sheet.by("card")[:most]:
        name = card.key[0]
        rows += [
            row(card, names.card(name), url=names.url(name)),
            *_revision_rows(revisions[card.key], variants, names),
        ]
    return rows


def revision_rows(sheet: Sheet, names: Names) -> list[Row]:
    """Return the lines of revisions, newest first, and their variants, of a sheet of one card."""
    variants = _below(sheet.by("card", "revision", "variant"))
    return list(_revision_rows(sheet.by("card", "revision"), variants, names))


def _revision_rows(revisions: list[Figures], variants: Mapping[Key, list[Figures]], names: Names) -> Iterator[Row]:
    for revision in sorted(revisions, key=lambda one: one.key[-1], reverse=True):
        yield row(revision, names.revision(revision.key[-1]), depth=1)
        for variant in sorted(variants[revision.key], key=lambda one: one.key[-1]):
            note = names.note(*variant.key[1:])
            yield row(variant, names.variant(variant.key[-1]), depth=2, note=note)


def _below(groups: Iterable[Figures]) -> Mapping[Key, list[Figures]]:
    found: dict[Key, list[Figures]] = defaultdict(list)
    for one in groups:
        found[one.key[:-1]].append(one)
    return found


class Compared(NamedTuple):
    """A card's payers who saw it beside those who were held out."""

    label: str
    stopped: str
    stopped_unseen: str
    paid: str
    paid_unseen: str


def hold_out_rows(sheet: Sheet, names: Names) -> list[Compared]:
    """Return the comparison for each card that some payers went without."""
    seen = {one.key: one for one in sheet.by("card")}
    return [
        Compared(
            names.card(unseen.key[0]),
            rate_text(seen[unseen.key].stop) if unseen.key in seen else "–",
            rate_text(unseen.stop),
            rate_text(seen[unseen.key].paid) if unseen.key in seen else "–",
            rate_text(unseen.paid),
        )
        for unseen in sheet.by("card", held_out=True)
    ]
