"""What nobody found is counted, without a word about who asked."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from scams.models import Unanswered
from scams.search.unanswered import Tally, masked, prune
from tests.scams.editing.desk import desk


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("刷單 ", "刷单"),
        ("13800138000是骗子吗", "#是骗子吗"),
        ("138 0013 8000 骗子", "# 骗子"),
        ("+86-138-0013-8000", "#"),
        ("卡号６２２２０２００", "卡号#"),
        ("一三八零零一三八零零零", "#"),
        ("who is liwei@example.com", "who is @"),
        ("https://evil.example/a?b=1 安全吗", "@ 安全吗"),
        ("evil-bank.cn 安全吗", "@ 安全吗"),
        ("2024年", "#年"),
        ("110", "110"),
        ("x" * 61, ""),
        ("\0\u202e", ""),
    ],
)
def test_numbers_and_addresses_are_left_out(asked: str, kept: str) -> None:
    assert masked(asked) == kept


@pytest.mark.django_db
def test_the_same_is_counted_once_a_day() -> None:
    tally = Tally()
    for asked in ("天气", "天氣", "天气", "13800138000", "x" * 100, "!!!", "？", "%"):
        tally.add(asked, "zh-Hans")
    tally.add("天气", "zh-Hant")
    assert tally.flush() == 2
    tally.add("天气", "zh-Hans")
    tally.flush()
    assert list(Unanswered.objects.values_list("day", "locale", "text", "count")) == [
        (timezone.localdate(), "zh-Hans", "天气", 4),
        (timezone.localdate(), "zh-Hant", "天气", 1),
    ]


@pytest.mark.django_db
def test_what_is_old_goes() -> None:
    today = timezone.localdate()
    for days in (0, 90, 91):
        Unanswered.objects.create(day=today - dt.timedelta(days=days), locale="en", text="a", count=1)
    assert prune() == 1
    assert Unanswered.objects.count() == 2


@pytest.mark.django_db
def test_editors_see_it_and_others_do_not() -> None:
    Unanswered.objects.create(day=timezone.localdate(), locale="en", text="blue elephants", count=3)
    for role in ("editor", "reviewer", "administrator"):
        assert "blue elephants" in desk(role).get("/admin/unanswered-searches/").content.decode()
    for role in ("outsider", "anonymous"):
        client = desk(role)
        for export in ({}, {"export": "csv"}):
            assert client.get("/admin/unanswered-searches/", export).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_report_needs_as_many_queries_for_one_as_for_three(number: int, django_assert_max_num_queries: Any) -> None:
    for one in range(number):
        Unanswered.objects.create(day=timezone.localdate(), locale="en", text=f"a{one}", count=1)
    client = desk("reviewer")
    client.get("/admin/unanswered-searches/")
    with django_assert_max_num_queries(16):
        client.get("/admin/unanswered-searches/")
