import datetime as dt

import pytest
from django.utils import timezone

from scams.api.clients import OVERLAP, ClientError, create_client, limit_client, revoke_client, rotate_key
from scams.api.keys import SCOPES, hash_key
from scams.models import ApiClient, ApiKey

pytestmark = pytest.mark.django_db


def test_a_client_is_kept_without_its_key() -> None:
    key = create_client("engine", ["warnings:read", "deck:read"])
    client = ApiClient.objects.get(name="engine")
    kept = client.keys.get()
    assert (kept.prefix, kept.key_hash, client.scopes) == (key[:12], hash_key(key), "warnings:read deck:read")
    assert (client.revoked_at, client.rate, kept.expires_at, kept.last_used_on) == (None, None, None, None)
    assert key not in [str(value) for value in ApiKey.objects.values().get().values()]


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


def test_a_rate_is_kept_and_one_below_one_is_refused() -> None:
    create_client("engine", rate=200)
    assert ApiClient.objects.get().rate == 200
    with pytest.raises(ClientError, match="rate"):
        create_client("other", rate=0)


def test_a_rate_is_changed_and_taken_away() -> None:
    create_client("engine", rate=200)
    for rate in (50, None):
        limit_client("engine", rate)
        assert ApiClient.objects.get().rate == rate
    for name, rate in (("nobody", 5), ("engine", 0)):
        with pytest.raises(ClientError):
            limit_client(name, rate)


# --- New keys for old


def test_a_new_key_is_valid_beside_the_old_one_for_a_while() -> None:
    old = create_client("engine")
    new = rotate_key("engine")
    assert new != old
    first, second = ApiKey.objects.get(prefix=old[:12]), ApiKey.objects.get(prefix=new[:12])
    assert first.expires_at
    assert abs(first.expires_at - timezone.now() - OVERLAP) < dt.timedelta(minutes=1)
    assert (second.expires_at, second.key_hash) == (None, hash_key(new))


def test_a_key_that_ends_sooner_than_the_overlap_is_not_given_longer() -> None:
    first = create_client("engine")
    rotate_key("engine", dt.timedelta(hours=1))
    ends = ApiKey.objects.get(prefix=first[:12]).expires_at
    rotate_key("engine", dt.timedelta(days=30))
    assert ApiKey.objects.get(prefix=first[:12]).expires_at == ends
    assert ApiKey.objects.filter(expires_at=None).count() == 1


def test_an_overlap_of_nothing_ends_the_old_key_now() -> None:
    old = create_client("engine")
    rotate_key("engine", dt.timedelta(0))
    ends = ApiKey.objects.get(prefix=old[:12]).expires_at
    assert ends
    assert ends <= timezone.now()


def test_who_is_not_there_or_revoked_gets_no_new_key() -> None:
    create_client("engine")
    revoke_client("engine")
    for name in ("engine", "nobody"):
        with pytest.raises(ClientError, match=name):
            rotate_key(name)
    assert ApiKey.objects.count() == 1
