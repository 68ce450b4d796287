"""The screen to walk as a payer, through the real admin."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scams.deck.build import build
from scams.editing.walking.walk import PRESSES_MOST
from scams.models import DeckVersion, WarningCard
from tests.scams.editing.desk import card_of, card_url, copy_for, desk

pytestmark = pytest.mark.django_db

URL = reverse("scams_walk")
START = {"code": "other-unknown", "audience": "adult", "locale": "zh-Hans"}
CARD = "other-unknown.adult.zh-Hans"


@pytest.fixture(autouse=True)
def _deck():
    build()


def trail(reply):
    assert reply.status_code == 200
    return reply.context["trail"]


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_those_who_work_with_cards_find_it_in_the_menu(role):
    client = desk(role)
    assert f'"url": "{URL}"' in client.get("/admin/").content.decode()
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_walks(role, method):
    reply = getattr(desk(role), method)(URL, START, follow=False)
    assert reply.status_code == 302
    assert urlsplit(reply["Location"]).path in ("/admin/", "/admin/login/")


def test_the_card_comes_in_the_look_of_the_payment_page_with_the_reason():
    reply = desk("editor").get(URL, {**START, "signals": ["on-call"]})
    [stop] = trail(reply)
    assert (stop.card, stop.level) == (CARD, "Warn")
    assert stop.reasons == [
        "For other-unknown: its own card.",
        "Step 2 of 5 of the ladder other-unknown.adult: Warning.",
    ]
    page = reply.content.decode()
    assert '<section class="scam-card"' in page
    assert "您正一边通话一边付款。" in page


def test_answers_and_acts_are_pressed_by_plain_forms_and_told_in_the_trail():
    client = desk("editor")
    address = f"{URL}?code=other-unknown&audience=adult&locale=zh-Hans"
    sent = {f"answer-{CARD}-q2": "yes", f"answer-{CARD}-q4": "yes", "act": "answer"}
    reply = client.post(address, sent)
    assert parse_qs(urlsplit(reply["Location"]).query)["press"] == [f"answer|{CARD} q2 yes|{CARD} q4 yes"]
    _first, second = trail(client.get(reply["Location"]))
    assert second.card == "authority-impersonation.adult.zh-Hans"
    assert second.done == [
        "对方是否自称警察、客服、银行或熟人？ – Yes",
        "是警察、法院或政府的人吗？ – Yes",
    ]
    assert second.reasons == [
        f"The answer to q4 of {CARD} led to authority-impersonation.",
        "The level rose from Warn to Hold.",
        "Step 1 of 3 of the ladder authority-impersonation.adult: Call to the payer.",
    ]
    reply = client.post(reply["Location"], {"act": "confirmed"}, follow=True)
    assert (trail(reply)[-1].done, trail(reply)[-1].end) == (["It is confirmed as a scam"], "stop")
    assert "The payment is stopped." in reply.content.decode()


def test_going_on_to_the_end_says_that_the_payment_is_made():
    reply = desk("editor").get(URL, {**START, "code": "trade", "press": ["proceed"] * 2})
    assert trail(reply)[-1].end == "pay"
    assert '<section class="scam-card"' not in reply.content.decode()


def test_what_may_come_of_a_step_is_offered_with_where_it_leads():
    reply = desk("editor").get(URL, {**START, "code": "task-rebate", "step": "call"})
    assert reply.context["outcomes"] == [
        ("proceed", "The payer goes on", "Cooling-off"),
        ("safe_action", "The payer stops", "the payment is stopped"),
        ("confirmed", "It is confirmed as a scam", "the payment is stopped"),
        ("reassured", "It proves genuine", "Cooling-off"),
        ("no_answer", "Nobody answers", "Cooling-off"),
    ]


@pytest.mark.parametrize(
    ("field", "value"), [("audience", "cat"), ("locale", "fr"), ("level", "loud"), ("step", "jump"), ("signals", "no")]
)
def test_a_forged_choice_is_told_at_its_field(field, value):
    reply = desk("editor").get(URL, {**START, field: value})
    assert (list(reply.context["form"].errors), "trail" in reply.context) == ([field], False)


@pytest.mark.parametrize("press", ["", "dance", "proceed|a b c", "|||", "answer|" + "x" * 900, "\x00"])
def test_a_forged_press_does_no_harm(press):
    assert trail(desk("editor").get(URL, {**START, "press": press}))[0].card == CARD


def test_a_forged_act_counts_as_answers_alone_and_presses_have_an_end():
    client = desk("editor")
    address = f"{URL}?code=&audience=adult&locale=en"
    reply = client.post(address, {"act": "<script>", "answer-x": "yes", "answer-a-q1": "maybe"})
    assert parse_qs(urlsplit(reply["Location"]).query)["press"] == ["answer"]
    full = address + "&press=answer" * PRESSES_MOST
    assert client.post(full, {"act": "proceed"})["Location"].count("press=") == PRESSES_MOST


def test_a_draft_is_walked_among_the_live_cards_and_the_form_leads_there():
    card = card_of("other-unknown")
    card.headline = "付之前，先问一句"
    card.questions = [("question", {"text": "是网上认识的人吗？", "yes": "type:romance", "no": "", "unsure": ""})]
    card.save_revision()
    client = desk("editor")
    page = client.get(card_url("edit", card.pk)).content.decode()
    address = f"{URL}?draft={card.pk}&amp;code=other-unknown&amp;audience=adult&amp;locale=zh-Hans"
    assert page.count(address) == 2  # under the picture, and among the further acts
    reply = client.get(address.replace("&amp;", "&"), {})
    reply = client.get(URL, {**START, "draft": card.pk, "press": f"answer|{CARD} q1 yes"})
    assert [stop.card for stop in trail(reply)] == [CARD, "romance.adult.zh-Hans"]
    assert trail(reply)[0].headline == "付之前，先问一句"
    assert trail(client.get(URL, START))[0].headline != "付之前，先问一句"


def test_a_draft_of_a_card_that_is_not_live_yet_or_wrong_is_walked_too():
    card = copy_for("teen", "romance")
    card.questions = [("question", {"text": "问？", "yes": "next:1", "no": "next:7", "unsure": ""})]
    card.save_revision()
    reply = desk("editor").get(URL, {"draft": card.pk, "code": "romance", "audience": "teen", "locale": "zh-Hans"})
    assert trail(reply)[0].card == "romance.teen.zh-Hans"


@pytest.mark.parametrize("draft", ["0", "x", "-1", "9" * 40, "²"])
def test_a_draft_that_is_not_there_is_not_found(draft):
    assert desk("editor").get(URL, {**START, "draft": draft}).status_code == 404


def test_without_a_deck_it_says_so():
    DeckVersion.objects.all().delete()
    reply = desk("editor").get(URL, START)
    assert "There is no deck that this program can read." in reply.content.decode()


@pytest.mark.parametrize("draft", [False, True])
def test_a_walk_asks_the_database_as_often_after_three_presses_as_after_one(draft):
    client, counts = desk("editor"), []
    start = {**START, **({"draft": card_of("other-unknown").pk} if draft else {})}
    client.get(URL, start)
    for presses in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(trail(client.get(URL, {**start, "press": ["proceed"] * presses}))) == presses + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert WarningCard.objects.filter(live=True).count() > 100
