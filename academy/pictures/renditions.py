"""The widths and formats of pictures in articles are made in the background: on publishing, and for a new file."""

from typing import Any

from django_tasks import task
from wagtail.signals import page_published

from academy.models import CustomImage
from scams.models import ScamPattern
from scams.pictures import prepare


@task()
def prepare_picture(image_id: int) -> None:
    """Make what has not been made of a picture yet; DoesNotExist if it is gone, and nothing is left to do."""
    prepare(CustomImage.objects.get(pk=image_id))


def pictures_of(article: ScamPattern) -> list[int]:
    """Return the keys of an article's pictures, each once."""
    chosen = [block.value["image"] for block in article.media if block.block_type == "picture"]
    return list(dict.fromkeys(image.pk for image in chosen if image))


def connect() -> None:
    """Connect the handler; called once, when the app is ready."""
    page_published.connect(_article_published, sender=ScamPattern, dispatch_uid="academy.article_pictures")


def _article_published(instance: ScamPattern, **_kwargs: Any) -> None:
    for image_id in pictures_of(instance):
        prepare_picture.enqueue(image_id)
