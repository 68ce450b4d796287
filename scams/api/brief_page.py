"""A brief as a page to print: A4, one side, no script, everything escaped."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import Final

from scams.deck.brief import Brief, BriefContact, BriefQuestion
from scams.deck.brief_words import AUDIENCES, LEVELS, TITLES

QUESTIONS_AT_EASE: Final = 4
"""So many are set in the ordinary size."""


def page(brief: Brief, style: str) -> str:
    """Return the whole page, its style sheet within: it may be kept and printed where nothing can be fetched."""
    locale = brief.card.locale
    title = f"{_title('brief', locale)} · {escape(brief.headline)}"
    return (
        f'<!doctype html>\n<html lang="{escape(locale)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="level-{escape(brief.card.level)}{_density(brief)}">\n'
        f"{_header(brief)}\n<main>\n{_body(brief)}\n</main>\n"
        f"<footer>{_foot(brief)}</footer>\n</body>\n</html>\n"
    )


def policy(style: str) -> str:
    """Return the page's content security policy: nothing but the style sheet within it."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _density(brief: Brief) -> str:
    """Return the class of a brief with much to ask, which is set smaller to stay on its one side."""
    return " dense" if len(brief.questions) > QUESTIONS_AT_EASE else ""


def _header(brief: Brief) -> str:
    card, locale = brief.card, brief.card.locale
    level, audience = LEVELS[card.level][locale], AUDIENCES[card.audience][locale]
    return (
        f'<header>\n<p class="kind">{_title("brief", locale)}</p>\n<h1>{escape(brief.headline)}</h1>\n'
        f'<p class="facts"><strong class="level">{_title("level", locale)}{escape(level)}</strong> '
        f"<span>{_title('audience', locale)}{escape(audience)}</span> <span>{escape(card.fraud_type)}</span></p>\n"
        f'<p class="manner">{_title("manner", locale)}</p>\n</header>'
    )


def _body(brief: Brief) -> str:
    locale, contacts = brief.card.locale, (_contact(one) for one in brief.contacts)
    parts = (
        _section("script", locale, _paragraphs(brief.script), "say"),
        _section("story", locale, _paragraphs(brief.what_is_happening)),
        _section("why", locale, _list(escape(one) for one in brief.why_you)),
        _section("questions", locale, "".join(_question(one) for one in brief.questions), "wide"),
        _section("flags", locale, _list(escape(one) for one in brief.red_flags)),
        _section("rebuttals", locale, _list(escape(one) for one in brief.rebuttals)),
        _section("safe", locale, _safe(brief), "safe"),
        _section("contacts", locale, _list(contacts)),
        _section("guardian", locale, _paragraphs(brief.guardian_script), "say"),
        _section("proof", locale, _proof(brief), "proof"),
    )
    return "\n".join(part for part in parts if part)


def _section(name: str, locale: str, content: str, kind: str = "") -> str:
    """Return a section; nothing for one without content."""
    if not content:
        return ""
    return f'<section class="{name} {kind}"><h2>{_title(name, locale)}</h2>{content}</section>'


def _question(question: BriefQuestion) -> str:
    labels: dict[str, list[str]] = {}
    for answer in question.answers:
        labels.setdefault(answer.means, []).append(answer.label)
    answers = "".join(_answer(" / ".join(said), means) for means, said in labels.items())
    return f'<div class="question"><p>{escape(question.text)}</p><dl>{answers}</dl></div>'


def _answer(labels: str, means: str) -> str:
    return f"<div><dt>{escape(labels)}</dt><dd>{escape(means) or '—'}</dd></div>"


def _contact(contact: BriefContact) -> str:
    number = f' <b class="number">{escape(contact.number)}</b>' if contact.number else ""
    hours = f' <span class="hours">{escape(contact.hours)}</span>' if contact.hours else ""
    return f"{escape(contact.name)}{number}{hours}"


def _safe(brief: Brief) -> str:
    switch = f"<p>{escape(brief.switch_line)}</p>" if brief.switch_line else ""
    return f'<p class="act">{escape(brief.safe_action.label)}</p>{switch}'


def _proof(brief: Brief) -> str:
    if brief.proof is None:
        return ""
    source = TITLES["source"][brief.card.locale].format(brief.proof.source)
    return f"<p>{escape(brief.proof.text)} <small>{escape(source)}</small></p>"


def _foot(brief: Brief) -> str:
    return escape(TITLES["foot"][brief.card.locale].format(brief.card.variant, brief.card.revision, brief.deck))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _list(items: Iterable[str]) -> str:
    made = "".join(f"<li>{one}</li>" for one in items)
    return f"<ul>{made}</ul>" if made else ""


def _title(name: str, locale: str) -> str:
    return escape(TITLES[name][locale])
