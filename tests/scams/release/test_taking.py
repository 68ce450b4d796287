import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scams.models import FraudType, Release
from scams.release import taking
from scams.release.asking import option_id
from scams.release.taking import LIFETIME, TRIES, BadAnswer, Closed, NoRelease
from scams.release.tidying import KEPT, prune_releases
from tests.scams.release.payer import answers_to, wish

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def try_wrongly(release: Release) -> Release:
    return taking.answer("engine", release.pk, answers_to(release, right=False)).release


# --- Beginning


def test_a_release_asks_three_questions_of_the_type_and_pins_them() -> None:
    release = taking.begin(wish())
    kept = Release.objects.get()
    questions = taking.questions_of(kept)
    assert (kept.pk, kept.draw, kept.tries, kept.passed_at) == (release.pk, 1, 0, None)
    assert len(questions) == 3
    assert kept.asked == [one.key for one in questions]
    assert all(sum(option.right for option in one.options) == 1 for one in questions)
    assert kept.expires_at - kept.started_at == LIFETIME


def test_a_double_click_is_one_release_with_the_same_questions() -> None:
    asked = wish()
    first, second = taking.begin(asked), taking.begin(asked)
    assert first.pk == second.pk
    assert taking.questions_of(first) == taking.questions_of(second)
    assert Release.objects.count() == 1


def test_another_clients_release_from_the_same_warning_is_another() -> None:
    asked = wish()
    assert taking.begin(asked).pk != taking.begin(asked._replace(client="other")).pk


def test_a_crosswalk_code_is_as_good_as_the_slug() -> None:
    assert taking.begin(wish(fraud_type="mps:刷单返利类")).fraud_type == "task-rebate"


@pytest.mark.parametrize("code", ["nope", "mps:nope", ":", "mps:\0刷单返利类x", "x" * 128])
def test_an_unknown_type_is_asked_about_as_the_type_unknown(code: str) -> None:
    release = taking.begin(wish(fraud_type=code))
    assert (release.fraud_type, len(taking.questions_of(release))) == ("other-unknown", 3)


def test_every_fraud_type_there_is_has_three_questions_in_every_language() -> None:
    for slug in FraudType.objects.values_list("slug", flat=True):
        for locale in ("zh-Hans", "zh-Hant", "en"):
            assert len(taking.questions_of(taking.begin(wish(fraud_type=slug, locale=locale)))) == 3


def test_the_same_payer_is_asked_other_questions_the_next_time() -> None:
    first, second = taking.begin(wish(subject="payer")), taking.begin(wish(subject="payer"))
    assert not set(first.asked) & set(second.asked)


# --- Answering


def test_all_right_is_passed() -> None:
    release = taking.begin(wish())
    outcome = taking.answer("engine", release.pk, answers_to(release))
    kept = Release.objects.get()
    assert outcome.wrong == []
    assert kept.passed_at is not None
    assert kept.proof_id == outcome.release.proof_id is not None


def test_what_was_wrong_is_said_and_other_questions_are_asked() -> None:
    release = taking.begin(wish())
    asked = taking.questions_of(release)
    sent = answers_to(release, wrong=1)
    outcome = taking.answer("engine", release.pk, sent)
    chosen = asked[0].options["abcdefgh".index(sent["d1q1"])]
    assert [(one.question, one.why) for one in outcome.wrong] == [("d1q1", chosen.why)]
    kept = Release.objects.get()
    assert (kept.tries, kept.draw, kept.passed_at, kept.proof_id) == (1, 2, None, None)
    assert not {one.key for one in asked} & {one.key for one in taking.questions_of(kept)}


def test_right_at_the_third_try_is_passed() -> None:
    release = taking.begin(wish())
    for _ in range(TRIES - 1):
        release = try_wrongly(release)
    assert taking.answer("engine", release.pk, answers_to(release)).wrong == []


def test_after_three_wrong_tries_nothing_is_asked_or_taken_any_more() -> None:
    asked = wish()
    release = taking.begin(asked)
    for _ in range(TRIES):
        release = try_wrongly(release)
    assert taking.questions_of(release) == ()
    for act in (lambda: taking.answer("engine", release.pk, {"d3q1": "a"}), lambda: taking.begin(asked)):
        with pytest.raises(Closed, match="person"):
            act()
    assert Release.objects.get().tries == TRIES


def test_right_answers_sent_twice_have_one_outcome() -> None:
    release = taking.begin(wish())
    right = answers_to(release)
    first, second = (taking.answer("engine", release.pk, right).release for _ in range(2))
    assert (first.proof_id, first.passed_at) == (second.proof_id, second.passed_at)


