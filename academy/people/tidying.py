"""What is deleted because it is of no more use: sessions that have ended, and who got a password wrong when."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone


def tidy() -> None:
    """Delete sessions past their end, and failed sign-ins that no longer count."""
    call_command("clearsessions")
    failures = apps.get_model("axes", "AccessAttempt")._default_manager
    failures.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()
