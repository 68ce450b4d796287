import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.outcomes.counting import COUNTS, Place, contributions
from scams.outcomes.facts import Outcome
from scams.outcomes.fold import fold, labelled
from scams.outcomes.words import KINDS, LABELS
from tests.scams.outcomes.making import at, card, event, label, shown

DAY = 24 * 60 * 60


def counted(*events):
    """Return the names each variant is counted under, the variant by its letter and level."""
    return {
        (place.card.variant[-1], place.card.level): set(names) for place, names in contributions(fold(events)).items()
    }


def test_nothing_happened_where_nothing_was_told():
    assert fold([]) == Outcome()
    assert contributions(Outcome()) == {}


def test_a_warning_that_was_shown_is_no_success():
    outcome = fold([shown()])
    assert (outcome.first_shown, outcome.stopped, outcome.proceeded) == (at(0), False, False)
    assert counted(shown()) == {("a", "warn"): {"shown"}}


@pytest.mark.parametrize(
    ("kinds", "stopped", "proceeded"),
    [
        (["safe_action"], True, False),
        (["cancelled_in_wait"], True, False),
        (["proceed"], False, True),
        (["released"], False, True),
        (["proceed", "safe_action"], True, False),
        (["safe_action", "proceed"], False, True),
        (["cancelled_in_wait", "released"], False, True),
        (["safe_action", "delayed", "hotline_taken", "complaint"], True, False),
        (["delayed"], False, False),
    ],
)
def test_the_last_decision_counts(kinds, stopped, proceeded):
    outcome = fold([shown(), *(event(kind, 10 * number) for number, kind in enumerate(kinds, start=1))])
    assert (outcome.stopped, outcome.proceeded) == (stopped, proceeded)


def test_of_two_decisions_in_the_same_moment_nobody_may_boast_of_a_stop():
    assert fold([event("proceed", 5, name="a"), event("safe_action", 5, name="b")]).proceeded is True
    assert fold([event("proceed", 5, name="b"), event("safe_action", 5, name="a")]).proceeded is True


@pytest.mark.parametrize(
    ("kind", "seconds", "leaked", "repeated"),
    [
        ("switched_channel", 20 + DAY, True, False),
        ("switched_channel", 21 + DAY, False, False),
        ("switched_channel", 19, False, False),
        ("repeat_attempt", 20 + 7 * DAY, False, True),
        ("repeat_attempt", 21 + 7 * DAY, False, False),
    ],
)
def test_who_stopped_and_paid_elsewhere_or_tried_again_is_told_apart(kind, seconds, leaked, repeated):
    outcome = fold([shown(), event("safe_action", 20), event(kind, seconds)])
    assert (outcome.stopped, outcome.leaked, outcome.repeated) == (True, leaked, repeated)


def test_who_went_on_did_not_leak():
    outcome = fold([shown(), event("safe_action", 10), event("switched_channel", 15), event("proceed", 20)])
    assert (outcome.leaked, outcome.repeated) == (False, False)


def test_of_several_labels_the_latest_counts():
    events = [label("genuine", 50), label("confirmed-scam", 900), label("unknown", 400)]
    assert fold(events).label == "confirmed-scam"
    assert fold(reversed(events)).labelled_at == at(900)


def test_a_late_label_changes_an_outcome_whose_events_are_gone_and_an_earlier_one_does_not():
    outcome = fold([shown(), event("safe_action", 5), label("genuine", 100)])
    assert labelled(outcome, [label("confirmed-scam", 200), event("proceed", 300)]) == fold(
        [shown(), event("safe_action", 5), label("confirmed-scam", 200)]
    )
    assert labelled(outcome, [label("confirmed-scam", 99)]) == outcome


def test_an_outcome_counts_for_the_last_card_and_the_answer_for_the_one_that_asked():
    told = counted(
        shown(0),
        event("seen", 1),
        event("question_answered", 5),
        event("rerouted", 5, card=card("x", "investment")),
        shown(5, card("x", "investment")),
        event("seen", 6),
        event("safe_action", 9),
        label("confirmed-scam", 99),
    )
    assert told == {
        ("a", "warn"): {"shown", "seen", "answered", "rerouted"},
        ("x", "warn"): {"shown", "seen", "stopped", "confirmed", "confirmed_stopped"},
    }


def test_a_step_of_the_ladder_is_another_place_and_no_re_route():
    told = counted(shown(0), shown(5, card(level="hold")), event("proceed", 9), label("genuine"))
    assert told == {
        ("a", "warn"): {"shown", "stepped"},
        ("a", "hold"): {"shown", "proceeded", "genuine", "genuine_proceeded"},
    }


