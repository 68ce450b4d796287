"""Pictures in articles, in several widths and in formats that weigh little.

Encoding AVIF takes long, so a page only shows what has been made beforehand: see `prepare` and `shown`.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage, Filter, Picture
from wagtail.images.shortcuts import get_rendition_or_not_found

FORMATS: Final = ("avif", "webp")
WIDTHS: Final = (1280, 960, 640, 320)
"""In pixels, the widest first: it stands in for browsers that cannot choose."""
SIZES: Final = "(min-width: 44rem) 42rem, calc(100vw - 32px)"
"""How wide a picture is shown, as the style sheet has it."""
QUICK: Final = "width-960|format-webp"
"""What is made while a reader waits where nothing has been made yet: a tenth of a second."""


def filters_of(image: AbstractImage) -> list[Filter]:
    """Return the widths and formats a picture is shown in; none is wider than the picture itself, but one."""
    smaller = [width for width in WIDTHS if width < image.width]
    widths = [width for width in WIDTHS if width >= image.width][-1:] + smaller
    return [Filter(f"width-{width}|format-{kind}") for kind in FORMATS for width in widths]


def prepare(image: AbstractImage) -> None:
    """Make every width and format of a picture that has not been made yet. Takes seconds; OSError without its file."""
    image.get_renditions(*filters_of(image))


def shown(image: AbstractImage, alternative: str) -> SafeString:
    """Return the HTML of a picture: to choose from all its widths and formats, or a quick one while they are made."""
    attributes = {"alt": alternative, "loading": "lazy", "decoding": "async"}
    filters = filters_of(image)
    ready = image.find_existing_renditions(*filters)
    if len(ready) < len(filters):
        tag: SafeString = get_rendition_or_not_found(image, QUICK).img_tag(attributes)
        return tag
    in_order = {one.spec: ready[one] for one in filters}
    html: SafeString = Picture(in_order, {**attributes, "sizes": SIZES}).__html__()
    return html


class PictureChooserBlock(ImageChooserBlock):
    """A chosen picture that comes with what has been made of it: one query for all pictures of a page."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[AbstractImage | None]:
        """Return the pictures of the given keys in their order, None where there is none."""
        images: list[AbstractImage | None] = super().bulk_to_python(values)
        prefetch_related_objects([image for image in images if image], "renditions")
        return images
