"""The brief for agents of one card, draft or live, as a page to print from the admin."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView

from scams.api import brief_page
from scams.deck.brief import Brief, brief_of
from scams.deck.compile import surroundings
from scams.deck.encode import Origin, encode_card
from scams.deck.index import found_as, plate_of
from scams.deck.match import Answer
from scams.editing.content import card_content
from scams.editing.walking.views import walk_url
from scams.models import Signal, WarningCard
from scams.words import DEFAULT_AUDIENCE

URL_NAME: Final = "scams-card-brief"
_MAY_SEE: Final = ("view", "change", "publish")


@require_safe
def card_brief(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the brief of a card's newest draft, or with `?of=live` of the live card, to whoever may see cards."""
    if not ModelPermissionPolicy(WarningCard).user_has_any_permission(request.user, _MAY_SEE):
        raise PermissionDenied
    card = get_object_or_404(WarningCard.objects.select_related("fraud_type", "locale", "latest_revision"), pk=pk)
    if request.GET.get("of") == "live":
        if not card.live:
            raise Http404
        brief = brief_of_card(card, card.live_revision_id or 0, _("live"))
    else:
        brief = brief_of_card(card.get_latest_revision_as_object(), card.latest_revision_id or 0, _("draft"))
    style = _style()
    headers = {"Content-Security-Policy": brief_page.policy(style), "Cache-Control": "private, no-store"}
    return HttpResponse(brief_page.page(brief, style), headers=headers)


def brief_of_card(card: WarningCard, revision: int, deck: str) -> Brief:
    """Return the brief of a card as it is, draft or live; `deck` is what stands in the place of a deck's version."""
    content = card_content(card)
    plate = plate_of(encode_card(content, surroundings(), Origin(revision=revision)))
    answer = Answer(found_as(plate, "exact", deck), None, plate.variants[0], content.level, (plate.why,))
    signals = {one.slug: msgspec.json.encode(one.text("why", content.locale)) for one in Signal.objects.all()}
    headlines = _headlines(card)
    return brief_of(answer, deck, signals, lambda slug: headlines.get(slug, slug))


def buttons(card: WarningCard) -> Iterator[Button]:
    """Yield the buttons that open a card's brief: of the draft, and of the live card where there is one."""
    url, look = reverse(URL_NAME, args=[card.pk]), {"target": "_blank"}
    if card.live:
        yield Button(_("Brief for agents"), url=f"{url}?of=live", icon_name="form", priority=40, attrs=look)
    if not card.live or card.has_unpublished_changes:
        yield Button(_("Brief for agents (draft)"), url=url, icon_name="form", priority=41, attrs=look)


class CardEditView(EditView):
    """A card's form, with its brief and the walk through its draft among the further acts."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The buttons under the three dots."""
        walk = Button(_("Walk this draft as a payer"), url=walk_url(self.object), icon_name="user", priority=42)
        return [*super().header_more_buttons, *buttons(self.object), walk]


def _headlines(card: WarningCard) -> dict[str, str]:
    """Return the headline of every type's live card in a card's language, its audience's before adults'. One query."""
    rows = WarningCard.objects.filter(
        locale=card.locale_id, audience__in=(card.audience, DEFAULT_AUDIENCE), live=True
    ).values_list("audience", "fraud_type__slug", "headline")
    ranked = sorted(rows, key=lambda row: row[0] == card.audience)
    return {slug: headline for _audience, slug, headline in ranked}


def _style() -> str:
    found = finders.find("scams/brief.css")
    return Path(found).read_text("utf-8") if found else ""
