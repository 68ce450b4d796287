"""Panels of the admin's forms that show a picture of what the form holds: drawn anew each time the page is shown."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from scams.editing.blocks import effect_names
from scams.editing.content import card_content, questions_of
from scams.editing.diagrams.ladders import ladder_items
from scams.editing.diagrams.layout import Item, draw
from scams.editing.diagrams.trees import tree_items
from scams.editing.playbooks import playbook_content
from scams.editing.routes import faults_of_routes
from scams.editing.walking.views import walk_url
from scams.rules import faults, steps


class DiagramPanel(Panel):
    """What its kinds share: a title, the picture, what is wrong, and the same in words."""

    class BoundPanel(Panel.BoundPanel):
        """A panel beside a form: after a refusal the instance holds what was sent."""

        template_name = "scams/admin/diagram_panel.html"
        linked = False

        def is_shown(self) -> bool:
            """Return whether there is anything to draw."""
            return bool(self.found[0])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the picture with its title, its items for the words, and what is wrong as a whole."""
            items, wrong = self.found
            context: dict[str, Any] = super().get_context_data(parent_context)
            picture = draw(items, linked=self.linked)
            found = {"items": items, "picture": picture, "wrong": wrong, "title": self.title()}
            return {**context, **found, "walk_url": self.walk_url()}

        @cached_property
        def found(self) -> tuple[list[Item], list[str]]:
            """What to draw, and the messages that belong to the whole, looked up once a page."""
            return self.items_and_faults()

        def items_and_faults(self) -> tuple[list[Item], list[str]]:
            """Return what to draw, and the messages that belong to the whole."""
            raise NotImplementedError

        def title(self) -> str:
            """Return the picture's title."""
            raise NotImplementedError

        def walk_url(self) -> str:
            """Return the address at which one walks through what is drawn; empty where one cannot yet."""
            return ""


class TreePanel(DiagramPanel):
    """The tree of a card's questions."""

    class BoundPanel(DiagramPanel.BoundPanel):
        """The tree of one card."""

        def items_and_faults(self) -> tuple[list[Item], list[str]]:
            """Return the tree's outline, and what is wrong with it as a whole. Four queries, two for a new card."""
            questions = questions_of(self.instance)
            if not questions:
                return [], []
            names = effect_names()
            signals, types = (
                [name.partition(":")[2] for name in names if name.startswith(kind)] for kind in ("signal", "type")
            )
            wrong = [*faults.faults(questions), *faults.unknown(questions, signals=signals, fraud_types=types)]
            if self.instance.fraud_type_id and self.instance.locale_id:
                wrong += faults_of_routes(card_content(self.instance, contacts=(), secondary_types=()))
            items = tree_items(questions, wrong, names)
            return items, [fault.message for fault in wrong if not fault.question]

        def title(self) -> str:
            """Return the picture's title."""
            return _("How the questions follow one another")

        def walk_url(self) -> str:
            """Return the address of a walk through the draft as it is saved."""
            return walk_url(self.instance) if self.instance.pk else ""


class LadderPanel(DiagramPanel):
    """The ladder of a playbook's steps."""

    class BoundPanel(DiagramPanel.BoundPanel):
        """The ladder of one playbook."""

        linked = True

        def items_and_faults(self) -> tuple[list[Item], list[str]]:
            """Return the ladder's outline, and what is wrong with it as a whole."""
            content = playbook_content(self.instance)
            wrong = steps.faults(content.steps)
            return ladder_items(content.steps, wrong), [fault.message for fault in wrong if not fault.step]

        def title(self) -> str:
            """Return the picture's title."""
            return _("The ladder")
