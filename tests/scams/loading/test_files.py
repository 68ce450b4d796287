"""The content files themselves: all there, all valid, the same facts in every language."""

import datetime as dt

import pytest
from django.utils import timezone

from scams.loading.cards import WRITTEN_FOR as AUDIENCES
from scams.loading.files import DATA, ArticleFile, CardFile, ContentError, read
from scams.loading.rows import rows_of
from scams.rules import gate, tree
from scams.words import LOCALES, OTHER_ACTIONS, SAFE_ACTIONS

SLUGS = (
    *("task-rebate", "investment", "romance", "purchase", "rental-service", "customer-service-impersonation"),
    *("authority-impersonation", "bank-platform-impersonation", "boss-colleague-impersonation"),
    *("family-friend-impersonation", "loan-fee", "credit-repair", "game-trade", "phishing-takeover"),
    *("remote-control", "job-fee", "prize-subsidy", "invoice-redirect", "charity-appeal", "extortion"),
    *("sexual-service", "money-mule", "recovery", "elder-health", "other-unknown"),
)
MPS_TEN = {row["fraud_type"] for _line, row in rows_of("crosswalk.csv") if row["scheme"] == "mps"}
TODAY = timezone.localdate()
TYPES = {row["slug"]: row for _line, row in rows_of("fraud_types.csv")}
SIGNALS = {row["slug"] for _line, row in rows_of("signals.csv")}
CONTACTS = {row["key"]: row for _line, row in rows_of("contacts.csv")}
TECHNIQUES = {row["slug"] for _line, row in rows_of("techniques.csv")}
CARDS = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "cards").glob("*/*"))
ARTICLES = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "articles").glob("*/*"))
CARD_TYPES = sorted({name.split("/")[1] for name in CARDS})


def content(slug, locale, audience):
    return read(DATA / "cards" / slug / f"{locale}.toml", CardFile).content(
        fraud_type=slug,
        locale=locale,
        audience=audience,
        discreet=TYPES[slug]["discreet"] == "yes",
        review_by=TODAY + dt.timedelta(days=90),
    )


def test_the_twenty_five_types_are_in_the_taxonomy():
    assert (len(SLUGS), set(SLUGS) - set(TYPES)) == (25, set())


def test_every_type_and_every_group_s_card_is_there_in_every_language():
    assert set(SLUGS) - set(CARD_TYPES) == set()
    assert sorted(f"cards/{slug}/{locale}.toml" for slug in CARD_TYPES for locale in LOCALES) == CARDS


def test_an_article_is_there_for_every_type_and_in_three_languages_for_the_ministry_s_ten():
    assert len(MPS_TEN & set(SLUGS)) == 10
    expected = [f"articles/{slug}/zh-Hans.toml" for slug in SLUGS]
    expected += [f"articles/{slug}/{locale}.toml" for slug in MPS_TEN for locale in ("zh-Hant", "en")]
    assert set(expected) - set(ARTICLES) == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", CARD_TYPES)
def test_a_card_passes_the_gate_for_both_audiences_in_two_wordings_at_least(slug, locale):
    for audience in AUDIENCES:
        card = content(slug, locale, audience)
        assert gate.check(card, today=TODAY) == []
        headlines = [card.headline, *(one.headline for one in card.variants)]
        assert len(set(headlines)) == len(headlines) >= 2


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", CARD_TYPES)
def test_what_a_card_refers_to_exists(slug, locale):
    for audience in AUDIENCES:
        card = content(slug, locale, audience)
        effects = [effect for one in card.questions for effect in (one.yes, one.no, one.unsure)]
        assert tree.unknown_effects(card.questions, signals=SIGNALS, fraud_types=TYPES) == []
        assert any(effects), "an answer that leads nowhere is not worth asking for"
        assert f"type:{slug}" not in effects
        assert [key for key in card.contacts if key not in CONTACTS] == []
        assert [one for one in card.secondary_types if one not in TYPES] == []
        assert card.safe_action.action in SAFE_ACTIONS
        assert [one for one in card.other_actions if one.action not in OTHER_ACTIONS] == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("slug", CARD_TYPES)
def test_the_facts_are_the_same_in_every_language(slug, audience):
    def facts(locale):
        card = content(slug, locale, audience)
        return {
            "level": card.level,
            "secondary": card.secondary_types,
            "effects": [(one.yes, one.no, one.unsure) for one in card.questions],
            "safe": card.safe_action.action,
            "others": [one.action for one in card.other_actions],
            "pause": (card.cooling_off.minutes, card.cooling_off.cancellable),
            "variants": [(one.key, one.reverse) for one in card.variants],
            "lengths": (len(card.red_flags), len(card.rebuttals)),
        }

    first, *others = [facts(locale) for locale in LOCALES]
    assert others == [first, first]


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_complete(name):
    article = read(DATA / name, ArticleFile)
    parts = (article.title, article.summary, article.timeline, article.red_flags, article.claims, article.do_now)
    assert [bool(part) for part in (*parts, article.already_paid, article.sources)] == [True] * 8
    assert [one for one in article.techniques if one not in TECHNIQUES] == []
    assert [source for source in article.sources if source.date > TODAY] == []


def test_the_contacts_cover_every_region():
    assert {row["region"] for row in CONTACTS.values()} == {"CN", "HK", "TW", "SG", "001"}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("level =", "levle =", "`levle`"),
        ("level =", "level", "line"),
        ("[adult.cooling_off]\nminutes = ", "[adult.cooling_off]\nminutes = '1'\n#", "`$.adult.cooling_off.minutes`"),
        ("[adult.safe_action]", "[adult.safe_acton]", "`safe_acton`"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_place(change, data, old, new, place):
    name = "cards/romance/en.toml"
    change(name, old, new)
    with pytest.raises(ContentError) as refused:
        read(data / name, CardFile)
    assert str(refused.value).startswith(f"{name}: ")
    assert place in str(refused.value)


def test_a_file_in_another_encoding_is_refused_with_its_name(data):
    path = data / "articles/romance/zh-Hant.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("big5", "replace"))
    with pytest.raises(ContentError, match=r"^articles/romance/zh-Hant.toml: "):
        read(path, ArticleFile)
