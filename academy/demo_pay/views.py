"""The demonstration page: the form, the payment on its way, and the events that the card reports in the browser."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from academy.demo_pay import journey, showing
from academy.demo_pay.browser_events import read
from academy.demo_pay.forms import PaymentForm, filled
from academy.demo_pay.languages import locale_of, remember
from academy.demo_pay.state import KEPT_UNDER, State, packed, unpacked
from academy.demo_pay.stories import stories
from academy.demo_pay.wallet import Wallet, wallet
from academy.people.throttle import Limit, within

ACTS: Final = Limit("demonstration", 3000)
"""Nobody shows a demonstration faster; without a limit anybody could fill the disk with events."""


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest) -> HttpResponse:
    """Show the form or the payment on its way; or do what a form asks for, and show where that led."""
    locale, ours = locale_of(request), wallet()
    with translation.override(locale.lower()):
        if ours is None:
            return render(request, "academy/demo_pay/off.html", showing.page(locale, None), status=404)
        if request.method != "POST":
            response = _shown(request, locale)
        elif not within(ACTS, request):
            return HttpResponse(status=429)
        else:
            try:
                response = _done(request, ours, locale)
            except (msgspec.DecodeError, ValueError):  # what a browser was made to send
                return HttpResponse(status=400)
    remember(response, request)
    return response


def _shown(request: HttpRequest, locale: str) -> HttpResponse:
    state = _kept(request)
    chosen = request.GET.get("story")
    if state and chosen is None and state.bill.locale == locale:
        return render(request, "academy/demo_pay/pay.html", showing.going(request, state))
    story = stories().get(chosen or "") or next(iter(stories().values()))
    return render(request, "academy/demo_pay/pay.html", showing.filling(locale, filled(story, locale), story))


def _done(request: HttpRequest, ours: Wallet, locale: str) -> HttpResponse:
    """Do what a form asks for, once: a form sent again finds the payment further on already."""
    state, given = _kept(request), request.POST.dict()
    if given.get("act") == "pay":
        form = PaymentForm(request.POST)
        if not form.is_valid():
            story = stories().get(given.get("story", ""))
            context = showing.filling(locale, form, story)
            return render(request, "academy/demo_pay/pay.html", context, status=422)
        if state is None or state.warning_id != str(form.cleaned_data["warning_id"]):
            _keep(request, _begun(ours, form, locale))
    elif state and _is_next(state, given):
        journey.act(ours, state, given.get("act", ""), given)
        _keep(request, state)
    response = HttpResponseRedirect(reverse("demo-pay"))
    response.status_code = 303
    return response


def _begun(ours: Wallet, form: PaymentForm, locale: str) -> State:
    said: dict[str, Any] = form.cleaned_data
    return journey.begin(
        ours, form.payment(locale), warning_id=str(said["warning_id"]), locale=locale, story=said["story"]
    )  # fmt: skip


def _is_next(state: State, given: Mapping[str, str]) -> bool:
    """Return whether a form belongs to where the payment stands now."""
    return (given.get("warning_id"), given.get("turn")) == (state.warning_id, str(state.turn))


@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Take what the card in the browser reports about this visitor's payment; 204, or 409 where there is none.

    The session is left as it is: an act of the payer may be changing it at the same time.
    """
    ours, state = wallet(), _kept(request)
    if ours is None or state is None or not within(ACTS, request):
        return HttpResponse(status=409)
    try:
        found = read(request.body, state.warning_id)
    except msgspec.DecodeError:
        return HttpResponse(status=400)
    for one in found:
        ours.forward(state, one.type, str(one.id), one.fields, at=one.at)
    return HttpResponse(status=204)


def _kept(request: HttpRequest) -> State | None:
    return unpacked(request.session.get(KEPT_UNDER))


def _keep(request: HttpRequest, state: State) -> None:
    request.session[KEPT_UNDER] = packed(state)
