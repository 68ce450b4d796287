"""Where a content file belongs: its name says the fraud type and the language."""

import uuid
from pathlib import Path
from typing import Any, NamedTuple

from wagtail.models import Locale

from scams.loading.files import ContentError
from scams.models import FraudType
from scams.words import LOCALES


class Place(NamedTuple):
    """What a content file is about, and how errors name it."""

    name: str
    fraud_type: FraudType
    locale: Locale


def place_of(path: Path) -> Place:
    """Return what `<kind>/<fraud type>/<locale>.toml` is about; ContentError when there is no such type or locale."""
    name = "/".join(path.parts[-3:])
    fraud_type = FraudType.objects.select_related("parent").filter(slug=path.parent.name).first()
    if fraud_type is None or path.stem not in LOCALES:
        raise ContentError(f"{name}: the folder must be a fraud type, the name one of {', '.join(LOCALES)}")
    return Place(name, fraud_type, Locale.objects.get(language_code=path.stem.lower()))


def shared_key(siblings: Any) -> uuid.UUID:
    """Return the key that translations share: that of one of `siblings`, or a new one where there is none yet."""
    sibling = siblings.first()
    key: uuid.UUID = sibling.translation_key if sibling else uuid.uuid4()
    return key
