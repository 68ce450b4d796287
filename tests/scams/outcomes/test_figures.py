"""The numbers of the dashboard are those of a recount of the raw events that knows nothing of the program."""

import itertools
import uuid
from decimal import Decimal

import pytest

from scams.models import EffectCell, WarningOutcome
from scams.outcomes.counting import COUNTS
from scams.outcomes.figures import PARTS, Sheet
from scams.outcomes.intervals import Rate
from scams.outcomes.rollup import roll_up
from scams.outcomes.words import SIMULATION
from tests.scams.outcomes import recount
from tests.scams.outcomes.stream import BEGIN, facts, stored, stream, take_in

pytestmark = pytest.mark.django_db


STREAM = 500


def sheet(**filters):
    return Sheet(EffectCell.objects.filter(**filters), WarningOutcome.objects.filter(**filters))


def same(figures, told, chosen):
    """Check every number of figures against the recount of the cards that `chosen` takes."""
    counts = recount.counts(told, chosen)
    assert {name: figures.counts[name] for name in COUNTS} == {name: counts.get(name, 0) for name in COUNTS}
    labelled = counts.get("genuine", 0) + counts.get("confirmed", 0)
    expected = {
        "seen": ("seen", counts.get("shown", 0)),
        "stop": ("confirmed_stopped", counts.get("confirmed", 0)),
        "paid": ("confirmed_proceeded", counts.get("confirmed", 0)),
        "proceed": ("genuine_proceeded", counts.get("genuine", 0)),
        "false_alarm": ("genuine", labelled),
        "leak": ("leaked", counts.get("stopped", 0)),
        "repeat": ("repeated", counts.get("stopped", 0)),
    }
    found = {name: getattr(figures, name) for name in expected}
    assert found == {name: Rate(counts.get(hits, 0), total) for name, (hits, total) in expected.items()}
    assert figures.protected == recount.protected(told, chosen)
    assert (figures.release, figures.releases) == recount.release(told, chosen)


def shown_card(warning, card):
    return not card["held"]


def of(name, value):
    def chosen(warning, card):
        whole = {**card["card"], "card": card["card"]["id"]}
        return not card["held"] and whole[name] == value

    return chosen


@pytest.fixture
def told():
    """Return the warnings of the stream as the recount has them; they have been rolled up, too."""
    take_in(stream(STREAM))
    roll_up()
    return recount.warnings()


def test_the_total_is_that_of_a_recount(told):
    figures = sheet().total
    same(figures, told, shown_card)
    assert figures.counts["confirmed_stopped"] > 20
    assert len(figures.protected) == 2
    assert figures.releases > 20


def test_every_group_is_that_of_a_recount(told):
    whole = sheet()
    for part in PARTS:
        groups = whole.by(part)
        assert len(groups) > 1
        for figures in groups:
            same(figures, told, of(part, figures.key[0]))
        assert sum(one.shown for one in groups) == whole.total.shown


def test_each_variant_of_each_revision_is_that_of_a_recount(told):
    for figures in sheet().by("card", "revision", "variant"):
        key = set(zip(("id", "revision", "variant"), figures.key, strict=True))
        same(figures, told, lambda warning, card, key=key: not card["held"] and key <= set(card["card"].items()))


def test_those_who_were_held_out_and_what_is_simulated_are_told_apart(told):
    (figures,) = sheet().by(held_out=True)
    counts = recount.counts(told, lambda warning, card: card["held"])
    assert {name: figures.counts[name] for name in COUNTS} == {name: counts.get(name, 0) for name in COUNTS}
    assert figures.counts["confirmed_stopped"] > 0
    assert (figures.protected, figures.releases) == ({}, 0)
    real, made_up = (sheet().by(simulated=one)[0] for one in (False, True))
    same(real, told, lambda warning, card: not card["held"] and warning["client"] != SIMULATION)
    same(made_up, told, lambda warning, card: not card["held"] and warning["client"] == SIMULATION)
    assert sheet().simulated == recount.counts(told, lambda warning, card: warning["client"] == SIMULATION)["shown"]


def test_the_days_are_those_of_a_recount(told):
    found = {one.day: (one.shown, one.stopped) for one in sheet().days}
    days = {one["day"] for one in told}
    assert len(days) > 3
    for day in days:
        counts = recount.counts(told, lambda warning, card, day=day: warning["day"] == day and not card["held"])
        if counts:
            assert found.pop(day) == (counts["shown"], counts.get("stopped", 0))
    assert found == {}


# --- Money


NUMBERS = itertools.count(1)


def stop(amount, *, client="bank-a", currency="CNY", label="confirmed-scam", end="safe_action", **who):
    warning = uuid.UUID(int=next(NUMBERS))
    shown = {"card": facts("romance"), "amount": {"value": amount, "currency": currency}, **who}
    take_in(
        stored(client, warning, kind, BEGIN, **body)
        for kind, body in (("shown", shown), (end, {}), ("label", {"label": label}))
    )


def protected():
    roll_up()
    return sheet().total.protected


def test_a_payer_who_tries_the_same_payee_three_times_is_protected_once_at_the_most_it_was():
    for amount in ("100.00", "250.10", "80.00"):
        stop(amount, subject="s", payee="p")
    assert protected() == {"CNY": Decimal("250.10")}


def test_another_payee_payer_or_bank_counts_by_itself():
    stop("1.00", subject="s", payee="p")
    stop("2.00", subject="s", payee="q")
    stop("4.00", subject="t", payee="p")
    stop("8.00", subject="s", payee="p", client="bank-b")
    assert protected() == {"CNY": Decimal("15.00")}


def test_where_payer_or_payee_is_unknown_each_warning_counts_by_itself():
    stop("1.00", subject="s")
    stop("1.00", subject="s")
    stop("1.00", payee="p")
    stop("1.00")
    assert protected() == {"CNY": Decimal("4.00")}


def test_currencies_are_not_added_and_no_cent_is_lost():
    stop("0.10")
    stop("0.20")
    stop("999999999999999.123456", subject="s", payee="p")
    stop("7", currency="HKD", subject="s", payee="p")
    assert protected() == {"CNY": Decimal("999999999999999.423456"), "HKD": Decimal(7)}


def test_only_confirmed_scams_that_were_stopped_are_protected():
    stop("1.00", label="genuine")
    stop("2.00", label="unknown")
    stop("4.00", end="proceed")
    stop("8.00", held_out=True)
    assert protected() == {}
    stop("16.00")
    assert protected() == {"CNY": Decimal("16.00")}


def test_of_nothing_there_is_nothing():
    figures = sheet().total
    assert (figures.shown, figures.stop.share, figures.protected, figures.release) == (0, None, {}, None)
    assert sheet().by("card") == []
