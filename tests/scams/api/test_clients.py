import pytest

from scams.api.clients import ClientError, create_client, revoke_client
from scams.api.keys import SCOPES, hash_key
from scams.models import ApiClient

pytestmark = pytest.mark.django_db


def test_a_client_is_kept_without_its_key() -> None:
    key = create_client("engine", ["warnings:read", "deck:read"])
    client = ApiClient.objects.get(name="engine")
    assert (client.prefix, client.key_hash, client.scopes) == (key[:12], hash_key(key), "warnings:read deck:read")
    assert client.revoked_at is None
    assert key not in [str(value) for value in ApiClient.objects.values().get().values()]


def test_a_client_has_every_scope_unless_told_otherwise() -> None:
    create_client("engine")
    assert ApiClient.objects.get().scopes == " ".join(SCOPES)


@pytest.mark.parametrize("name", ["", "  ", "there"])
def test_a_client_without_a_name_or_with_anothers_is_refused(name: str) -> None:
    create_client("there")
    with pytest.raises(ClientError):
        create_client(name)
    assert ApiClient.objects.count() == 1


def test_an_unknown_scope_is_refused_and_named() -> None:
    with pytest.raises(ClientError, match="warnings:write"):
        create_client("engine", ["warnings:read", "warnings:write"])
    assert not ApiClient.objects.exists()


def test_revoking_says_whether_it_changed_anything_and_spares_the_others() -> None:
    create_client("engine")
    create_client("other")
    assert revoke_client("engine")
    first = ApiClient.objects.get(name="engine").revoked_at
    assert not revoke_client("engine")
    assert ApiClient.objects.get(name="engine").revoked_at == first
    assert ApiClient.objects.get(name="other").revoked_at is None


def test_revoking_a_client_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ClientError, match="nobody"):
        revoke_client("nobody")
