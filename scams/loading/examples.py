"""Example messages from the content files into records."""

from scams.checking.rules import GENUINE
from scams.deck.build import note_change
from scams.loading.checking import read_examples
from scams.loading.files import ContentError
from scams.loading.rows import Loaded
from scams.models import DeckChange, ExampleMessage, FraudType

_BATCH = 500


def load_examples(overwrite: bool) -> Loaded:
    """Make a record of every example there is none of; one that is there keeps its kind unless `overwrite`.

    ContentError names the file, the line and the field that is wrong.
    """
    types = {one.slug: one for one in FraudType.objects.all()}
    there = {one.text: one for one in ExampleMessage.objects.all()}
    new, changed, kept = dict[str, ExampleMessage](), list[ExampleMessage](), 0
    for place, example in read_examples():
        if example.label not in {GENUINE, *types}:
            raise ContentError(f"{place}: fraud_type: there is no fraud type “{example.label}”")
        fraud_type = types.get(example.label)
        record = there.get(example.text)
        if record is None:
            new[example.text] = ExampleMessage(text=example.text, fraud_type=fraud_type)
        elif overwrite and record.fraud_type_id != (fraud_type and fraud_type.pk):
            record.fraud_type = fraud_type
            changed.append(record)
        else:
            kept += 1
    ExampleMessage.objects.bulk_create(new.values(), batch_size=_BATCH)
    ExampleMessage.objects.bulk_update(changed, ["fraud_type"], batch_size=_BATCH)
    if new or changed:
        note_change(DeckChange.Action.SAVED, "example messages")
    return Loaded(len(new) + len(changed), kept)
