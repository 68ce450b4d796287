"""The blocks a quiz question is made of: one for each kind of question. Each describes and previews itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.quizzes.words import (
    FORM_LABELS,
    KIND_LABELS,
    MULTIPLE,
    ORDER,
    RED_FLAGS,
    SINGLE,
    TRUE_FALSE,
    VERDICT,
    WHO_LABELS,
    block_name,
)
from scams.editing.blocks import ParagraphBlock, PlainTextBlock

_PREVIEW = "academy/blocks/question_preview.html"


def why(label: Any) -> ParagraphBlock:
    """Return the block of one explanation."""
    return ParagraphBlock(label=label, rows=2, max_length=300)


class TurnBlock(blocks.StructBlock):
    """One thing said in a message."""

    who = blocks.ChoiceBlock(choices=list(WHO_LABELS.items()), default="them", label=_("who"))
    text = ParagraphBlock(label=_("words"), rows=2, max_length=400)

    class Meta:
        icon = "openquote"
        label = _("words")
        label_format = "{who}: {text}"


class MessageBlock(blocks.StructBlock):
    """A message as it would look on a phone."""

    form = blocks.ChoiceBlock(choices=list(FORM_LABELS.items()), default="sms", label=_("looks like"))
    sender = PlainTextBlock(
        label=_("from"),
        max_length=80,
        help_text=_("The name or masked number it shows, as “1069****”; for a web page an address below “.example”."),
    )
    title = PlainTextBlock(label=_("heading"), required=False, max_length=80, help_text=_("Of a web page."))
    lines = blocks.ListBlock(TurnBlock(), label=_("words"), min_num=1, max_num=12)
    button = PlainTextBlock(label=_("button"), required=False, max_length=30, help_text=_("Of a web page."))

    class Meta:
        icon = "mobile-alt"
        label = _("message")


class OptionalMessageBlock(MessageBlock):
    """A message that a question may do without: left empty, it is none."""

    sender = PlainTextBlock(label=_("from"), required=False, max_length=80)
    lines = blocks.ListBlock(TurnBlock(), label=_("words"), min_num=0, max_num=12, default=[])

    class Meta:
        label = _("message, if the question needs one")
        collapsed = True


class OptionBlock(blocks.StructBlock):
    """One answer to choose."""

    text = PlainTextBlock(label=_("answer"), max_length=160)
    right = blocks.BooleanBlock(label=_("is right"), required=False)
    why = why(_("explanation"))

    class Meta:
        icon = "list-ul"
        label = _("answer")
        label_format = "{text}"


class StepToOrderBlock(blocks.StructBlock):
    """One step to put in order."""

    text = PlainTextBlock(label=_("step"), max_length=160)
    why = why(_("why it comes here"))

    class Meta:
        icon = "list-ol"
        label = _("step")
        label_format = "{text}"


def options(label: Any, least: int) -> blocks.ListBlock:
    """Return the block of a question's options."""
    return blocks.ListBlock(OptionBlock(), label=label, min_num=least, max_num=8)


class VerdictBlock(blocks.StructBlock):
    """Scam or genuine?"""

    message = MessageBlock()
    genuine = blocks.BooleanBlock(label=_("the message is genuine"), required=False)
    if_scam = why(_("what those read who say it is a scam"))
    if_genuine = why(_("what those read who say it is genuine"))

    class Meta:
        icon = "view"
        label = KIND_LABELS[VERDICT]
        description = _("A message to judge. Only these count towards detection and over-suspicion.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {
            "message": {
                "form": "sms",
                "sender": "1069****",
                "lines": [{"who": "them", "text": "您的包裹已放在3号柜。"}],
            },
            "genuine": True,
        }


class RedFlagsBlock(blocks.StructBlock):
    """Choose the words that give it away."""

    message = MessageBlock()
    options = options(_("phrases of the message, red flags and harmless ones"), 2)

    class Meta:
        icon = "warning"
        label = KIND_LABELS[RED_FLAGS]
        description = _("Phrases are marked in the message itself; each must stand in it exactly once.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {
            "message": {
                "form": "sms",
                "sender": "1069****",
                "lines": [{"who": "them", "text": "账户将冻结，请马上转账。"}],
            },
            "options": [
                {"text": "马上转账", "right": True, "why": ""},
                {"text": "账户", "right": False, "why": ""},
            ],
        }


class SingleBlock(blocks.StructBlock):
    """One right answer among several."""

    message = OptionalMessageBlock(required=False)
    options = options(_("answers"), 2)

    class Meta:
        icon = "radio-full"
        label = KIND_LABELS[SINGLE]
        description = _("Exactly one answer is right.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {
            "options": [
                {"text": "先停下，打给家人", "right": True, "why": ""},
                {"text": "先照他说的做", "right": False, "why": ""},
            ]
        }


class MultipleBlock(blocks.StructBlock):
    """Several right answers among more."""

    message = OptionalMessageBlock(required=False)
    options = options(_("answers"), 3)

    class Meta:
        icon = "tasks"
        label = KIND_LABELS[MULTIPLE]
        description = _("Two answers or more are right. A wrong choice takes away what a right one gives.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {
            "options": [
                {"text": "要您先垫付", "right": True, "why": ""},
                {"text": "不许告诉家人", "right": True, "why": ""},
                {"text": "发来营业时间", "right": False, "why": ""},
            ]
        }


class TrueFalseBlock(blocks.StructBlock):
    """A statement that is true or false."""

    message = OptionalMessageBlock(required=False)
    right = blocks.BooleanBlock(label=_("the statement is true"), required=False)
    if_true = why(_("what those read who say it is true"))
    if_false = why(_("what those read who say it is false"))

    class Meta:
        icon = "check"
        label = KIND_LABELS[TRUE_FALSE]
        description = _("The question itself is the statement.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {"right": False}


class OrderBlock(blocks.StructBlock):
    """Steps to put in order."""

    message = OptionalMessageBlock(required=False)
    steps = blocks.ListBlock(StepToOrderBlock(), label=_("steps in their right order"), min_num=3, max_num=6)

    class Meta:
        icon = "list-ol"
        label = KIND_LABELS[ORDER]
        description = _("Write the steps in their right order; people get them mixed.")
        preview_template = _PREVIEW
        preview_value: dict[str, Any] = {"steps": [{"text": "停止转账", "why": ""}, {"text": "联系银行", "why": ""}]}


def question_kinds() -> list[tuple[str, blocks.Block]]:
    """Return the block of each kind of question, by the block's name."""
    kinds = {
        VERDICT: VerdictBlock(),
        RED_FLAGS: RedFlagsBlock(),
        SINGLE: SingleBlock(),
        MULTIPLE: MultipleBlock(),
        TRUE_FALSE: TrueFalseBlock(),
        ORDER: OrderBlock(),
    }
    return [(block_name(kind), block) for kind, block in kinds.items()]


class BandBlock(blocks.StructBlock):
    """What everyone reads whose result is at least so many percent."""

    at_least = blocks.IntegerBlock(label=_("from, percent"), min_value=0, max_value=100)
    title = PlainTextBlock(label=_("title"), max_length=60)
    text = ParagraphBlock(label=_("words"), rows=3, max_length=400)
    next_page = blocks.PageChooserBlock(label=_("what to read next"), required=False)

    class Meta:
        icon = "pick"
        label = _("result band")
        label_format = "{at_least}% · {title}"
        description = _("Words and the next step for results from this percentage up to the next band.")
        preview_template = "academy/blocks/band.html"
        preview_value: dict[str, Any] = {"at_least": 80, "title": "您看得很准", "text": "三个月后再来一次，印象更牢。"}
