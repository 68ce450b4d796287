from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from scams.checking.rules import GENUINE, TEXT_MOST
from scams.loading.checking import read_examples
from scams.loading.examples import load_examples
from scams.loading.files import ContentError
from scams.models import DeckChange, ExampleMessage, FraudType
from tests.scams.checking.messages import PARTS, messages

pytestmark = pytest.mark.django_db

FILE = "examples/en.csv"


def test_every_example_is_a_record_with_its_kind() -> None:
    of_files = {example.text: example.label for _place, example in read_examples()}
    rows = ExampleMessage.objects.values_list("text", "fraud_type__slug")
    assert {text: slug or GENUINE for text, slug in rows} == of_files


def test_every_type_has_examples_and_no_message_that_measures_is_one() -> None:
    labels = Counter(example.label for _place, example in read_examples())
    assert set(labels) == {one.label for part in PARTS for one in messages(part)}
    assert min(labels.values()) >= 30
    measures = {one.text for part in PARTS for one in messages(part)}
    assert measures.isdisjoint(example.text for _place, example in read_examples())


def test_what_people_told_of_an_example_stays_unless_told_otherwise() -> None:
    one = ExampleMessage.objects.filter(fraud_type__slug="romance").first()
    assert one
    ExampleMessage.objects.filter(pk=one.pk).update(fraud_type=None)
    for overwrite, kind in ((False, None), (True, FraudType.objects.get(slug="romance"))):
        load_examples(overwrite)
        one.refresh_from_db()
        assert one.fraud_type == kind


def test_a_missing_one_alone_is_made_and_the_checker_is_asked_to_learn() -> None:
    changes = DeckChange.objects.count()
    assert load_examples(overwrite=True).made == 0
    assert DeckChange.objects.count() == changes
    ExampleMessage.objects.first().delete()  # type: ignore[union-attr]
    changes = DeckChange.objects.count()
    loaded = load_examples(overwrite=False)
    assert (loaded.made, loaded.kept) == (1, ExampleMessage.objects.count() - 1)
    assert DeckChange.objects.count() == changes + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("romanze,I love you", "fraud_type: there is no fraud type “romanze”"),
        ("romance,  ", "text: it has one to 10000 characters"),
        (f"romance,{'x' * (TEXT_MOST + 1)}", "text: it has one to 10000 characters"),
        ("romance,a,b", "as many values are needed as there are columns"),
    ],
)
def test_a_wrong_row_is_refused_with_file_line_and_field(
    change: Callable[[str, str, str], None], data: Path, text: str, said: str
) -> None:
    change(FILE, "fraud_type,text\n", f"fraud_type,text\n{text}\n")
    before = ExampleMessage.objects.count()
    with pytest.raises(ContentError) as refused:
        load_examples(overwrite=True)
    assert str(refused.value).startswith(f"{FILE} line 2")
    assert said in str(refused.value)
    assert ExampleMessage.objects.count() == before
