"""Pictures and documents that editors upload.

Named as Wagtail's manual does: a plain `Image` here would clash with Wagtail's own.
"""

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture; it is re-encoded on upload."""

    admin_form_fields = Image.admin_form_fields

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile[bytes]:
        """Return the picture as a filter makes it, in memory: the temporary file that Wagtail makes is never closed."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class CustomRendition(AbstractRendition):
    """A picture in another size or format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="academy_rendition_once"),
        ]


class CustomDocument(AbstractDocument):
    """A document or a recording."""

    admin_form_fields = Document.admin_form_fields
