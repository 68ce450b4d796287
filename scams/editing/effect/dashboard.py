"""The dashboard of what cards bring about, in the Reports menu, and its numbers as a file."""

from typing import Any, ClassVar, Final

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from scams.editing.blocks import AUDIENCE_LABELS, LEVEL_LABELS
from scams.editing.effect import tables
from scams.editing.effect.charts import SeriesChart, dot_chart, series_chart
from scams.editing.effect.filters import LOCALE_LABELS, EffectFilters
from scams.editing.effect.names import Names, fraud_type_labels
from scams.editing.spreadsheets import SafeSpreadsheet
from scams.models import EffectCell, WarningOutcome
from scams.outcomes.counting import COUNTS
from scams.outcomes.figures import PARTS, Figures, Sheet
from scams.outcomes.phrases import rate_text

CARDS_MOST: Final = 50
"""So many cards on the page; the file has them all."""
CHART_MOST: Final = 12
RATES: Final = ("seen", "stop", "paid", "proceed", "false_alarm", "leak", "repeat")


class ExportRow:
    """One variant at one level, as the file has it."""

    def __init__(self, figures: Figures, *, held_out: bool) -> None:
        """Take the figures of one group of PARTS and whether it is simulated."""
        self.figures = figures
        self.parts = dict(zip((*PARTS, "simulated"), figures.key, strict=True)) | {"held_out": held_out}

    def value(self, name: str) -> Any:
        """Return what stands in a column; empty where something is not known."""
        if name in self.parts:
            return self.parts[name]
        if name in COUNTS:
            return self.figures.counts[name]
        rate, _dot, bound = name.partition(".")
        if bound:
            found = getattr(self.figures, rate)
            return (
                "" if found.interval is None else (found.share if bound == "share" else getattr(found.interval, bound))
            )
        found = tables.money_text(self.figures.protected) if name == "protected" else getattr(self.figures, name)
        return "" if found in {None, "–"} else found


class EffectView(SafeSpreadsheet, ReportView):
    """How often which wording was shown, and what came of it: counts, rates with intervals, money, times."""

    model = EffectCell
    permission_required = "view"
    filterset_class = EffectFilters
    page_title = _("Effect")
    header_icon = "view"
    results_template_name = "scams/admin/effect_results.html"
    index_url_name = "effect"
    index_results_url_name = "effect_results"
    export_filename = "effect-of-cards"
    paginate_by = None
    list_export: ClassVar = [
        *(*PARTS, "held_out", "simulated", *COUNTS),
        *(f"{rate}.{bound}" for rate in RATES for bound in ("share", "low", "high")),
        *("protected", "release", "releases"),
    ]

    def get_filtered_queryset(self) -> list[ExportRow]:
        """Return the finest figures there are, those of the payers who saw a card first."""
        return [
            ExportRow(one, held_out=held_out)
            for held_out in (False, True)
            for one in self.sheet.by(*PARTS, "simulated", held_out=held_out)
        ]

    @cached_property
    def sheet(self) -> Sheet:
        """All that the filters leave; nothing where a filter makes no sense."""
        cells, outcomes = EffectCell.objects.all(), WarningOutcome.objects.all()
        if not self.filters.is_valid():
            return Sheet(cells.none(), outcomes.none())
        return Sheet(self.filter_queryset(cells), self.filter_queryset(outcomes))

    def get_heading(self, queryset: Any, field: str) -> str:
        """Return a column's heading: its name, which programs rely on."""
        return field

    def to_row_dict(self, item: ExportRow) -> dict[str, Any]:
        """Return a row of the file."""
        return {name: item.value(name) for name in self.list_export}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the page's context; a file needs none but its rows."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.is_export or not self.object_list:
            return context
        may_edit = self.request.user.has_perm("scams.change_warningcard")
        names, types = (
            Names([line.parts["revision"] for line in self.sheet.lines], may_edit=may_edit),
            fraud_type_labels(),
        )
        return {
            **context,
            "sheet": self.sheet,
            "columns": tables.COLUMNS,
            "summary": list(zip(tables.COLUMNS, tables.row(self.sheet.total, "").cells, strict=True)),
            "by_type": self.rows("fraud_type", types),
            "breakdowns": [
                (_("By level"), self.rows("level", LEVEL_LABELS)),
                (_("By audience"), self.rows("audience", AUDIENCE_LABELS)),
                (_("By language"), self.rows("locale", LOCALE_LABELS)),
            ],
            "by_card": tables.card_rows(self.sheet, names, CARDS_MOST),
            "cards_left": max(0, len(self.sheet.by("card")) - CARDS_MOST),
            "hold_outs": tables.hold_out_rows(self.sheet, names),
            "chart": self.chart(types),
            "series": self.series(),
        }

    def rows(self, part: str, labels: Any) -> list[tables.Row]:
        """Return the lines of the groups of one part."""
        return [tables.row(one, str(labels.get(one.key[0], one.key[0]))) for one in self.sheet.by(part)]

    def chart(self, types: dict[str, str]) -> Any:
        """Return the chart of the stop rates of the fraud types of which scams are confirmed; None without any."""
        groups = [one for one in self.sheet.by("fraud_type") if one.stop.total][:CHART_MOST]
        rows = [(types.get(one.key[0]) or one.key[0], rate_text(one.stop), one.stop) for one in groups]
        return dot_chart(rows) if rows else None

    def series(self) -> SeriesChart | None:
        """Return the chart of what was shown and stopped by day."""
        days = self.sheet.days
        numbers = ((_("Shown"), [one.shown for one in days]), (_("Stopped"), [one.stopped for one in days]))
        return series_chart([one.day for one in days], [(str(name), values) for name, values in numbers])


class EffectMenuItem(MenuItem):
    """The dashboard's place in the menu, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this person may see what cards bring about."""
        return bool(policy_registry.get_by_type(EffectCell).user_has_permission(request.user, "view"))
