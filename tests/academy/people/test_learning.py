"""“My learning”: for everybody, with an account or without."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from academy.models import Attempt, Quiz, User
from academy.people.views import ON_A_PAGE
from academy.quizzes.links import token_for
from tests.academy.people.learners import attempt, browser, edition, person, quiz, titles

pytestmark = pytest.mark.django_db

LEARNING = "/en/me/"


@pytest.fixture
def user() -> User:
    return person()


def done(client: Client) -> Any:
    return list(client.get(LEARNING).context["done"])


def test_without_an_account_it_is_what_this_browser_has_finished() -> None:
    older, newer = attempt(days_ago=2), attempt("investment", days_ago=1)
    attempt("romance")  # somebody else's
    assert titles(browser(older, newer).get(LEARNING)) == [quiz("investment").title, quiz().title]


def test_a_cookie_that_is_not_ours_is_empty(user: User) -> None:
    client = browser(attempt())
    client.cookies["learning"] = client.cookies["learning"].value[:-1] + "x"
    assert titles(client.get(LEARNING)) == []


def test_what_an_account_owns_is_shown_to_nobody_who_is_not_signed_in(user: User) -> None:
    assert titles(browser(attempt(person=user)).get(LEARNING)) == []


def test_with_an_account_it_is_what_the_person_has_finished_anywhere(user: User) -> None:
    mine = attempt(person=user)
    attempt("romance", person=person("other"))
    nobodys = attempt("investment")
    assert titles(browser(nobodys, user=user).get(LEARNING)) == [mine.edition.decoded.title]


def test_an_attempt_is_shown_with_its_day_score_and_result() -> None:
    mine = attempt(days_ago=1)
    shown = done(browser(mine))[0]
    assert (shown.day, shown.score, shown.maximum) == (timezone.localdate(mine.finished_at), 6.5, 8)
    assert shown.result_url == f"/zh-hans/quizzes/task-rebate/result/{token_for(mine.pk)}/"
    assert Client().get(shown.result_url).status_code == 200
    assert shown.refresh_on == timezone.localdate(mine.finished_at) + dt.timedelta(days=90)


@pytest.mark.parametrize(("days_ago", "is_due"), [(89, False), (90, True), (200, True)])
def test_from_the_ninetieth_day_on_there_is_a_link_to_the_refresher(days_ago: int, is_due: bool) -> None:
    mine = attempt(days_ago=days_ago)
    url = f"/zh-hans/quizzes/task-rebate/take/?refresh={token_for(mine.pk)}"
    assert done(browser(mine))[0].refresh_url == (url if is_due else "")


def test_only_the_newest_attempt_at_a_quiz_asks_to_be_refreshed() -> None:
    first, second = attempt(days_ago=200), attempt(days_ago=100)
    assert [bool(one.refresh_url) for one in done(browser(first, second))] == [True, False]


def test_a_quiz_that_is_gone_keeps_its_line_with_the_title_it_had() -> None:
    mine = attempt()
    title = mine.edition.decoded.title
    quiz().delete()
    shown = done(browser(Attempt.objects.get(pk=mine.pk)))[0]
    assert (shown.title, shown.result_url, shown.refresh_on) == (title, "", None)


def test_a_quiz_that_was_taken_down_is_listed_without_links() -> None:
    mine = attempt()
    Quiz.objects.filter(pk=quiz().pk).update(live=False)
    shown = done(browser(mine))[0]
    assert (shown.title, shown.result_url, shown.refresh_on) == (quiz().title, "", None)


def test_what_is_begun_can_be_gone_on_with_the_newest_first() -> None:
    page = browser(begun=("task-rebate", "romance")).get(LEARNING)
    assert [(one.title, one.answered, one.url) for one in page.context["begun"]] == [
        (quiz("romance").title, 1, "/zh-hans/quizzes/romance/take/"),
        (quiz().title, 1, "/zh-hans/quizzes/task-rebate/take/"),
    ]


def test_long_lists_have_several_pages(user: User) -> None:
    values = {"edition": edition(), "score": 1, "maximum": 8, "person": user, "started_at": timezone.now()}
    days = [timezone.now() - dt.timedelta(days=n) for n in range(ON_A_PAGE + 3)]
    Attempt.objects.bulk_create(Attempt(finished_at=day, **values) for day in days)
    client = browser(user=user)
    counts = [len(client.get(f"{LEARNING}?page={page}").context["done"]) for page in ("1", "2", "3", "x", "-1")]
    assert counts == [ON_A_PAGE, 3, 3, ON_A_PAGE, 3]


def test_who_has_learned_nothing_yet_is_shown_the_quizzes() -> None:
    page = Client().get(LEARNING)
    assert page.context["quizzes_url"] == "/en/quizzes/"
    assert 'href="/en/quizzes/"' in page.content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_number_of_queries_does_not_grow_with_the_list(
    signed_in: bool, user: User, django_assert_num_queries: Any
) -> None:
    slugs = ("task-rebate", "romance", "investment", "loan-fee", "purchase", "credit-repair")
    owner = user if signed_in else None
    attempts = [attempt(slug, person=owner) for slug in slugs]
    for one in attempts[-2:]:
        Attempt.objects.filter(pk=one.pk).update(edition=orphan(one))
    few = browser(attempts[0], attempts[-1], begun=slugs[:1])
    many = browser(*attempts, begun=slugs[:3])
    count = queries(few, owner, attempts[1:-1])
    assert queries(many, owner, []) == count


def orphan(of: Attempt) -> Any:
    copy = of.edition
    copy.pk, copy.quiz = None, None
    copy.save()
    return copy


def queries(client: Client, owner: User | None, without: list[Attempt]) -> int:
    """Return how many queries the page needs while some attempts are nobody's."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if owner:
        client.force_login(owner)
        Attempt.objects.filter(pk__in=[one.pk for one in without]).update(person=None)
    client.get(LEARNING)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(LEARNING)
    if owner:
        Attempt.objects.update(person=owner)
    return len(captured)
