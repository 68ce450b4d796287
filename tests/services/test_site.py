"""The whole way, on real servers: an editor publishes, the API answers, whatever breaks behind it."""

import http.client
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.conftest import (
    ROOT,
    Demo,
    RunningSite,
    environment_for,
    free_port,
    manage,
    served_copy,
    start_site,
    stop_site,
)

TASK = "task-rebate.adult.zh-Hans"
FRESH = 24  # answers over connections of their own: that all come from one of two workers is a chance of one in 2^23


@pytest.fixture(scope="module")
def own_site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site with two workers to break and mend; every test leaves it answering."""
    yield from served_copy(demo, tmp_path_factory.mktemp("own") / "data")


def eventually(holds: Callable[[], object], within: float) -> float:
    """Wait until something holds; return how long it took."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < within, f"not within {within} s"
        time.sleep(0.01)
    return time.monotonic() - start


def rows(site: RunningSite, query: str, *values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{site.data_dir / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query, values)]


# --- An editor at the admin


class Admin:
    """A person with a browser's cookies, logged in."""

    def __init__(self, site: RunningSite, name: str) -> None:
        self.site, self.jar = site, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.get("/admin/login/")
        self.post("/admin/login/", {"username": name, "password": site.passwords[name], "next": "/admin/"})

    def get(self, path: str) -> str:
        with self.opener.open(self.site.url + path, timeout=30) as reply:
            page: str = reply.read().decode()
            return page

    def post(self, path: str, form: dict[str, Any], *, token: bool = True) -> str:
        cookie = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        fields = {**form, "csrfmiddlewaretoken": cookie} if token else form
        with self.opener.open(
            self.site.url + path, data=urllib.parse.urlencode(fields, doseq=True).encode(), timeout=30
        ) as reply:
            page: str = reply.read().decode()
            return page

    def publish(self, **changes: Any) -> None:
        """Change the card TASK and press “publish”; raise with what the admin says if it will not."""
        card = the_card(self.site)
        form = {**card_form(self.site, card), **changes, "action-publish": "action-publish"}
        page = self.post(f"/admin/snippets/scams/warningcard/edit/{card['id']}/", form)
        errors = re.findall(r'class="error-message[^"]*"[^>]*>\s*(?:<svg.*?</svg>)?([^<]+)', page, re.DOTALL)
        assert not errors, errors


def the_card(site: RunningSite) -> dict[str, Any]:
    (card,) = rows(
        site,
        "SELECT card.* FROM scams_warningcard card JOIN scams_fraudtype type ON type.id = card.fraud_type_id"
        " JOIN wagtailcore_locale locale ON locale.id = card.locale_id"
        " WHERE type.slug = 'task-rebate' AND audience = 'adult' AND language_code = 'zh-hans'",
    )
    return card


STREAMS = ("red_flags", "questions", "rebuttals", "other_actions", "variants", "sources")
FLAGS = ("cooling_off_cancellable", "read_aloud")


