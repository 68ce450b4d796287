"""Playbooks from the content files, published through the same gate as an editor's."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from scams.loading.files import DATA, ContentError, read
from scams.loading.rows import Loaded, describe
from scams.models import FraudType, Playbook
from scams.rules.playbook import Step
from scams.words import AUDIENCES


class PlaybookFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ladders of one fraud type: why they are so, and the steps for each audience that has its own."""

    note: str
    adult: tuple[Step, ...]
    elder: tuple[Step, ...] = ()
    teen: tuple[Step, ...] = ()
    sme: tuple[Step, ...] = ()


def load_playbooks(*, say: Callable[[str], None] = print) -> Loaded:
    """Publish every playbook of the files that does not exist yet; return how many were made and kept.

    They are in `scams/data/playbooks/<fraud type>.toml`. ContentError names the file and the field that is wrong.
    """
    made = kept = 0
    for path in sorted((DATA / "playbooks").glob("*.toml")):
        new, old = _load_file(path)
        made, kept = made + new, kept + old
    say(f"  playbooks: {Loaded(made, kept)}")
    return Loaded(made, kept)


def _load_file(path: Path) -> tuple[int, int]:
    place = f"playbooks/{path.name}"
    fraud_type = FraudType.objects.select_related("parent").filter(slug=path.stem).first()
    if fraud_type is None:
        raise ContentError(f"{place}: the name must be a fraud type's")
    file = read(path, PlaybookFile)
    present = set(Playbook.objects.filter(fraud_type=fraud_type).values_list("audience", flat=True))
    written = {audience: found for audience in AUDIENCES if (found := getattr(file, audience))}
    missing = [audience for audience in written if audience not in present]
    for audience in missing:
        _make(fraud_type, audience, written[audience], file.note, f"{place} [{audience}]")
    return len(missing), len(written) - len(missing)


@transaction.atomic
def _make(fraud_type: FraudType, audience: str, steps: tuple[Step, ...], note: str, place: str) -> None:
    blocks = [("step", msgspec.structs.asdict(step) | {"cancellable": bool(step.cancellable)}) for step in steps]
    playbook = Playbook(fraud_type=fraud_type, audience=audience, steps=blocks, note=note, live=False)
    try:
        playbook.refuse_unfit()
        playbook.full_clean()
        playbook.save()
        playbook.save_revision(changed=False).publish()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error
