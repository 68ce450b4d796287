"""The page where the demonstration is off, and what it refuses."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _off(settings: Any) -> None:
    settings.DEMO_API_KEY, settings.DEMO_KEY_FILE = "", None


def test_without_a_key_the_page_says_how_to_switch_it_on(client: Client):
    response = client.get("/demo/pay?language=en")
    assert response.status_code == 404
    assert "DEMO_API_KEY" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_without_a_key_nothing_is_taken(client: Client):
    assert client.post("/demo/pay", {"act": "pay"}).status_code == 404
    assert client.post("/demo/pay/events", b"{}", content_type="application/json").status_code == 409


def test_a_language_that_there_is_not_is_not_spoken(client: Client):
    assert '<html lang="zh-Hans">' in client.get("/demo/pay?language=fr").content.decode()