def test_a_card_that_comes_back_counts_once_and_is_the_last():
    told = counted(shown(0), event("seen", 1), shown(2, card("b")), shown(3), event("safe_action", 4))
    assert told == {("b", "warn"): {"shown", "stepped"}, ("a", "warn"): {"shown", "seen", "stopped"}}
    assert fold([shown(0), shown(2, card("b")), shown(3)]).first_shown == at(0)


def test_an_answer_that_names_its_card_counts_there_whenever_it_came():
    told = counted(shown(0), shown(5, card("b", "investment")), event("question_answered", 9, card=card().id))
    assert told[("a", "warn")] == {"shown", "answered", "stepped"}


def test_what_a_clock_put_before_the_first_card_happened_on_it():
    assert counted(event("seen", -1), shown(0), shown(9, card("b")))[("a", "warn")] == {"shown", "seen", "stepped"}


def test_without_a_card_nothing_counts_anywhere_until_it_is_told():
    lost = [event("seen", 1), event("safe_action", 5), label("confirmed-scam")]
    assert counted(*lost) == {}
    assert counted(*lost, shown(0)) == {("a", "warn"): {"shown", "seen", "stopped", "confirmed", "confirmed_stopped"}}


def test_a_held_out_payer_counts_apart():
    (place,) = contributions(fold([shown(held_out=True), event("proceed", 5)]))
    assert place == Place(card(), held_out=True)


def test_payer_payee_and_amount_are_those_told_last():
    outcome = fold(
        [
            shown(5, amount="0.10 CNY", payee="p2"),
            shown(0, amount="12345678901234567890.12 CNY", subject="s1", payee="p1"),
        ]
    )
    assert (outcome.amount, outcome.currency, outcome.subject, outcome.payee) == ("0.10", "CNY", "s1", "p2")


@pytest.mark.parametrize(("seconds", "after"), [(180, 180.0), (0, 0.0), (-1, None)])
def test_the_time_to_release_runs_from_the_first_card(seconds, after):
    assert fold([shown(), shown(60, card("b")), event("released", seconds)]).released_after == after


def test_the_longest_time_on_a_card_is_kept():
    events = [event("time_on_card", 1, milliseconds=900), event("time_on_card", 9, milliseconds=4000)]
    assert (fold(events).milliseconds, fold([]).milliseconds) == (4000, None)


# --- Whatever happens

cards = st.sampled_from([card(), card("b"), card(level="hold"), card("a", "investment")])


@st.composite
def some_event(draw):
    kind = draw(st.sampled_from(KINDS))
    body = {}
    if kind in {"shown", "rerouted"}:
        body = {"card": draw(cards), "held_out": draw(st.booleans()), "amount": draw(st.sampled_from([None, "1 CNY"]))}
    if kind == "label":
        body = {"label": draw(st.sampled_from(LABELS))}
    return event(kind, draw(st.integers(0, 12)), name=f"{draw(st.integers(0, 40))}", **body)


streams = st.lists(some_event(), max_size=14, unique_by=lambda one: one.id)


@given(streams, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_events_change_nothing(events, chance: random.Random):
    again = events + [one for one in events if chance.random() < 0.5]
    chance.shuffle(again)
    assert fold(again) == fold(events)


@given(streams)
def test_every_card_shown_counts_once_and_one_of_them_has_the_outcome(events):
    outcome = fold(events)
    added = contributions(outcome)
    assert [place.card for place in added] == [one.card for one in outcome.displays]
    assert {place.card for place in added} == {one.card for one in events if one.card}
    assert all(
        "shown" in names and set(names) <= set(COUNTS) and len(set(names)) == len(names) for names in added.values()
    )
    ended = [names for names in added.values() if not {"rerouted", "stepped"} & set(names)]
    assert len(ended) == bool(added)
    assert not any({"stopped", "confirmed", "genuine"} & set(names) for names in added.values() if names not in ended)


@given(streams)
def test_nobody_both_stops_and_goes_on_or_leaks_without_a_stop(events):
    outcome = fold(events)
    assert not (outcome.stopped and outcome.proceeded)
    assert outcome.stopped or not (outcome.leaked or outcome.repeated)
    assert (outcome.stopped or outcome.proceeded) == any(
        one.kind in {"safe_action", "cancelled_in_wait", "proceed", "released"} for one in events
    )
