"""Reminders of a refresher: calendar file, feed, and e-mail, each by the signed link of a result."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from academy.models import Attempt
from academy.people.throttle import REMINDERS, within
from academy.quizzes.links import attempt_of
from academy.reminders import asking, calendar, feed
from academy.reminders.addresses import digest_in, stop
from academy.reminders.forms import EmailForm
from academy.reminders.refreshers import Refresher, refresher_of

HOURS_6 = 6 * 3600  # seconds


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def by_email(request: HttpRequest, token: str) -> HttpResponse:
    """Take an address to send a reminder to. The answer is the same for every address."""
    attempt, refresher = _refresher(token)
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and not refresher.is_due:
        if not form.is_valid():
            status = 422
        elif not within(REMINDERS, request):
            form.add_error(None, _("Too many reminders were asked for from your network. Please try again in an hour."))
            status = 429
        else:
            asking.ask(attempt, form.cleaned_data["email"], get_language() or "")
            return _see_other(reverse("reminder-asked", args=[token]))
    return render(request, "academy/reminders/by_email.html", {"offer": refresher, "form": form}, status=status)


@cache_control(private=True, no_store=True)
@require_safe
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a mail is on its way, whether it is or not."""
    _attempt, refresher = _refresher(token)
    return render(request, "academy/reminders/asked.html", {"offer": refresher})


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Show the button that confirms a reminder; pressing it does. A programme that follows links confirms nothing."""
    reminder = asking.find(reminder_id)
    refresher = refresher_of(reminder.attempt) if reminder else None
    if reminder is None or refresher is None:
        return render(request, "academy/reminders/gone.html", status=404)
    if request.method == "POST":
        asking.confirm(reminder)
        return _see_other(request.path)
    return render(request, "academy/reminders/confirm.html", {"reminder": reminder, "offer": refresher})


@csrf_exempt  # RFC 8058: mail programmes send this form by themselves, without having seen the page
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that stops all reminders to an address; pressing it, here or in a mail programme, does."""
    digest = digest_in(token)
    if digest is None:
        raise Http404
    if request.method == "POST":
        stop(digest)
    return render(request, "academy/reminders/stop.html", {"stopped": request.method == "POST"})


@cache_control(private=True, no_store=True)
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the refresher as a calendar file."""
    attempt, refresher = _refresher(token)
    content = calendar.calendar_file(refresher, attempt.pk)
    disposition = {"Content-Disposition": 'attachment; filename="refresher.ics"'}
    return HttpResponse(content, content_type=calendar.CONTENT_TYPE, headers=disposition)


@cache_control(private=True, max_age=HOURS_6)
@require_safe
def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the refresher as a feed."""
    attempt, refresher = _refresher(token)
    content = feed.feed_of(attempt, refresher, request.build_absolute_uri(request.path))
    return HttpResponse(content, content_type=feed.CONTENT_TYPE)


def _refresher(token: str) -> tuple[Attempt, Refresher]:
    """Return the attempt of a signed link and its refresher; 404 where either is gone or the link is not ours."""
    attempt = attempt_of(token)
    refresher = refresher_of(attempt) if attempt else None
    if attempt is None or refresher is None:
        raise Http404
    return attempt, refresher


def _see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
