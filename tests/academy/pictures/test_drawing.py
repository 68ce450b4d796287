"""Every picture has its size, shows what it was given, and is the same each time."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, Final

import pytest
from PIL import Image, ImageChops

from academy.pictures import palette
from academy.pictures.certificates import certificate
from academy.pictures.icons import FOLDER, icons
from academy.pictures.previews import page_picture, share_picture

LOCALES: Final = ("zh-hans", "zh-Hant", "en")
PREVIEW: Final = {"title": "客服来电：退款还是转账？", "label": "冒充客服", "kind": "article"}
SHARED: Final = {"title": "客服来电：退款还是转账？", "line": "10 条消息里认出 9 条骗局"}
EARNED: Final = {
    "title": "客服来电：退款还是转账？",
    "day": date(2026, 11, 22),
    "percent": 90,
    "noticed": (9, 10),
    "suspected": (1, 4),
}
ALL: Final = [
    (page_picture, PREVIEW, (1200, 630)),
    (share_picture, SHARED, (1200, 630)),
    (certificate, EARNED, (1754, 1240)),
]
LONG: Final = "骗子说这是“最后一次”，可是A1每次都有下一次；" * 12


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def differ(one: bytes, other: bytes) -> bool:
    return ImageChops.difference(opened(one).convert("RGB"), opened(other).convert("RGB")).getbbox() is not None


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("draw", "inputs", "size"), ALL)
def test_a_picture_is_a_png_of_its_size_and_light(
    draw: Callable[..., bytes], inputs: dict[str, Any], size: tuple[int, int], locale: str
) -> None:
    content = draw(locale=locale, **inputs)
    picture = opened(content)
    assert (picture.format, picture.size) == ("PNG", size)
    assert len(content) < 200_000


@pytest.mark.parametrize(("draw", "inputs", "size"), ALL)
def test_the_same_inputs_give_the_same_bytes(
    draw: Callable[..., bytes], inputs: dict[str, Any], size: tuple[int, int]
) -> None:
    assert draw(locale="zh-hans", **inputs) == draw(locale="zh-hans", **inputs)


@pytest.mark.parametrize(
    ("draw", "inputs", "changed"),
    [
        (page_picture, PREVIEW, {"title": "测"}),
        (page_picture, PREVIEW, {"label": ""}),
        (page_picture, PREVIEW, {"kind": "quiz"}),
        (page_picture, PREVIEW, {"kind": "page"}),
        (share_picture, SHARED, {"title": "测"}),
        (share_picture, SHARED, {"line": "测"}),
        (certificate, EARNED, {"title": "测"}),
        (certificate, EARNED, {"day": date(2026, 11, 23)}),
        (certificate, EARNED, {"percent": 80}),
        (certificate, EARNED, {"noticed": (8, 10)}),
        (certificate, EARNED, {"suspected": (0, 4)}),
    ],
)
def test_everything_that_is_given_is_seen(
    draw: Callable[..., bytes], inputs: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert differ(draw(locale="zh-hans", **inputs), draw(locale="zh-hans", **inputs | changed))


@pytest.mark.parametrize(("draw", "inputs", "size"), ALL)
def test_the_words_of_a_picture_are_in_its_language(
    draw: Callable[..., bytes], inputs: dict[str, Any], size: tuple[int, int]
) -> None:
    pictures = [draw(locale=locale, **inputs) for locale in LOCALES]
    assert differ(pictures[0], pictures[1])
    assert differ(pictures[1], pictures[2])


@pytest.mark.parametrize(("draw", "inputs", "size"), ALL)
@pytest.mark.parametrize("title", ["", "🙂", "骗", LONG, "W" * 255])
def test_a_title_of_any_length_leaves_the_edges_free(
    draw: Callable[..., bytes], inputs: dict[str, Any], size: tuple[int, int], title: str
) -> None:
    picture = opened(draw(locale="zh-hans", **inputs | {"title": title})).convert("RGB")
    width, height = size
    for edge in ((0, 0, 50, height), (0, 0, width, 40), (0, height - 40, width // 2, height)):
        assert len(picture.crop(edge).getcolors() or []) == 1


def test_the_colours_are_the_style_sheets() -> None:
    sheet = (FOLDER.parent / "site.css").read_text()
    there = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", sheet.partition("@media")[0]))
    ours = {name.lower().replace("_", "-"): colour for name, colour in vars(palette).items() if name.isupper()}
    assert {name: colour for name, colour in ours.items() if not name.endswith("shade")} == {
        name: there.get(name) for name in ours if not name.endswith("shade")
    }


def test_the_committed_icons_are_what_is_drawn() -> None:
    made = icons()
    assert {path.name for path in FOLDER.glob("*.png")} == set(made)
    for name, content in made.items():
        assert opened((FOLDER / name).read_bytes()).tobytes() == opened(content).tobytes()


@pytest.mark.parametrize(
    ("name", "side", "corner"),
    [
        ("icon-192.png", 192, (0, 0, 0, 0)),
        ("icon-512.png", 512, (0, 0, 0, 0)),
        ("maskable-512.png", 512, (10, 79, 93)),
        ("apple-touch-icon-180.png", 180, (247, 243, 235)),
    ],
)
def test_icons_have_their_size_and_ground(name: str, side: int, corner: tuple[int, ...]) -> None:
    picture = opened(icons()[name])
    assert picture.size == (side, side)
    assert picture.getpixel((0, 0)) == corner


def test_a_maskable_icon_keeps_the_mark_inside_the_circle_that_is_never_cut() -> None:
    picture = opened(icons()["maskable-512.png"]).convert("RGB")
    ground = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(picture, ground).getbbox() or (0, 0, 0, 0)
    farthest = max(abs(corner - 256) for corner in (left, top, right, bottom))
    assert 100 < farthest < 512 * 0.4
