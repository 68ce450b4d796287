"""Pictures in articles: every width and format is made in the background, and none of it while a reader waits."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.models import SourceImageIOError

from academy.models import CustomImage, Job, User
from academy.pictures import renditions
from scams.editing.blocks import PictureBlock
from scams.models import ScamPattern
from scams.pictures import PictureChooserBlock, prepare, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps there what was made of pictures that other tests rolled back
    renditions.connect()


@pytest.fixture
def outbox(settings: Any) -> None:
    """Background work waits, as it does outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "academy.jobs.backend.CeleryBackend"}}


def photograph(width: int = 1400, height: int = 700) -> SimpleUploadedFile:
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, "JPEG")
    return SimpleUploadedFile("photo.jpg", written.getvalue(), content_type="image/jpeg")


def picture(width: int = 1400, height: int = 700) -> CustomImage:
    made: CustomImage = CustomImage.objects.create(title="照片", file=photograph(width, height))
    return made


def article_with(*images: CustomImage) -> ScamPattern:
    article: ScamPattern = ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="en")
    article.media = [("picture", {"image": one, "alternative": "A text message", "caption": ""}) for one in images]
    return article


def made_of(image: CustomImage) -> list[str]:
    return sorted(image.renditions.values_list("filter_spec", flat=True))


def image_tag(html: str) -> dict[str, str]:
    """What the tag says of the picture beside its addresses."""
    found = re.search(r"<img [^>]+>", html)
    return dict(re.findall(r'(alt|width|height|loading)="([^"]*)"', found[0] if found else ""))


def test_an_uploaded_picture_is_shown_in_light_formats_and_widths_once_its_article_is_published(
    client: Client, tmp_path: Path
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    client.post(reverse("wagtailimages:add"), {"title": "照片", "file": photograph(), "collection": 1})
    image = CustomImage.objects.get(title="照片")
    article_with(image).save_revision().publish()

    html = shown(image, "一则短信")
    assert re.findall(r'type="(image/\w+)"', html) == ["image/avif"]
    assert re.findall(r"\.(avif|webp) (\d+)w", html) == [
        (kind, width) for kind in ("avif", "webp") for width in ("1280", "960", "640", "320")
    ]
    assert image_tag(html) == {"alt": "一则短信", "width": "1280", "height": "640", "loading": "lazy"}
    assert "style=" not in html
    for address in re.findall(r'/media/([^ "]+)', html):
        with Image.open(tmp_path / address) as made:
            assert made.format == address.rpartition(".")[2].upper()


def test_publishing_an_article_leaves_one_job_for_each_of_its_pictures(outbox: None) -> None:
    one, other = picture(), picture()
    article_with(one, other, one).save_revision().publish()
    jobs = Job.objects.filter(function="academy.pictures.renditions.prepare_picture").order_by("pk")
    assert [job.args for job in jobs] == [[one.pk], [other.pk]]
    assert made_of(one) == []


def test_a_draft_leaves_none(outbox: None) -> None:
    article_with(picture()).save_revision()
    assert Job.objects.filter(function__contains="prepare_picture").count() == 0


def test_while_its_sizes_are_made_a_picture_is_shown_in_a_quick_one() -> None:
    image = picture()
    html = shown(image, "一则短信")
    assert made_of(image) == ["width-960|format-webp"]
    assert image_tag(html) == {"alt": "一则短信", "width": "960", "height": "480", "loading": "lazy"}
    assert "<source" not in html


def test_making_them_twice_makes_nothing_new(django_assert_num_queries: Any) -> None:
    image = picture()
    prepare(image)
    before = list(image.renditions.values_list("pk", "file"))
    prepare(CustomImage.objects.get(pk=image.pk))
    assert list(image.renditions.values_list("pk", "file")) == before
    assert len(before) == 8


@pytest.mark.parametrize(
    ("width", "widths"),
    [(100, [320]), (320, [320]), (600, [320, 640]), (960, [320, 640, 960]), (961, [320, 640, 960, 1280])],
)
def test_no_picture_is_made_wider_than_it_is_nor_the_same_width_twice(width: int, widths: list[int]) -> None:
    image = picture(width, 50)
    prepare(image)
    assert made_of(image) == sorted(f"width-{one}|format-{kind}" for one in widths for kind in ("avif", "webp"))
    assert max(image.renditions.values_list("width", flat=True)) == width


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's own temporary file
def test_a_picture_that_is_gone_is_no_work_left_and_one_without_its_file_is_an_error(outbox: None) -> None:
    with pytest.raises(CustomImage.DoesNotExist):
        renditions.prepare_picture.call(0)
    image = picture()
    Path(image.file.path).unlink()
    with pytest.raises(SourceImageIOError):
        renditions.prepare_picture.call(image.pk)
    assert "not-found" in shown(image, "")


def test_a_replaced_file_is_prepared_anew(client: Client, outbox: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    image = picture()
    prepare(image)
    form = {"title": "照片", "collection": 1, "focal_point_x": "", "focal_point_y": ""}
    client.post(reverse("wagtailimages:edit", args=[image.pk]), {**form, "file": photograph(700, 350)})
    assert made_of(image) == []
    assert [job.args for job in Job.objects.filter(function__contains="prepare_picture")] == [[image.pk]]


def test_saving_another_title_asks_for_nothing(client: Client, outbox: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    image = picture()
    client.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "新名", "collection": 1})
    assert CustomImage.objects.get(pk=image.pk).title == "新名"
    assert Job.objects.filter(function__contains="prepare_picture").count() == 0


def test_the_alternative_text_is_text() -> None:
    assert 'alt="&lt;b&gt; &amp; &quot;"' in shown(picture(), '<b> & "')


def test_the_block_shows_its_picture_with_a_caption() -> None:
    image = picture()
    value = PictureBlock().to_python({"image": image.pk, "alternative": "一则短信", "caption": "说明"})
    html = render_to_string("scams/blocks/picture.html", {"value": value})
    assert 'alt="一则短信"' in html
    assert "<figcaption>说明</figcaption>" in html


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_of_a_page_need_two_queries_whatever_their_number(count: int, django_assert_num_queries: Any) -> None:
    images = [picture() for _ in range(count)]
    for image in images:
        prepare(image)
    with django_assert_num_queries(2):
        found = PictureChooserBlock().bulk_to_python([image.pk for image in images])
        assert "".join(shown(image, "") for image in found if image).count("<picture>") == count
