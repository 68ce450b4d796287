"""The contract of every search engine, as tests. An engine's test class adds a fixture `engine`, which begins empty."""

from collections.abc import Iterable

import pytest

from scams.search.contract import Engine, Entry, Facets, Query, Results, Status
from scams.search.text import VERSION, Synonyms, terms

HOSTILE = [
    *(
        '"',
        '"""',
        'a" OR "b',
        '刷单"',
        "\0",
        "刷\0单",
        "*",
        "(",
        ")",
        "NEAR(",
        "NOT",
        "AND",
        "OR",
        "title:刷单",
        "刷单*",
    ),
    *("^刷单", "{title}", "-- ;", "'; DROP TABLE scams_searchentry; --", "%", "%s", "_", "\\", "\\'", "刷单 & !返利"),
    *("a | b", "<->", ":*", "'a':*A", "\u202e刷单\u202c", "\u200f\u200e", "\ud800", "😀", '{"query": 1}', "../../etc"),
    *("~刷单", "刷单^9", "刷" * 10_000, "刷单 " * 2_000, "x" * 10_000, "a b c d e f g h i j k l m n o p"),
]


def entry(number: int = 1, title: str = "刷单返利", **fields: object) -> Entry:
    kind = fields.pop("kind", "article")
    made = {
        "key": f"{kind}:{number}",
        "kind": kind,
        "locale": "zh-Hans",
        "title": title,
        "text": "",
        "url": f"/{number}/",
    }
    return Entry(**(made | fields))  # type: ignore[arg-type]


def query(text: str, *groups: Iterable[str], **fields: object) -> Query:
    return Query(terms(text, Synonyms.of(groups)), **fields)  # type: ignore[arg-type]


def keys(results: Results) -> list[str]:
    return [hit.entry.key for hit in results.hits]


