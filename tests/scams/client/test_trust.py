"""Whose signature counts: keys that were named, keys that were seen first, and keys that take over from others."""

import json
from pathlib import Path

import pytest

from tests.scams.client.academy import Academy, new_key, small
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import WsgiServer, answering, eventually

KEY = "/api/v1/deck/key"


def jwk(academy: Academy) -> dict[str, str]:
    return academy.keys[0].jwk


@pytest.mark.parametrize("bare", [False, True], ids=["JWK", "x"])
def test_a_named_key_is_trusted_and_nobody_is_asked_for_it(
    make_client: MakeClient, server: WsgiServer, academy: Academy, bare: bool
) -> None:
    named = jwk(academy)["x"] if bare else jwk(academy)
    assert make_client(server.url, mode="replica", trusted_keys=[named]).ready(30)
    assert KEY not in server.paths()


def test_a_key_that_was_not_named_is_not_trusted_whatever_the_server_shows(
    make_client: MakeClient, server: WsgiServer
) -> None:
    client = make_client(server.url, mode="replica", trusted_keys=[new_key().jwk])
    eventually(lambda: "no signature of a trusted key" in client.status().troubles.get("replica", ""))
    assert not client.ready(0.1)
    assert KEY not in server.paths()


def test_the_first_key_shown_is_kept(
    make_client: MakeClient, server: WsgiServer, academy: Academy, folder: Path
) -> None:
    first = make_client(server.url, mode="replica", folder=folder)
    assert first.ready(30)
    first.close()
    assert json.loads((folder / "keys.json").read_bytes()) == {"keys": [jwk(academy)]}
    again = make_client(server.url, mode="replica", folder=folder)
    new = academy.publish(small())
    eventually(lambda: again.status().deck == new)
    assert server.paths().count(KEY) == 1


@pytest.mark.parametrize("named", [False, True], ids=["seen", "named"])
def test_a_key_takes_over_from_another_while_both_sign(
    make_client: MakeClient, server: WsgiServer, academy: Academy, named: bool
) -> None:
    old, new = academy.keys[0], new_key()
    trusted = {"trusted_keys": [old.jwk, new.jwk]} if named else {}
    client = make_client(server.url, mode="replica", **trusted)
    assert client.ready(30)
    for keys, slug in (((old, new), "purchase"), ((new, old), "task-rebate"), ((new,), "fake-buyer")):
        academy.keys = keys
        version = academy.publish(small(slug))
        eventually(lambda version=version: client.status().deck == version)


def test_once_the_server_shows_other_keys_the_old_one_is_worth_nothing(
    make_client: MakeClient, server: WsgiServer, academy: Academy
) -> None:
    old, new = academy.keys[0], new_key()
    client = make_client(server.url, mode="replica")
    assert client.ready(30)
    academy.keys = (new,)
    version = academy.publish(small("purchase"))
    eventually(lambda: client.status().deck == version)
    academy.keys = (old,)
    stolen = academy.publish(small("task-rebate"))
    server.application = WithoutKeys(academy)
    eventually(lambda: "refused" in client.status().troubles.get("replica", ""))
    assert client.status().deck == version != stolen


class WithoutKeys:
    """The academy, but it shows no keys."""

    def __init__(self, academy: Academy) -> None:
        self.academy = academy

    def __call__(self, environ: dict[str, str], start: object) -> object:
        if environ["PATH_INFO"] == KEY:
            return answering("200 OK", b'{"keys":[]}')(environ, start)
        return self.academy(environ, start)


@pytest.mark.parametrize(
    "shown",
    [b"", b"{}", b"[]", b'{"keys":[]}', b'{"keys":[{"kty":"RSA","x":"AAAA"}]}', b'{"keys":[{"x":5}]}', b"\xff"],
)
def test_keys_that_are_none_are_not_trusted(
    make_client: MakeClient, server: WsgiServer, academy: Academy, shown: bytes
) -> None:
    def application(environ: dict[str, str], start: object) -> object:
        if environ["PATH_INFO"] == KEY:
            return answering("200 OK", shown)(environ, start)
        return academy(environ, start)

    server.application = application
    client = make_client(server.url, mode="replica")
    eventually(lambda: "refused" in client.status().troubles.get("replica", ""))
    assert client.warning("gain").source == "last-resort"
    server.application = academy
    assert client.ready(30)


@pytest.mark.parametrize("content", [b"", b"junk", b'{"keys":[{"x":"AAAA"}]}'])
def test_kept_keys_that_cannot_be_read_are_asked_for_anew(
    make_client: MakeClient, server: WsgiServer, academy: Academy, folder: Path, content: bytes
) -> None:
    folder.mkdir()
    (folder / "keys.json").write_bytes(content)
    assert make_client(server.url, mode="replica", folder=folder).ready(30)
    assert json.loads((folder / "keys.json").read_bytes()) == {"keys": [jwk(academy)]}


def test_without_tls_another_machines_word_for_its_keys_is_not_taken(
    make_client: MakeClient, server: WsgiServer, academy: Academy
) -> None:
    """127.0.0.2 is this machine, too, but its name does not say so."""
    away = f"http://127.0.0.2:{server.port}"
    with pytest.raises(ValueError, match="trusted_keys"):
        make_client(away, mode="replica")
    with WsgiServer(academy, host="127.0.0.2") as other:
        client = make_client(other.url)
        assert client.warning("gain").source == "remote"
        eventually(lambda: "without TLS" in client.status().troubles.get("replica", ""))
        assert make_client(other.url, mode="replica", trusted_keys=[jwk(academy)]).ready(30)
