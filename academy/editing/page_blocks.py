"""The blocks the site's own pages are made of. Each describes and previews itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from scams.editing.blocks import LineBlock, ParagraphBlock, PlainTextBlock


def regions() -> list[tuple[str, Any]]:
    """Return the regions that contacts are kept for."""
    from scams.models import Contact

    return list(Contact.Region.choices)


class GoingRoundBlock(blocks.StructBlock):
    """One scam many people are meeting now."""

    article = blocks.PageChooserBlock(page_type="scams.ScamPattern", label=_("article"))
    line = PlainTextBlock(label=_("what is new"), max_length=120)
    since = blocks.DateBlock(label=_("seen since"), required=False)

    class Meta:
        icon = "warning"
        label = _("going round")
        description = _("An article, and one sentence on what people are meeting now.")
        preview_template = "academy/blocks/going_round.html"
        preview_value: dict[str, Any] = {"line": "有人冒充快递客服，说丢件要退款。"}


class RegionBlock(blocks.StructBlock):
    """What to do in one region; its hotlines are added from the contacts."""

    region = blocks.ChoiceBlock(choices=regions, label=_("region"))
    steps = blocks.ListBlock(LineBlock(), label=_("steps"), min_num=1)

    class Meta:
        icon = "site"
        label = _("region")
        description = _("The steps for one region. Its verified hotlines are shown with them.")
        preview_template = "academy/blocks/region.html"
        preview_value: dict[str, Any] = {"region": "CN", "steps": ["联系付款的银行，请求止付。"]}


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of a page of words."""
    return [
        ("heading", PlainTextBlock(label=_("heading"), icon="title", max_length=120)),
        ("paragraph", ParagraphBlock(label=_("paragraph"), icon="pilcrow")),
        ("list", blocks.ListBlock(LineBlock(), label=_("list"), icon="list-ul")),
    ]
