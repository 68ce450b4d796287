"""The blocks cards and patterns are made of. Each describes and previews itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock

from scams.pictures import PictureChooserBlock
from scams.rules import limits
from scams.rules.text import clean
from scams.words import LEVELS, OTHER_ACTIONS

LEVEL_LABELS = {"notice": _("Notice"), "warn": _("Warn"), "hold": _("Hold"), "stop": _("Stop")}
AUDIENCE_LABELS = {
    "adult": _("Adults"),
    "elder": _("Older people"),
    "teen": _("Teenagers"),
    "sme": _("Small businesses"),
}
OTHER_ACTION_LABELS = {
    "call-hotline": _("Call a hotline"),
    "ask-family": _("Ask family"),
    "ask-colleague": _("Ask a colleague"),
    "official-check": _("Open the official check"),
    "delay-arrival": _("Delay the arrival"),
}


def counted(limit: limits.Limit) -> dict[str, str]:
    """Return widget attributes from which the admin's script shows a live count against `limit`."""
    return {"data-limit-zh": str(limit.zh), "data-limit-en": str(limit.en)}


def effect_choices() -> list[tuple[Any, Any]]:
    """Return what an answer may lead to, in groups: another question, a level, a signal, another fraud type."""
    from scams.models import FraudType, Signal

    numbers = range(1, limits.QUESTIONS_MOST + 1)
    return [
        (_("Ask another question"), [(f"next:{number}", _("Question %d") % number) for number in numbers]),
        (_("Level"), [(f"level:{level}", LEVEL_LABELS[level]) for level in LEVELS]),
        (_("Signal"), [(f"signal:{one.slug}", str(one)) for one in Signal.objects.all()]),
        (_("It is another fraud type"), [(f"type:{one.slug}", str(one)) for one in FraudType.objects.all()]),
    ]


def effect_names() -> dict[str, str]:
    """Return what each effect an answer may have is called where it stands by itself. Two queries."""
    return {effect: f"{group}: {label}" for group, choices in effect_choices() for effect, label in choices}


class PlainTextBlock(blocks.CharBlock):
    """A line of plain text, cleaned of markup and hidden characters, counted while typing."""

    def __init__(self, *args: Any, limit: limits.Limit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 500, **kwargs})
        if limit:
            self.field.widget.attrs.update(counted(limit))

    def clean(self, value: Any) -> Any:
        """Return the cleaned text; a text longer than its limit is the publish gate's affair."""
        return super().clean(clean(value or ""))


class ParagraphBlock(blocks.TextBlock):
    """Some lines of plain text, cleaned as PlainTextBlock's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 5000, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return the cleaned text with its line ends."""
        return super().clean(clean(value or "", lines=True))


