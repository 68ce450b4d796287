"""The report on questions: what it says, of which answers, to whom, and as files."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from msgspec.structs import replace
from openpyxl import load_workbook

from academy.editing import reports
from academy.models import Answer, Quiz, QuizEdition
from academy.quizzes.content import encode
from academy.quizzes.items import words_of
from tests.academy.editing.attempts import edition_of, right, take, take_so, wrong
from tests.academy.editing.bank import quiz
from tests.academy.quizzes.samples import choice
from tests.scams.editing.desk import desk, person

pytestmark = pytest.mark.django_db

REPORT, ANSWERS = reverse("question_report"), reverse("answers_export")
MAY_LOOK = {"administrator": True, "reviewer": True, "editor": True, "outsider": False, "anonymous": False}
QUERIES = 7
"""Four for the figures; the languages, the bank, the quiz's questions."""


def rows_of(client, **filters):
    """Return the report's rows by key and language."""
    reply = client.get(REPORT, {"quiz": quiz().pk, **filters})
    assert reply.status_code == 200
    return {(row.key, row.language): row for row in reply.context["object_list"]}


def first(place=0, language="zh-hans"):
    return edition_of(quiz(language=language)).decoded.questions[place]


def file_of(client, url, kind, **filters):
    """Return a file's rows, each by its headings."""
    reply = client.get(url, {"export": kind, **filters})
    assert reply.status_code == 200
    content = b"".join(reply.streaming_content)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    headings, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_a_question_nobody_was_shown_is_there_with_dashes():
    page = desk("editor").get(REPORT, {"quiz": quiz().pk}).content.decode()
    row = rows_of(desk("reviewer"))[first().key, "Simplified Chinese"]
    assert (row.shown, row.share, row.discrimination, row.seconds, row.wrongs) == (0, None, None, None, 0)
    assert (first().prompt in page, page.count("–") >= 4) == (True, True)


def test_one_answer_says_little_and_says_so():
    take_so(edition_of(quiz()), "rw", seconds=[7, None])
    page = desk("editor").get(REPORT, {"quiz": quiz().pk}).content.decode()
    for words in ("1 of 1: 100% (21% to 100%)", "0 of 1: 0% (0% to 79%)", "7 s (n = 1)"):
        assert words in page


def test_many_answers_say_who_knows_and_what_they_choose_instead():
    edition = edition_of(quiz())
    for pattern in ("rrrr", "rrrr", "rrrw", "wwww", "wwrw", "wwwr"):
        take_so(edition, pattern, seconds=[10, 20, 30, 40])
    page = desk("editor").get(REPORT, {"quiz": quiz().pk}).content.decode()
    row = rows_of(desk("reviewer"))[first().key, "Simplified Chinese"]
    assert (row.shown, row.right, row.wrongs, row.seconds) == (6, 3, 3, 10)
    assert "3 of 6: 50% (19% to 81%)" in page
    assert f"“{row.wrong}” – 3 of 6: 50% (19% to 81%)" in page
    assert f"{row.discrimination:.2f} ({row.discrimination_interval.low:.2f} to" in page
    assert row.discrimination > 0.7


def test_the_report_counts_what_its_filters_leave():
    chinese, english = edition_of(quiz()), edition_of(quiz(language="en"))
    take_so(chinese, "rr")
    take_so(chinese, "ww", ago=dt.timedelta(days=40))
    take_so(english, "rr")
    client, today = desk("editor"), timezone.localdate()
    key, since = first().key, (today - dt.timedelta(days=7)).isoformat()
    assert rows_of(client)[key, "Simplified Chinese"].shown == 2
    assert rows_of(client, finished_from=since)[key, "Simplified Chinese"].shown == 1
    assert rows_of(client, finished_to=since)[key, "Simplified Chinese"].shown == 1
    assert rows_of(client, quiz=quiz(language="en").pk)[key, "English"].shown == 1
    every = rows_of(client, quiz="", locale=quiz(language="en").locale_id)
    assert {language for _key, language in every} == {"English"}


