"""People who log in: editors, reviewers, administrators."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with an account. Our own model from the first migration, so that it can grow."""
