"""Pages are made once and sent many times, until something they show is changed."""

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.conf import settings as site_settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.files.images import ImageFile
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from academy.models import HomePage, PageChange, Question, Quiz, QuizEdition
from academy.page_cache.changes import generation, note_change, prune_changes
from academy.page_cache.compression import CompressionMiddleware
from academy.page_cache.entries import Entry, codings
from academy.page_cache.memory import Memory
from academy.page_cache.middleware import PageCacheMiddleware
from academy.page_cache.pages import Pages
from academy.page_cache.shared import digest_of
from academy.page_cache.watch import Watch
from scams.models import Contact, FraudType, ScamPattern, Technique

OURS = tuple(
    f"academy.page_cache.{name}" for name in ("compression.CompressionMiddleware", "middleware.PageCacheMiddleware")
)
HOME, ARTICLE = "/zh-hans/", "/zh-hans/gain/task-rebate/"
NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai

Respond = Callable[[HttpRequest], Any]


class Reader:
    """Somebody in front of the cache, with the whole of Django behind it, or only a function."""

    def __init__(self, behind: Respond) -> None:
        self.watch, self.memory = Watch(), Memory()
        self.middleware = PageCacheMiddleware(behind, Pages(self.watch, self.memory))
        self.watch.newest = "1"

    def get(
        self, path: str = ARTICLE, *, method: str = "GET", cookies: dict[str, str] | None = None, **headers: str
    ) -> Any:
        request = RequestFactory().generic(
            method, path, headers={name.replace("_", "-"): headers[name] for name in headers}
        )
        request.COOKIES.update(cookies or {})
        return self.middleware(request)

    def saw(self, path: str = ARTICLE, **options: Any) -> str:
        """What the cache says of a visit: hit, stored, or nothing."""
        return self.get(path, **options).get("Cache-Status", "").removeprefix("academy; ").removeprefix("fwd=miss; ")


@pytest.fixture
def keeping(settings: Any) -> None:
    """Pages are kept for ten minutes, as outside of tests."""
    settings.PAGE_CACHE_SECONDS = 600


