"""The people and the client of the demonstration: made once, then left as people change them."""

import secrets
from typing import NamedTuple

from django.contrib.auth.models import Group

from academy.models import User
from academy.roles import EDITORS, REVIEWERS
from scams.api.clients import create_client
from scams.models import ApiClient

CLIENT = "demo-engine"


class Account(NamedTuple):
    """A demonstration account; the password is empty where the account was there before."""

    name: str
    role: str
    password: str


def ensure_accounts() -> list[Account]:
    """Return the three accounts, making those that are missing with a random password."""
    return [
        _ensure_account("editor", EDITORS),
        _ensure_account("reviewer", REVIEWERS),
        _ensure_account("admin", ""),
    ]


def _ensure_account(name: str, group: str) -> Account:
    role = group or "Administrator"
    if User.objects.filter(username=name).exists():
        return Account(name, role, "")
    password = secrets.token_urlsafe(9)
    is_admin = not group
    user = User.objects.create_user(
        name, f"{name}@example.org", password, is_superuser=is_admin, is_staff=is_admin, first_name=name.title()
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return Account(name, role, password)


def ensure_client() -> str:
    """Return the demo client's key if it is made now; empty where it was there before."""
    return "" if ApiClient.objects.filter(name=CLIENT).exists() else create_client(CLIENT)
