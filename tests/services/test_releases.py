"""Releases of a real site with two processes: whatever comes at once, there is one release, one try, one proof."""

import json
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from scams.client import ProofUsed, ReleaseVerifier
from scams.release.asking import option_id, question_id
from tests.conftest import Reply, RunningSite

PATH = "/api/v1/releases"
AT_ONCE = 8


def post(site: RunningSite, path: str, body: Any) -> Reply:
    return site.request(path, body=body, Authorization=f"Bearer {site.key}")


def at_once(act: Callable[[], Reply]) -> list[Reply]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [one.result() for one in [pool.submit(act) for _ in range(AT_ONCE)]]


def row(site: RunningSite, release_id: str) -> dict[str, Any]:
    with closing(sqlite3.connect(site.data_dir / "db.sqlite3", timeout=20)) as file:
        file.row_factory = sqlite3.Row
        found = file.execute("SELECT * FROM scams_release WHERE id = ?", (uuid.UUID(release_id).hex,)).fetchone()
    return dict(found)


def answers(kept: dict[str, Any], *, right: bool) -> dict[str, str]:
    return {
        question_id(kept["draw"], place): next(
            option_id(number) for number, option in enumerate(question["options"]) if option["right"] is right
        )
        for place, question in enumerate(json.loads(kept["questions"]), start=1)
    }


def begin(site: RunningSite) -> tuple[str, str]:
    """Begin a release eight times at once; return its id and its warning's."""
    warning = str(uuid.uuid4())
    replies = at_once(lambda: post(site, PATH, {"warning_id": warning, "fraud_type": "romance", "locale": "en"}))
    assert {one.status for one in replies} == {201}
    assert len({one.body for one in replies}) == 1
    return replies[0].json()["release_id"], warning


def test_right_answers_sent_at_once_have_one_proof_that_is_good_once(site: RunningSite) -> None:
    release, warning = begin(site)
    sent = {"answers": answers(row(site, release), right=True)}
    replies = at_once(lambda: post(site, f"{PATH}/{release}/answers", sent))
    assert {one.status for one in replies} == {200}
    (proof,) = {one.json()["proof"] for one in replies}
    verifier = ReleaseVerifier(site.request("/.well-known/jwks.json").json(), audience="demo-engine")
    assert verifier.verify(proof, warning_id=warning).fraud_type == "romance"
    try:
        verifier.verify(proof, warning_id=warning)
    except ProofUsed:
        return
    raise AssertionError("a proof was believed twice")


def test_wrong_answers_sent_at_once_are_one_try(site: RunningSite) -> None:
    release, _warning = begin(site)
    sent = {"answers": answers(row(site, release), right=False)}
    replies = at_once(lambda: post(site, f"{PATH}/{release}/answers", sent))
    assert Counter(one.status for one in replies) == {200: 1, 409: AT_ONCE - 1}
    kept = row(site, release)
    assert (kept["tries"], kept["draw"]) == (1, 2)


def test_right_and_wrong_answers_at_once_never_have_a_proof_and_a_lost_try(site: RunningSite) -> None:
    release, _warning = begin(site)
    before = row(site, release)
    bodies = [{"answers": answers(before, right=turn % 2 == 0)} for turn in range(AT_ONCE)]
    replies = at_once(lambda: post(site, f"{PATH}/{release}/answers", bodies.pop()))
    kept = row(site, release)
    proofs = {one.json()["proof"] for one in replies if one.status == 200 and one.json()["passed"]}
    assert (len(proofs), kept["tries"]) in [(1, 0), (0, 1)]
    assert (kept["passed_at"] is not None) == bool(proofs)