def card_form(site: RunningSite, card: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the card's form as a browser would send them back unchanged."""
    form = {name: "" if value is None else value for name, value in card.items() if name not in (*STREAMS, *FLAGS)}
    form = {name.removesuffix("_id"): value for name, value in form.items()}
    form.update({name: "on" for name in FLAGS if card[name]})
    for name in STREAMS:
        form.update(_stream_form(name, json.loads(card[name])))
    for field, table, column in (
        ("contacts", "contacts", "contact"),
        ("secondary_types", "secondary_types", "fraudtype"),
    ):
        through = f"SELECT {column}_id AS pk FROM scams_warningcard_{table} WHERE warningcard_id = ?"  # noqa: S608
        form[field] = [row["pk"] for row in rows(site, through, card["id"])]
    return form


def _stream_form(name: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    form: dict[str, Any] = {f"{name}-count": len(blocks)}
    for number, block in enumerate(blocks):
        at = f"{name}-{number}"
        form |= {f"{at}-deleted": "", f"{at}-order": number, f"{at}-type": block["type"], f"{at}-id": block["id"]}
        parts = block["value"] if isinstance(block["value"], dict) else {"": block["value"]}
        for part, value in parts.items():
            if value is not False:
                form[f"{at}-value-{part}".removesuffix("-")] = "on" if value is True else value or ""
    return form


def headline(site: RunningSite) -> str:
    """Ask over a fresh connection for the first wording."""
    seen = {f"{TASK}.{key}": 9 for key in "bc"}
    reply = site.warn({"fraud_types": [{"code": "task-rebate"}], "subject": "u-0", "seen": seen})
    assert reply.status == 200
    card = reply.json()["card"]
    assert card["variant"] == f"{TASK}.a"
    found: str = card["headline"]
    return found


def test_what_a_reviewer_publishes_is_what_both_workers_answer_within_a_second(own_site: RunningSite) -> None:
    before = headline(own_site)
    reviewer = Admin(own_site, "reviewer")
    words = "先垫钱的兼职，都是骗局"
    assert words != before
    reviewer.publish(headline=words)
    published = time.monotonic()
    answers = {headline(own_site)}
    while time.monotonic() - published < 1.0:
        answers.add(headline(own_site))
    assert [headline(own_site) for _ in range(FRESH)] == [words] * FRESH
    assert answers <= {before, words}


def test_an_editors_draft_is_not_what_the_api_answers(own_site: RunningSite) -> None:
    before, card = headline(own_site), the_card(own_site)
    Admin(own_site, "editor").post(
        f"/admin/snippets/scams/warningcard/edit/{card['id']}/",
        {**card_form(own_site, card), "headline": "还没人看过的标题"},
    )
    kept = rows(own_site, "SELECT has_unpublished_changes, headline FROM scams_warningcard WHERE id = ?", card["id"])
    assert kept == [{"has_unpublished_changes": 1, "headline": before}]
    Admin(own_site, "reviewer").publish()
    assert headline(own_site) == before


def test_an_editor_may_not_publish_by_asking_for_it(own_site: RunningSite) -> None:
    before = headline(own_site)
    Admin(own_site, "editor").publish(headline="编辑自己发布的标题")
    assert rows(own_site, "SELECT headline FROM scams_warningcard WHERE id = ?", the_card(own_site)["id"]) == [
        {"headline": before}
    ]


def test_nobody_publishes_without_the_forms_token(own_site: RunningSite) -> None:
    before, card = headline(own_site), the_card(own_site)
    reviewer = Admin(own_site, "reviewer")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        reviewer.post(
            f"/admin/snippets/scams/warningcard/edit/{card['id']}/",
            {**card_form(own_site, card), "headline": "别的标题", "action-publish": "action-publish"},
            token=False,
        )
    assert headline(own_site) == before


# --- What breaks behind it


def test_the_warnings_alone_start_from_the_last_good_deck_with_the_database_gone(
    own_site: RunningSite, demo: Demo, tmp_path: Path
) -> None:
    answer = own_site.warn().json()
    shutil.copy(own_site.data_dir / "deck.last-good", tmp_path)
    alone = start_site(demo, tmp_path, command="serve_warnings")
    try:
        replies = [alone.warn() for _ in range(FRESH)]
        assert {reply.status for reply in replies} == {200}
        assert all({**reply.json(), "warning_id": ""} == {**answer, "warning_id": ""} for reply in replies)
        assert alone.warn(key="sc_00000000_no").status == 401
        assert alone.request("/admin/").status == 404
        assert not (tmp_path / "db.sqlite3").exists()
    finally:
        stop_site(alone)
    assert alone.process.returncode == 0


def test_a_killed_worker_is_replaced_and_the_server_answers(own_site: RunningSite) -> None:
    workers = web_workers(own_site)
    assert len(workers) == 2
    workers[0].send_signal(signal.SIGKILL)
    eventually(lambda: len(set(web_workers(own_site)) - {workers[0]}) == 2, within=20)
    eventually(lambda: answers(own_site, times=FRESH), within=20)


def web_workers(site: RunningSite) -> list[psutil.Process]:
    """Return the processes that granian keeps to answer requests."""
    web = [one for one in psutil.Process(site.process.pid).children() if "granian" in command_of(one)]
    return [one for leader in web for one in leader.children() if "granian" in command_of(one)]


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # gone, or dead and not yet counted
        return ""


def answers(site: RunningSite, *, times: int) -> bool:
    try:
        return all(site.warn().status == 200 for _ in range(times))
    except OSError:
        return False


# --- Clients


def test_a_client_made_and_revoked_by_command_is_so_within_a_second(own_site: RunningSite) -> None:
    made = own_site.manage("create_api_client", "new-engine", "--scopes", "warnings:read")
    key = made.stdout.removesuffix("\n")
    assert re.fullmatch(r"sc_[0-9a-f]{8}_[\w-]{43}", key)
    assert "new-engine" in made.stderr
    assert key not in made.stderr
    eventually(lambda: own_site.warn(key=key).status == 200, within=1)
    eventually(lambda: {own_site.warn(key=key).status for _ in range(FRESH)} == {200}, within=2)
    assert own_site.manage("revoke_api_client", "new-engine").returncode == 0
    eventually(lambda: {own_site.warn(key=key).status for _ in range(FRESH)} == {401}, within=2)
    assert own_site.warn().status == 200


def test_a_client_that_exists_is_refused_with_nothing_on_standard_output(own_site: RunningSite) -> None:
    done = own_site.manage("create_api_client", "demo-engine")
    assert (done.returncode, done.stdout) == (1, "")
    assert "demo-engine" in done.stderr


# --- Without its database: the last test to use `own_site`, whose other processes may remember another file


def test_with_the_database_moved_away_a_running_server_goes_on_and_follows_again(own_site: RunningSite) -> None:
    files = list(own_site.data_dir.glob("db.sqlite3*"))
    away = own_site.data_dir.parent / "away"
    away.mkdir()
    deck = own_site.request("/readyz").json()["deck"]
    for file in files:
        file.rename(away / file.name)
    replies = [own_site.warn() for _ in range(100)]
    assert [reply.status for reply in replies] == [200] * 100
    assert {reply.json()["deck"] for reply in replies} == {deck}
    for file in own_site.data_dir.glob("db.sqlite3*"):
        file.unlink()
    for file in files:
        (away / file.name).rename(file)
    words = "返利之前先付钱的，是骗局"
    publish = (
        "from scams.deck.build import build; from scams.models import WarningCard; "
        f"card = WarningCard.objects.get(pk={the_card(own_site)['id']}); "
        f"card.headline = {words!r}; card.save_revision().publish(); build()"
    )
    assert own_site.manage("shell", "--no-imports", "-c", publish).returncode == 0
    eventually(lambda: [headline(own_site) for _ in range(FRESH)] == [words] * FRESH, within=10)


# --- HTTP as it comes over the wire


def raw(site: RunningSite, head: str, *body: bytes) -> http.client.HTTPResponse:
    """Send a request byte by byte; return the answer, read."""
    address = urllib.parse.urlsplit(site.url)
    assert address.hostname
    with socket.create_connection((address.hostname, address.port or 80), timeout=10) as connection:
        lines = f"{head}\r\nHost: localhost\r\nAuthorization: bearer {site.key}\r\n\r\n"
        connection.sendall(lines.encode())
        for piece in body:
            connection.sendall(piece)
        reply = http.client.HTTPResponse(connection, method=head.split()[0])
        reply.begin()
        reply.content = reply.read()  # type: ignore[attr-defined]
        return reply


PLAIN = json.dumps({"fraud_types": [{"code": "task-rebate"}]}).encode()
POST = "POST /api/v1/warnings HTTP/1.1"


def chunks(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        piece = content[start : start + size]
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def test_a_body_in_chunks_is_read(site: RunningSite) -> None:
    assert raw(site, f"{POST}\r\nTransfer-Encoding: chunked", *chunks(PLAIN, 7)).status == 200


def test_a_body_in_chunks_over_the_limit_is_refused(site: RunningSite) -> None:
    reply = raw(site, f"{POST}\r\nTransfer-Encoding: chunked", *chunks(PLAIN.ljust(17 * 1024), 1024))
    assert (reply.status, reply.headers["Content-Type"]) == (413, "application/problem+json")


def test_a_body_over_the_limit_is_refused(site: RunningSite) -> None:
    assert site.warn(PLAIN.ljust(16 * 1024)).status == 200
    assert site.warn(PLAIN.ljust(17 * 1024)).status == 413


def test_a_head_request_is_refused_without_a_body(site: RunningSite) -> None:
    reply = raw(site, "HEAD /api/v1/warnings HTTP/1.1")
    assert (reply.status, reply.headers["Allow"], reply.content) == (405, "POST", b"")  # type: ignore[attr-defined]


def test_a_get_request_is_refused_with_a_problem(site: RunningSite) -> None:
    reply = site.request("/api/v1/warnings")
    assert (reply.status, reply.json()["status"]) == (405, 405)


def test_a_caller_who_hangs_up_in_the_middle_harms_nobody(site: RunningSite) -> None:
    address = urllib.parse.urlsplit(site.url)
    for _ in range(FRESH):
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            lines = f"{POST}\r\nHost: localhost\r\nAuthorization: Bearer {site.key}\r\nContent-Length: 900\r\n\r\n"
            connection.sendall(lines.encode() + PLAIN)
    assert answers(site, times=FRESH)


def test_the_site_behind_the_warnings_is_served_too(site: RunningSite) -> None:
    assert site.request("/healthz").json() == {"alive": True}
    assert site.request("/api/v1/fraud-types?format=csv").body.startswith(b"slug,parent")
    assert site.request("/api/v1/docs").status == 200
    article = site.warn().json()["card"]["article_url"]
    page = site.request(urllib.parse.urlsplit(article).path)
    assert (page.status, b'<html lang="zh-Hans"' in page.body) == (200, True)


# --- What is left behind


def test_stopped_by_sigterm_it_leaves_no_process_and_wrote_only_in_its_data_folder(demo: Demo, tmp_path: Path) -> None:
    tree, data_dir = tmp_path / "tree", tmp_path / "data"
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    for folder in (home, temporary):
        folder.mkdir()
    copy_tree(tree)
    shutil.copytree(demo.data_dir, data_dir)
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*")}
    own = {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1", "XDG_RUNTIME_DIR": ""}
    environment = {**environment_for(data_dir), **own}
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=tree, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    running = RunningSite(f"http://127.0.0.1:{port}", demo.key, demo.passwords, data_dir, process, environment)
    try:
        eventually(lambda: answers(running, times=1), within=60)
        Admin(running, "reviewer").publish(headline="先垫钱的兼职，都是骗局")
        eventually(lambda: headline(running) == "先垫钱的兼职，都是骗局", within=20)
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 4
    finally:
        stop_site(running)
    assert process.returncode == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*")} == before
    assert [*home.iterdir(), *temporary.iterdir()] == []
    assert (data_dir / "deck.last-good").exists()


def copy_tree(to: Path) -> None:
    """Copy the program as it would be cloned."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "manage.py", "academy", "scams", "static"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)


# --- The demo, again


def test_a_second_demo_keeps_what_people_changed_and_tells_no_secret_twice(
    own_site: RunningSite, demo: Demo, tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(demo.data_dir, data_dir)
    environment = environment_for(data_dir)
    change = (
        "from scams.models import WarningCard; "
        "card = WarningCard.objects.get(fraud_type__slug='task-rebate', audience='adult', "
        "locale__language_code='zh-hans'); card.headline = '我改过的标题'; card.save_revision().publish(); "
        "WarningCard.objects.filter(fraud_type__slug='romance').delete()"
    )
    changed = manage("shell", "--no-imports", "-c", change, environment=environment)
    assert changed.returncode == 0, changed.stderr
    done = manage("demo", "--no-serve", environment=environment)
    assert done.returncode == 0, done.stderr
    again = own_site._replace(data_dir=data_dir)
    assert the_card(again)["headline"] == "我改过的标题"
    assert rows(again, "SELECT count(*) AS number FROM scams_warningcard") == [{"number": 180}]
    assert rows(again, "SELECT count(*) AS number FROM academy_user") == [{"number": 3}]
    secrets = [demo.key, *demo.passwords.values()]
    assert [one for one in secrets if one not in demo.output] == []
    assert [one for one in secrets if one in done.stdout + done.stderr] == []
    assert done.stdout.count("(as it was)") == 4


def test_builders_at_the_same_time_make_one_chain_of_versions(
    demo: Demo, tmp_path: Path, own_site: RunningSite
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(demo.data_dir, data_dir)
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database, database:
        database.execute("UPDATE scams_contact SET number = '96111' WHERE key = 'cn-96110'")
    builders = [
        subprocess.Popen(
            [sys.executable, "manage.py", "build_deck"],
            cwd=ROOT, env=environment_for(data_dir), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    outputs = [builder.communicate(timeout=120)[0] for builder in builders]
    assert [builder.returncode for builder in builders] == [0, 0, 0]
    versions = rows(own_site._replace(data_dir=data_dir), "SELECT id, previous, version FROM scams_deckversion")
    assert [row["previous"] for row in versions] == [0, versions[0]["id"]]
    assert set(outputs) == {f"deck {versions[1]['version']}: 180 cards\n"}
