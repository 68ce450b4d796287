import pytest
from django.core.management import CommandError, call_command

from scams.loading.files import ContentError
from scams.loading.rows import Loaded, load_rows, rows_of
from scams.loading.taxonomy import load_taxonomy
from scams.models import (
    Contact,
    CrosswalkCode,
    ExampleMessage,
    FraudType,
    Signal,
    SynonymGroup,
    Technique,
    WordList,
)

pytestmark = pytest.mark.django_db

FILES = {
    "fraud_types.csv": FraudType,
    "crosswalk.csv": CrosswalkCode,
    "techniques.csv": Technique,
    "signals.csv": Signal,
    "contacts.csv": Contact,
}
NAMES = [
    "fraud types",
    "crosswalk codes",
    "techniques",
    "signals",
    "contacts",
    "synonyms",
    "word lists",
    "example messages",
]


def quiet(_line):
    pass


def refusal(**options):
    with pytest.raises(ContentError) as refused:
        load_taxonomy(say=quiet, **options)
    return str(refused.value)


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_every_row_is_a_record(name, model):
    assert model.objects.count() == sum(1 for _row in rows_of(name))


def test_the_tree_is_the_file_s():
    parents = {one.slug: one.parent.slug if one.parent else "" for one in FraudType.objects.select_related("parent")}
    assert parents == {row["slug"]: row["parent"] for _line, row in rows_of("fraud_types.csv")}


def test_the_codes_are_the_file_s():
    codes = {
        (str(one), one.fraud_type.slug, one.confidence) for one in CrosswalkCode.objects.select_related("fraud_type")
    }
    rows = [row for _line, row in rows_of("crosswalk.csv")]
    assert codes == {(f"{row['scheme']}:{row['code']}", row["fraud_type"], row["confidence"]) for row in rows}
    assert len(codes) == 116


def test_loading_again_makes_nothing_and_says_so():
    lines = []
    load_taxonomy(say=lines.append)
    counts = [model.objects.count() for model in (*FILES.values(), SynonymGroup, WordList, ExampleMessage)]
    assert lines == [f"  {name}: 0 new, {count} kept" for name, count in zip(NAMES, counts, strict=True)]


def test_what_people_changed_stays_unless_told_otherwise():
    labels = [FraudType.objects.get(slug="task-rebate").label_en]
    FraudType.objects.filter(slug="task-rebate").update(label_en="Changed")
    for overwrite in (False, True):
        load_taxonomy(overwrite=overwrite, say=quiet)
        labels.append(FraudType.objects.get(slug="task-rebate").label_en)
    assert labels == [labels[0], "Changed", labels[0]]
    assert labels[0] != "Changed"


def test_a_missing_record_alone_is_made():
    Technique.objects.get(slug="screen-sharing").delete()
    lines = []
    load_taxonomy(say=lines.append)
    assert lines[2] == f"  techniques: 1 new, {Technique.objects.count() - 1} kept"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("fraud_types.csv", "task-rebate,gain", "new-type,no-such", "parent: there is no fraud type “no-such”"),
        ("fraud_types.csv", "task-rebate,gain", "New Type,gain", "(New Type): slug: "),
        ("crosswalk.csv", "task-rebate,exact", "no-such,exact", "fraud_type: there is no fraud type “no-such”"),
        (
            "crosswalk.csv",
            "mps,刷单返利类,刷单返利类,task-rebate,exact",
            "mps,新,新,task-rebate,sure",
            "(mps, 新): confidence: ",
        ),
        ("contacts.csv", "cn-96110,CN,96110", "cn-new,CN,９６１１０", "(cn-new): number: "),
        ("contacts.csv", "cn-96110,CN,96110", "cn-new,XX,96110", "(cn-new): region: "),
        ("techniques.csv", "screen-sharing,", "screen-sharing,more,", "as many values are needed as there are columns"),
    ],
)
def test_a_wrong_row_is_refused_with_file_line_and_field(change, data, name, old, new, message):
    before = [model.objects.count() for model in FILES.values()]
    lines = (data / name).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if old in text)
    change(name, old, new)
    found = refusal()
    assert found.startswith(f"{name} line {line}")
    assert message in found
    assert [model.objects.count() for model in FILES.values()] == before


def test_nothing_is_loaded_when_a_later_file_is_wrong(change):
    Technique.objects.get(slug="screen-sharing").delete()
    change("contacts.csv", "cn-96110,CN,96110", "cn-new,XX,96110")
    refusal()
    assert Technique.objects.filter(slug="screen-sharing").exists() is False


def test_the_command_says_what_is_wrong(change):
    change("contacts.csv", "cn-96110,CN,96110", "cn-new,XX,96110")
    with pytest.raises(CommandError, match=r"^contacts.csv line 2 \(cn-new\): region: "):
        call_command("load_taxonomy")


def test_a_loader_counts_what_it_made_and_kept():
    kept = Signal.objects.count() - 1
    Signal.objects.get(slug="new-payee").delete()
    assert load_rows("signals.csv", Signal, key=("slug",), overwrite=False) == Loaded(1, kept)
    assert str(Loaded(1, kept)) == f"1 new, {kept} kept"
