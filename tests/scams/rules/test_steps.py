import pytest
from django.utils import translation

from scams.rules import steps
from scams.rules.playbook import Step
from scams.words import STEPS


def wait(**changes):
    return Step(**{"kind": "cooling-off", "minutes": 15, "cancellable": True, **changes})


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "ladder",
    [
        [Step("notice")],
        [wait(if_confirmed="stop", if_reassured="pay")],
        [Step("notice"), Step("warn", if_confirmed="hold"), Step("call"), wait(), Step("hold", if_confirmed="stop")],
        [wait(minutes=1440), Step("call"), Step("hold")],
    ],
)
def test_a_ladder_that_goes_up_is_fit(ladder):
    assert steps.faults(ladder) == []


@pytest.mark.parametrize(
    ("ladder", "found"),
    [
        ([], [(0, "There are 0 here; from 1 to 6 are needed.")]),
        ([Step("")], [(1, "Step 1 has no kind.")]),
        (
            [Step("warn"), Step("warn")],
            [(2, "Step 2 is of a kind that was there before: each kind fits once.")],
        ),
        ([Step("hold"), Step("warn")], [(2, "Step 2 is milder than the one before: a ladder only goes up.")]),
        ([wait(minutes=None)], [(1, "Step 1 needs its minutes: a pause lasts from one minute to one day.")]),
        ([wait(minutes=0)], [(1, "Step 1 needs its minutes: a pause lasts from one minute to one day.")]),
        ([wait(minutes=1441)], [(1, "Step 1 needs its minutes: a pause lasts from one minute to one day.")]),
        ([Step("call", minutes=5)], [(1, "Step 1 is no cooling-off, so it has no minutes.")]),
        (
            [Step("warn"), Step("call", if_confirmed="warn"), Step("hold", if_confirmed="hold")],
            [
                (2, "Step 2: what is confirmed as a scam leads to a later step, or stops the payment."),
                (3, "Step 3: what is confirmed as a scam leads to a later step, or stops the payment."),
            ],
        ),
        (
            [Step("warn", if_reassured="stop")],
            [(1, "Step 1: what proves genuine is paid, or leads to the next step.")],
        ),
    ],
)
def test_every_broken_rule_is_named_with_its_step(ladder, found):
    assert steps.faults(ladder) == found


def test_seven_steps_are_too_many():
    ladder = [Step(kind) for kind in (*STEPS, "call", "hold")]
    assert steps.faults(ladder)[0] == (0, "There are 7 here; from 1 to 6 are needed.")
