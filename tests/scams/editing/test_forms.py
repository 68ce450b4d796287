"""The card's form through the real admin, as each role."""

import datetime as dt

import pytest
from django.utils import timezone

from scams.models import WarningCard
from tests.scams.editing.desk import card_of, card_url, copy_for, desk, form_data

pytestmark = pytest.mark.django_db

EMPTY = {
    **dict.fromkeys(["headline", "why_you", "what_is_happening", "safe_action", "proceed", "switch_line"], ""),
    **dict.fromkeys(["cooling_off_minutes", "cooling_off_text", "cooling_off_while"], ""),
    **dict.fromkeys(["guardian_script", "agent_script", "review_by"], ""),
    **dict.fromkeys(["red_flags", "questions", "rebuttals", "other_actions", "variants", "sources", "contacts"], ()),
}


def draft_of(card):
    return WarningCard.objects.get(pk=card.pk).get_latest_revision_as_object()


def errors(reply):
    """Return the messages at the form's fields."""
    assert reply.status_code == 200
    return {field: list(messages) for field, messages in reply.context["form"].errors.items()}


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_a_draft_may_be_incomplete_and_the_live_card_stays(role):
    card = card_of()
    reply = desk(role).post(card_url("edit", card.pk), form_data(card, **EMPTY))
    assert (reply.status_code, reply.headers.get("Location")) == (302, card_url("edit", card.pk))
    live = WarningCard.objects.get(pk=card.pk)
    assert (draft_of(card).headline, live.headline, live.live) == ("", card.headline, True)
    assert (len(draft_of(card).red_flags), len(live.red_flags)) == (0, len(card.red_flags))


def test_a_new_card_may_begin_with_nothing_but_its_type():
    gone = card_of("money-mule", "en", "elder")
    gone.delete()
    data = form_data(gone, **EMPTY)
    reply = desk("editor").post(card_url("add") + "?locale=en", data)
    made = WarningCard.objects.get(fraud_type=gone.fraud_type, locale=gone.locale, audience="elder")
    assert (reply.status_code, reply.headers["Location"]) == (302, card_url("edit", made.pk))
    assert (made.live, made.headline) == (False, "")


def test_publishing_an_incomplete_card_is_refused_at_every_field():
    card = card_of()
    reply = desk("reviewer").post(
        card_url("edit", card.pk), form_data(card, **EMPTY, **{"action-publish": "1"}), follow=True
    )
    needed = ["This text is needed before the card can go live."]
    assert errors(reply) == {
        **dict.fromkeys(["headline", "why_you", "what_is_happening", "safe_action", "proceed", "switch_line"], needed),
        **dict.fromkeys(["guardian_script", "agent_script"], needed),
        **{
            field: [f"There are 0 here; from 1 to {most} are needed."]
            for field, most in {"red_flags": 3, "questions": 3, "rebuttals": 2, "contacts": 3}.items()
        },
        "cooling_off_minutes": ["Hold and stop need a pause: say how long and what to do meanwhile."],
        "sources": ["Name at least one source for what the card says."],
        "variants": ["Add a second wording: a warning loses effect from its second sight."],
        "review_by": [f"Set a review date from today to {timezone.localdate() + dt.timedelta(days=90)}."],
    }
    assert WarningCard.objects.get(pk=card.pk).headline == card.headline


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("headline", "字" * 21, f"“{'字' * 21}” has 21 characters; at most 20 fit."),
        ("why_you", "拨９６１１０问问", "“拨９６１１０问问” holds a number that could be dialled."),
        ("switch_line", "见abc.com", "“见abc.com” holds a web address."),
        ("red_flags", ["字" * 25], f"“{'字' * 25}” has 25 characters; at most 24 fit."),
        ("rebuttals", ["拨110"], "“拨110” holds a number that could be dialled."),
        ("variants", [{"key": "b", "headline": "字" * 21}], f"“{'字' * 21}” has 21 characters; at most 20 fit."),
        ("contacts", [], "There are 0 here; from 1 to 3 are needed."),
        ("review_by", "2020-01-01", "Set a review date from today to "),
    ],
)
def test_publishing_is_refused_with_the_message_at_the_field(field, value, message):
    card = card_of()
    data = form_data(card, **{field: value, "action-publish": "1"})
    found = errors(desk("reviewer").post(card_url("edit", card.pk), data))
    assert list(found) == [field]
    [text] = found[field]
    assert text[: len(message)] == message


def test_the_message_is_on_the_page_beside_the_field():
    card = card_of()
    data = form_data(card, headline="字" * 21, **{"action-publish": "1"})
    page = desk("reviewer").post(card_url("edit", card.pk), data).content.decode()
    assert page.count("has 21 characters; at most 20 fit.") == 1


