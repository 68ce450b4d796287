"""What of the site's own is searched: quizzes, its plain pages, hotlines."""

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_save
from django.utils import translation

from academy.lists import public, takeable
from academy.models import ContactsPage, HelpPage, Quiz, QuizEdition, QuizIndex, TextPage, TypesPage
from scams.models import Contact
from scams.search.contract import Entry
from scams.search.entries import Ids, Source, among, key_of, provide_entries, sayings, stream_text
from scams.search.handlers import ask_for
from scams.words import LOCALES, api_locale

_OWN = (HelpPage, ContactsPage, TypesPage, TextPage, QuizIndex)


def quizzes(ids: Ids) -> Iterator[Entry]:
    """Yield the quizzes that everybody can take. Two queries."""
    for quiz in among(takeable(), ids).select_related("locale"):
        locale = api_locale(quiz.locale.language_code)
        yield Entry(
            key=key_of("quiz", quiz.pk),
            kind="quiz",
            locale=locale,
            title=quiz.title,
            text="\n".join(filter(None, (quiz.summary, quiz.introduction))),
            url=quiz.get_url() or "",
            names=sayings(quiz.fraud_type, locale),
            fraud_type=quiz.fraud_type.slug,
            audience=(quiz.audience,),
        )


def pages(ids: Ids) -> Iterator[Entry]:
    """Yield the site's plain pages that everybody may read. Two queries for each kind of them."""
    for model in _OWN:
        rows: Any = public(model.objects.all())
        for page in among(rows, ids).select_related("locale"):
            locale = api_locale(page.locale.language_code)
            yield Entry(
                key=key_of("page", page.pk),
                kind="page",
                locale=locale,
                title=page.title,
                text="\n".join([page.introduction, *_words(page, locale)]),
                url=page.get_url() or "",
                names=page.search_description,
            )


def hotlines(ids: Ids) -> Iterator[Entry]:
    """Yield the verified hotlines in every language; each is on the page of contacts. Four queries."""
    places = {
        page.locale.language_code: page.get_url() for page in public(ContactsPage.objects.select_related("locale"))
    }
    for contact in among(Contact.objects.all(), ids):
        if contact.verified_on or not contact.number:
            yield from (_hotline(contact, locale, places.get(locale.lower()) or "") for locale in LOCALES)


def _hotline(contact: Contact, locale: str, url: str) -> Entry:
    with translation.override(locale.lower()):
        region = str(contact.get_region_display())
    return Entry(
        key=f"{key_of('contact', contact.pk)}:{locale}",
        kind="contact",
        locale=locale,
        title=" ".join(filter(None, (contact.text("name", locale), contact.number))),
        text=contact.text("hours", locale),
        url=url,
        names=f"{contact.key} {region}",
    )


def _words(page: Any, locale: str) -> list[str]:
    if isinstance(page, HelpPage):
        return stream_text(locale, page.first_steps, page.regions, page.afterwards)
    return stream_text(locale, page.body) if isinstance(page, TextPage) else []


def register() -> None:
    """Provide them, and follow the editions that make a quiz one to take; called once, when the app is ready."""
    provide_entries(Source("quiz", (Quiz,), quizzes))
    provide_entries(Source("page", _OWN, pages))
    provide_entries(Source("contact", (Contact,), hotlines, in_each_language=True, stands_on=(ContactsPage,)))
    post_save.connect(_edition_saved, sender=QuizEdition, dispatch_uid="academy.searching.edition_saved")


def _edition_saved(instance: QuizEdition, *, raw: bool = False, **_kwargs: Any) -> None:
    if instance.quiz_id and not raw:
        ask_for(Quiz, instance.quiz_id)
