"""Make the README's picture: `python -m tests.browser.picture`. One card at its four levels, side by side."""

import os
from io import BytesIO

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.test")
django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

from scams.words import LEVELS  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM, answer, serve_payment_page  # noqa: E402
from tests.conftest import ROOT  # noqa: E402

PHONE = {"width": 375, "height": 812}
GAP = 24
PLACE = ROOT / "static" / "academy" / "readme-levels.png"


def main() -> None:
    """Write the picture."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        shots = []
        for level in LEVELS:
            page = browser.new_page(viewport=PHONE, reduced_motion="reduce")
            serve_payment_page(page, answer(level=level, audience="adult", locale="zh-Hans"))
            shots.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    width = len(shots) * PHONE["width"] + (len(shots) + 1) * GAP
    picture = Image.new("RGB", (width, PHONE["height"] + 2 * GAP), "#e7e2d8")
    for number, shot in enumerate(shots):
        picture.paste(shot, (GAP + number * (PHONE["width"] + GAP), GAP))
    picture.quantize(128).save(PLACE, optimize=True)


if __name__ == "__main__":
    main()
