"""The server and a replica of its deck give the same answer to the same request, but for the warning's id."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scams.client import Client
from scams.words import AUDIENCES, KNOWN_LOCALES, LEVELS
from tests.scams.client.academy import Academy
from tests.scams.client.servers import WsgiServer
from tests.scams.deck.asking import given_answers, steps


@pytest.fixture(scope="module")
def pair(whole_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Client]]:
    """A client that asks the server, and one that answers from a replica."""
    academy = Academy(Path(shutil.copy(whole_database, tmp_path_factory.mktemp("academy"))))
    with (
        WsgiServer(academy) as server,
        Client(server.url, academy.key, timeout=30) as remote,
        Client(server.url, academy.key, mode="replica") as replica,
    ):
        assert replica.ready(30)
        yield remote, replica


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=64)
names = text.filter(bool)
known = st.sampled_from(
    ["task-rebate", "gain", "other-unknown", "investment", "fake-police", "mps:刷单返利类", "ukf:romance", "spf:job"]
)
codes = known | names
scores = st.none() | st.floats(0, 1)
variants = st.sampled_from([f"task-rebate.adult.zh-Hans.{key}" for key in "abc"]) | text
requests = st.fixed_dictionaries(
    {"fraud_types": codes | st.lists(codes | st.tuples(codes, scores), max_size=6)},
    optional={
        "level": st.none() | st.sampled_from(LEVELS),
        "locale": st.none()
        | st.sampled_from(sorted(KNOWN_LOCALES))
        | st.from_regex(r"\A[A-Za-z]{1,8}(-[a-z0-9]{1,8})?\Z"),
        "audience": st.none() | st.sampled_from(AUDIENCES),
        "channel": st.none() | names,
        "amount": st.none()
        | st.fixed_dictionaries({"value": st.from_regex(r"\A[0-9]{1,15}\Z"), "currency": st.just("CNY")}),
        "signals": st.none()
        | st.lists(st.sampled_from(["new-payee", "on-call", "screen-sharing"]) | names, max_size=5),
        "subject": st.none() | text,
        "seen": st.none() | st.dictionaries(variants, st.integers(0, 2**40), max_size=5),
        "answers": st.none() | st.lists(given_answers, max_size=4),
        "ladder": st.none() | steps,
        "tree": st.none() | st.booleans(),
    },
)


def without_id(body: bytes) -> Any:
    answer = msgspec.json.decode(body)
    assert answer.pop("warning_id")
    return answer


@settings(max_examples=300)
@given(request=requests)
def test_the_remote_answer_is_the_replicas(pair: tuple[Client, Client], request: dict[str, Any]) -> None:
    remote, replica = (client.warning(**request) for client in pair)
    assert (remote.source, replica.source) == ("remote", "replica")
    assert without_id(remote.body) == without_id(replica.body)
    assert remote.body.replace(remote.warning_id.encode(), b"") == replica.body.replace(
        replica.warning_id.encode(), b""
    )
