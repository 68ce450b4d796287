"""The dashboard of what cards bring about: what it says, of which warnings, to whom, and as files."""

import csv
import io
import uuid
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import timedelta
from openpyxl import load_workbook

from scams.api.clients import create_client
from scams.models import VariantDemotion
from scams.outcomes.counting import COUNTS
from scams.outcomes.figures import PARTS
from scams.outcomes.rollup import roll_up
from scams.outcomes.words import SIMULATION
from tests.scams.editing.desk import card_of, card_url, desk, person
from tests.scams.editing.effects import tell
from tests.scams.outcomes import recount
from tests.scams.outcomes.stream import stream, take_in

pytestmark = pytest.mark.django_db

EFFECT = reverse("effect")
MAY_LOOK = {"administrator": True, "reviewer": True, "editor": True, "outsider": False, "anonymous": False}
SPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{SPACE}}}"
QUERIES = 19
"""Session, user, profile, two for rights; the figures' four; names of cards, revisions, variants taken out and fraud
types; four of Wagtail's frame; the fraud types and clients to choose from."""


def page_of(browser, **filters):
    reply = browser.get(EFFECT, filters)
    assert reply.status_code == 200
    return reply


def rows(browser, kind="csv", **filters):
    """Return the rows of a file, each by its headings."""
    reply = browser.get(EFFECT, {"export": kind, **filters})
    content = b"".join(reply.streaming_content)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    headings, *values = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in values]


def summary(browser, **filters):
    """Return the dashboard's own figures by their headings."""
    context = page_of(browser, **filters).context
    return {str(column.heading): cell for column, cell in context.get("summary") or ()}


def test_where_nothing_was_reported_it_says_so():
    assert "There are no" in page_of(desk("editor")).content.decode()


def test_counts_stand_with_what_they_are_of_and_their_interval():
    for end, label in (("safe_action", "confirmed-scam"), ("proceed", "confirmed-scam"), ("proceed", "genuine")):
        tell("seen", end, label=label, shown={"amount": {"value": "1234.50", "currency": "CNY"}})
    assert summary(desk("editor")) == {
        "Shown": "3",
        "Scams stopped": "1 of 2, 9–91%",
        "Genuine went on": "1 of 1, 21–100%",
        "False alarms": "1 of 3, 6–79%",
        "Seen": "3 of 3, 44–100%",
        "Leaked": "0 of 1, 0–79%",
        "Tried again": "0 of 1, 0–79%",
        "Money protected": "CNY 1,234.50",
        "Time to release": "–",
    }


def test_no_percentage_stands_alone():
    for end in ("safe_action", "proceed", "proceed"):
        tell("seen", end, label="confirmed-scam")
    context = page_of(desk("editor")).context
    cells = [cell for name in ("by_type", "by_card") for row in context[name] for cell in row.cells]
    assert len(cells) == 9 * (1 + 3)
    assert all(" of " in cell for cell in cells if "%" in cell)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_number_of_the_file_is_that_of_a_recount_of_the_raw_events(kind):
    begin = timezone.now() - timedelta(days=20)
    take_in(stream(300, seed=4, begin=begin))
    roll_up()
    told = recount.warnings()
    found = rows(desk("editor"), kind, simulated="with")
    places = set()
    for row in found:
        place = tuple(str(row[name]) for name in (*PARTS, "held_out", "simulated"))
        counts = recount.counts(told, lambda warning, card, place=place: place_of(warning, card) == place)
        assert {name: int(row[name]) for name in COUNTS} == {name: counts.get(name, 0) for name in COUNTS}
        if counts.get("confirmed"):
            assert float(row["stop.share"]) == pytest.approx(counts.get("confirmed_stopped", 0) / counts["confirmed"])
        else:
            assert row["stop.share"] in {"", None}
        places.add(place)
    assert len(places) == len(found)
    assert places == {place_of(warning, card) for warning in told for card in warning["cards"]}


def place_of(warning, card):
    of = card["card"]
    facts = (of["id"], of["revision"], *(of[name] for name in PARTS[2:]))
    return tuple(str(one) for one in (*facts, card["held"], warning["client"] == SIMULATION))


