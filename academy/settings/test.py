"""Settings for the tests: as a laptop's, quicker where it does not matter."""

from academy.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 40
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PAGE_CACHE_SECONDS = 0  # so that what a test changes is seen at once
PUBLIC_PER_MINUTE = 0
UNANSWERED_EVERY = 0.0  # tests write what was counted themselves: a thread of its own has no part in their transaction
