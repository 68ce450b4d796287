"""From the database to the rules that messages are read by: every live pattern's, in all languages."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone

from scams.checking.phrases import Reader
from scams.checking.rules import GENUINE, CheckContact, Clue, Cue, Example, Rules, Telling, TypeRules, WordList
from scams.editing import rules_gate
from scams.editing.rule_blocks import phrases_of
from scams.models import Contact, ExampleMessage, ScamPattern, Technique
from scams.models import WordList as Row
from scams.words import LOCALES, api_locale

logger = logging.getLogger(__name__)

_ADVICE: Final = 4
"""Lines of an article's advice that people are told at once."""


class Compiled(NamedTuple):
    """Rules, and the clues that could not be part of them, each with why."""

    rules: Rules
    left_out: list[str]


def compile_rules(instead: ScamPattern | None = None, before: Rules | None = None) -> Compiled:
    """Return the rules of all live patterns, of `instead` its draft; a clue that cannot be read is left out.

    What rules `before` have, with the same word lists, was read when they were made, and is not read again: reading
    all of it takes a second or two, for which every published card would wait.
    """
    pages = [page for page in _live() if instead is None or page.pk != instead.pk]
    by_type: dict[str, list[Any]] = defaultdict(list)
    for page in [*pages, *([instead] if instead else [])]:
        by_type[page.fraud_type.slug].append(page)
    lists, left_out = _lists(), list[str]()
    reader, readable = Reader(rules_gate.vocabulary()), _readable(before, lists)
    types = tuple(_type(slug, some, reader, readable, left_out) for slug, some in sorted(by_type.items()))
    examples = _examples(frozenset(by_type))
    rules = Rules(types=types, cues=_cues(), lists=lists, contacts=_contacts(), examples=examples)
    for one in left_out:
        logger.error("clue left out of the checker: %s", one)
    return Compiled(rules, left_out)


def _live() -> Iterable[ScamPattern]:
    pages: Iterable[ScamPattern] = (
        ScamPattern.objects.live()
        .select_related("fraud_type", "locale")
        .prefetch_related("techniques")
        .order_by("fraud_type__slug", "locale__language_code", "pk")
    )
    return pages


def _readable(before: Rules | None, lists: tuple[WordList, ...]) -> frozenset[str]:
    """Return the phrases of rules that were made with these word lists."""
    if before is None or before.lists != lists:
        return frozenset()
    clues = (clue for one in before.types for clue in one.clues)
    return frozenset(phrase for clue in clues for phrase in rules_gate.phrases_in(clue))


def _type(slug: str, pages: list[Any], reader: Reader, readable: frozenset[str], left_out: list[str]) -> TypeRules:
    clues, telling, techniques = list[Clue](), dict[str, Telling](), set[str]()
    for page in pages:
        locale = api_locale(page.locale.language_code)
        for clue in rules_gate.clues_of(page.rules, locale):
            unread = (phrase for phrase in rules_gate.phrases_in(clue) if phrase not in readable)
            problems = list(rules_gate.unreadable(reader, unread))
            left_out += [f"{slug} {locale} {clue.key}: {problem}" for problem in problems]
            clues += [] if problems else [clue]
        advice = tuple(block.value for block in page.do_now)[:_ADVICE]
        telling[locale] = Telling(title=page.title, article_url=page.full_url, advice=advice)
        techniques |= {technique.slug for technique in page.techniques.all()}
    return TypeRules(fraud_type=slug, clues=tuple(clues), techniques=tuple(sorted(techniques)), telling=telling)


def _cues() -> tuple[Cue, ...]:
    return tuple(
        Cue(slug=one.slug, words=words, why={locale: one.text("definition", locale) for locale in LOCALES})
        for one in Technique.objects.order_by("slug")
        if (words := (*phrases_of(one.cues_zh), *phrases_of(one.cues_en)))
    )


def _lists() -> tuple[WordList, ...]:
    return tuple(
        WordList(
            key=one.key, role=one.role, weight=one.weight, zh=phrases_of(one.words_zh), en=phrases_of(one.words_en)
        )
        for one in Row.objects.order_by("key")
    )


def _examples(known: frozenset[str]) -> tuple[Example, ...]:
    """Return the examples of the types there are rules of, by the type above where a type has none of its own."""
    rows = ExampleMessage.objects.values_list("fraud_type__slug", "fraud_type__parent__slug", "text").order_by("pk")
    labelled = ((_label(slug, parent, known), text) for slug, parent, text in rows)
    return tuple(Example(label, text) for label, text in labelled if label)


def _label(slug: str | None, parent: str | None, known: frozenset[str]) -> str | None:
    if slug is None:
        return GENUINE
    return next((one for one in (slug, parent) if one in known), None)


def _contacts() -> tuple[CheckContact, ...]:
    """Return the numbers somebody has verified, while that can be relied on."""
    rows = Contact.objects.filter(~Q(number=""), verified_on__isnull=False, reverify_by__gte=timezone.localdate())
    return tuple(
        CheckContact(
            name={locale: one.text("name", locale) for locale in LOCALES},
            number=one.number,
            region=one.region,
            hours={locale: one.text("hours", locale) for locale in LOCALES},
            locales=tuple(locale for locale in LOCALES if locale in one.languages.split()),
        )
        for one in rows.order_by("sort_order", "key")
    )
