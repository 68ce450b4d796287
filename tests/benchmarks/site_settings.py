"""The demo's own settings, with Wagtail's APIs and the addresses that the benchmark asks."""

from academy.settings.dev import *  # noqa: F403
from academy.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "rest_framework", "wagtail.api.v2", "wagtail.api.v3"]
ROOT_URLCONF = "tests.benchmarks.site_urls"
