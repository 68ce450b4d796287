"""The preview: the draft on a mock payment page, at every level, for every audience."""

import pytest
from django.test import RequestFactory

from scams.words import AUDIENCES, LEVELS
from tests.scams.editing.desk import card_of, card_url, copy_for, desk, form_data

pytestmark = pytest.mark.django_db

MODES = [(level, audience) for audience in AUDIENCES for level in LEVELS]
PARTS = {
    "notice": {"proceed"},
    "warn": {"proceed", "questions", "rebuttals"},
    "hold": {"proceed", "questions", "rebuttals", "cooling_off", "switch_line"},
    "stop": {"questions", "rebuttals", "cooling_off", "switch_line"},
}


def preview(client, card, mode, **changes):
    url = card_url("preview_on_edit", card.pk)
    accepted = client.post(url, form_data(card, **changes)).json()
    assert accepted == {"is_valid": True, "is_available": True}
    return client.get(url, {"mode": mode})


def test_the_card_offers_every_level_for_every_audience():
    modes = [mode for mode, _label in card_of().preview_modes]
    assert modes == [f"{level}.{audience}" for level, audience in MODES]


@pytest.mark.parametrize(("level", "audience"), MODES)
def test_every_mode_shows_the_parts_of_its_level(level, audience):
    card = card_of(audience="elder")
    reply = preview(desk("editor"), card, f"{level}.{audience}")
    shown = reply.context["answer"]["card"]
    varying = ("proceed", "questions", "rebuttals", "cooling_off", "switch_line")
    assert reply.status_code == 200
    assert {part for part in varying if shown[part]} == PARTS[level]
    assert (shown["level"], shown["audience"], shown["headline"]) == (level, audience, card.headline)


@pytest.mark.parametrize("level", LEVELS)
def test_the_page_itself_shows_these_parts(level):
    card = card_of()
    page = preview(desk("editor"), card, f"{level}.adult").content.decode()
    for part in (card.headline, card.why_you, card.what_is_happening, card.safe_action, str(card.red_flags[0].value)):
        assert part in page
    assert (card.proceed in page) is (level != "stop")
    assert (card.questions[0].value["text"] in page) is (level != "notice")
    assert (card.rebuttals[0].value in page) is (level != "notice")
    assert (card.switch_line in page) is (level in ("hold", "stop"))
    assert (card.cooling_off_while in page) is (level in ("hold", "stop"))
    assert f'data-level="{level}"' in page


def test_the_preview_shows_the_draft_not_the_live_card():
    card = card_of()
    page = preview(desk("editor"), card, "warn.adult", headline="先垫钱的都是骗局").content.decode()
    assert ("先垫钱的都是骗局" in page, card.headline in page) == (True, False)


def test_an_incomplete_draft_can_be_previewed():
    card = copy_for("teen")
    empty = {"questions": [], "rebuttals": [], "contacts": [], "cooling_off_minutes": "", "proceed": "", "variants": []}
    reply = preview(desk("editor"), card, "stop.teen", **empty)
    assert (reply.status_code, reply.context["answer"]["card"]["contacts"]) == (200, [])


def test_a_new_card_can_be_previewed_in_its_language_before_it_is_saved():
    gone = card_of("money-mule", "en", "elder")
    gone.delete()
    client = desk("editor")
    url = card_url("preview_on_add") + "?locale=en"
    assert url in client.get(card_url("add"), {"locale": "en"}).content.decode()
    assert client.post(url, form_data(gone, contacts=[])).json()["is_valid"] is True
    reply = client.get(url + "&mode=warn.elder")
    shown = reply.context["answer"]["card"]
    assert (reply.status_code, shown["headline"], shown["locale"]) == (200, gone.headline, "en")


def test_there_is_no_preview_before_a_type_is_chosen():
    client, url = desk("editor"), card_url("preview_on_add")
    accepted = client.post(url, form_data(card_of(), fraud_type="")).json()
    assert accepted == {"is_valid": False, "is_available": False}
    assert client.get(url, {"mode": "warn.adult"}).status_code == 200


def test_a_preview_speaks_the_card_s_language():
    page = preview(desk("editor"), card_of(locale="zh-Hant"), "hold.adult").content.decode()
    assert '<html lang="zh-Hant">' in page


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_preview_nothing(role):
    card = card_of()
    url = card_url("preview_on_edit", card.pk)
    client = desk(role)
    assert client.post(url, form_data(card)).status_code == 302
    assert client.get(url, {"mode": "warn.adult"}).status_code == 302


def test_an_unknown_mode_shows_the_cards_own():
    card = card_of()
    assert preview_template_answer(card, "zz") == preview_template_answer(card, card.default_preview_mode)


def preview_template_answer(card, mode):
    return card.get_preview_context(RequestFactory().get("/"), mode)["answer"]
