"""Somebody's own feed: nothing until the day, then one entry."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from academy.models import Attempt
from academy.quizzes.links import token_for
from tests.academy.people.learners import attempt, quiz

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FINISHED = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def mine() -> Attempt:
    return attempt(finished_at=FINISHED)


def answer_on(mine: Attempt, day: str) -> Any:
    with time_machine.travel(f"{day}T12:00:00Z", tick=False):
        return Client().get(f"/zh-hans/reminders/{token_for(mine.pk)}/feed.xml")


def feed_on(mine: Attempt, day: str) -> ElementTree.Element:
    return ElementTree.fromstring(answer_on(mine, day).content)  # noqa: S314 - our own


def text(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(f"{ATOM}{name}")


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_it_is_empty_until_the_day_and_does_not_change(mine: Attempt) -> None:
    early, late = answer_on(mine, "2026-11-23"), answer_on(mine, "2027-02-19")
    assert early.content == late.content
    feed = ElementTree.fromstring(early.content)  # noqa: S314 - our own
    assert feed.findall(f"{ATOM}entry") == []
    assert text(feed, "updated") == "2026-11-22T10:00:00+00:00"


def test_from_the_day_on_it_has_one_entry_that_stays_the_same(mine: Attempt) -> None:
    feed = feed_on(mine, "2027-02-20")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 1
    url = f"http://localhost:8000/zh-hans/quizzes/task-rebate/take/?refresh={token_for(mine.pk)}"
    assert links(entries[0]) == {"alternate": url}
    assert quiz().title in str(text(entries[0], "title"))
    assert text(entries[0], "updated") == text(feed, "updated") == "2027-02-20T00:00:00+08:00"
    assert answer_on(mine, "2027-02-20").content == answer_on(mine, "2027-06-01").content


def test_it_is_a_feed_with_a_name_of_its_own(mine: Attempt) -> None:
    address = f"/zh-hans/reminders/{token_for(mine.pk)}/feed.xml"
    assert answer_on(mine, "2026-11-23")["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feed_on(mine, "2027-02-20")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-Hans"
    assert links(feed)["self"] == f"http://testserver{address}"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [text(feed, "id"), text(feed.findall(f"{ATOM}entry")[0], "id"), text(feed_on(attempt(), "2026-11-23"), "id")]
    assert len(set(ids)) == 3
    assert all(str(one).startswith("urn:uuid:") for one in ids)
