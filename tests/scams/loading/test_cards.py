import datetime as dt

import pytest
from django.utils import timezone

from scams.editing.content import card_content
from scams.loading.cards import load_cards
from scams.loading.files import DATA, CardFile, ContentError, read
from scams.loading.rows import Loaded
from scams.models import DeckChange, WarningCard
from scams.words import LOCALES
from tests.scams.editing.desk import card_of

pytestmark = pytest.mark.django_db

FILES = len(list((DATA / "cards").glob("*/*.toml")))
NAME = "cards/romance/en.toml"


def quiet(_line):
    pass


def gone():
    """Delete the cards of one content file, so that it is read again."""
    WarningCard.objects.filter(fraud_type__slug="romance", locale__language_code="en").delete()


def refusal():
    gone()
    with pytest.raises(ContentError) as refused:
        load_cards(say=quiet)
    return str(refused.value)


def test_every_card_of_the_files_is_live():
    assert WarningCard.objects.filter(live=True).count() == FILES * 2
    assert set(WarningCard.objects.values_list("audience", flat=True)) == {"adult", "elder"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", ["adult", "elder"])
def test_a_card_says_what_its_file_says(locale, audience):
    file = read(DATA / "cards" / "extortion" / f"{locale}.toml", CardFile)
    card = card_of("extortion", locale, audience)
    expected = file.content(
        fraud_type="extortion", locale=locale, audience=audience, discreet=True, review_by=card.review_by
    )
    assert card_content(card, contacts=expected.contacts) == expected
    assert {one.key for one in card.contacts.all()} == set(expected.contacts)


def test_a_card_is_to_be_reviewed_within_ninety_days_of_loading():
    gone()
    load_cards(say=quiet)
    assert card_of("romance", "en").review_by == timezone.localdate() + dt.timedelta(days=90)


def test_the_languages_of_a_card_share_a_key_and_the_audiences_do_not():
    gone()
    load_cards(say=quiet)
    keys = {
        (audience, locale): card_of("romance", locale, audience).translation_key
        for audience in ("adult", "elder")
        for locale in LOCALES
    }
    assert len(set(keys.values())) == 2
    assert len({keys["elder", locale] for locale in LOCALES}) == 1


def test_loading_again_changes_nothing():
    revisions = list(WarningCard.objects.values_list("pk", "latest_revision"))
    assert load_cards(say=quiet) == Loaded(0, FILES * 2)
    assert list(WarningCard.objects.values_list("pk", "latest_revision")) == revisions
    assert DeckChange.objects.filter(deck=None).count() == 0


def test_loading_keeps_what_an_editor_changed_and_unpublished():
    edited, hidden = card_of("romance"), card_of("purchase")
    edited.headline = "别急着给没见过的人钱"
    edited.save_revision().publish()
    hidden.unpublish()
    assert load_cards(say=quiet).made == 0
    assert card_of("romance").headline == "别急着给没见过的人钱"
    assert card_of("purchase").live is False


def test_a_missing_card_alone_is_made():
    card_of("romance", "en", "elder").delete()
    assert load_cards(say=quiet) == Loaded(1, FILES * 2 - 1)
    assert card_of("romance", "en", "elder").live is True


def test_progress_is_told():
    lines = []
    load_cards(say=lines.append)
    assert lines[-1] == f"  cards: {FILES} of {FILES} files"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('headline = "', 'headline = "Call 96110 now ', "cards/romance/en.toml [adult]: headline: "),
        ('level = "', 'level = "un', "cards/romance/en.toml [adult]: level: "),
        ("contacts = [", 'contacts = ["no-such", ', "cards/romance/en.toml [adult]: "),
        ('yes = "', 'yes = "no-such:', "cards/romance/en.toml [adult]: questions: "),
        ("secondary_types = [", 'secondary_types = ["no-such"]\nother = [', "cards/romance/en.toml: "),
        ('action = "stop"', 'action = "dance"', "cards/romance/en.toml [adult]: safe_action_kind: "),
    ],
)
def test_a_wrong_card_is_refused_with_file_audience_and_field(change, old, new, message):
    change(NAME, old, new)
    assert refusal().startswith(message)
    assert WarningCard.objects.filter(fraud_type__slug="romance", locale__language_code="en").count() == 0


def test_a_folder_that_is_no_fraud_type_is_refused(data):
    (data / "cards/romance").rename(data / "cards/romanse")
    assert refusal().startswith("cards/romanse/en.toml: the folder must be a fraud type")


def test_a_file_that_is_no_language_is_refused(data):
    (data / NAME).rename(data / "cards/romance/fr.toml")
    assert refusal().startswith("cards/romance/fr.toml: the folder must be a fraud type")
