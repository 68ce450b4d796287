"""Ask a question in a person's own words, and answer with what a page or the API shows."""

from typing import Final, NamedTuple

from scams.search import engines
from scams.search.contract import FOR_PEOPLE, PAGE_SIZE, SUGGESTED, Facets, Query, Suggestion
from scams.search.known import known
from scams.search.snippets import marked, snippet
from scams.search.text import Term, fold, terms
from scams.search.text.pinyin import initials
from scams.words import api_locale

LONGEST: Final = 10_000
"""Characters of a question."""
KINDS: Final = FOR_PEOPLE


class Found(NamedTuple):
    """One thing found."""

    kind: str
    title: str
    marked_title: str
    """The title as HTML."""
    url: str
    """Its path."""
    fraud_type: str
    locale: str
    snippet: str
    """HTML: escaped text with the words asked for in `<mark>`."""


class Answer(NamedTuple):
    """What was found."""

    total: int
    results: tuple[Found, ...]
    facets: Facets
    suggestion: str | None
    """A question that may be meant, where not everything that was asked for was found; None where there is none."""


class Asked(NamedTuple):
    """A question, and what was chosen to narrow it."""

    text: str
    locale: str
    fraud_type: str = ""
    """A type or a group of types."""
    kind: str = ""
    audience: str = ""
    page: int = 1


def ask(asked: Asked) -> Answer:
    """Return what is found by a question of at most LONGEST characters.

    Two queries of the engine where all is met; else some more, and one or two for each word that may be misspelt.
    """
    words = known()
    wanted = terms(asked.text, words.synonyms)
    chosen = words.types.get(asked.fraud_type, (asked.fraud_type,)) if asked.fraud_type else ()
    query = Query(
        wanted,
        locale=api_locale(asked.locale),
        fraud_types=chosen,
        kind=asked.kind,
        audience=asked.audience,
        page=asked.page,
        size=PAGE_SIZE,
    )
    results = engines.engine().search(query)
    found = tuple(
        Found(
            kind=entry.kind,
            title=entry.title,
            marked_title=marked(entry.title, wanted),
            url=entry.url,
            fraud_type=entry.fraud_type,
            locale=entry.locale,
            snippet=snippet(entry.text, wanted),
        )
        for entry in (hit.entry for hit in results.hits)
    )
    doubtful = results.terms_met < max(len(wanted), 1) or any(len(term.word) == 1 for term in wanted)
    suggestion = words.spelling.better(asked.text, _is_written) if doubtful else None
    return Answer(results.total, found, results.facets, suggestion)


def _is_written(word: str) -> bool:
    """Return whether anything people may find has a word, or some characters as they stand. A query or two."""
    return engines.engine().search(Query((Term(word, ((word,),)),), size=1)).total > 0


def suggest(text: str, locale: str) -> list[Suggestion]:
    """Return at most eight ways to go on typing: phrases first, then titles in the reader's language. One query."""
    begun = " ".join(fold(text[:LONGEST]).split())
    if not begun:
        return []
    spelled = api_locale(locale)
    phrases = known().phrases[spelled]
    fitting = [one for one in phrases if fold(one).startswith(begun) or initials(fold(one)).startswith(begun)]
    titles = engines.engine().suggest(text, spelled)
    apart = list({fold(one): one for one in reversed(fitting)}.values())[::-1]
    every = {one.text: one for one in (*map(Suggestion, apart[: SUGGESTED // 2]), *titles)}
    return list(every.values())[:SUGGESTED]
