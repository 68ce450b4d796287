"""Settings shared by every environment. Values come from the environment; the defaults run as they are."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from academy.environment import BASE_DIR, cache_url, data_dir, database_url, env
from academy.logs import logging_config
from scams.deck.places import redis_url

DATA_DIR = data_dir()
with suppress(OSError):  # a check says so with a hint
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
PUBLIC_URL: str = env.str("PUBLIC_URL", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "scams",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "ninja",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "axes",
    # Last, so that the permissions of all the others exist when it hands them to the roles.
    "academy",
]

MIDDLEWARE = [
    "academy.page_cache.compression.CompressionMiddleware",
    "academy.page_cache.middleware.PageCacheMiddleware",
    "scams.api.handlers.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "academy.middleware.PagesLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "academy" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "academy.modes.context.mode",
            ],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Return the Django database settings for a database URL; SQLite gets WAL and immediate transactions."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"].endswith("sqlite3"):
        if Path(config["NAME"]).exists():  # one that is moved away later must not be made anew, empty
            config["NAME"] = f"{Path(config['NAME']).resolve().as_uri()}?mode=rw"
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return config


DATABASE_URL: str = database_url()
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.insert(0, "django.contrib.postgres")

CACHE_URL = cache_url()
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": redis_url(CACHE_URL),
            # While it is down nothing is found in it, and nothing fails or waits long.
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
        }
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# How long a page is kept that nobody changes, in seconds; 0: pages are made for every reader.
PAGE_CACHE_SECONDS: int = env.int("PAGE_CACHE_SECONDS", 600)

# How often one address may search, or have messages checked, in a minute; 0: as often as it likes.
PUBLIC_PER_MINUTE: int = env.int("PUBLIC_PER_MINUTE", 240)
# Where Elasticsearch is; without an address the database is searched (`scams.search.engines.options`).
ELASTICSEARCH: dict[str, Any] = {
    "urls": tuple(env.list("ELASTICSEARCH_URL", [])),
    "api_key": env.str("ELASTICSEARCH_API_KEY", ""),
    "user": env.str("ELASTICSEARCH_USER", ""),
    "password": env.str("ELASTICSEARCH_PASSWORD", ""),
    "authorities": env.str("ELASTICSEARCH_CA", ""),
    "prefix": env.str("ELASTICSEARCH_INDEX", "academy-search"),
    "patience": env.float("ELASTICSEARCH_TIMEOUT", 0.3),
}
# After how many seconds searches without results are written down together.
UNANSWERED_EVERY: float = 5.0
# For how many days a reported message is kept.
REPORTED_MESSAGES_KEPT_DAYS: int = env.int("REPORTED_MESSAGES_KEPT_DAYS", 90)

DECK_SIGNING_KEYS: list[str] = env.list("DECK_SIGNING_KEYS", [])
DECK_SIGNING_KEY_FILE: Path = DATA_DIR / "deck.signing-keys"

# What payers and payees are hashed with before anything of an event is stored; empty: a key made of SECRET_KEY.
SUBJECT_KEY: str = env.str("SUBJECT_KEY", "")
# How many days outcome events are kept; 0: for ever. What was counted of them stays.
EVENTS_KEPT_DAYS: int = env.int("EVENTS_KEPT_DAYS", 400)

# The demonstration page at /demo/pay is on where it has a key: from here, or from the file that `manage.py demo` makes.
DEMO_API_KEY: str = env.str("DEMO_API_KEY", "")
DEMO_KEY_FILE: Path | None = DATA_DIR / "demo-page.key"
DEMO_API_URL: str = env.str("DEMO_API_URL", "")

AUTH_USER_MODEL = "academy.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# Languages: Simplified Chinese first, then Traditional Chinese and English.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", f"{PUBLIC_URL}/{LANGUAGE_CODE}/contacts/")
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path = env.path("STATIC_ROOT", DATA_DIR / "static")
with suppress(OSError):  # WhiteNoise warns of a folder that is not there
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT: Path = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "反诈学院"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "academy.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "academy.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "academy.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["mp3", "m4a", "ogg", "pdf", "csv", "xlsx", "txt"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
WAGTAIL_AUTOSAVE_INTERVAL = env.int("AUTOSAVE_INTERVAL_MS", 5000)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "scams.search.backend"}}

# Wagtail's own background work (search index, reference index) goes through Celery too.
TASKS = {"default": {"BACKEND": "academy.jobs.backend.CeleryBackend"}}

# Strict for the public; the admin's editors need inline scripts and styles.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/django-admin/"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
SECURE_REFERRER_POLICY = "same-origin"

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds; without one a mail server that hangs holds a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "academy@localhost")

LOGGING = logging_config()

# Background work: brokers, queues, limits and the schedule are in academy/celery_settings.py.
from academy.celery_settings import *  # noqa: E402, F403

# Who may try to sign in how often.
from academy.sign_in_settings import *  # noqa: E402, F403

CELERY_TIMEZONE = TIME_ZONE
