"""The site with Elasticsearch: two indices follow the content, one holds for the other, and neither lacks anything."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from scams.models import ScamPattern, SearchEntry, SearchLag
from scams.search import engines, follow, instead, lag
from scams.search.asking import Asked, ask
from scams.search.contract import Engine, EngineDown, Entry
from scams.search.entries import all_entries
from tests.conftest import free_port
from tests.scams.search import test_quality

pytestmark = pytest.mark.django_db
NEW = "蓝色大象"


@pytest.fixture(autouse=True)
def own_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instead, "by_reason", {})
    monkeypatch.setattr(lag, "_seen", {})
    monkeypatch.setattr(lag, "LOOKED_EVERY", 0.0)


def set_to(settings: Any, url: str) -> None:
    settings.ELASTICSEARCH = {"urls": (url,), "prefix": "following", "patience": 10.0}


@pytest.fixture
def up(settings: Any, elastic_url: str) -> Iterator[Engine]:
    """Elasticsearch, set, and without an index."""
    set_to(settings, elastic_url)
    elastic: Any = engines.kept()[1]
    yield elastic
    if left := elastic.indices.asked():
        elastic.client.indices.delete(index=left)


@pytest.fixture
def built(up: Engine) -> Engine:
    follow.build()
    return up


def go_down(settings: Any) -> str:
    """Have nobody answer; return where somebody did."""
    url: str = settings.ELASTICSEARCH["urls"][0]
    set_to(settings, f"http://127.0.0.1:{free_port()}")
    return url


def article(locale: str = "zh-hans") -> ScamPattern:
    return ScamPattern.objects.get(slug="task-rebate", locale__language_code=locale)


def publish(page: Any, title: str = NEW) -> None:
    page.title = title
    page.save_revision().publish()


def found(text: str) -> list[str]:
    return [one.title for one in ask(Asked(text, "zh-Hans")).results]


def same(elastic: Engine) -> bool:
    return not follow.difference(elastic.digests())


def test_without_the_setting_the_database_is_all_there_is() -> None:
    assert [engine.name for engine in engines.kept()] == ["sqlite"]
    assert engines.engine().name == "sqlite"


def test_it_is_built_and_asked(built: Engine) -> None:
    assert [engine.name for engine in engines.kept()] == ["sqlite", "elasticsearch"]
    assert engines.engine().name == "elasticsearch"
    assert same(built)
    SearchEntry.objects.all().delete()
    assert found("刷单")
    assert instead.by_reason == {}


def test_people_find_what_they_mean(built: Engine) -> None:
    test_quality.test_recall_of_what_people_mean()
    test_quality.test_recall_and_precision_of_single_words()
    test_quality.test_the_own_language_comes_first()
    assert instead.by_reason == {}


def test_what_editors_do_is_followed(built: Engine, django_capture_on_commit_callbacks: Any) -> None:
    page = article()
    publish(page)
    assert found(NEW) == [NEW]
    assert same(built)
    page.unpublish()
    assert found(NEW) == []
    publish(page)
    group = page.get_parent().specific
    group.slug = "profit"
    with django_capture_on_commit_callbacks(execute=True):
        group.save_revision().publish()
    assert same(built)
    page.move(Page.objects.get(slug="trade", locale__language_code="zh-hans"), "last-child")
    assert same(built)
    article("en").delete()
    copied = article().copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    publish(copied, "Blue elephant")
    assert found("blue elephants") == ["Blue elephant"]
    assert same(built)
    copied.delete()
    assert same(built)
    assert not follow.difference(engines.database_engine().digests())


def test_what_changes_while_it_is_built_is_not_lost(built: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    page, going = article(), [True]

    def entries() -> Iterator[Entry]:
        for number, entry in enumerate(list(all_entries())):
            if number == 200 and going:
                going.clear()
                publish(page)
                article("zh-hant").unpublish()
            yield entry

    monkeypatch.setattr(follow, "all_entries", entries)
    monkeypatch.setattr(engines, "kept", lambda: [built])
    follow.build()
    assert going == []
    assert same(built)
    assert found(NEW) == [NEW]


def test_while_it_is_down_the_database_answers_and_nothing_is_lost(built: Engine, settings: Any) -> None:
    url = go_down(settings)
    publish(article())
    article("zh-hant").unpublish()
    assert found(NEW) == [NEW]
    assert lag.failures("elasticsearch") == 2
    assert instead.by_reason == {"behind": 1}

    set_to(settings, url)
    assert found(NEW) == [NEW]  # of the database still: the other is back, and lacks it
    assert instead.by_reason == {"behind": 2}
    assert not same(built)
    assert follow.repair() == 2
    assert (same(built), lag.failures("elasticsearch")) == (True, 0)
    SearchEntry.objects.all().delete()
    assert found(NEW) == [NEW]
    assert instead.by_reason == {"behind": 2}


def test_the_next_change_brings_all_that_were_missed(built: Engine, settings: Any) -> None:
    url = go_down(settings)
    publish(article())
    set_to(settings, url)
    article("en").unpublish()
    assert (same(built), SearchLag.objects.count()) == (True, 0)


def test_a_job_that_could_not_write_is_tried_again(built: Engine, settings: Any) -> None:
    go_down(settings)
    with pytest.raises(EngineDown):
        follow.refresh("scams.ScamPattern", [article().pk])
    with pytest.raises(EngineDown):
        follow.refresh_below(article().get_parent().pk)


def test_a_comparison_does_not_cover_what_failed_meanwhile() -> None:
    for _ in range(2):
        with pytest.raises(EngineDown), lag.noted("elasticsearch"):
            raise EngineDown("slow")
    lag.has_all("elasticsearch", 1)
    assert lag.is_behind("elasticsearch")
    lag.has_all("elasticsearch", 2)
    assert not lag.is_behind("elasticsearch")


def test_one_that_was_never_built_is_built_by_the_sweep(up: Engine) -> None:
    assert found("刷单")
    assert instead.by_reason == {"no-index": 1}
    assert follow.repair() == sum(up.status().entries.values()) > 300
    assert same(up)


def command(*arguments: str) -> str:
    output = io.StringIO()
    call_command("search_index", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_tells_of_both(up: Engine, settings: Any) -> None:
    assert "elasticsearch: not made yet: build it\n" in command("status")
    assert command("build", "--only-public").startswith("sqlite, elasticsearch: ")
    lines = command("status").splitlines()
    assert [line.partition(": ")[2] for line in lines[:2]] == [lines[0].partition(": ")[2]] * 2
    assert lines[2] == "searches that sqlite answered instead, on this machine: none"
    assert command("verify") == "sqlite: as the content is\nelasticsearch: as the content is\n"

    go_down(settings)
    assert "elasticsearch: no answer: unreachable" in command("status")
    for done in ("verify", "build"):
        with pytest.raises(CommandError, match="unreachable"):
            command(done)
    assert lag.failures("elasticsearch") > 0


def test_what_it_lacks_is_told(built: Engine) -> None:
    with pytest.raises(EngineDown), lag.noted("elasticsearch"):
        raise EngineDown("slow")
    assert "(lacks changes; it is not asked until it has them)" in command("status")
