"""What changed in the deck's ingredients, and every deck that was compiled from them."""

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeckVersion(models.Model):
    """A compiled deck, kept for ever. The newest row is the one that servers serve."""

    version = models.CharField(_("version"), max_length=32, db_index=True)
    built_at = models.DateTimeField(_("built"), auto_now_add=True)
    previous = models.BigIntegerField(
        _("previous"),
        unique=True,
        help_text=_("The row this one follows. Unique, so that of two compilers at once only one can be the next."),
    )
    cards = models.PositiveIntegerField(_("cards"))
    left_out = models.JSONField(_("left out"), default=list)
    payload = models.BinaryField(_("payload"))
    brotli = models.BinaryField(_("payload in brotli"), null=True)
    signatures = models.JSONField(_("signatures"), default=list, help_text=_("One compact JWS per signing key."))
    held = models.JSONField(
        _("held back"),
        default=dict,
        help_text=_("Cards rolled back, each with the revision that stays away until another one is published."),
    )

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "pk"
        verbose_name = _("deck version")
        verbose_name_plural = _("deck versions")
        permissions = [("rollback_deckversion", _("Can roll back the deck"))]

    def __str__(self) -> str:
        return self.version

    @property
    @display(description=_("because"))
    def changes_text(self) -> str:
        """What changed since the deck before, and who did it, for the list of decks: five changes at most."""
        changes = list(self.changes.all())
        lines = [f"{one} ({one.user})" if one.user else str(one) for one in changes[:5]]
        return "; ".join(lines) + (f" … (+{len(changes) - 5})" if len(changes) > 5 else "")


class DeckChange(models.Model):
    """One reason to compile the deck again, written in the transaction of the change itself.

    The row, not the message about it, is what must not be lost: the sweep finds what no deck covers yet.
    """

    class Action(models.TextChoices):
        PUBLISHED = "published", _("published")
        UNPUBLISHED = "unpublished", _("taken down")
        EXPIRED = "expired", _("expired")
        MOVED = "moved", _("moved")
        SAVED = "saved", _("saved")
        DELETED = "deleted", _("deleted")
        ROLLED_BACK = "rolled-back", _("rolled back")
        SIGNED = "signed", _("signed with other keys")
        DEMOTED = "demoted", _("variant taken out")
        REINSTATED = "reinstated", _("variant put back")

    at = models.DateTimeField(_("at"), auto_now_add=True)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    subject = models.CharField(_("of what"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    deck = models.ForeignKey(
        DeckVersion, models.SET_NULL, null=True, blank=True, related_name="changes", verbose_name=_("covered by")
    )
    of_cards = models.BooleanField(default=False)
    """Whether it changes nothing but cards and what goes with them: the checker's rules stay as they are."""

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("deck change")
        verbose_name_plural = _("deck changes")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.subject}"