class EffectBlock(blocks.ChoiceBlock):
    """What one answer to a question leads to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=effect_choices, required=False, **kwargs)

    def normalize(self, value: Any) -> str:
        """Return the value as it is: looking it up among the choices would query the database for every answer."""
        return value or ""


class QuestionBlock(blocks.StructBlock):
    """A closed question whose answers ask another, raise the level, add a signal or re-route to another fraud type."""

    text = PlainTextBlock(label=_("question"), limit=limits.LIMITS["questions"])
    yes = EffectBlock(label=_("“yes” leads to"))
    no = EffectBlock(label=_("“no” leads to"))
    unsure = EffectBlock(label=_("“not sure” leads to"))

    class Meta:
        icon = "help"
        label = _("question")
        description = _("One closed question. Answers can ask another question or re-route to a better card.")
        preview_value = {"text": "是否有人教您怎么回答这些问题？", "yes": "level:stop"}
        preview_template = "scams/blocks/question.html"


class ActionBlock(blocks.StructBlock):
    """A secondary button."""

    label = PlainTextBlock(label=_("label"), limit=limits.LIMITS["other_actions"])
    action = blocks.ChoiceBlock(choices=[(one, OTHER_ACTION_LABELS[one]) for one in OTHER_ACTIONS], label=_("does"))

    class Meta:
        icon = "tick-inverse"
        label = _("other action")
        description = _("A button beside the safe one: call, ask, check, delay.")
        preview_value = {"label": "问问家人", "action": "ask-family"}
        preview_template = "scams/blocks/action.html"


class VariantBlock(blocks.StructBlock):
    """Another wording of the card with the same facts."""

    key = blocks.RegexBlock(
        r"^[b-z]\Z", label=_("letter"), help_text=_("b, c, d … The main wording is a."), max_length=1
    )
    headline = PlainTextBlock(label=_("headline"), limit=limits.LIMITS["headline"], max_length=120)
    what_is_happening = PlainTextBlock(
        label=_("what is happening"),
        required=False,
        limit=limits.LIMITS["what_is_happening"],
        help_text=_("Empty: as in the main wording."),
    )
    reverse = blocks.BooleanBlock(label=_("turn the lists round"), required=False)

    class Meta:
        icon = "copy"
        label = _("variant")
        description = _("Same facts in other words and another order; the engine rotates them.")
        preview_value = {"key": "b", "headline": "返的小钱，是套大钱的饵"}
        preview_template = "scams/blocks/variant.html"


class SourceBlock(blocks.StructBlock):
    """Where a fact comes from."""

    publisher = PlainTextBlock(label=_("publisher"), max_length=120)
    date = blocks.DateBlock(label=_("published or read on"))
    supports = PlainTextBlock(label=_("what it supports"), max_length=250)
    url = blocks.URLBlock(label=_("address"), required=False)

    class Meta:
        icon = "link"
        label = _("source")
        description = _("Publisher, date, link, and what it supports.")
        preview_value = {"publisher": "公安部", "date": "2024-06-25", "supports": "十大高发类型"}
        preview_template = "scams/blocks/source.html"


class LineBlock(PlainTextBlock):
    """One line of a list."""

    class Meta:
        icon = "list-ul"
        label = _("line")
        description = _("One line: one idea, in the present tense.")
        preview_value = "要求先垫付才返佣"
        preview_template = "scams/blocks/line.html"


class StepBlock(blocks.StructBlock):
    """One step of how a scam unfolds."""

    when = PlainTextBlock(label=_("when"), max_length=60)
    what = ParagraphBlock(label=_("what happens"), rows=3)

    class Meta:
        icon = "history"
        label = _("step")
        description = _("One step, as the victim meets it.")
        preview_value = {"when": "第一天", "what": "有人加您好友，说动动手指就能赚钱。"}
        preview_template = "scams/blocks/step.html"


class ClaimBlock(blocks.StructBlock):
    """What they say, and what is true."""

    they_say = PlainTextBlock(label=_("they say"), max_length=200)
    truth = ParagraphBlock(label=_("what is true"), rows=2)

    class Meta:
        icon = "openquote"
        label = _("claim and truth")
        description = _("A sentence the victim hears, and the answer to it.")
        preview_value = {"they_say": "再做一单就能全部取出来。", "truth": "您的钱，不需要再付钱才能取回。"}
        preview_template = "scams/blocks/claim.html"


class CaseBlock(blocks.StructBlock):
    """A real case with where it was reported."""

    text = ParagraphBlock(label=_("what happened"), rows=5)
    source = SourceBlock(label=_("source"))

    class Meta:
        icon = "doc-full"
        label = _("real case")
        description = _("One real case, told shortly, with its source. No names of victims.")
        preview_value = {"text": "一位退休教师……", "source": {"publisher": "公安部", "date": "2024-06-25"}}
        preview_template = "scams/blocks/case.html"


class VersionBlock(blocks.StructBlock):
    """The article in the words of one audience."""

    audience = blocks.ChoiceBlock(choices=list(AUDIENCE_LABELS.items()), label=_("audience"))
    summary = ParagraphBlock(label=_("summary"), rows=2, max_length=200)
    points = blocks.ListBlock(LineBlock(), label=_("what to know"), min_num=1, max_num=8)
    do_now = blocks.ListBlock(LineBlock(), label=_("what to do now"), min_num=1, max_num=5)

    class Meta:
        icon = "group"
        label = _("for one audience")
        label_format = "{audience}: {summary}"
        description = _("The same facts in plain words for one audience. People in its mode read these first.")
        preview_value = {
            "audience": "elder",
            "summary": "先给几块，再骗几万。",
            "points": ["要您先垫钱的活儿，都是假的。"],
            "do_now": ["别再转钱，先问问孩子。"],
        }
        preview_template = "scams/blocks/version.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its description for those who cannot see it."""

    image = PictureChooserBlock(label=_("picture"))
    alternative = PlainTextBlock(label=_("description"), max_length=200)
    caption = PlainTextBlock(label=_("caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("picture")
        description = _("A picture, with a description for people who cannot see it.")
        preview_value: dict[str, Any] = {"caption": "一则典型的诈骗短信"}
        preview_template = "scams/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A video from elsewhere, always with its words in writing."""

    video = EmbedBlock(label=_("video address"))
    transcript = ParagraphBlock(label=_("transcript"), rows=6)

    class Meta:
        icon = "media"
        label = _("video")
        description = _("A video by its address, with a transcript for those who cannot hear or load it.")
        preview_value: dict[str, Any] = {"transcript": "大家好，今天讲一讲刷单返利。"}
        preview_template = "scams/blocks/video.html"


def lines(*, limit: limits.Limit | None = None) -> list[tuple[str, blocks.Block]]:
    """Return the block list of a field that holds plain lines."""
    return [("line", LineBlock(limit=limit))]
