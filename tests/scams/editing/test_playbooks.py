"""Playbooks at the desk: form, gate, review, list, and how they reach the deck."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scams.deck.build import build
from scams.deck.wire import decode
from scams.editing.playbooks import playbook_contents
from scams.models import DeckChange, FraudType, Playbook
from scams.rules.playbook import Step
from tests.scams.editing.desk import desk, person

pytestmark = pytest.mark.django_db

WARN = {"kind": "warn", "minutes": "", "if_confirmed": "last", "if_reassured": "pay"}
WAIT = {"kind": "cooling-off", "minutes": 20, "cancellable": "on", "if_confirmed": "stop", "if_reassured": "next"}


def url(view, *args):
    return reverse(f"wagtailsnippets_scams_playbook:{view}", args=[str(arg) for arg in args])


def playbook(slug="gain", audience="adult"):
    return Playbook.objects.get(fraud_type__slug=slug, audience=audience)


def sent(one, *steps, **changes):
    """Return what the browser sends for a playbook's form with these steps."""
    data = {"fraud_type": one.fraud_type_id, "audience": one.audience, "note": one.note, "steps-count": len(steps)}
    data |= {"go_live_at": "", "expire_at": ""}
    for number, step in enumerate(steps):
        place = f"steps-{number}"
        data |= {f"{place}-type": "step", f"{place}-order": number, f"{place}-deleted": "", f"{place}-id": ""}
        data |= {f"{place}-value-{key}": value for key, value in step.items()}
    return {**data, **changes}


def errors(reply):
    assert reply.status_code == 200
    return {field: list(messages) for field, messages in reply.context["form"].errors.items()}


def test_a_reviewer_publishes_and_the_next_deck_has_it():
    one = playbook()
    desk("reviewer").post(url("edit", one.pk), sent(one, WARN, WAIT, **{"action-publish": "1"}))
    steps = (Step("warn", if_reassured="pay"), Step("cooling-off", 20, True, "stop"))
    assert playbook_contents()["gain.adult"].steps == steps
    assert DeckChange.objects.filter(deck=None).values_list("subject", flat=True)[0] == "playbook gain.adult"
    assert decode(bytes(build().payload)).playbooks["gain.adult"].steps == steps


def test_an_editor_saves_a_draft_that_may_be_incomplete_and_the_live_one_stays():
    one, before = playbook(), playbook_contents()["gain.adult"]
    reply = desk("editor").post(url("edit", one.pk), sent(one, **{"action-publish": "1"}))
    assert reply.status_code == 302
    assert len(playbook().get_latest_revision_as_object().steps) == 0
    assert playbook_contents()["gain.adult"] == before


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([], "There are 0 here; from 1 to 6 are needed."),
        ([WAIT, WARN], "Step 2 is milder than the one before: a ladder only goes up."),
        ([{**WAIT, "minutes": ""}], "Step 1 needs its minutes: a pause lasts from one minute to one day."),
        (
            [{**WARN, "if_confirmed": "hold"}],
            "Step 1: what is confirmed as a scam leads to a later step, or stops the payment.",
        ),
    ],
)
def test_publishing_what_the_gate_refuses_is_refused_at_the_steps_with_the_picture(steps, message):
    one = playbook()
    reply = desk("reviewer").post(url("edit", one.pk), sent(one, *steps, **{"action-publish": "1"}))
    assert errors(reply) == {"steps": [message]}
    assert (message in reply.content.decode().partition("diagram-picture")[2]) is bool(steps)


@pytest.mark.parametrize(
    "step", [{**WARN, "kind": "dance"}, {**WARN, "if_confirmed": "pay"}, {**WARN, "if_reassured": "stop"}, {"kind": ""}]
)
def test_a_forged_step_is_refused(step):
    one, revision = playbook(), playbook().latest_revision_id
    reply = desk("reviewer").post(url("edit", one.pk), sent(one, step, **{"action-publish": "1"}))
    assert list(errors(reply)) == ["steps"]
    assert playbook().latest_revision_id == revision


def test_the_gate_holds_outside_the_form_too():
    one = playbook()
    one.steps = [("step", {"kind": "hold", "minutes": 4})]
    revision = one.save_revision()
    with pytest.raises(Exception, match="no minutes"):
        revision.publish()


def test_there_is_one_for_each_type_and_audience():
    one = playbook()
    reply = desk("editor").post(url("add"), sent(one, WARN))
    assert list(errors(reply).values()) == [["There is already a playbook for this fraud type and audience."]]


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("reviewer", 200), ("outsider", 302), ("anonymous", 302)]
)
def test_who_sees_them(role, status):
    one = playbook()
    client = desk(role)
    assert [client.get(url(view, *args)).status_code for view, args in (("list", ()), ("edit", (one.pk,)))] == [
        status
    ] * 2


@pytest.mark.parametrize("role", ["editor", "outsider", "anonymous"])
def test_nobody_but_a_reviewer_publishes_or_takes_down(role):
    one, before = playbook(), playbook_contents()["gain.adult"]
    client = desk(role)
    client.post(url("edit", one.pk), sent(one, WARN, **{"action-publish": "1"}))
    client.post(url("unpublish", one.pk))
    client.post(url("delete", one.pk))
    assert playbook_contents()["gain.adult"] == before


def test_a_reviewer_s_approval_of_what_the_gate_refuses_shows_why():
    one = playbook()
    one.steps = []
    one.save_revision()
    one.get_workflow().start(one, person("author"))
    state = playbook().current_workflow_task_state
    reply = desk("reviewer").post(url("workflow_action", one.pk, "approve", state.pk), {"comment": ""}, follow=True)
    assert [str(message).strip() for message in reply.context["messages"]] == [
        "Steps: There are 0 here; from 1 to 6 are needed."
    ]
    assert playbook().current_workflow_state.status == "in_progress"


def test_the_form_shows_the_ladder_as_a_picture_and_in_words():
    page = desk("editor").get(url("edit", playbook().pk)).content.decode()
    assert page.count('<svg class="diagram-picture"') == 1
    assert "3. Cooling-off · 15 minutes · the payer may end the wait" in page


def test_taking_one_down_or_away_is_a_change_of_the_deck_and_an_expired_one_is_gone():
    DeckChange.objects.all().delete()
    playbook().unpublish()
    playbook("gain", "elder").delete()
    Playbook.objects.filter(fraud_type__slug="gain", audience="teen").update(expire_at=timezone.now())
    assert {name for name in playbook_contents() if name.startswith("gain.")} == set()
    changes = list(DeckChange.objects.order_by("pk").values_list("action", "subject"))
    assert changes[0] == ("unpublished", "playbook gain.adult")
    assert changes[1][0] == "deleted"


def test_one_that_the_gate_would_refuse_by_now_is_left_out_of_the_deck(caplog):
    Playbook.objects.filter(pk=playbook().pk).update(steps=[])
    assert "gain.adult" not in playbook_contents()
    assert "playbook gain.adult left out of the deck" in caplog.text


def test_the_list_asks_as_often_for_three_as_for_one():
    client, counts = desk("editor"), []
    type_ = FraudType.objects.get(slug="flight-change")
    for audiences in (["adult"], ["elder", "teen"]):
        for audience in audiences:
            Playbook(fraud_type=type_, audience=audience, live=False).save()
        client.get(url("list"), {"fraud_type": type_.pk})
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(url("list"), {"fraud_type": type_.pk}).context["object_list"]
        counts.append((len(rows), len(queries)))
    assert [rows for rows, _asked in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
