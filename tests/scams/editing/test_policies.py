"""What programs write is looked at by those who may, and changed by nobody."""

import pytest
from django.urls import NoReverseMatch, reverse

from scams.api.clients import create_client
from scams.models import ApiClient, DeckChange, DeckVersion
from tests.scams.editing.desk import desk, person
from tests.scams.editing.test_viewsets import queries_of

pytestmark = pytest.mark.django_db

MAY_LOOK = {
    "decks": {"administrator": True, "reviewer": True, "editor": False, "outsider": False, "anonymous": False},
    "api-clients": {"administrator": True, "reviewer": False, "editor": False, "outsider": False, "anonymous": False},
}
LOOKS = [(screen, role, may) for screen, roles in MAY_LOOK.items() for role, may in roles.items()]


def make(screen, number=0):
    """Return a new record of the screen."""
    if screen == "api-clients":
        create_client(f"engine-{number}")
        return ApiClient.objects.get(name=f"engine-{number}")
    last = DeckVersion.objects.first()
    deck = DeckVersion.objects.create(version=f"v{number}", previous=last.pk, cards=1, payload=b"x")
    DeckChange.objects.create(
        action="saved", subject="tried", user=person("author", username=f"author-{number}"), deck=deck
    )
    return deck


@pytest.mark.parametrize(("screen", "role", "may"), LOOKS)
def test_only_those_who_may_look_do(screen, role, may):
    record, client = make(screen), desk(role)
    replies = [client.get(reverse(f"{screen}:index")), client.get(reverse(f"{screen}:inspect", args=[record.pk]))]
    assert [reply.status_code for reply in replies] == [200 if may else 302] * 2
    assert [str(record).encode() in reply.content for reply in replies] == [may] * 2


@pytest.mark.parametrize(("screen", "role", "may"), LOOKS)
@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_nobody_changes_them(screen, role, may, view):
    record = make(screen)
    before = list(type(record).objects.values())
    url = reverse(f"{screen}:{view}", args=[] if view == "add" else [record.pk])
    client = desk(role)
    data = {"name": "mine", "version": "mine"}
    assert [client.get(url).status_code, client.post(url, data).status_code] == [302, 302]
    assert list(type(record).objects.values()) == before


@pytest.mark.parametrize("screen", MAY_LOOK)
def test_there_is_no_screen_to_copy_one(screen):
    with pytest.raises(NoReverseMatch):
        reverse(f"{screen}:copy", args=[make(screen).pk])


def test_a_client_s_key_is_never_on_the_screen():
    key = create_client("engine")
    client_record = ApiClient.objects.get(name="engine")
    kept = client_record.keys.get()
    browser = desk("administrator")
    page = browser.get(reverse("api-clients:inspect", args=[client_record.pk])).content.decode()
    assert (kept.prefix in page, key in page, kept.key_hash in page) == (True, False, False)


def test_the_deck_report_says_what_was_left_out_and_why_it_was_made():
    deck = make("decks")
    deck.left_out = [{"card": "反诈卡", "pk": 1, "reasons": ["headline: 太长"]}]
    deck.save()
    page = desk("reviewer").get(reverse("decks:inspect", args=[deck.pk])).content.decode()
    assert ("反诈卡" in page, "太长" in page, "tried (author-0)" in page) == (True, True, True)


@pytest.mark.parametrize("screen", MAY_LOOK)
def test_the_lists_ask_as_often_for_two_records_more(screen):
    client, url = desk("administrator"), reverse(f"{screen}:index")
    make(screen, 1)
    rows, queries = queries_of(client, url)
    make(screen, 2)
    make(screen, 3)
    assert queries_of(client, url) == (rows + 2, queries)
