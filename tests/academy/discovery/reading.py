"""Reading what the site answers."""

from contextlib import closing
from xml.etree import ElementTree

from django.test import Client


def parsed(xml: bytes) -> ElementTree.Element:
    """Return an XML document of our own making."""
    return ElementTree.fromstring(xml)  # noqa: S314 - nobody else wrote it


def status_of(client: Client, path: str) -> int:
    """Return the status of an answer, which may be a file that must be closed."""
    with closing(client.get(path)) as answer:
        status: int = answer.status_code
        return status
