"""Only pages have a language in their address."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "home"), [("zh-CN", "/zh-hans/"), ("zh-TW", "/zh-hant/"), ("en-GB", "/en/")])
def test_a_page_without_language_leads_to_the_readers_own(language: str, home: str) -> None:
    reply = Client(headers={"accept-language": language}).get("/")
    assert (reply.status_code, reply["Location"]) == (302, home)


@pytest.mark.parametrize(
    "path", ["/media/no.png", "/media/documents/secret.pdf", "/documents/1/no.pdf", "/static/no.css"]
)
def test_what_is_missing_elsewhere_is_missing(path: str) -> None:
    assert Client().get(path).status_code == 404