@pytest.mark.parametrize("filters", [{"quiz": "x"}, {"locale": "0"}, {"finished_from": "x"}, {"ordering": "x"}])
def test_a_filter_that_makes_no_sense_is_no_error(filters):
    assert desk("editor").get(REPORT, filters).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_answers_of_a_filter_that_makes_no_sense_are_not_given(kind):
    take_so(edition_of(quiz()), "rr")
    reply = desk("editor").get(ANSWERS, {"export": kind, "finished_from": "x"})
    assert (reply.status_code, reply["Location"]) == (302, REPORT)


def test_rows_are_put_in_the_order_asked_for():
    edition = edition_of(quiz())
    take_so(edition, "rw")
    take_so(edition, "rr")
    client = desk("editor")
    best = list(rows_of(client, ordering="-share").values())
    assert [row.share for row in best[:3]] == [1, 0.5, None]
    worst = list(rows_of(client, ordering="share").values())
    assert [row.share for row in worst[:3]] == [0.5, 1, None]


def test_a_question_leads_to_its_form_for_those_who_may_change_it():
    edit = reverse("wagtailsnippets_academy_question:edit", args=[quiz().entries.first().question_id])
    looker = person("outsider", username="looker")
    looker.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_answer"]))
    client = desk("anonymous")
    client.force_login(looker)
    pages = [one.get(REPORT, {"quiz": quiz().pk}).content.decode() for one in (desk("editor"), client)]
    assert [edit in page for page in pages] == [True, False]


def test_there_are_as_many_queries_for_three_questions_as_for_one(django_assert_num_queries):
    edition, rows = edition_of(quiz()), []
    page = Quiz.objects.get(pk=quiz().pk)
    for count in (1, 3):
        take_so(edition, "wrw"[:count], seconds=[3, 4, 5][:count])
        with django_assert_num_queries(QUERIES):
            rows.append(len(reports.question_rows(Answer.objects.all(), page)))
    assert rows[0] == rows[1] == page.entries.count()


@pytest.mark.parametrize(("role", "may"), MAY_LOOK.items())
def test_the_report_is_for_those_who_may_see_answers(role, may):
    client = desk(role)
    replies = [client.get(url) for url in (REPORT, reverse("question_report_results"), ANSWERS)]
    replies += [client.get(REPORT, {"export": "csv"}), client.get(ANSWERS, {"export": "xlsx"})]
    assert [reply.status_code for reply in replies] == [200 if may else 302] * 5
    home = client.get(reverse("wagtailadmin_home"))
    assert (REPORT.encode() in home.content) is may