def test_a_passed_release_takes_nothing_but_the_same_answers_for_as_long_as_its_proof_is_good() -> None:
    asked = wish()
    with time_machine.travel(NOW, tick=False) as clock:
        release = taking.begin(asked)
        right, wrong = answers_to(release), answers_to(release, wrong=1)
        taking.answer("engine", release.pk, right)
        for act in (lambda: taking.answer("engine", release.pk, wrong), lambda: taking.begin(asked)):
            with pytest.raises(Closed, match="already"):
                act()
        clock.shift(299)
        taking.answer("engine", release.pk, right)
        clock.shift(1)
        with pytest.raises(Closed, match="already"):
            taking.answer("engine", release.pk, right)


def test_wrong_answers_sent_twice_are_one_try() -> None:
    release = taking.begin(wish())
    wrong = answers_to(release, right=False)
    taking.answer("engine", release.pk, wrong)
    with pytest.raises(Closed, match="before"):
        taking.answer("engine", release.pk, wrong)
    assert Release.objects.get().tries == 1


@pytest.mark.parametrize(
    ("change", "question"),
    [
        ({"d1q1": "z"}, "d1q1"),
        ({"d1q1": ""}, "d1q1"),
        ({"d1q1": None}, "d1q1"),
        ({"d1q4": "a"}, "d1q4"),
        ({"d2q1": "a"}, "d2q1"),
        ({"d0q1": "a"}, "d0q1"),
        ({"x": "a"}, "x"),
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_no_try(change: dict[str, str | None], question: str) -> None:
    release = taking.begin(wish())
    changed = {**answers_to(release), **change}
    with pytest.raises(BadAnswer) as raised:
        taking.answer("engine", release.pk, {name: one for name, one in changed.items() if one is not None})
    assert raised.value.question == question
    assert Release.objects.get().tries == 0


@pytest.mark.parametrize("client", ["other", "", "ENGINE"])
def test_another_clients_release_is_not_there(client: str) -> None:
    release = taking.begin(wish())
    with pytest.raises(NoRelease):
        taking.answer(client, release.pk, answers_to(release))
    assert Release.objects.get().passed_at is None


def test_a_release_nobody_began_is_not_there() -> None:
    taking.begin(wish())
    with pytest.raises(NoRelease):
        taking.answer("engine", uuid.uuid4(), {"d1q1": "a"})


# --- Time


def test_after_half_an_hour_it_is_begun_anew_with_other_questions_and_the_tries_that_were_left() -> None:
    asked = wish()
    with time_machine.travel(NOW, tick=False) as clock:
        release = try_wrongly(taking.begin(asked))
        right = answers_to(release)
        clock.shift(LIFETIME)
        with pytest.raises(Closed, match="again"):
            taking.answer("engine", release.pk, right)
        again = taking.begin(asked)
        assert (again.pk, again.tries, again.expires_at) == (release.pk, 1, NOW + 2 * LIFETIME)
        assert len(set(again.asked)) == 9
        with pytest.raises(Closed, match="before"):
            taking.answer("engine", release.pk, right)
        assert taking.answer("engine", release.pk, answers_to(again)).wrong == []


def test_a_day_after_their_time_releases_are_deleted() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        taking.begin(wish())
        clock.shift(dt.timedelta(hours=1))
        later = taking.begin(wish())
        clock.move_to(NOW + LIFETIME + KEPT)
        assert prune_releases() == 1
        assert list(Release.objects.all()) == [later]


# --- Queries


def test_beginning_and_answering_need_a_fixed_number_of_queries() -> None:
    for others in (0, 3):
        for _ in range(others):
            taking.begin(wish(subject="payer"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            release = taking.begin(wish(subject="payer"))
        # A savepoint and its end; the types; the release sought, and made within a savepoint; what the payer was
        # asked before; the pages that not everybody may see, and the editions; the release saved.
        assert len(queries) == 11
        with CaptureQueriesContext(connection) as queries:
            release = try_wrongly(release)
        # A savepoint and its end; the release; the types, the payer's, the pages', the editions; the release saved.
        assert len(queries) == 8
        with CaptureQueriesContext(connection) as queries:
            taking.answer("engine", release.pk, answers_to(release))
        # A savepoint and its end; the release, sought and saved.
        assert len(queries) == 4


# --- Nothing of the payer's


def test_the_right_answer_is_not_always_the_same_letter() -> None:
    letters = set()
    for _ in range(12):
        release = taking.begin(wish())
        letters |= set(answers_to(release).values())
    assert letters >= {option_id(0), option_id(1)}
