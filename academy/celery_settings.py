"""Celery's settings, a part of `academy.settings.base`. CELERY_X is what Celery's manual calls x.

Correctness rests on rows and sweeps, not on the broker: a lost message costs time, nothing else.
"""

from typing import Any

from celery.schedules import crontab

from academy.environment import data_dir, env

CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", "") or "file://localhost"
CELERY_WORKER_CONCURRENCY: int = max(2, env.int("WORKER_CONCURRENCY", 3))
TASK_TIME_LIMIT: int = env.int("TASK_TIME_LIMIT", 300)
JOB_RESEND_AFTER: float = env.float("JOB_RESEND_AFTER", 60.0)
JOB_BACKOFF: float = env.float("JOB_BACKOFF", 5.0)
JOB_ATTEMPTS: int = env.int("JOB_ATTEMPTS", 12)
PUBLISH_EVERY: float = env.float("PUBLISH_EVERY", 5.0)
SWEEP_JOBS_EVERY: float = env.float("SWEEP_JOBS_EVERY", 10.0)
SWEEP_DECK_EVERY: float = env.float("SWEEP_DECK_EVERY", 5.0)
SWEEP_SEARCH_EVERY: float = env.float("SWEEP_SEARCH_EVERY", 600.0)
ROLL_UP_EVERY: float = env.float("ROLL_UP_EVERY", 10.0)

BROKER_FOLDER = data_dir() / "broker"


def broker_options(url: str) -> dict[str, Any]:
    """Return Celery's transport options for a broker: fail soon when it is down, redeliver what a dead worker had."""
    soon = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2}
    scheme = url.partition(":")[0]
    if scheme == "file":
        return {"folder": str(BROKER_FOLDER), "polling_interval": 0.1}
    if scheme in {"redis", "rediss", "valkey"}:
        wait = {"socket_connect_timeout": 2, "socket_timeout": 5, "socket_keepalive": True}
        return {**soon, **wait, "visibility_timeout": TASK_TIME_LIMIT + 60, "unacked_restore_throttle": 1}
    return {**soon, "confirm_publish": True} if scheme in {"amqp", "amqps", "pyamqp"} else {}


CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}  # once, for a connection gone stale

CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = TASK_TIME_LIMIT
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = {name: {"exchange": "", "routing_key": name} for name in ("default", "deck")}
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = {"scams.build_deck": {"queue": "deck"}, "scams.sweep_deck": {"queue": "deck"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_PREFETCH_COUNT_REDUCTION = False  # it would give the deck's free place away after a reconnection
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not CELERY_BROKER_URL.startswith("file:")

# The times of day below are local; what is sent is in UTC (Celery's default). CELERY_TIMEZONE is set in base.
CELERY_BEAT_SCHEDULER = "academy.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(data_dir() / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "publish-scheduled": {"task": "academy.publish_scheduled", "schedule": PUBLISH_EVERY},
    "sweep-jobs": {"task": "academy.sweep_jobs", "schedule": SWEEP_JOBS_EVERY},
    "sweep-deck": {"task": "scams.sweep_deck", "schedule": SWEEP_DECK_EVERY},
    "judge-variants": {"task": "scams.judge_variants", "schedule": 3600.0},
    "sweep-search": {"task": "scams.sweep_search", "schedule": SWEEP_SEARCH_EVERY},
    "roll-up": {"task": "scams.roll_up", "schedule": ROLL_UP_EVERY},
    "remind-of-reviews": {"task": "scams.remind_of_reviews", "schedule": crontab(hour=8, minute=0)},
    "prune-releases": {"task": "scams.prune_releases", "schedule": crontab(hour=3, minute=30)},
    "prune-events": {"task": "scams.prune_events", "schedule": crontab(hour=4, minute=30)},
    "prune-reported-messages": {"task": "scams.prune_reported_messages", "schedule": crontab(hour=3, minute=40)},
    "prune": {"task": "academy.prune", "schedule": 3600.0},
    "tidy-people": {"task": "academy.tidy_people", "schedule": 3600.0},
    "sweep-reminders": {"task": "academy.sweep_reminders", "schedule": 60.0},
    # Every hour of the day, not of the night: what a mail server does not take at nine it may take at ten.
    "send-reminders": {"task": "academy.send_reminders", "schedule": crontab(hour="9-20", minute=5)},
}
for _entry in CELERY_BEAT_SCHEDULE.values():
    # Without this a beat without workers would pile the same message up for days.
    _entry["options"] = {"expires": 3600}
