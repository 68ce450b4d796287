"""What the logs look like: lines for people on standard error, and one line of JSON per sampled warning."""

from typing import Any

from academy.environment import env


def logging_config() -> dict[str, Any]:
    """Return the configuration for `logging.config.dictConfig`, at the level `LOG_LEVEL`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "bare": {"format": "{message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "json": {"class": "logging.StreamHandler", "formatter": "bare"},
        },
        "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
        "loggers": {
            "scams.requests": {"handlers": ["json"], "level": "INFO", "propagate": False},
            # A line for every page saved and every task begun says nothing anyone would look for.
            # What the index fails at is tried again, and logged, by the job that it is part of.
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            # Every failure is counted, and told by who asked (`scams.search.engines.fallback`), now and then.
            "elastic_transport": {"level": "ERROR"},
            "modelsearch.index": {"level": "CRITICAL"},
        },
    }