@pytest.fixture
def reader(keeping: None, settings: Any, db: None) -> Reader:
    """A reader of the real site."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in OURS]
    django = BaseHandler()
    django.load_middleware()
    made = Reader(django.get_response)
    made.watch.look()
    return made


def page(body: str = "<p>words", **headers: str) -> HttpResponse:
    return HttpResponse(body, headers={name.replace("_", "-"): value for name, value in headers.items()})


# --- What is kept


def test_a_page_is_made_once(reader: Reader, django_assert_num_queries: Any) -> None:
    made = reader.get(ARTICLE)
    assert made["Cache-Status"] == "academy; fwd=miss; stored"
    with django_assert_num_queries(0):
        kept = reader.get(ARTICLE)
    assert kept["Cache-Status"] == "academy; hit"
    assert kept.content == made.content
    assert dict(kept.items()) | {"Cache-Status": ""} == dict(made.items()) | {"Cache-Status": ""}
    assert "default-src 'self'" in kept["Content-Security-Policy"]


def test_it_comes_in_the_form_that_the_browser_wants(reader: Reader) -> None:
    plain = reader.get().content
    in_brotli, in_gzip = reader.get(accept_encoding="gzip, deflate, br"), reader.get(accept_encoding="gzip, br;q=0")
    assert (in_brotli["Content-Encoding"], brotli.decompress(in_brotli.content)) == ("br", plain)
    assert (in_gzip["Content-Encoding"], gzip.decompress(in_gzip.content)) == ("gzip", plain)
    assert in_gzip["Content-Length"] == str(len(in_gzip.content))
    assert in_gzip["Vary"] == "Accept-Encoding, Cookie"


@pytest.mark.parametrize(
    ("accepted", "allowed"),
    [
        ("", {""}),
        ("br", {"br"}),
        ("gzip;q=1.0, br;q=0.5", {"gzip", "br"}),
        ("GZIP , br; q=0", {"gzip"}),
        ("br;q=0.000, gzip;q=0.001", {"gzip"}),
    ],
)
def test_what_a_browser_accepts_is_understood(accepted: str, allowed: set[str]) -> None:
    assert codings(accepted) == allowed


def test_whoever_has_it_is_not_sent_it_again(reader: Reader) -> None:
    made = reader.get()
    assert made["Cache-Control"] == "no-cache"
    again = reader.get(if_none_match=made["ETag"], accept_encoding="br")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", made["ETag"])


def test_head_says_how_long_it_is_and_is_never_the_one_that_is_kept(reader: Reader) -> None:
    assert reader.saw(method="HEAD") == ""
    length = reader.get()["Content-Length"]
    head = reader.get(method="HEAD")
    assert (head.content, head["Content-Length"], head["Cache-Status"]) == (b"", length, "academy; hit")


def test_each_mode_has_pages_of_its_own(reader: Reader) -> None:
    modes = ["adult", "teen", "elder.20", "elder.24", "elder.30"]
    assert [reader.saw(cookies={"mode": one}) for one in modes] == ["stored"] * 5
    assert [reader.saw(cookies={"mode": one}) for one in modes] == ["hit"] * 5
    assert [reader.saw(cookies={"mode": one}) for one in ("", "elder", "elder.99", "nonsense")] == ["hit"] * 4
    assert b'data-mode="elder"' not in reader.get().content


def test_each_host_has_pages_of_its_own(reader: Reader) -> None:
    assert [reader.saw(host=one) for one in ("localhost", "127.0.0.1", "localhost")] == ["stored", "stored", "hit"]
    assert reader.get(host="elsewhere.example").status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/sitemap.xml", "/zh-hans/nothing-here/", "/zh-hans", "/api/v1/docs", "/admin/login/"]
)
def test_what_is_no_page_of_a_language_is_not_kept(reader: Reader, path: str) -> None:
    assert [reader.saw(path) for _ in range(2)] == ["", ""]
    assert len(reader.memory) == 0


@pytest.mark.parametrize(
    "options",
    [
        {"path": f"{ARTICLE}?page=2"},
        {"method": "POST"},
        {"cookies": {"sessionid": "somebody"}},
        {"authorization": "Bearer x"},
        {"hx_request": "true"},
    ],
)
def test_what_is_asked_in_a_way_of_its_own_is_made_for_the_asker(reader: Reader, options: dict[str, Any]) -> None:
    reader.get()
    assert reader.saw(**options) == ""
    assert len(reader.memory) == 1


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize(
    "response",
    [
        page(Cache_Control="private"),
        page(Cache_Control="max-age=0, no-store"),
        page(Vary="Cookie, Accept-Language"),
        page(Content_Type="application/json"),
        page(Content_Encoding="gzip"),
        page(Content_Security_Policy="script-src 'self' 'nonce-abc'"),
        HttpResponse("", status=500),
        HttpResponse("", status=302, headers={"Location": "/"}),
        StreamingHttpResponse([b"<p>"]),
    ],
    ids=lambda one: str(dict(one.headers)),
)
def test_what_is_not_for_everybody_is_not_kept(response: Any) -> None:
    reader = Reader(lambda _request: response)
    assert reader.get() is response
    assert len(reader.memory) == 0


@pytest.mark.usefixtures("keeping")
def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    def behind(_request: HttpRequest) -> HttpResponse:
        response = page()
        response.set_cookie("csrftoken", "x")
        return response

    assert [Reader(behind).saw() for _ in range(2)] == ["", ""]


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize(
    "look",
    [
        lambda cookies: cookies.get("learning"),
        lambda cookies: "learning" in cookies,
        lambda cookies: set(cookies) if "learning" in cookies else "",
    ],
)
def test_a_page_that_shows_what_is_in_a_cookie_is_kept_for_those_without_it(look: Callable[[Any], Any]) -> None:
    reader = Reader(lambda request: page("much" if look(request.COOKIES) else "little"))
    assert reader.saw(cookies={"learning": "much"}) == ""
    assert reader.saw() == "stored"
    assert reader.saw(cookies={"other": "x"}) == "hit"
    assert b"much" in reader.get(cookies={"learning": "much"}).content
    assert b"much" not in reader.get().content


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize("look", [dict, len, list, lambda cookies: list(cookies.items())])
def test_a_page_that_looks_through_all_cookies_is_not_kept(look: Callable[[Any], Any]) -> None:
    reader = Reader(lambda request: page(str(look(request.COOKIES))))
    assert [reader.saw(), reader.saw()] == ["", ""]


@pytest.mark.usefixtures("keeping")
def test_the_token_against_forgery_alone_asks_for_no_page_of_ones_own() -> None:
    reader = Reader(lambda request: page(request.COOKIES.get("csrftoken", "")[:0]))
    assert [reader.saw(cookies={"csrftoken": "x"}), reader.saw()] == ["stored", "hit"]


@pytest.mark.parametrize(("name", "value"), [("PAGE_CACHE_SECONDS", 0), ("DEBUG", True)])
def test_it_stands_aside_where_it_is_not_wanted(keeping: None, settings: Any, name: str, value: Any) -> None:
    setattr(settings, name, value)
    with pytest.raises(MiddlewareNotUsed):
        Reader(lambda _request: page())


def test_it_stands_ahead_of_everything_but_compression() -> None:
    assert tuple(site_settings.MIDDLEWARE[:2]) == OURS


# --- How long


@pytest.mark.usefixtures("keeping")
def test_a_page_is_made_anew_after_ten_minutes_and_on_the_next_day() -> None:
    reader = Reader(lambda _request: page())
    with time_machine.travel(NOW, tick=False) as clock:
        assert reader.saw() == "stored"
        clock.shift(599)
        assert reader.saw() == "hit"
        clock.shift(2)
        assert reader.saw() == "stored"
        clock.move_to(NOW.replace(hour=15, minute=55))
        assert reader.saw() == "stored"
        clock.move_to(NOW.replace(hour=15, minute=59, second=59))
        assert reader.saw() == "hit"
        clock.move_to(NOW.replace(hour=16))  # midnight in Shanghai
        assert reader.saw() == "stored"


@pytest.mark.usefixtures("keeping")
def test_an_old_page_is_served_while_it_cannot_be_made_anew() -> None:
    broken: list[int] = []
    tries: list[int] = []

    def behind(_request: HttpRequest) -> HttpResponse:
        tries.append(1)
        return HttpResponse("", status=500) if broken else page()

    reader = Reader(behind)
    with time_machine.travel(NOW, tick=False) as clock:
        reader.get()
        clock.shift(601)
        broken.append(1)
        stale = reader.get()
        assert (stale.status_code, stale.content, stale["Cache-Status"]) == (
            200,
            b"<p>words",
            "academy; hit; detail=stale",
        )
        assert (reader.saw(), len(tries)) == ("hit", 2), "left alone for a while"
        clock.shift(6)
        assert (reader.saw(), len(tries)) == ("hit; detail=stale", 3)
        broken.clear()
        clock.shift(6)
        assert reader.saw() == "stored"


@pytest.mark.usefixtures("keeping")
def test_an_old_page_is_not_served_to_whoever_needs_a_page_of_their_own() -> None:
    reader = Reader(lambda request: HttpResponse("", status=500 if request.COOKIES.get("learning") else 200))
    with time_machine.travel(NOW, tick=False) as clock:
        reader.get()
        clock.shift(601)
        assert reader.get(cookies={"learning": "x"}).status_code == 500


def test_without_a_database_what_is_kept_is_served(reader: Reader, django_db_blocker: Any) -> None:
    made = reader.get(HOME)
    with django_db_blocker.block(), time_machine.travel(timezone.now() + dt.timedelta(hours=1)):
        assert reader.get(HOME).content == made.content
        assert reader.get(ARTICLE).status_code == 500


# --- Changes


def article() -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hans")
    return found


def publish(one: Any) -> None:
    one.save_revision().publish()


def publish_on_time() -> None:
    one = article()
    one.go_live_at = timezone.now() + dt.timedelta(minutes=1)
    publish(one)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        before = generation()
        call_command("publish_scheduled")
        assert generation() != before


def expire() -> None:
    Page.objects.filter(pk=article().pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    call_command("publish_scheduled")


def rename() -> None:
    one = article()
    one.slug = "renamed"
    publish(one)


def add_picture() -> None:
    file = get_test_image_file()
    get_image_model().objects.create(title="picture", file=ImageFile(file, name="picture.png"))


def resave(model: Any) -> None:
    model.objects.first().save()


CHANGES: dict[str, Callable[[], Any]] = {
    "page published": lambda: publish(article()),
    "home page published": lambda: publish(HomePage.objects.get(locale__language_code="en")),
    "page published on time": publish_on_time,
    "page expired": expire,
    "page unpublished": lambda: article().unpublish(),
    "page renamed": rename,
    "page moved": lambda: article().move(HomePage.objects.first(), pos="last-child"),
    "page put in another order": lambda: article().get_parent().move(HomePage.objects.first(), pos="first-child"),
    "page deleted": lambda: article().delete(),
    "quiz published": lambda: publish(Quiz.objects.first()),
    "question published": lambda: publish(Question.objects.first()),
    "question unpublished": lambda: Question.objects.first().unpublish(),
    "edition made": lambda: QuizEdition.objects.create(quiz=Quiz.objects.first(), digest="x", content=b""),
    "fraud type saved": lambda: resave(FraudType),
    "technique saved": lambda: resave(Technique),
    "contact saved": lambda: resave(Contact),
    "contact deleted": lambda: Contact.objects.exclude(cards__live=True).first().delete(),
    "site saved": lambda: resave(Site),
    "redirect saved": lambda: Redirect.objects.create(old_path="/old", redirect_link="/new"),
    "page made private": lambda: PageViewRestriction.objects.create(page=article(), restriction_type="login"),
    "picture saved": add_picture,
    "document saved": lambda: get_document_model().objects.create(title="paper", file="paper.pdf"),
}


@pytest.fixture
def own_media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("db", "own_media")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_makes_a_new_generation(change: Callable[[], Any]) -> None:
    before = generation()
    change()
    assert generation() != before


def test_what_is_published_is_in_the_page_and_what_is_unpublished_gone(reader: Reader) -> None:
    one = article()
    reader.get()
    one.summary = "先垫钱的都是骗局。"
    publish(one)
    reader.watch.look()
    assert one.summary in reader.get().content.decode()
    one.unpublish()
    assert reader.saw() == "hit"
    reader.watch.look()
    assert one.summary not in reader.get().content.decode()
    assert len(reader.memory) <= 1


def test_a_page_made_private_is_shown_to_no_outsider_any_more(reader: Reader) -> None:
    assert reader.saw() == "stored"
    PageViewRestriction.objects.create(page=article(), restriction_type="password", password="secret")
    reader.watch.look()
    for _ in range(2):
        shown = reader.get()
        assert (article().summary in shown.content.decode(), "Cache-Status" in shown) == (False, False)


@pytest.mark.usefixtures("db")
def test_a_draft_changes_nothing() -> None:
    one, before = article(), generation()
    one.summary = "…"
    one.save_revision()
    assert generation() == before


@pytest.mark.usefixtures("db")
def test_what_is_rolled_back_never_was() -> None:
    before = generation()
    with transaction.atomic():
        publish(article())
        assert generation() != before
        transaction.set_rollback(True)
    assert generation() == before


@pytest.mark.usefixtures("db")
def test_of_two_changes_at_once_the_one_committed_last_is_seen_whatever_its_number() -> None:
    later = PageChange.objects.create()
    before = generation()
    PageChange.objects.create(pk=later.pk + 2)
    between = generation()
    PageChange.objects.create(pk=later.pk + 1)
    assert len({before, between, generation()}) == 3


def test_a_page_that_was_begun_before_a_change_is_kept_for_nobody_after_it(keeping: None, db: None) -> None:
    def behind(_request: HttpRequest) -> HttpResponse:
        note_change()
        reader.watch.look()
        return page()

    reader = Reader(behind)
    assert [reader.saw(), reader.saw()] == ["stored", "stored"]


@pytest.mark.usefixtures("db")
def test_old_changes_are_deleted_but_not_the_newest() -> None:
    PageChange.objects.all().delete()
    with time_machine.travel(NOW, tick=False) as clock:
        _first, second = (PageChange.objects.create() for _ in range(2))
        assert prune_changes() == 0
        clock.shift(dt.timedelta(days=2))
        assert prune_changes() == 1
        assert list(PageChange.objects.all()) == [second]
        PageChange.objects.create()
        assert prune_changes() == 1


def test_a_look_costs_one_query_however_many_changes_there_are(db: None, django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        for _ in range(number):
            note_change()
        with django_assert_num_queries(1):
            generation()


def test_while_the_database_is_down_the_generation_stays(db: None, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_arguments: Any) -> None:
        raise OperationalError("gone")

    watch = Watch()
    watch.look()
    known = watch.newest
    note_change()
    with connection.execute_wrapper(refuse):
        watch.look()
        watch.look()
    assert watch.newest == known
    watch.look()
    assert watch.newest == generation() != known
    assert [
        record.message.partition(",")[0] for record in caplog.records if record.name == "academy.page_cache.watch"
    ] == [
        "no word of changes",
        "word of changes is back",
    ]


@pytest.mark.usefixtures("keeping")
def test_before_the_first_look_pages_are_made_and_not_kept() -> None:
    reader = Reader(lambda _request: page())
    reader.watch.newest = None
    reader.watch.start = lambda: None  # type: ignore[method-assign]
    assert [reader.saw(), reader.saw()] == ["", ""]


# --- Room


def entry(size: int) -> Entry:
    return Entry([], "", {"": b"x" * size}, [], 0.0)


def test_the_longest_unused_page_goes_first() -> None:
    memory = Memory(entries=2)
    for key in "ab":
        memory.put(key, entry(1))
    assert memory.get("a")
    memory.put("c", entry(1))
    assert [key for key in "abc" if memory.get(key)] == ["a", "c"]


def test_pages_take_no_more_room_than_there_is() -> None:
    memory = Memory(size=10_000)
    for number in range(50):
        memory.put(str(number), entry(1000))
        memory.put("again", entry(number))
    assert memory.size <= 10_000
    assert len(memory) == 5
    memory.put("large", entry(20_000))
    assert memory.get("large") is None
    memory.clear()
    assert (len(memory), memory.size) == (0, 0)


def test_another_version_of_the_program_has_another_digest(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("old")
    (tmp_path / "__pycache__").mkdir()
    before = digest_of(tmp_path)
    (tmp_path / "__pycache__" / "page.pyc").write_text("compiled")
    assert digest_of(tmp_path) == before
    (tmp_path / "page.html").write_text("new")
    assert digest_of(tmp_path) != before


# --- Compression of what is not kept


def compressed(response: Any, *, accepted: str = "gzip, br", method: str = "GET") -> Any:
    request = RequestFactory().generic(method, "/", headers={"accept-encoding": accepted})
    return CompressionMiddleware(lambda _request: response)(request)


LONG = "<p>words" * 200


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/csv", "application/json", "application/problem+json", "image/svg+xml"]
)
def test_text_is_compressed(kind: str) -> None:
    given = compressed(page(LONG, Content_Type=kind, ETag='"x"', Vary="Cookie"))
    assert gzip.decompress(given.content).decode() == LONG
    assert (given["Content-Encoding"], given["ETag"], given["Vary"]) == ("gzip", 'W/"x"', "Cookie, Accept-Encoding")
    assert given["Content-Length"] == str(len(given.content))


def test_whoever_accepts_no_compression_gets_none() -> None:
    given = compressed(page(LONG), accepted="br, gzip;q=0")
    assert (given.content.decode(), "Content-Encoding" in given, given["Vary"]) == (LONG, False, "Accept-Encoding")


@pytest.mark.parametrize(
    "response",
    [
        page("short"),
        page(LONG, Content_Type="image/png"),
        page(LONG, Content_Encoding="br"),
        HttpResponse(LONG, status=206),
        StreamingHttpResponse([LONG.encode()]),
    ],
)
def test_what_is_not_worth_it_is_left_alone(response: Any) -> None:
    before = dict(response.items())
    assert dict(compressed(response).items()) == before


@pytest.mark.usefixtures("db")  # which is closed with a file's answer
def test_a_file_of_text_is_compressed_too(tmp_path: Path) -> None:
    path = tmp_path / "site.css"
    path.write_text(LONG)
    given = compressed(FileResponse(path.open("rb"), content_type="text/css"))
    body = b"".join(given)
    assert (gzip.decompress(body).decode(), given["Content-Length"]) == (LONG, str(len(body)))
    given.close()
    head = compressed(FileResponse(path.open("rb"), content_type="text/css"), method="HEAD")
    assert "Content-Encoding" not in head
    head.close()
