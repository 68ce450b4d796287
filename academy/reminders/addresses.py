"""E-mail addresses by digest: what limits and unsubscribing links know them by, so that neither shows one."""

import datetime as dt
from typing import Final

from django.core import signing
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from academy.models.reminders import MailedAddress, Reminder

QUIET: Final = dt.timedelta(days=1)
"""Between two mails that ask to confirm, at least; doubled for each that nobody answered."""
DOUBLINGS_MOST: Final = 5
FORGET_AFTER: Final = dt.timedelta(days=30)
_SALT: Final = "academy.reminders.stop"


def digest_of(email: str) -> str:
    """Return the keyed digest of an address, the same for capital and small letters: 32 hex digits."""
    return salted_hmac("academy.reminders.address", email.lower(), algorithm="sha256").hexdigest()[:32]


def take_turn(digest: str) -> dt.datetime | None:
    """Note that an address is asked to confirm now, and return None; or return until when it is to be left in peace."""
    now = timezone.now()
    first = {"quiet_until": now + QUIET}
    known, is_new = MailedAddress.objects.get_or_create(digest=digest, defaults=first)
    if is_new:
        return None
    quiet = QUIET * 2 ** min(known.unanswered, DOUBLINGS_MOST)
    free = MailedAddress.objects.filter(digest=digest, quiet_until__lte=now)
    if free.update(unanswered=F("unanswered") + 1, quiet_until=now + quiet):
        return None
    return known.quiet_until


def give_turn_back(digest: str) -> None:
    """Undo `take_turn`: the mail was not sent after all."""
    known = MailedAddress.objects.filter(digest=digest)
    known.filter(unanswered__lte=1).delete()
    known.update(unanswered=F("unanswered") - 1, quiet_until=timezone.now())


def answered(digest: str) -> None:
    """Note that the owner of an address wanted our mail."""
    MailedAddress.objects.filter(digest=digest).update(unanswered=0)


def forget_old() -> int:
    """Delete what is known of addresses that were left in peace for a month; return how many."""
    deleted, _models = MailedAddress.objects.filter(quiet_until__lt=timezone.now() - FORGET_AFTER).delete()
    return deleted


def stop_token(digest: str) -> str:
    """Return what stands in the link that stops all reminders to an address."""
    return signing.Signer(salt=_SALT).sign(digest)


def digest_in(token: str) -> str | None:
    """Return the digest of `stop_token`; None for a token that is not ours."""
    try:
        return signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None


def stop(digest: str) -> int:
    """Delete every reminder to an address and leave it in peace for a month; return how many there were."""
    quiet_until = timezone.now() + QUIET * 2**DOUBLINGS_MOST
    left_alone = {"unanswered": DOUBLINGS_MOST, "quiet_until": quiet_until}
    MailedAddress.objects.update_or_create(digest=digest, defaults=left_alone)
    deleted, _models = Reminder.objects.filter(digest=digest).delete()
    return deleted
