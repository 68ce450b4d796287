"""What editors upload is made anew before it is kept: no hidden data, no place and time of a photograph."""

from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from academy.pictures.renditions import prepare_picture

UNREADABLE: Final = _("This picture cannot be read to its end.")

_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 80},
    "PNG": {"optimize": True},
}
"""How each format is written: high quality, as renditions are made from it again."""


class WholeImageField(WagtailImageField):
    """Wagtail's field for pictures, with a message where Wagtail's fails on a file that was cut short."""

    def to_python(self, data: Any) -> Any:
        """Return the upload; ValidationError when the picture in it is not whole."""
        try:
            return super().to_python(data)
        except OSError as error:
            raise ValidationError(UNREADABLE) from error


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures, which keeps a copy of its own making instead of the bytes sent."""

    file = WholeImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def clean_file(self) -> Any:
        """Return the new file re-encoded, or the one that was there before."""
        upload = self.cleaned_data.get("file")
        if not upload or "file" not in self.changed_data:
            return upload
        try:
            return re_encode(upload)
        except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for a file cut short
            raise ValidationError(UNREADABLE) from error

    def save(self, commit: bool = True) -> Any:
        """Return the picture, saved; a new file's widths and formats are made in the background."""
        image = super().save(commit=commit)
        if commit and "file" in self.changed_data:
            prepare_picture.enqueue(image.pk)
        return image


def re_encode(upload: Any) -> SimpleUploadedFile:
    """Return a picture file decoded and encoded again in its own format, turned upright, without metadata.

    Moving pictures keep their frames. OSError for a file that cannot be decoded whole.
    """
    upload.seek(0)
    with Image.open(upload) as picture:
        kind = picture.format or "PNG"
        timing: dict[str, Any] = {key: picture.info[key] for key in ("duration", "loop") if key in picture.info}
        frames = [ImageOps.exif_transpose(frame.copy()) for frame in ImageSequence.Iterator(picture)]
    for frame in frames:
        frame.info = {key: frame.info[key] for key in ("transparency", "icc_profile") if key in frame.info}
    moving: dict[str, Any] = {"save_all": True, "append_images": frames[1:], **timing} if len(frames) > 1 else {}
    written = BytesIO()
    frames[0].save(written, format=kind, **_OPTIONS.get(kind, {}), **moving)
    return SimpleUploadedFile(upload.name, written.getvalue(), content_type=Image.MIME.get(kind, ""))
