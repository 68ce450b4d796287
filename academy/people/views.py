"""The pages of an account, and “my learning”, which everybody has."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from academy.models import QuizIndex, User
from academy.people import learning
from academy.people.claiming import claim
from academy.people.forms import TAKEN, ChangePasswordForm, DeleteForm, SignInForm, SignUpForm
from academy.people.throttle import SIGN_UPS, within
from academy.quizzes import progress

ON_A_PAGE: Final = 20
SIGN_IN: Final = reverse_lazy("sign-in")
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """Show what this person, or this browser, has begun and finished."""
    done = Paginator(learning.finished(request), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"done": done, "begun": learning.begun(request), "quizzes_url": _quizzes_url(request)}
    return render(request, "academy/people/learning.html", context)


class Refusing(TemplateResponseMixin, ContextMixin):
    """A form with errors is shown again as what it is: not accepted."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignIn(Refusing, auth.LoginView):
    """Sign in; what was finished before in this browser, and is nobody's, becomes the person's."""

    form_class = SignInForm
    template_name = "academy/people/sign_in.html"
    next_page = "learning"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in."""
        response = super().form_valid(form)
        _claim_and_say_so(self.request, form.get_user())
        return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and sign in to it; refuse the hundred-and-first try of an hour."""
    if request.method == "POST" and not within(SIGN_UPS, request):
        return render(request, "academy/people/too_many.html", status=429)
    afterwards = _afterwards(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    person = _made(form)
    if person is None:
        context = {"form": form, "next": afterwards}
        return render(request, "academy/people/sign_up.html", context, status=422 if form.is_bound else 200)
    login(request, person, backend=BACKEND)
    _claim_and_say_so(request, person)
    return HttpResponseRedirect(afterwards or reverse("learning"))


class SignOut(auth.LogoutView):
    """Sign out, and leave nothing of the person's in the browser."""

    next_page = "learning"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        response = super().post(request, *args, **kwargs)
        _forget(response)
        return response


class ChangePassword(Refusing, auth.PasswordChangeView):
    """Change the password; other devices are signed out."""

    form_class = ChangePasswordForm
    template_name = "academy/people/change_password.html"
    success_url = reverse_lazy("learning")

    @method_decorator(login_required(login_url=SIGN_IN))
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask to sign in first, here and not in the editors' admin."""
        return super().dispatch(*args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the request, from which wrong passwords are counted."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Change it."""
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


@sensitive_post_parameters()
@login_required(login_url=SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete the account of whoever is signed in with everything in it, once they have typed its password."""
    if _works_here(request.user):
        return render(request, "academy/people/delete.html", status=403)
    form = DeleteForm(request, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "academy/people/delete.html", {"form": form}, status=status)
    person = User.objects.filter(username=request.user.get_username())
    logout(request)
    person.delete()
    messages.success(request, _("Your account is deleted, with everything that was in it."))
    response = redirect("learning")
    _forget(response)
    return response


def locked(request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any]) -> HttpResponse:
    """Answer a try to sign in after too many wrong passwords, in the same words whether the name exists or not."""
    response = render(request, "academy/people/locked.html", status=429)
    response.headers["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response


def _made(form: SignUpForm) -> User | None:
    """Return the account a form asks for; None, with the errors in the form, where it cannot be made."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:  # taken between the check and now
        form.add_error("username", TAKEN)
        return None


def _afterwards(request: HttpRequest) -> str:
    """Return where to go after signing up, if that is a page of ours."""
    address = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""


def _claim_and_say_so(request: HttpRequest, person: Any) -> None:
    if count := claim(request, person):
        text = ngettext(
            "%d result from this device is in your account now.",
            "%d results from this device are in your account now.",
            count,
        )
        messages.success(request, text % count)


def _forget(response: HttpResponse) -> None:
    response.delete_cookie(progress.COOKIE, samesite="Lax")


def _works_here(person: Any) -> bool:
    """Return whether it is an account of somebody who runs the site: colleagues take care of those."""
    return bool(person.is_staff or person.has_perm("wagtailadmin.access_admin"))


def _quizzes_url(request: HttpRequest) -> str:
    """Return the address of the list of quizzes in the request's language; empty where there is none."""
    index = QuizIndex.objects.live().filter(locale__language_code=get_language()).select_related("locale").first()
    return (index.get_url(request) or "") if index else ""
