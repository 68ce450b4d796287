import pytest
from wagtail.models import Locale, Page, Site

from academy.content import ensure_homes
from academy.loading.pages import pages_file
from academy.models import HomePage
from scams.models import DeckChange
from scams.words import LOCALES

pytestmark = pytest.mark.django_db


def test_every_language_has_a_live_home_page_and_they_share_a_key():
    homes = ensure_homes()
    assert {code: (home.title, home.live, home.locale.language_code) for code, home in homes.items()} == {
        code: (pages_file(code).home.title, True, code.lower()) for code in LOCALES
    }
    assert len({home.translation_key for home in homes.values()}) == 1


def test_making_them_again_changes_nothing_and_keeps_titles():
    HomePage.objects.filter(locale__language_code="en").update(title="Changed")
    before = list(Page.objects.values_list("pk", "title", "latest_revision"))
    ensure_homes()
    assert list(Page.objects.values_list("pk", "title", "latest_revision")) == before
    assert DeckChange.objects.filter(deck=None).count() == 0


def test_a_missing_home_page_comes_back_as_a_translation():
    key = HomePage.objects.first().translation_key
    HomePage.objects.get(locale__language_code="en").delete()
    assert ensure_homes()["en"].translation_key == key


def test_the_site_begins_at_the_chinese_home_page():
    site = Site.objects.get()
    assert (site.is_default_site, site.root_page.specific) == (True, ensure_homes()["zh-Hans"])


def test_wagtail_s_welcome_page_goes_and_its_site_stays():
    site = Site.objects.get()
    welcome = Page.get_first_root_node().add_child(title="Welcome", slug="welcome", locale=Locale.get_default())
    Site.objects.update(root_page=welcome)
    ensure_homes()
    assert Page.objects.filter(slug="welcome").exists() is False
    assert Site.objects.get().pk == site.pk


@pytest.mark.parametrize(
    ("hostname", "port", "moved"), [("localhost", 8123, 8123), ("localhost", None, 8000), ("bank.example", 8123, 8000)]
)
def test_only_a_site_on_localhost_moves_to_the_port(hostname, port, moved):
    Site.objects.update(hostname=hostname, port=8000)
    ensure_homes(port=port)
    assert Site.objects.get().port == moved