def test_the_page_s_figures_are_those_of_a_recount():
    take_in(stream(200, seed=6, begin=timezone.now() - timedelta(days=20)))
    roll_up()
    told = recount.warnings()
    sheet = page_of(desk("editor")).context["sheet"]
    counts = recount.counts(told, lambda warning, card: not card["held"] and warning["client"] != SIMULATION)
    assert {name: sheet.total.counts[name] for name in COUNTS} == {name: counts.get(name, 0) for name in COUNTS}
    assert sheet.total.protected == recount.protected(
        told, lambda warning, card: not card["held"] and warning["client"] != SIMULATION
    )


def test_it_counts_what_its_filters_leave():
    create_client("bank-a")
    create_client("bank-b")
    elder = card_of(audience="elder")
    tell()
    tell(days=40)
    tell(client="bank-b", level="hold")
    tell(card=elder)
    tell(card=card_of("investment", "en"))
    client, since = desk("editor"), (timezone.localdate() - timedelta(days=9)).isoformat()
    filters = [
        ({}, 5),
        ({"day_from": since}, 4),
        ({"day_to": since}, 1),
        ({"fraud_type": "investment"}, 1),
        ({"audience": "elder"}, 1),
        ({"locale": "en"}, 1),
        ({"level": "hold"}, 1),
        ({"client": "bank-a"}, 4),
        ({"client": "bank-b", "fraud_type": "task-rebate"}, 1),
        ({"card": elder.card_id}, 1),
    ]
    for chosen, shown in filters:
        assert (chosen, summary(client, **chosen)["Shown"]) == (chosen, str(shown))


@pytest.mark.parametrize("filters", [{"client": "nobody"}, {"level": "x"}, {"day_from": "x"}, {"simulated": "x"}])
def test_a_filter_that_makes_no_sense_is_no_error_and_shows_nothing(filters):
    tell()
    reply = page_of(desk("editor"), **filters)
    assert reply.context["object_list"] == []


def test_another_client_s_events_about_the_same_warning_stay_that_client_s():
    create_client("bank-a")
    create_client("bank-b")
    one = uuid.uuid4()
    tell("proceed", client="bank-a", warning=one)
    tell("safe_action", client="bank-b", warning=one, label="confirmed-scam")
    client = desk("editor")
    assert summary(client, client="bank-a")["Scams stopped"] == "–"
    assert summary(client, client="bank-b")["Scams stopped"] == "1 of 1, 21–100%"
    assert summary(client)["Scams stopped"] == "1 of 1, 21–100%"


def test_simulated_warnings_count_only_where_asked_for_and_are_marked():
    tell()
    for _again in range(2):
        tell("safe_action", client=SIMULATION, label="confirmed-scam")
    client = desk("editor")
    marked = "2 of {} shown were made up by a program"
    found = {chosen: page_of(client, simulated=chosen) for chosen in ("", "with", "only")}
    assert {chosen: one.context["sheet"].total.shown for chosen, one in found.items()} == {"": 1, "with": 3, "only": 2}
    assert "made up by a program" not in found[""].content.decode()
    assert marked.format(3) in found["with"].content.decode()
    assert marked.format(2) in found["only"].content.decode()
    assert [row["simulated"] for row in rows(client)] == ["False"]
    assert sorted(row["simulated"] for row in rows(client, simulated="with")) == ["False", "True"]


def test_who_was_held_out_is_compared_and_counts_nowhere_else():
    tell("safe_action", label="confirmed-scam")
    tell("proceed", label="confirmed-scam", shown={"held_out": True})
    reply = page_of(desk("editor"))
    assert summary(desk("reviewer"))["Scams stopped"] == "1 of 1, 21–100%"
    (only,) = reply.context["hold_outs"]
    assert (only.stopped, only.stopped_unseen) == ("1 of 1, 21–100%", "0 of 1, 0–79%")
    assert (only.paid, only.paid_unseen) == ("0 of 1, 0–79%", "1 of 1, 21–100%")


def test_a_card_s_revisions_and_variants_stand_below_it_with_what_was_taken_out():
    card = card_of()
    first = card.live_revision_id
    tell(card=card, key="b")
    card.save_revision().publish()
    card.refresh_from_db()
    tell(card=card)
    VariantDemotion.objects.create(card=card.card_id, revision=first, variant=f"{card.card_id}.b", evidence={})
    found = [(row.depth, row.label, row.note) for row in page_of(desk("editor")).context["by_card"]]
    assert [(depth, note) for depth, _label, note in found] == [(0, ""), (1, ""), (2, ""), (1, ""), (2, "taken out")]
    assert [label.split(" of ")[0] for _depth, label, _note in found[1:]] == [
        f"Revision {card.live_revision_id}",
        "Variant a",
        f"Revision {first}",
        "Variant b",
    ]
    assert found[0][1] == f"{card.headline} · {card.card_id}"


