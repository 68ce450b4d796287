import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.rules import faults, tree
from scams.rules.card import Question
from scams.words import ANSWERS, LEVELS


def asks(*effects):
    """Return questions by the effects of "yes", "no" and "not sure"; a text alone is that of "yes"."""
    return tuple(
        Question(f"第{number}问？", *([one] if isinstance(one, str) else one)) for number, one in enumerate(effects, 1)
    )


def shape(nodes):
    """Return a tree as nested dictionaries: position to answer to what follows."""
    return {node.number: {answer: shape([one]) for answer, one in node.then.items()} for node in nodes}


LINE = asks("next:2", "next:3", "type:romance")
FORK = asks(("next:3", "next:4"), "level:hold", "signal:on-call", ("", "", "level:stop"))
LOOP = asks("next:2", "next:3", "next:2")
TWINS = asks("next:3", "next:3", "level:hold")


def test_the_roots_are_the_questions_no_answer_leads_to():
    assert [tree.roots(one) for one in (LINE, FORK, LOOP, TWINS, ())] == [[1], [1, 2], [1], [1, 2], []]


def test_what_follows_an_answer_stands_in_it():
    assert shape(tree.nest(LINE)) == {1: {"yes": {2: {"yes": {3: {}}}}}}
    assert shape(tree.nest(FORK)) == {1: {"yes": {3: {}}, "no": {4: {}}}, 2: {}}
    assert shape(tree.nest(TWINS)) == {1: {"yes": {3: {}}}, 2: {"yes": {3: {}}}}


def test_a_loop_is_cut_where_it_would_come_back():
    assert shape(tree.nest(LOOP)) == {1: {"yes": {2: {"yes": {3: {}}}}}}
    assert tree.nest(asks("next:1")) == []


def test_too_deep_a_tree_is_cut():
    questions = asks("next:2", "next:3", "next:4", "next:5", "level:stop")
    assert shape(tree.nest(questions)) == {1: {"yes": {2: {"yes": {3: {"yes": {4: {}}}}}}}}
    assert tree.too_deep(questions) == [5]


@pytest.mark.parametrize(
    ("questions", "loops"),
    [
        (LINE, []),
        (TWINS, []),
        (LOOP, [[2, 3, 2]]),
        (asks("next:1"), [[1, 1]]),
        (asks(("next:2", "next:3"), "next:1", "next:1"), [[1, 2, 1], [1, 3, 1]]),
    ],
)
def test_loops_are_named_by_their_way(questions, loops):
    assert tree.loops(questions) == loops


def test_what_only_a_loop_leads_to_cannot_be_asked():
    assert tree.reachable(asks("level:hold", "next:3", "next:2")) == {1}
    assert tree.reachable(LOOP) == {1, 2, 3}


@pytest.mark.parametrize("effect", ["next:0", "next:4", "next:", "next:x", "next:-1", "next:²", "next:999"])
def test_an_answer_that_leads_to_no_question_is_found(effect):
    assert [(edge.question, edge.answer) for edge in tree.missing(asks("level:hold", ("", effect), ""))] == [(2, "no")]


@pytest.mark.parametrize(
    ("effect", "known"),
    [
        *((f"level:{level}", True) for level in LEVELS),
        *(("", True), ("signal:on-call", True), ("type:investment", True), ("next:7", True)),
        *(("level:now", False), ("signal:nothing", False), ("type:on-call", False), ("signal:", False)),
        *(("hold", False), (":", True), (":hold", False), ("level:hold:on", False)),
    ],
)
def test_effects_lead_to_what_is_there(effect, known):
    found = tree.unknown_effects(asks(("", effect)), signals={"on-call"}, fraud_types={"investment"})
    assert found == ([] if known else [(1, "no")])


@pytest.mark.parametrize(
    ("following", "way"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["a"], "d": ["a"]}, ["a", "c", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["a"]}, ["a", "b", "c", "d", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, []),
    ],
)
def test_the_shortest_way_back_is_found(following, way):
    assert tree.way_back("a", following) == way


def test_the_types_answers_lead_to_are_named_once():
    assert tree.types_of(asks("type:b", ("type:a", "", "type:b"), "level:hold")) == ["b", "a"]


effects = st.sampled_from(["", "level:hold", "type:romance", *(f"next:{number}" for number in range(11))])
wild = st.lists(st.builds(Question, st.just("问？"), effects, effects, effects), max_size=9)


def onward(number, most):
    """Return effects of a question that lead to later ones only, as most trees without faults have them."""
    return st.sampled_from(["level:hold", "", *(f"next:{to}" for to in range(number + 1, most + 1))])


def orderly(most):
    return st.tuples(*(st.builds(Question, st.just("问？"), *[onward(one, most)] * 3) for one in range(1, most + 1)))


questions = wild | st.integers(1, 9).flatmap(orderly)


@given(questions, st.lists(st.sampled_from(ANSWERS), min_size=12, max_size=12))
def test_every_walk_through_a_tree_without_faults_ends(asked, answers):
    if faults.faults(asked):
        return
    for start in tree.roots(asked):
        number, steps = start, 0
        while (to := tree.target(getattr(asked[number - 1], answers[steps]))) is not None:
            number, steps = to, steps + 1
            assert 1 <= number <= len(asked)
        assert steps < tree.DEEPEST


@given(questions)
def test_a_tree_of_any_kind_can_be_built_and_one_without_faults_is_whole(asked):
    nodes = tree.nest(asked)
    assert tree.unfolded(nodes) <= 3 * 9 * 3**tree.DEEPEST
    if not faults.faults(asked):
        assert tree.unfolded(nodes) <= tree.UNFOLDED_MOST
        assert numbers(nodes) == set(range(1, len(asked) + 1))


def numbers(nodes):
    return {number for node in nodes for number in {node.number} | numbers(node.then.values())}
