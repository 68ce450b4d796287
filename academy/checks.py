"""System checks: a wrong configuration is refused at start, with a hint."""

import tempfile
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt

KNOWN_BROKERS = ("file", "memory", "amqp", "amqps", "pyamqp", "redis", "rediss", "valkey")
HERE = {"", "localhost", "127.0.0.1", "::1"}


@register(Tags.files)
def check_data_dir(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a data folder that cannot be written to; a try is the only answer that is right for root, too."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            return []
    except OSError as error:
        hint = "Point DATA_DIR at a folder that the user who runs the site may write to."
        return [Error(f"DATA_DIR cannot be written to: {error}", hint=hint, id="academy.E001")]


@register(Tags.async_support, deploy=True)
def check_celery_runs(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse to deploy with tasks that run inside the request."""
    if not getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False):
        return []
    hint = "Remove CELERY_TASK_ALWAYS_EAGER from the settings: it is for tests."
    return [Error("Background tasks run inside the request.", hint=hint, id="academy.E002")]


@register(Tags.async_support)
def check_broker_is_known(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a broker whose kind nothing here has settings for."""
    scheme = urlsplit(settings.CELERY_BROKER_URL).scheme
    if scheme in KNOWN_BROKERS:
        return []
    hint = "Use amqp(s):// for RabbitMQ, redis(s):// or valkey:// for Valkey and Redis, or leave it empty."
    return [Error(f"CELERY_BROKER_URL begins with '{scheme}:', which is unknown.", hint=hint, id="academy.E003")]


@register(Tags.async_support, deploy=True)
def check_one_host(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Warn of half a move to several machines; a file broker or SQLite by itself can serve one machine in earnest."""
    half = half_moved(settings.DATABASES["default"], settings.CELERY_BROKER_URL)
    if not half:
        return []
    hint = f"Set {half}, or workers on other machines do no work for this site."
    return [
        Doubt("Of database and broker, one is on another machine and one a local file.", hint=hint, id="academy.W001")
    ]


def half_moved(database: Mapping[str, Any], broker_url: str) -> str:
    """Return the variable still to set when only one of database and broker is on another machine, else nothing."""
    broker, local_database = urlsplit(broker_url), database["ENGINE"].endswith("sqlite3")
    if broker.scheme in {"file", "memory"}:
        return "" if local_database or _is_here(database["HOST"]) else "CELERY_BROKER_URL"
    return "DATABASE_URL" if local_database and not _is_here(broker.hostname or "") else ""


def _is_here(host: str) -> bool:
    """Return whether a database's or broker's host is this machine; a path is a socket's."""
    return host in HERE or host.startswith("/")
