"""What the site adds to Wagtail's admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from academy.models import Job
from scams.editing.policies import LookOnlyPolicy

register_permission_policy(Job, LookOnlyPolicy(Job))


class JobViewSet(ModelViewSet):
    """The background jobs that wait, run or were given up, in the Reports menu."""

    model = Job
    name = "background-jobs"
    icon = "tasks"
    menu_label = _("Background jobs")
    menu_hook = "register_reports_menu_item"
    list_display: ClassVar = ["__str__", "failed", "attempts", "created", "started", "next_try"]
    list_filter: ClassVar = ["failed", "queue"]
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False  # a job for every change to a job would never end
    form_fields: ClassVar = ["function"]  # required by Wagtail; no form is ever shown


@hooks.register("register_admin_viewset")
def register_jobs() -> JobViewSet:
    """Show the background jobs."""
    return JobViewSet()
