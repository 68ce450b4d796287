"""The hashing of payers and payees with this site's key, for what runs under Django."""

from django.conf import settings

from scams.outcomes.subjects import Subjects


def subjects() -> Subjects:
    """Return what hashes tokens by `SUBJECT_KEY`, or by a key made of the site's secret."""
    return Subjects(subject_key=settings.SUBJECT_KEY, secret_key=settings.SECRET_KEY)
