"""`python -m tests.benchmarks.search`: how long a search takes in 10,000 articles, ours and Wagtail's side by side.

In a database of its own under a temporary folder, or that of `DATABASE_URL`, which must be empty.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

QUESTIONS: Final = {
    "zh-Hans": [
        *(
            "刷单",
            "冒充客服",
            "安全账户",
            "转账",
            "客服退款",
            "公检法",
            "验证码 短信",
            "屏幕共享",
            "杀猪盘",
            "跑分 银行卡",
        ),
        *(
            "网上刷单被骗了怎么办",
            "公安局打电话说我涉嫌洗钱要转账",
            "领导让财务转账到新账户",
            "孩子玩游戏被骗充值",
            "贷款 保证金",
        ),
        *("投资群老师带着炒股", "快递丢件理赔要开共享", "网恋对象让我投资虚拟货币", "手机", "骗子"),
    ],
    "zh-Hant": [
        "刷單",
        "安全帳戶",
        "假冒官員 轉帳",
        "客服退款",
        "投資群組老師",
        "螢幕分享",
        "網戀",
        "我收到警察電話說我洗錢",
    ],
    "en": [
        "task scam",
        "refund",
        "bank account safe",
        "they asked me to share my screen",
        "payment",
        "fake police call",
    ],
}
WAGTAILS: Final = ("our backend for Wagtail", "Wagtail's own")
ROUNDS: Final = 5
WARM: Final = 150
"""Rounds until a node of Elasticsearch has compiled what it does again and again."""
ONE_WORD: Final = ("刷单", "客服", "安全账户", "公检法", "转账", "验证码")


class Times(NamedTuple):
    """Milliseconds of each answer, sorted: by the clock, and of the processor, which neighbours disturb less."""

    clock: list[float]
    processor: list[float]

    def __str__(self) -> str:
        figures = (at(self.clock, 0.5), at(self.clock, 0.95), at(self.processor, 0.5), at(self.processor, 0.95))
        return " | ".join(f"{one:.1f}" for one in figures)


def at(times: list[float], share: float) -> float:
    """Return the time that a share of them do not exceed."""
    return times[min(len(times) - 1, int(len(times) * share))]


Truth = dict[str, set[int]]
"""Words to the primary keys of the articles they are in."""


def measure(answer: Callable[[str, str], Any], rounds: int = 1) -> Times:
    """Return how long answers take: every question once to warm up, then some rounds of all of them."""
    asked = [(question, locale) for locale, questions in QUESTIONS.items() for question in questions]
    for one in asked:
        answer(*one)
    clock, processor = [], []
    for question in asked * rounds:
        begun, used = time.perf_counter(), time.process_time()
        answer(*question)
        processor.append((time.process_time() - used) * 1000)
        clock.append((time.perf_counter() - begun) * 1000)
    return Times(sorted(clock), sorted(processor))


def recall(found: Callable[[str], Iterable[int]], truth: dict[str, set[int]]) -> str:
    """Return the shares of what has a word that is found by it, and of what is found that has it."""
    counts = [(len(keys & set(found(word))), len(keys), len(set(found(word)))) for word, keys in truth.items()]
    hits, there, given = (sum(column) for column in zip(*counts, strict=True))
    return f"{hits / there:.2f} | {hits / given if given else 1.0:.2f}"


def run(number: int, warm: int) -> None:
    """Make the articles, index them three ways, measure, and print a table."""
    from scams.models import ScamPattern
    from scams.search import engines, follow

    make_content(number)
    begun = time.perf_counter()
    entries = follow.build()
    say(f"{entries} entries indexed in {time.perf_counter() - begun:.0f} s ({engines.engine().name})")
    articles = list(ScamPattern.objects.live())
    say("| search | p50 ms | p95 ms | p50 ms of processor | p95 | recall | precision |\n|---|---|---|---|---|---|---|")
    say("| {} | {} | {} |".format(*ours()))
    in_elasticsearch(warm)
    for name in WAGTAILS:
        say("| {} | {} | {} |".format(*through_wagtail(name, articles)))


def in_elasticsearch(warm: int) -> None:
    """Print the row of Elasticsearch, and what its node did meanwhile; where there is none, why not."""
    from tests.benchmarks.elasticsearch import searched
    from tests.services.elasticsearch import lacking

    if lacking():
        say(lacking())
        return
    with searched() as node:
        say("| {} | {} | {} |".format(*ours("Elasticsearch", warm=warm)))
        say(f"Elasticsearch: {node}")


def make_content(number: int) -> None:
    """Make a database with the real articles and so many more."""
    from django.core.management import call_command

    from academy.content import ensure_homes
    from scams.loading.articles import load_articles
    from scams.search.handlers import changes_held
    from tests.benchmarks.many_articles import make_articles

    with changes_held():
        call_command("migrate", verbosity=0)
        call_command("load_taxonomy", verbosity=0, stdout=sys.stderr)
        load_articles(ensure_homes(), say=lambda _line: None)
    make_articles(number)


def with_words(texts: Iterable[tuple[int, str]]) -> Truth:
    """Return which articles have which word in them, told by reading all their texts."""
    from scams.search.text import fold

    folded = {pk: fold(text) for pk, text in texts}
    return {word: {pk for pk, text in folded.items() if word in text} for word in ONE_WORD}


def ours(engine: str = "the database", warm: int = 0) -> tuple[str, Times, str]:
    """Return the row of people's search, everything the page shows, after so many rounds that are not counted."""
    from scams.search import engines
    from scams.search.asking import Asked, ask
    from scams.search.contract import Query
    from scams.search.entries import articles
    from scams.search.text import terms

    def found(word: str) -> set[int]:
        results = engines.engine().search(Query(terms(word), size=10_000, kind="article"))
        return {number_of(hit.entry) for hit in results.hits}

    def number_of(entry: Any) -> int:
        return int(entry.key.partition(":")[2])

    truth = with_words((number_of(one), f"{one.title} {one.names} {one.text}") for one in articles(None))

    def answer(question: str, locale: str) -> Any:
        return ask(Asked(question, locale))

    measure(answer, warm)
    times = measure(answer, ROUNDS)
    return f"ours, {engine}: ten results with marks, their number, facets", times, recall(found, truth)


def through_wagtail(name: str, articles: list[Any]) -> tuple[str, Times, str]:
    """Return the row of a backend of Wagtail's search."""
    from modelsearch.backends.database import SearchBackend as Stock
    from wagtail.search.backends import get_search_backend

    from scams.models import ScamPattern

    backend = Stock({}) if name == WAGTAILS[-1] else get_search_backend()
    backend.get_index_for_model(ScamPattern).add_items(ScamPattern, articles)

    def asked(question: str, _locale: str) -> Any:
        results = backend.search(question, ScamPattern.objects.live().defer_streamfields())
        return list(results[:10]), results.count()

    def found(word: str) -> set[int]:
        return {page.pk for page in backend.search(word, ScamPattern.objects.live().only("pk"))[:20_000]}

    truth = with_words((page.pk, f"{page.title} {_said(page)}") for page in articles)
    return f"{name}: ten results, their number", measure(asked), recall(found, truth)


def _said(page: Any) -> str:
    fields = (page.timeline, page.red_flags, page.claims)
    return " ".join(
        [page.summary, *(str(text) for one in fields for text in one.stream_block.get_searchable_content(one))]
    )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Set Django up on a folder of its own, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--warm", type=int, default=WARM, help="rounds for Elasticsearch that are not counted")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = str(Path(folder))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.test")
        import django

        django.setup()
        run(arguments.articles, arguments.warm)


if __name__ == "__main__":
    main()
