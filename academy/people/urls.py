"""Addresses of accounts. Every page depends on who asks, and is kept by nobody."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from academy.people import views


def _page(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


urlpatterns = [
    _page("", views.my_learning, "learning"),
    _page("sign-up/", views.sign_up, "sign-up"),
    _page("sign-in/", views.SignIn.as_view(), "sign-in"),
    _page("sign-out/", views.SignOut.as_view(), "sign-out"),
    _page("password/", views.ChangePassword.as_view(), "change-password"),
    _page("delete/", views.delete_account, "delete-account"),
]
