"""What the screen of an API client shows of its keys."""

import pytest
from django.urls import reverse

from scams.api.clients import create_client, rotate_key
from scams.models import ApiClient
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


def inspected(client):
    reply = desk("administrator").get(reverse("api-clients:inspect", args=[client.pk]))
    assert reply.status_code == 200
    return reply.content.decode()


def test_a_client_is_shown_with_the_beginnings_of_all_its_keys_and_no_more_of_them():
    secrets = [create_client("engine", rate=50), rotate_key("engine")]
    client = ApiClient.objects.get(name="engine")
    page = inspected(client)
    for key, secret in zip(client.keys.order_by("pk"), secrets, strict=True):
        assert (f"{key.prefix}… · created: " in page, secret in page, key.key_hash in page) == (True, False, False)
    assert page.count("valid until: ") == 1


def test_a_client_without_keys_is_shown():
    assert "engine" in inspected(ApiClient.objects.create(name="engine", scopes=""))


def test_the_list_of_clients_opens():
    create_client("engine")
    assert "engine" in desk("administrator").get(reverse("api-clients:index")).content.decode()
