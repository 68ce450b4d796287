"""Playbooks as they are loaded from their files."""

import pytest

from scams.editing.playbooks import playbook_contents
from scams.loading.files import DATA, ContentError, read
from scams.loading.playbooks import PlaybookFile, load_playbooks
from scams.loading.rows import Loaded
from scams.models import DeckChange, Playbook
from scams.words import AUDIENCES

pytestmark = pytest.mark.django_db

FILES = {path.stem: read(path, PlaybookFile) for path in (DATA / "playbooks").glob("*.toml")}
WRITTEN = {f"{slug}.{who}": steps for slug, file in FILES.items() for who in AUDIENCES if (steps := getattr(file, who))}


def quiet(_line):
    pass


def refusal():
    Playbook.objects.filter(fraud_type__slug="romance").delete()
    Playbook.objects.filter(fraud_type__slug="relationship").delete()
    with pytest.raises(ContentError) as refused:
        load_playbooks(say=quiet)
    return str(refused.value)


def test_every_playbook_of_the_files_is_live_and_says_what_its_file_says():
    assert {name: content.steps for name, content in playbook_contents().items()} == WRITTEN


def test_there_is_one_to_fall_back_on_and_one_for_every_group_of_types():
    assert {"other-unknown", "gain", "relationship", "trade", "impersonation", "credit", "account"} <= set(FILES)
    assert {"business", "pressure", "complicity", "after"} <= set(FILES)


def test_a_type_with_a_ladder_of_its_own_has_one_for_older_people_too_that_calls_no_later():
    def calls_at(steps):
        kinds = [step.kind for step in steps]
        return kinds.index("call") if "call" in kinds else len(kinds)

    for slug, file in FILES.items():
        if slug != "business":
            assert len(file.elder) > 0
            assert calls_at(file.elder) <= calls_at(file.adult)


def test_loading_again_keeps_what_people_changed_and_unpublished():
    edited = Playbook.objects.get(fraud_type__slug="gain", audience="adult")
    edited.note = "三步就够。"
    edited.save_revision().publish()
    Playbook.objects.get(fraud_type__slug="trade", audience="teen").unpublish()
    DeckChange.objects.all().delete()
    assert load_playbooks(say=quiet) == Loaded(0, len(WRITTEN))
    edited.refresh_from_db()
    assert (edited.note, DeckChange.objects.count()) == ("三步就够。", 0)
    assert "trade.teen" not in playbook_contents()


def test_a_missing_one_alone_is_made():
    Playbook.objects.get(fraud_type__slug="gain", audience="elder").delete()
    lines = []
    assert load_playbooks(say=lines.append) == Loaded(1, len(WRITTEN) - 1)
    assert lines == [f"  playbooks: 1 new, {len(WRITTEN) - 1} kept"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "warn"', 'kind = "dance"', "playbooks/relationship.toml: Invalid enum value 'dance'"),
        ('kind = "warn"', 'kind = "hold"', "playbooks/relationship.toml [adult]: steps: "),
        ("minutes = 1440", "minutes = 0", "playbooks/relationship.toml [adult]: steps: "),
        ("adult = [", "adults = [", "playbooks/relationship.toml: Object"),
    ],
)
def test_a_wrong_playbook_is_refused_with_file_and_field(change, old, new, message):
    change("playbooks/relationship.toml", old, new)
    assert refusal().startswith(message)


def test_a_name_that_is_no_fraud_type_is_refused(data):
    (data / "playbooks/relationship.toml").rename(data / "playbooks/relation.toml")
    assert refusal() == "playbooks/relation.toml: the name must be a fraud type's"