HEADINGS = ["Attempt", "Quiz", "Language", "Edition", "Key", "Response", "Expected", "Score", "Total", "Maximum"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_is_a_file_with_numbers_and_intervals(kind):
    edition = edition_of(quiz())
    for pattern in ("rrr", "rrw", "wrw", "www"):
        take_so(edition, pattern, seconds=[10, 20, 30])
    found = file_of(desk("editor"), REPORT, kind, quiz=quiz().pk)
    row = next(one for one in found if one["Key"] == first().key)
    assert {name: float(row[name]) for name in ("Shown", "Wholly right", "Share right", "Median time, seconds")} == {
        "Shown": 4,
        "Wholly right": 2,
        "Share right": 0.5,
        "Median time, seconds": 10,
    }
    assert float(row["Share right, lower bound"]) == pytest.approx(0.15, abs=0.001)
    assert (row["Commonest wrong answer"], float(row["Commonest wrong answer, times"])) == (
        words_of(first(), wrong(first())),
        2,
    )
    assert len(found) == quiz().entries.count()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_of_no_answers_is_a_file_too(kind):
    found = file_of(desk("editor"), REPORT, kind, quiz=quiz().pk)
    row = next(one for one in found if one["Key"] == first().key)
    assert (float(row["Shown"]), row["Share right"] or "", row["Discrimination"] or "") == (0, "", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_answer_is_in_a_file_in_words_and_with_its_points(kind):
    edition = edition_of(quiz())
    attempt = take(edition, [right(first()), wrong(first(1)), ()], seconds=[4, None, 6])
    found = file_of(desk("editor"), ANSWERS, kind)
    assert list(found[0])[:10] == HEADINGS
    for place, row in enumerate(found):
        question = first(place)
        assert (row["Attempt"], row["Key"], str(row["Edition"])) == (str(attempt.pk), question.key, str(edition.pk))
        assert (row["Quiz"], row["Language"]) == (quiz().title, "zh-Hans")
        assert row["Expected"] == words_of(question, question.right)
        assert [float(row[name]) for name in ("Score", "Total", "Maximum")] == [place == 0, 1, 3]
    assert [row["Response"] or "" for row in found] == [
        words_of(first(), right(first())),
        words_of(first(1), wrong(first(1))),
        "",
    ]
    assert [str(row["Seconds"] or "") for row in found] == ["4", "", "6"]
    assert str(found[0]["Finished (UTC)"])[:16] == f"{attempt.finished_at:%Y-%m-%d %H:%M}"


def test_nothing_says_who_answered():
    take_so(edition_of(quiz()), "rw", person=person("somebody", username="the-very-person"))
    client = desk("editor")
    for url, filters in ((ANSWERS, {}), (REPORT, {"export": "csv"})):
        reply = client.get(url, filters)
        assert b"the-very-person" not in b"".join(reply.streaming_content)


def test_the_answers_are_those_the_report_s_filters_leave():
    take_so(edition_of(quiz()), "rr")
    take_so(edition_of(quiz(language="en")), "rrr")
    client = desk("editor")
    links = [button.url for button in client.get(REPORT, {"quiz": quiz().pk}).context["view"].header_buttons]
    assert links == [f"{ANSWERS}?quiz={quiz().pk}&export={kind}" for kind in ("csv", "xlsx")]
    assert [len(file_of(client, ANSWERS, "csv", **one)) for one in ({"quiz": quiz().pk}, {})] == [2, 5]


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"]


@pytest.mark.parametrize("words", DANGEROUS)
def test_no_cell_is_a_formula(words):
    real = edition_of(quiz()).decoded
    question = choice("task-rebate-dangerous")
    question = replace(question, options=tuple(replace(one, text=words + one.id) for one in question.options))
    content = encode(replace(real, questions=(question,), title=words))
    edition = QuizEdition.objects.create(quiz=quiz(), digest="x", content=content)
    take(edition, [("b",)])
    client = desk("editor")
    row = file_of(client, ANSWERS, "csv")[0]
    assert [row[name] for name in ("Quiz", "Response", "Expected")] == [f"'{words}", f"'{words}b", f"'{words}a"]
    table = file_of(client, REPORT, "csv", quiz=quiz().pk)
    assert f"'{words}b" in [one["Commonest wrong answer"] for one in table]
    reply = client.get(ANSWERS, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(reply.streaming_content))).active
    assert (sheet["F2"].data_type, sheet["F2"].value.strip()) == ("s", f"{words}b".strip())


def test_numbers_below_nothing_stay_numbers():
    edition = edition_of(quiz())
    for pattern in ("rww", "wrr", "rww", "wrr"):
        take_so(edition, pattern)
    row = next(one for one in file_of(desk("editor"), REPORT, "csv", quiz=quiz().pk) if one["Key"] == first().key)
    assert float(row["Discrimination"]) == pytest.approx(-1)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_csv_says_that_it_is_utf_8_and_speaks_the_reader_s_language(language):
    edition = edition_of(quiz())
    take_so(edition, "r" * len(edition.decoded.questions))
    judged = next(one for one in edition.decoded.questions if one.kind == "verdict")
    client = desk("anonymous")
    client.force_login(person("editor"))
    reply = client.get(ANSWERS, headers={"accept-language": language})
    content = b"".join(reply.streaming_content)
    with override(language):
        expected = words_of(judged, judged.right)
    assert (content[:3], expected.encode() in content) == (b"\xef\xbb\xbf", True)


def test_answers_leave_one_by_one(django_assert_num_queries):
    edition = edition_of(quiz())
    for pattern in ("r", "rwr"):
        take_so(edition, pattern)
        with django_assert_num_queries(2):
            found = list(reports.answer_rows(Answer.objects.select_related("attempt")))
        assert len(found) == Answer.objects.count()


def test_too_many_answers_for_xlsx_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(reports, "XLSX_MOST", 2)
    take_so(edition_of(quiz()), "rwr")
    client = desk("editor")
    reply = client.get(ANSWERS, {"export": "xlsx"}, follow=True)
    texts = [str(message).strip() for message in reply.context["messages"]]
    assert texts == ["3 answers are too many for XLSX. Take CSV, or a shorter period."]
    assert len(file_of(client, ANSWERS, "csv")) == 3