def test_a_card_leads_to_its_form_for_those_who_may_change_it():
    tell()
    looker = person("outsider", username="looker")
    looker.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_effectcell"]))
    client = desk("anonymous")
    client.force_login(looker)
    pages = [page_of(one).content.decode() for one in (desk("editor"), client)]
    assert [card_url("edit", card_of().pk) in page for page in pages] == [True, False]


def test_a_card_that_is_gone_stands_there_by_its_name():
    tell(id="gone.adult.en", variant="gone.adult.en.a", fraud_type="gone")
    context = page_of(desk("editor")).context
    assert (context["by_card"][0].label, context["by_card"][0].url) == ("gone.adult.en", None)
    assert context["by_type"][0].label == "gone"


def test_charts_can_be_read_aloud_and_hold_no_script():
    tell("safe_action", label="confirmed-scam")
    tell("proceed", label="confirmed-scam", days=3)
    page = page_of(desk("editor")).content.decode()
    charts = [f"<svg{rest.split('</svg>')[0]}</svg>" for rest in page.split("<svg")[1:] if "effect-chart" in rest[:200]]
    assert len(charts) == 2
    for text in charts:
        chart = ElementTree.fromstring(text.replace("<svg", f"<svg xmlns={SPACE!r}", 1))  # noqa: S314 - our own
        names = chart.get("aria-labelledby").split()
        assert chart.get("role") == "img"
        assert [chart.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == names
        assert not chart.findall(f".//{SVG}script")
        assert not [one for one in chart.iter() if one.get("style") or one.get("onload")]
    assert "1 of 2, 9–91%" in charts[0]


def test_there_are_as_many_queries_for_three_cards_as_for_one(django_assert_num_queries):
    client = desk("editor")
    for cards in (["task-rebate"], ["investment", "romance"]):
        for slug in cards:
            for key in ("a", "b"):
                tell("released", card=card_of(slug), key=key, label="confirmed-scam")
        page_of(client)
        with django_assert_num_queries(QUERIES):
            page_of(client)


@pytest.mark.parametrize(("role", "may"), MAY_LOOK.items())
def test_it_is_for_those_who_may_see_it(role, may):
    tell()
    client = desk(role)
    replies = [client.get(EFFECT), client.get(reverse("effect_results")), client.get(EFFECT, {"export": "csv"})]
    assert [reply.status_code for reply in replies] == [200 if may else 302] * 3
    assert (EFFECT.encode() in client.get(reverse("wagtailadmin_home")).content) is may


# --- On the card's form


def test_a_card_s_form_shows_its_own_figures_and_no_other_card_s():
    card = card_of()
    tell("safe_action", label="confirmed-scam")
    for _again in range(7):
        tell("safe_action", label="confirmed-scam", card=card_of("investment"))
        tell("safe_action", label="confirmed-scam", client=SIMULATION)
    page = desk("editor").get(card_url("edit", card.pk)).content.decode()
    assert f"Revision {card.live_revision_id} of" in page
    assert ("1 of 1, 21–100%" in page, "7 of 7" in page, "8 of 8" in page) == (True, False, False)
    assert f"{EFFECT}?card={card.card_id}" in page


def test_a_card_nothing_was_reported_of_says_so():
    tell(card=card_of("investment"))
    assert (
        "Nothing has been reported of this card yet."
        in desk("editor").get(card_url("edit", card_of().pk)).content.decode()
    )


def test_a_new_card_and_a_person_without_the_right_see_no_figures():
    tell()
    looker = person("outsider", username="looker")
    looker.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "change_warningcard", "view_warningcard"])
    )
    client = desk("anonymous")
    client.force_login(looker)
    pages = [client.get(card_url("edit", card_of().pk)), desk("editor").get(card_url("add"))]
    assert [(page.status_code, EFFECT.encode() + b"?card" in page.content) for page in pages] == [(200, False)] * 2
