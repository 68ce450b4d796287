"""Which questions an attempt shows."""

from hypothesis import given
from hypothesis import strategies as st

from academy.quizzes.drawing import arranged, draw
from tests.academy.quizzes.samples import choice, pool, quiz, steps, truth, verdict


def keys(questions: object) -> list[str]:
    return [question.key for question in questions]  # type: ignore[attr-defined]


def test_the_same_seed_draws_the_same() -> None:
    assert draw(quiz(), "seed") == draw(quiz(), "seed")


def test_seeds_draw_differently() -> None:
    assert len({tuple(keys(draw(quiz(), str(seed)))) for seed in range(20)}) > 15


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 6), st.integers(3, 20), st.text())
def test_an_attempt_mixes_genuine_messages_with_scams(
    scams: int, genuine: int, others: int, shown: int, seed: str
) -> None:
    drawn = draw(quiz(pool(scams, genuine, others), shown=shown), seed)
    assert len(drawn) == min(shown, scams + genuine + others)
    assert len(set(keys(drawn))) == len(drawn)
    kinds = [question.genuine for question in drawn if question.kind == "verdict"]
    assert set(kinds) == {True, False}


def test_shares_follow_the_pool() -> None:
    for seed in range(10):
        drawn = keys(draw(quiz(pool(3, 4, 5), shown=6), str(seed)))
        counts = [sum(key.startswith(name) for key in drawn) for name in ("scam", "genuine", "other")]
        assert counts in ([1, 2, 3], [2, 2, 2], [1, 3, 2])
        assert sum(counts) == 6


def test_a_refresher_shows_only_fresh_questions_where_there_are_enough() -> None:
    for seed in range(30):
        first = keys(draw(quiz(), f"first {seed}"))
        again = keys(draw(quiz(), f"again {seed}", seen=first))
        assert len(again) == 8
        assert not set(first) & set(again)


def test_a_refresher_shows_fresh_questions_first_where_there_are_too_few() -> None:
    small = quiz(pool(4, 4, 4))
    first = keys(draw(small, "first"))
    again = keys(draw(small, "again", seen=first))
    assert len(again) == 8
    assert len(set(again) - set(first)) >= 3


def test_a_refresher_is_not_made_of_scams_alone() -> None:
    everything = quiz(pool(12, 2, 2))
    again = draw(everything, "again", seen=["genuine-0", "genuine-1"])
    assert any(question.genuine for question in again)


def test_order_is_kept_where_it_is_not_to_be_mixed() -> None:
    plain = quiz(shuffle_questions=False, shown=40)
    assert keys(draw(plain, "seed")) == keys(plain.questions)


def test_steps_are_never_shown_in_order() -> None:
    for seed in range(50):
        shown = arranged(steps("q", 3), str(seed), shuffle=False)
        assert [option.id for option in shown.options] != ["a", "b", "c"]
        assert shown.right == ("a", "b", "c")


def test_options_are_mixed_only_where_their_place_means_nothing() -> None:
    mixed = {
        tuple(option.id for option in arranged(choice("q"), str(seed), shuffle=True).options) for seed in range(40)
    }
    assert len(mixed) > 10
    for fixed in (verdict("q"), truth("q", right=True)):
        assert arranged(fixed, "seed", shuffle=True) == fixed
    assert arranged(choice("q"), "seed", shuffle=False) == choice("q")
