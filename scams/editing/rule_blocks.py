"""The block that holds one clue of the checker."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from scams.editing.blocks import ParagraphBlock, PlainTextBlock

PHRASES_HELP = _(
    "One phrase a line. “…” stands for a few words between, {pay} for any word of the list “pay”, and “pay*” for "
    "“paying”, too. Spaces, punctuation, full-width letters and the other Chinese script make no difference."
)


class PhrasesBlock(ParagraphBlock):
    """Phrases, one a line."""


class ClueBlock(blocks.StructBlock):
    """Something that scammers of this type say."""

    key = blocks.RegexBlock(
        r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z",
        label=_("key"),
        max_length=40,
        help_text=_("The same in every language. Of clues with one key the heaviest counts."),
    )
    weight = blocks.FloatBlock(
        label=_("weight"),
        default=2,
        min_value=0.5,
        max_value=4,
        help_text=_(
            "1 a hint, 2 a clue, 3 a strong clue, 4 enough on its own. From 2 a scam is possible, from 3.5 likely."
        ),
    )
    words = PhrasesBlock(label=_("any of these"), rows=6, help_text=PHRASES_HELP)
    also = blocks.ListBlock(
        PhrasesBlock(label=_("any of these"), rows=3),
        label=_("and near it one of each of these"),
        max_num=3,
        default=[],
    )
    unless = PhrasesBlock(label=_("unless one of these is anywhere"), rows=2, required=False)
    why = PlainTextBlock(
        label=_("why it matters"), max_length=160, help_text=_("The person reads it beside the highlighted words.")
    )

    class Meta:
        icon = "search"
        label = _("clue")
        label_format = "{key} · {why}"
        description = _("Phrases that scammers of this type use, how much they say, and why.")
        preview_value = {
            "key": "pay-first",
            "weight": 3,
            "words": "先垫付\n先充值…返",
            "also": ["刷单\n做任务"],
            "unless": "",
            "why": "正经兼职不用先付钱。",
        }
        preview_template = "scams/blocks/clue.html"


def phrases_of(text: str | None) -> tuple[str, ...]:
    """Return the phrases in a text, one a line."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
