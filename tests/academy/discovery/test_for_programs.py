"""robots.txt and security.txt."""

import datetime as dt
import re

import pytest
from django.test import Client

from academy.discovery.for_programs import expires

pytestmark = pytest.mark.django_db


def refused(rules: list[str], path: str) -> bool:
    """Whether a path matches one of robots.txt's rules, as RFC 9309 reads them."""
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


def rules(client: Client) -> list[str]:
    text = client.get("/robots.txt").content.decode()
    return re.findall(r"^Disallow: (\S+)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/django-admin/login/",
        "/api/v1/docs",
        "/zh-hans/me/",
        "/en/reminders/x/feed.xml",
        "/zh-hant/quizzes/task-rebate/take/3/",
        "/en/quizzes/elder/result/abc/",
    ],
)
def test_what_is_nobody_elses_is_not_fetched(client: Client, path: str) -> None:
    assert refused(rules(client), path)


@pytest.mark.parametrize(
    "path", ["/", "/zh-hans/", "/en/gain/task-rebate/", "/zh-hant/quizzes/elder/", "/en/feeds/all.rss", "/sitemap.xml"]
)
def test_what_is_for_everybody_is_fetched(client: Client, path: str) -> None:
    assert not refused(rules(client), path)


def test_robots_are_told_of_the_site_map(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().endswith("/sitemap.xml\n")


def test_whoever_finds_a_weakness_is_told_whom_to_tell(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert list(fields) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"].endswith("/zh-hans/contacts/")
    assert fields["Preferred-Languages"] == "zh-Hans, zh-Hant, en"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    left = dt.datetime.fromisoformat(fields["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=120) < left < dt.timedelta(days=200)


def test_the_contact_is_the_operators(client: Client, settings: object) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"  # type: ignore[attr-defined]
    assert b"Contact: mailto:security@example.org\n" in client.get("/.well-known/security.txt").content


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-01", "2026-07-01"),
        ("2026-06-30", "2026-12-01"),
        ("2026-07-01", "2027-01-01"),
        ("2026-12-31", "2027-06-01"),
    ],
)
def test_security_txt_is_good_for_five_to_six_months(now: str, until: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert expires(moment) == dt.datetime.fromisoformat(until).replace(tzinfo=dt.UTC)
