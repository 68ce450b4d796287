"""What editors call cards, revisions, variants and fraud types."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Revision

from scams.models import FraudType, VariantDemotion, WarningCard


class Names:
    """Names of what stands in a table; three queries."""

    def __init__(self, revisions: Iterable[int], *, may_edit: bool) -> None:
        """Look the names up; with the addresses of forms for those who may edit."""
        cards = WarningCard.objects.select_related("fraud_type", "locale")
        only = ("headline", "audience", "fraud_type__slug", "locale__language_code")
        self._cards = {card.card_id: card for card in cards.only(*only)}
        made = Revision.objects.filter(pk__in=set(revisions)).values_list("pk", "created_at")
        self._days = {pk: date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") for pk, at in made}
        self._out = set(VariantDemotion.objects.filter(reinstated_at=None).values_list("revision", "variant"))
        self._may_edit = may_edit

    def card(self, card_id: str) -> str:
        """Return a card's headline with its name in the API; the name alone of a card that is gone."""
        card = self._cards.get(card_id)
        return f"{card.headline} · {card_id}" if card else card_id

    def url(self, card_id: str) -> str | None:
        """Return the address of a card's form, for those who may edit."""
        card = self._cards.get(card_id)
        if card is None or not self._may_edit:
            return None
        return reverse("wagtailsnippets_scams_warningcard:edit", args=[card.pk])

    def revision(self, number: int) -> str:
        """Return a revision's number with the moment it was made."""
        day = self._days.get(number)
        return _("Revision %(number)d of %(day)s") % {"number": number, "day": day} if day else str(number)

    def variant(self, name: str) -> str:
        """Return a variant's letter."""
        return _("Variant %s") % name.rpartition(".")[2]

    def note(self, revision: int, variant: str) -> str:
        """Return that a variant was taken out, if it was."""
        return _("taken out") if (revision, variant) in self._out else ""


def fraud_type_labels() -> dict[str, str]:
    """Return the label of every fraud type in the reader's language, in their order; one query."""
    return {one.slug: one.text("label") for one in FraudType.objects.order_by("sort_order", "slug")}
