"""Pictures are decoded and encoded again on upload."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from academy.models import CustomImage, User
from academy.uploads import re_encode


def photograph(kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    """A picture of 20 × 10 with a place, an orientation and something appended."""
    picture = Image.new("RGB", (20, 10), "white")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    written = BytesIO()
    picture.save(written, kind, exif=exif, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", written.getvalue() + b"<?php hidden")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_and_what_was_appended_are_gone_and_the_picture_is_upright(kind: str) -> None:
    kept = re_encode(photograph(kind))
    with Image.open(BytesIO(kept.read())) as picture:
        assert picture.format == kind
        assert picture.size == (10, 20)
        assert dict(picture.getexif()) == {}
    kept.seek(0)
    assert b"hidden" not in kept.read()


def test_moving_picture_keeps_its_frames_and_pace() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=120, loop=0)
    kept = re_encode(SimpleUploadedFile("moving.gif", written.getvalue()))
    with Image.open(BytesIO(kept.read())) as picture:
        assert (getattr(picture, "n_frames", 1), picture.info["duration"]) == (3, 120)


@pytest.mark.django_db
def test_admin_upload_is_re_encoded(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(User.objects.create_superuser("root"))
    answer = client.post(reverse("wagtailimages:add"), {"title": "照片", "file": photograph("JPEG"), "collection": 1})
    assert answer.status_code == 302
    image = CustomImage.objects.get(title="照片")
    with image.file.open() as kept:
        assert b"hidden" not in kept.read()
    assert (image.width, image.height) == (10, 20)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_broken_picture_is_refused_with_a_message(kind: str, client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(User.objects.create_superuser("root"))
    noise = Image.effect_noise((300, 300), 90)
    written = BytesIO()
    noise.save(written, kind)
    cut = SimpleUploadedFile(f"cut.{kind.lower()}", written.getvalue()[: len(written.getvalue()) // 2])
    answer = client.post(reverse("wagtailimages:add"), {"title": "半张", "file": cut, "collection": 1})
    assert answer.status_code == 200
    assert "file" in answer.context["form"].errors
    assert not CustomImage.objects.filter(title="半张").exists()
