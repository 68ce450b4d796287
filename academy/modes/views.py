"""The switch between modes."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from academy.modes.mode import parse, remember


@csrf_exempt  # pages with the switch are cached for everyone, and nothing but the look of the site hangs on it
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Remember the mode chosen, and go back to the page it was chosen on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.status_code = 303
    remember(response, parse(request.POST.get("mode", "")))
    return response
