"""The cards' screens around the form: review, history, lock, list, search, translation."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from scams.models import Contact, CrosswalkCode, FraudType, WarningCard
from tests.scams.editing.desk import card_of, card_url, copy_for, desk, form_data, person

pytestmark = pytest.mark.django_db


def fresh(card):
    return WarningCard.objects.get(pk=card.pk)


def submitted(**changes):
    """Return a live card with a draft waiting for review."""
    card = card_of()
    for field, value in changes.items():
        setattr(card, field, value)
    card.save_revision()
    card.get_workflow().start(card, person("author"))
    return fresh(card)


def act(client, card, action):
    state = card.current_workflow_task_state
    return client.post(card_url("workflow_action", card.pk, action, state.pk), {"comment": "好"}, follow=True)


def test_a_reviewer_s_approval_publishes():
    card = submitted(headline="先垫钱的都是骗局")
    act(desk("reviewer"), card, "approve")
    assert (fresh(card).headline, fresh(card).current_workflow_state) == ("先垫钱的都是骗局", None)


def test_a_reviewer_s_rejection_keeps_the_live_card():
    card = submitted(headline="先垫钱的都是骗局")
    before = fresh(card).headline
    act(desk("reviewer"), card, "reject")
    assert (fresh(card).headline, fresh(card).current_workflow_state.status) == (before, "needs_changes")


@pytest.mark.parametrize("role", ["editor", "outsider", "anonymous"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_decides(role, action):
    card = submitted(headline="先垫钱的都是骗局")
    before = fresh(card).headline
    act(desk(role), card, action)
    assert (fresh(card).headline, fresh(card).current_workflow_state.status) == (before, "in_progress")


def test_approving_what_the_gate_refuses_shows_why_and_changes_nothing():
    card = submitted(headline="", switch_line="拨96110")
    before = fresh(card)
    reply = act(desk("reviewer"), card, "approve")
    assert reply.redirect_chain == [(card_url("edit", card.pk), 302)]
    assert [str(message).strip() for message in reply.context["messages"]] == [
        "Headline: This text is needed before the card can go live.",
        "Another app is not safer: “拨96110” holds a number that could be dialled. "
        "Choose a contact instead: its number is verified.",
    ]
    after = fresh(card)
    assert (after.headline, after.live_revision_id) == (before.headline, before.live_revision_id)
    assert after.current_workflow_state.status == "in_progress"


def test_approving_from_the_edit_screen_what_the_gate_refuses_is_refused_at_the_field():
    card = submitted()
    data = form_data(card, why_you="", **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    reply = desk("reviewer").post(card_url("edit", card.pk), data)
    assert (reply.status_code, list(reply.context["form"].errors)) == (200, ["why_you"])
    assert fresh(card).current_workflow_state.status == "in_progress"


def test_an_earlier_edit_is_shown_and_brought_back():
    card = card_of()
    first = card.save_revision()
    card.headline = "先垫钱的都是骗局"
    card.save_revision().publish()
    client, url = desk("reviewer"), card_url("revisions_revert", card.pk, first.pk)
    shown = client.get(url).context["form"]["headline"].value()
    assert shown == first.content["headline"]
    data = form_data(first.as_object(), **{"action-publish": "1", "revision": first.pk})
    client.post(card_url("edit", card.pk), data)
    assert fresh(card).headline == first.content["headline"]


def test_the_history_lists_every_edit():
    card = copy_for("teen")
    client = desk("editor")
    for headline in ("先垫钱的是骗局", "先垫钱的都是骗局"):
        client.post(card_url("edit", card.pk), form_data(card, headline=headline))
    rows = client.get(card_url("history", card.pk)).context["object_list"]
    assert [row.action for row in rows] == ["wagtail.edit", "wagtail.edit"]


@pytest.mark.parametrize(
    ("role", "locked"), [("reviewer", True), ("editor", False), ("outsider", False), ("anonymous", False)]
)
def test_only_a_reviewer_locks(role, locked):
    card = card_of()
    desk(role).post(card_url("lock", card.pk))
    assert fresh(card).locked is locked


def test_a_locked_card_is_nobody_else_s_to_edit():
    card = card_of()
    desk("reviewer").post(card_url("lock", card.pk))
    desk("editor").post(card_url("edit", card.pk), form_data(card, headline="先垫钱的都是骗局"))
    assert fresh(card).latest_revision_id == card.latest_revision_id


def listed(client, **filters):
    reply = client.get(card_url("list"), filters)
    assert reply.status_code == 200
    return [card.pk for card in reply.context["object_list"]]


def test_the_list_filters_by_what_an_editor_looks_for():
    teen = copy_for("teen")
    client = desk("editor")
    assert listed(client, fraud_type=teen.fraud_type_id, audience="teen") == [teen.pk]
    assert listed(client, audience="teen", live="true") == []
    english = Locale.objects.get(language_code="en")
    assert set(listed(client, fraud_type=teen.fraud_type_id, locale="en")) == set(
        WarningCard.objects.filter(fraud_type=teen.fraud_type, locale=english).values_list("pk", flat=True)
    )


def queries_of(client, url, **filters):
    """Return how many rows a list shows and how often it asks the database.

    Left out is Wagtail's own button "Translate", which asks once for each row of what has languages.
    """
    client.get(url, filters)
    with CaptureQueriesContext(connection) as queries:
        rows = client.get(url, filters).context["object_list"]
    asked = [one["sql"] for one in queries if 'FROM "wagtailcore_locale" WHERE NOT' not in one["sql"]]
    return len(rows), len(asked)


def test_the_list_asks_as_often_for_three_cards_as_for_one():
    client, counts = desk("editor"), []
    for slugs in (["task-rebate"], ["romance", "purchase"]):
        for slug in slugs:
            copy_for("teen", slug).save_revision()
        counts.append(queries_of(client, card_url("list"), audience="teen"))
    assert counts == [(1, 15), (3, 15)]


def a_type(number):
    texts = {f"{text}_{locale}": "试" for text in ("label", "definition") for locale in ("zh_hans", "zh_hant", "en")}
    return FraudType.objects.create(slug=f"try-{number}", parent=FraudType.objects.get(slug="fake-buyer"), **texts)


def a_code(number):
    type_ = FraudType.objects.get(slug="romance")
    return CrosswalkCode.objects.create(
        scheme="try", code=str(number), label="试", fraud_type=type_, confidence="exact"
    )


def a_contact(number):
    return Contact.objects.create(key=f"try-{number}", region="001", reverify_by="2030-01-01", source_publisher="试")


@pytest.mark.parametrize(
    ("model", "make", "filters"),
    [
        ("fraudtype", a_type, {"discreet": "false"}),
        ("crosswalkcode", a_code, {"scheme": "try"}),
        ("contact", a_contact, {"region": "001"}),
    ],
)
def test_lists_ask_as_often_for_two_records_more(model, make, filters):
    client, url = desk("reviewer"), reverse(f"wagtailsnippets_scams_{model}:list")
    make(1)
    rows, queries = queries_of(client, url, **filters)
    make(2)
    make(3)
    assert queries_of(client, url, **filters) == (rows + 2, queries)


@pytest.mark.parametrize("words", ["垫付派单暗语", "派单", "先垫钱", "task-rebate"])
def test_search_finds_a_card_by_any_of_its_words(words):
    card = copy_for("teen", headline="垫付派单暗语", why_you="先垫钱，再返利")
    assert listed(desk("editor"), q=words, audience="teen") == [card.pk]
    assert listed(desk("reviewer"), q="没有这句话", audience="teen") == []


def test_search_finds_an_english_card():
    card = copy_for("teen", locale="en", headline="A zebra asks for money")
    assert listed(desk("editor"), q="zebra") == [card.pk]
    assert listed(desk("reviewer"), q="giraffe") == []


def test_a_new_draft_can_be_translated_by_those_who_write():
    card = copy_for("teen")
    english = Locale.objects.get(language_code="en")
    url = reverse("simple_translation:submit_snippet_translation", args=["scams", "warningcard", card.pk])
    reply = desk("editor").post(url, {"locales": [english.pk], "include_subtree": ""})
    copy = WarningCard.objects.get(translation_key=card.translation_key, locale=english)
    assert (reply.status_code, reply.headers["Location"]) == (302, card_url("edit", copy.pk))
    assert (copy.live, copy.headline, copy.audience) == (False, card.headline, "teen")
    assert [one.key for one in copy.contacts.all()] == [one.key for one in card.contacts.all()]
    assert copy.red_flags.raw_data[:] == card.red_flags.raw_data[:]


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_translate_nothing(role):
    card = copy_for("teen")
    url = reverse("simple_translation:submit_snippet_translation", args=["scams", "warningcard", card.pk])
    desk(role).post(url, {"locales": [Locale.objects.get(language_code="en").pk]})
    assert WarningCard.objects.filter(translation_key=card.translation_key).count() == 1


def test_a_copy_for_another_audience_begins_with_the_card_s_words():
    card = card_of()
    shown = desk("editor").get(card_url("copy", card.pk)).context["form"].initial
    assert shown["headline"] == card.headline


SCREENS = [
    f"wagtailsnippets_scams_{model}:list"
    for model in (
        "warningcard",
        "contact",
        "fraudtype",
        "crosswalkcode",
        "technique",
        "signal",
    )
]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("reviewer", 200), ("outsider", 302), ("anonymous", 302)]
)
def test_every_list_opens_for_those_who_write(screen, role, status):
    assert desk(role).get(reverse(screen)).status_code == status


@pytest.mark.parametrize("model", ["fraudtype", "crosswalkcode", "technique", "signal"])
@pytest.mark.parametrize(("role", "status"), [("editor", 302), ("reviewer", 200), ("outsider", 302)])
def test_only_reviewers_change_the_taxonomy(model, role, status):
    client, one = desk(role), apps.get_model("scams", model).objects.first()
    assert client.get(reverse(f"wagtailsnippets_scams_{model}:edit", args=[one.pk])).status_code == status
    assert client.get(reverse(f"wagtailsnippets_scams_{model}:add")).status_code == status
