import pytest

from academy.content import ensure_homes
from scams.loading.articles import load_articles
from scams.loading.files import DATA, ArticleFile, ContentError, read
from scams.loading.rows import Loaded
from scams.models import FraudType, PatternIndex, ScamPattern
from scams.words import LOCALES

pytestmark = pytest.mark.django_db

FILES = len(list((DATA / "articles").glob("*/*.toml")))
NAME = "articles/romance/en.toml"


def load():
    return load_articles(ensure_homes(), say=lambda _line: None)


def article(slug="romance", locale="en"):
    return ScamPattern.objects.get(fraud_type__slug=slug, locale__language_code=locale.lower())


def refusal():
    article().delete()
    with pytest.raises(ContentError) as refused:
        load()
    return str(refused.value)


def test_every_article_is_live_below_its_group_in_its_language():
    assert ScamPattern.objects.live().count() == FILES
    page = article("romance", "zh-Hant")
    parent = page.get_parent().specific
    assert (parent.group.slug, parent.locale.language_code) == ("relationship", "zh-hant")


def test_every_group_has_a_page_in_every_language_that_share_a_key():
    for group in FraudType.objects.filter(parent=None):
        pages = PatternIndex.objects.live().filter(group=group)
        assert pages.count() == len(LOCALES)
        assert len({page.translation_key for page in pages}) == 1


def test_the_languages_of_an_article_share_a_key():
    assert len({article("romance", locale).translation_key for locale in LOCALES}) == 1


def test_an_article_says_what_its_file_says():
    file, page = read(DATA / NAME, ArticleFile), article()
    assert (page.title, page.summary) == (file.title, file.summary)
    assert [block.value for block in page.red_flags] == list(file.red_flags)
    assert [(block.value["when"], block.value["what"]) for block in page.timeline] == [
        (step.when, step.what) for step in file.timeline
    ]
    assert sorted(one.slug for one in page.techniques.all()) == sorted(file.techniques)


def test_loading_again_changes_nothing_and_keeps_edits():
    page = article()
    page.title = "Changed by an editor"
    page.save_revision().publish()
    article("purchase").unpublish()
    assert load() == Loaded(0, FILES)
    assert (article().title, article("purchase").live) == ("Changed by an editor", False)


def test_a_missing_article_alone_is_made():
    key = article("romance", "zh-Hans").translation_key
    article().delete()
    assert load() == Loaded(1, FILES - 1)
    assert (article().live, article().translation_key) == (True, key)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", "articles/romance/en.toml: "),
        ("techniques = [", 'techniques = ["no-such", ', "articles/romance/en.toml: techniques or audience"),
        ("[[sources]]\n", "[[sources]]\ndate = 2024-13-01\nold = 1\n", "articles/romance/en.toml: "),
    ],
)
def test_a_wrong_article_is_refused_with_its_file(change, old, new, message):
    change(NAME, old, new)
    assert refusal().startswith(message)
    assert ScamPattern.objects.filter(fraud_type__slug="romance", locale__language_code="en").exists() is False


def test_a_folder_that_is_no_fraud_type_is_refused(data):
    (data / "articles/romance").rename(data / "articles/romanse")
    assert refusal().startswith("articles/romanse/en.toml: the folder must be a fraud type")