def test_submitting_for_review_is_refused_like_publishing():
    card = card_of()
    found = errors(
        desk("editor").post(card_url("edit", card.pk), form_data(card, why_you="", **{"action-submit": "1"}))
    )
    assert list(found) == ["why_you"]
    assert WarningCard.objects.get(pk=card.pk).current_workflow_state is None


def test_a_reviewer_publishes():
    card = card_of()
    desk("reviewer").post(
        card_url("edit", card.pk), form_data(card, headline="先垫钱的都是骗局", **{"action-publish": "1"})
    )
    live = WarningCard.objects.get(pk=card.pk)
    assert (live.headline, live.live, live.has_unpublished_changes) == ("先垫钱的都是骗局", True, False)
    assert live.live_revision.user.username == "the-reviewer"


def test_an_editor_who_asks_to_publish_gets_a_draft():
    card = card_of()
    desk("editor").post(
        card_url("edit", card.pk), form_data(card, headline="先垫钱的都是骗局", **{"action-publish": "1"})
    )
    assert WarningCard.objects.get(pk=card.pk).headline == card.headline
    assert draft_of(card).headline == "先垫钱的都是骗局"


def test_an_editor_submits():
    card = card_of()
    desk("editor").post(
        card_url("edit", card.pk), form_data(card, headline="先垫钱的都是骗局", **{"action-submit": "1"})
    )
    after = WarningCard.objects.get(pk=card.pk)
    assert (after.headline, after.current_workflow_state.status) == (card.headline, "in_progress")


def test_a_second_card_for_the_same_type_audience_and_language_is_refused():
    card, other = card_of(), copy_for("teen")
    found = errors(desk("editor").post(card_url("edit", other.pk), form_data(other, audience="adult")))
    assert found == {"audience": ["There is already a card for this fraud type, audience and language."]}
    assert card.pk != other.pk


def test_texts_are_cleaned_when_saved_in_fields_and_in_lists():
    card = card_of()
    dirty = "<b>先付\u200b后返</b> \u202e"
    data = form_data(
        card,
        headline=dirty,
        guardian_script=f"{dirty}\r\n{dirty}",
        red_flags=[dirty, "＜i＞先付"],
        questions=[{"text": dirty, "yes": "level:hold", "no": "", "unsure": ""}],
        other_actions=[{"label": dirty, "action": "ask-family"}],
        variants=[{"key": "b", "headline": dirty, "what_is_happening": dirty, "reverse": False}],
        sources=[{"publisher": dirty, "date": "2024-06-25", "supports": dirty, "url": ""}],
    )
    assert desk("editor").post(card_url("edit", card.pk), data).status_code == 302
    draft = draft_of(card)
    assert (draft.headline, draft.guardian_script) == ("先付后返", "先付后返\n先付后返")
    assert [block.value for block in draft.red_flags] == ["先付后返", "先付"]
    assert draft.questions[0].value["text"] == draft.other_actions[0].value["label"] == "先付后返"
    assert (draft.variants[0].value["headline"], draft.variants[0].value["what_is_happening"]) == ("先付后返",) * 2
    assert (draft.sources[0].value["publisher"], draft.sources[0].value["supports"]) == ("先付后返",) * 2


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
@pytest.mark.parametrize(
    "view", ["list", "add", "edit", "history", "usage", "delete", "copy", "preview_on_edit", "unpublish"]
)
def test_outsiders_see_nothing_of_cards(role, view):
    card = card_of()
    arguments = [] if view in ("list", "add") else [card.pk]
    reply = desk(role).get(card_url(view, *arguments))
    assert reply.status_code == 302
    assert reply.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
@pytest.mark.parametrize("action", ["action-save", "action-submit", "action-publish"])
def test_outsiders_change_nothing(role, action):
    card = card_of()
    desk(role).post(card_url("edit", card.pk), form_data(card, headline="假的", **{action: "1"}))
    after = WarningCard.objects.get(pk=card.pk)
    assert (after.headline, after.latest_revision_id) == (card.headline, card.latest_revision_id)


@pytest.mark.parametrize(
    ("role", "live"), [("editor", True), ("reviewer", False), ("outsider", True), ("anonymous", True)]
)
def test_only_a_reviewer_unpublishes(role, live):
    card = card_of()
    desk(role).post(card_url("unpublish", card.pk))
    assert WarningCard.objects.get(pk=card.pk).live is live


@pytest.mark.parametrize(
    ("role", "stays"), [("editor", True), ("reviewer", False), ("outsider", True), ("anonymous", True)]
)
def test_only_a_reviewer_deletes(role, stays):
    card = copy_for("teen")
    desk(role).post(card_url("delete", card.pk))
    assert WarningCard.objects.filter(pk=card.pk).exists() is stays
