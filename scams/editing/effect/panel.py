"""The card's own figures on its form."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from scams.editing.effect.names import Names
from scams.editing.effect.tables import COLUMNS, revision_rows
from scams.models import EffectCell, WarningOutcome
from scams.outcomes.figures import Sheet
from scams.outcomes.words import SIMULATION


class EffectPanel(Panel):
    """Shows the card's revisions and their variants, without what was simulated."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "scams/admin/effect_panel.html"

        def is_shown(self) -> bool:
            """Return whether there is a card yet, and a person who may see what it brings about."""
            return bool(self.instance.pk and self.request.user.has_perm("scams.view_effectcell"))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the panel's context; seven queries."""
            card = self.instance.card_id
            sheet = Sheet(
                EffectCell.objects.filter(card=card).exclude(client=SIMULATION),
                WarningOutcome.objects.filter(card=card).exclude(client=SIMULATION),
            )
            names = Names([line.parts["revision"] for line in sheet.lines], may_edit=False)
            return {
                **super().get_context_data(parent_context),
                "rows": revision_rows(sheet, names),
                "columns": COLUMNS,
                "url": f"{reverse('effect')}?card={card}",
            }
