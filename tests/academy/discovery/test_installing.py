"""The manifest, the service worker and the page for no network."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from academy.discovery.installing import DARK, FILES, LIGHT, files
from academy.models import HelpPage
from tests.academy.discovery.reading import status_of

pytestmark = pytest.mark.django_db


def facts(client: Client) -> dict[str, Any]:
    script = client.get("/sw.js").content.decode()
    found = re.search(r"const FACTS = (.+);\n", script)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize(("language", "spelled"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_the_manifest_is_in_the_readers_language(client: Client, language: str, spelled: str) -> None:
    answer = client.get(f"/{language}/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json; charset=utf-8"
    assert (told["lang"], told["start_url"], told["scope"]) == (spelled, f"/{language}/", "/")
    assert {one["url"] for one in told["shortcuts"]} == {f"/{language}/paid/", f"/{language}/quizzes/"}
    assert [client.get(one["url"]).status_code for one in told["shortcuts"]] == [200, 200]


def test_every_icon_is_as_large_as_the_manifest_says(client: Client) -> None:
    told = json.loads(client.get("/en/manifest.webmanifest").content)
    for icon in told["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found
        with Image.open(str(found)) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}


def test_the_colours_are_those_of_the_pages(client: Client) -> None:
    paper = re.findall(r"--paper: (#[0-9a-f]{6})", (FILES / "site.css").read_text(encoding="utf-8"))
    assert paper[:2] == [LIGHT, DARK]
    assert json.loads(client.get("/en/manifest.webmanifest").content)["background_color"] == LIGHT


def test_every_page_names_the_manifest_of_its_language(client: Client) -> None:
    assert '<link rel="manifest" href="/zh-hant/manifest.webmanifest">' in client.get("/zh-hant/").content.decode()


def test_the_worker_is_asked_for_anew_each_time_and_sent_only_when_it_is_new(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_everything_the_worker_always_keeps_is_there(client: Client) -> None:
    always = facts(client)["always"]
    assert [path for path in always if status_of(client, path) != 200] == []
    pages = [f"/{code}/{path}" for path in ("offline/", "paid/") for code in ("zh-hans", "zh-hant", "en")]
    assert [path for path in always if not path.startswith("/static/")] == pages


def test_the_worker_keeps_every_style_sheet_and_script_a_page_asks_for(client: Client) -> None:
    html = client.get("/en/paid/").content.decode()
    asked = set(re.findall(r'(?:href|src)="(/static/academy/[^"]+\.(?:css|js))"', html))
    assert asked
    assert asked <= set(facts(client)["always"])


def test_a_private_page_is_not_among_them(client: Client) -> None:
    page = HelpPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "/en/paid/" not in facts(client)["always"]


def test_a_moved_page_makes_a_new_worker(client: Client) -> None:
    before = client.get("/sw.js")["ETag"]
    page = HelpPage.objects.get(locale__language_code="en")
    page.slug = "help"
    page.save()
    assert "/en/help/" in facts(client)["always"]
    assert client.get("/sw.js")["ETag"] != before


def test_the_version_follows_from_the_files(client: Client) -> None:
    assert re.fullmatch("[0-9a-f]{12}", facts(client)["version"])
    assert all(isinstance(one, Path) and one.exists() for one in files())


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_for_no_network_asks_for_nothing_from_elsewhere(client: Client, language: str) -> None:
    html = client.get(f"/{language}/offline/").content.decode()
    assert f'data-kept-pages="/{language}/"' in html
    assert f'href="/{language}/paid/"' in html
    assert '<meta name="robots" content="noindex">' in html
