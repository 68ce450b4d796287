"""The demo's own settings, with the addresses that take events as one would at first write it."""

from academy.settings.dev import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.events_urls"