class EngineContract:
    """What holds for every engine."""

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    def test_it_begins_empty(self, engine: Engine) -> None:
        assert engine.search(query("刷单")) == Results()
        assert engine.suggest("刷", "zh-Hans") == []
        assert engine.status() == Status(engine.name, {}, 0)

    def test_an_entry_comes_back_whole(self, engine: Engine) -> None:
        put = entry(
            text="先垫付，再返佣。\n“<b>”",
            names="点赞返佣",
            fraud_type="task-rebate",
            audience=("adult", "teen"),
        )
        engine.put([put, entry(2, "冒充客服")])
        results = engine.search(query("刷单"))
        assert (results.total, [hit.entry for hit in results.hits], results.terms_met) == (1, [put], 1)
        assert engine.digests()["article:1"] == put.digest()

    @pytest.mark.parametrize("text", ["刷单", "刷單", "兼职刷单被骗", "垫付", "点赞返佣"])
    def test_words_are_found_in_all_fields_and_both_scripts(self, engine: Engine, text: str) -> None:
        engine.put(
            [
                entry(1, "兼职刷单被骗", text="垫付之后", names="点赞返佣"),
                entry(2, "返点单子", text="点心", names="刷牙"),
            ]
        )
        assert keys(engine.search(query(text))) == ["article:1"]

    def test_simplified_words_find_traditional_texts(self, engine: Engine) -> None:
        engine.put([entry(1, "假冒安全帳戶", locale="zh-Hant")])
        assert keys(engine.search(query("安全账户"))) == ["article:1"]

    def test_a_word_is_no_characters_that_stand_apart(self, engine: Engine) -> None:
        engine.put([entry(1, "单刷", text="刷牙的单子")])
        assert engine.search(query("刷单")).total == 0

    def test_english_words_in_every_number_and_tense(self, engine: Engine) -> None:
        engine.put([entry(1, "Task scams: refunded never", locale="en")])
        for text in ("task scam", "TASKS", "refund", "refunds"):
            assert keys(engine.search(query(text, locale="en"))) == ["article:1"], text

    def test_all_terms_come_before_some(self, engine: Engine) -> None:
        engine.put([entry(1, "客服退款"), entry(2, "客服"), entry(3, "退款")])
        results = engine.search(query("客服退款"))
        assert (keys(results), results.terms_met) == (["article:1"], 2)

    def test_where_nothing_has_all_some_will_do(self, engine: Engine) -> None:
        engine.put([entry(1, "客服", text="快递"), entry(2, "客服"), entry(3, "天气")])
        results = engine.search(query("客服 快递 理赔"))
        assert (keys(results), results.total, results.terms_met) == (["article:1"], 1, 2)
        results = engine.search(query("客服 理赔 保证金"))
        assert (sorted(keys(results)), results.terms_met) == (["article:1", "article:2"], 1)

    def test_other_words_for_the_same(self, engine: Engine) -> None:
        group = ["杀猪盘", "网恋投资诈骗", "pig butchering"]
        engine.put(
            [
                entry(1, "小心网恋投资诈骗"),
                entry(2, "Pig-butchering scams", locale="en"),
                entry(3, "杀猪盘"),
                entry(4, "网恋"),
            ]
        )
        for text in ("杀猪盘", "網戀投資詐騙", "pig butchering"):
            assert sorted(keys(engine.search(query(text, group)))) == ["article:1", "article:2", "article:3"], text

    def test_a_title_counts_more_than_names_and_names_more_than_the_text(self, engine: Engine) -> None:
        engine.put(
            [
                entry(1, "一", text="刷单，是骗局"),
                entry(2, "刷单"),
                entry(3, "二", names="刷单"),
                entry(4, "三", text="没有"),
            ]
        )
        assert keys(engine.search(query("刷单"))) == ["article:2", "article:3", "article:1"]

    def test_an_article_comes_before_the_quiz_about_it(self, engine: Engine) -> None:
        engine.put([entry(1, "刷单返利", kind="quiz"), entry(2, "刷单返利", text="先给甜头，再拿走本金。" * 5)])
        assert keys(engine.search(query("刷单"))) == ["article:2", "quiz:1"]

    def test_the_own_language_comes_first(self, engine: Engine) -> None:
        engine.put(
            [
                entry(1, "别的", text="刷单", locale="zh-Hans"),
                entry(2, "刷單", locale="zh-Hant"),
                entry(3, "刷单 brushing", locale="en"),
            ]
        )
        chains = {"zh-Hans": [1, 2, 3], "zh-Hant": [2, 1, 3], "en": [3, 1, 2]}
        for locale, order in chains.items():
            assert keys(engine.search(query("刷单", locale=locale))) == [f"article:{one}" for one in order]

    def test_facets_count_what_each_choice_would_leave(self, engine: Engine) -> None:
        engine.put(
            [
                entry(1, fraud_type="task-rebate", audience=("adult", "teen")),
                entry(2, fraud_type="job-fee", audience=("adult",)),
                entry(3, kind="quiz", fraud_type="task-rebate", audience=("elder",)),
                entry(4, kind="page"),
                entry(5, kind="card", fraud_type="task-rebate"),
            ]
        )
        assert engine.search(query("刷单")).facets == Facets(
            {"task-rebate": 2, "job-fee": 1}, {"adult": 2, "elder": 1, "teen": 1}, {"article": 2, "page": 1, "quiz": 1}
        )
        chosen = engine.search(query("刷单", kind="article", fraud_types=("task-rebate",)))
        assert (keys(chosen), chosen.total) == (["article:1"], 1)
        assert chosen.facets == Facets(
            {"task-rebate": 1, "job-fee": 1}, {"adult": 1, "teen": 1}, {"article": 1, "quiz": 1}
        )

    def test_what_is_for_everybody_is_for_each_audience(self, engine: Engine) -> None:
        engine.put([entry(1, audience=("adult", "teen")), entry(2), entry(3, audience=("elder",))])
        assert sorted(keys(engine.search(query("刷单", audience="teen")))) == ["article:1", "article:2"]

    def test_choosing_a_facet_does_not_change_what_matches(self, engine: Engine) -> None:
        engine.put([entry(1, "客服退款"), entry(2, "客服", kind="quiz")])
        results = engine.search(query("客服退款", kind="quiz"))
        assert (results.total, results.terms_met, results.facets.kind) == (0, 2, {"article": 1})

    def test_cards_are_found_only_when_asked_for(self, engine: Engine) -> None:
        engine.put([entry(1, kind="card", url="")])
        assert engine.search(query("刷单")).total == 0
        assert keys(engine.search(query("刷单", kinds=("card",)))) == ["card:1"]

    def test_pages_of_an_answer(self, engine: Engine) -> None:
        engine.put([entry(number) for number in range(1, 26)])
        pages = [keys(engine.search(query("刷单", page=page))) for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert len({key for page in pages for key in page}) == 25
        assert {engine.search(query("刷单", page=page)).total for page in (1, 3, 4)} == {25}

    def test_putting_again_replaces(self, engine: Engine) -> None:
        engine.put([entry(1, "刷单"), entry(2, "刷单")])
        engine.put([entry(1, "客服", locale="en")])
        assert keys(engine.search(query("刷单"))) == ["article:2"]
        assert [hit.entry.locale for hit in engine.search(query("客服")).hits] == ["en"]

    def test_removing(self, engine: Engine) -> None:
        engine.put([entry(1), entry(2)])
        engine.remove(["article:1", "article:77"])
        engine.remove([])
        assert keys(engine.search(query("刷单"))) == ["article:2"]
        assert engine.status().entries == {"article": 1}

    def test_making_it_anew(self, engine: Engine) -> None:
        engine.put([entry(1), entry(2)])
        assert engine.replace(entry(number, kind="quiz") for number in (3, 4, 5)) == 3
        assert sorted(keys(engine.search(query("刷单")))) == ["quiz:3", "quiz:4", "quiz:5"]
        assert set(engine.digests()) == {"quiz:3", "quiz:4", "quiz:5"}
        assert engine.status() == Status(engine.name, {"quiz": 3}, VERSION)

    def test_suggestions_are_titles_that_begin_so(self, engine: Engine) -> None:
        engine.put(
            [
                entry(1, "刷单返利：先给甜头"),
                entry(2, "冒充客服", text="刷单返利"),
                entry(3, "刷單返利", locale="zh-Hant"),
                entry(4, "刷单返利", kind="card"),
                entry(5, "Investment scams", locale="en"),
                entry(6, "Pay to invest in gold", locale="en"),
                entry(7, "Romance", locale="en", text="invest"),
            ]
        )
        for prefix in ("刷", "刷单", "刷單返", "返利 刷"):
            assert [one.url for one in engine.suggest(prefix, "zh-Hans")] == ["/1/"], prefix
        for prefix, urls in {
            "inv": ["/5/", "/6/"],
            "Investing": ["/5/", "/6/"],
            "pay inv": ["/6/"],
            "vest": [],
        }.items():
            assert sorted(one.url for one in engine.suggest(prefix, "en")) == urls, prefix
        assert engine.suggest("", "en") == engine.suggest('"', "en") == []

    def test_eight_suggestions_at_most(self, engine: Engine) -> None:
        engine.put([entry(number) for number in range(1, 12)])
        assert len(engine.suggest("刷", "zh-Hans")) == 8

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_question_is_a_failure(self, engine: Engine, text: str) -> None:
        engine.put([entry(1, "刷单返利")])
        results = engine.search(query(text, ["刷单", text, "点赞返佣"]))
        assert results.total in (0, 1)
        assert len(engine.suggest(text, "zh-Hans")) <= 1

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_text_is_a_failure(self, engine: Engine, text: str) -> None:
        clean = text.replace("\0", "").replace("\ud800", "")  # what no text of an editor's has, and no database takes
        engine.put([entry(1, f"客服{clean}", text=clean, names=clean)])
        assert engine.search(query("客服")).total == 1

    def test_long_texts_are_found_to_their_end(self, engine: Engine) -> None:
        engine.put([entry(1, "长文", text="甲乙丙丁" * 10_000 + "刷单"), entry(2, "无关")])
        assert keys(engine.search(query("刷单"))) == ["article:1"]
