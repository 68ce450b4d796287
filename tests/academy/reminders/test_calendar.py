"""The calendar file, by the rules of RFC 5545."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from academy.models import Attempt, Quiz
from academy.quizzes.links import token_for
from tests.academy.people.learners import attempt, quiz

pytestmark = pytest.mark.django_db


def calendar_file(of: Attempt, language: str = "en") -> Any:
    return Client().get(f"/{language}/reminders/{token_for(of.pk)}/calendar.ics")


def lines(answer: Any) -> list[str]:
    """Return the file's lines, unfolded."""
    text: str = answer.content.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def value(answer: Any, name: str) -> str:
    return next(line for line in lines(answer) if re.match(f"{name}[;:]", line)).split(":", 1)[1]


@time_machine.travel("2026-11-22T10:00:00Z", tick=False)
def test_it_holds_one_whole_day_ninety_days_after_the_attempt() -> None:
    mine = attempt(language="en")
    assert lines(calendar_file(mine)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Anti-fraud academy//Refresher//EN",
        "BEGIN:VEVENT",
        f"SUMMARY:Refresher: {quiz(language='en').title}".replace(",", r"\,"),
        "DTSTART;VALUE=DATE:20270220",
        "DTEND;VALUE=DATE:20270221",
        "DTSTAMP:20261122T100000Z",
        f"UID:refresher-{mine.pk}",
        rf"DESCRIPTION:Three minutes\, new questions: what one learns about scams stays only if one looks again.\n"
        f"http://localhost:8000/en/quizzes/task-rebate/take/?refresh={token_for(mine.pk)}",
        "TRANSP:TRANSPARENT",
        f"URL:http://localhost:8000/en/quizzes/task-rebate/take/?refresh={token_for(mine.pk)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:Refresher: {quiz(language='en').title}".replace(",", r"\,"),
        "TRIGGER:PT9H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_its_day_is_that_of_the_sites_time_zone() -> None:
    mine = attempt(finished_at=dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC))  # the 23rd in Shanghai
    assert value(calendar_file(mine), "DTSTART") == "20270221"


def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_character() -> None:
    page = quiz()
    Quiz.objects.filter(pk=page.pk).update(title="刷单返利" * 25)
    answer = calendar_file(attempt(), "zh-hans")
    physical = answer.content.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert [line.decode() for line in physical]
    assert "刷单返利" * 25 in value(answer, "SUMMARY")


def test_what_has_a_meaning_in_calendars_is_escaped() -> None:
    Quiz.objects.filter(pk=quiz().pk).update(title=r"a,b;c\d")
    assert value(calendar_file(attempt()), "SUMMARY") == r"Refresher: a\,b\;c\\d"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_it_is_a_calendar_to_keep_in_each_language(language: str) -> None:
    answer = calendar_file(attempt(language=language), language)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="refresher.ics"'
    assert f"/{language}/quizzes/task-rebate/take/" in value(answer, "URL")


def test_a_second_download_is_the_same_event() -> None:
    mine = attempt()
    assert value(calendar_file(mine), "UID") == value(calendar_file(mine), "UID")
