"""The payment as the visitor fills it in."""

import uuid
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.demo_pay.stories import CURRENCIES, Story, stories
from scams.reference_engine import Payment

SIGNALS: Final = (
    ("new-payee", _("First payment to this payee")),
    ("payee-reported", _("Others reported this payee")),
    ("amount-unusual", _("Unusual amount for this payer")),
    ("on-call", _("On a call while paying")),
    ("screen-sharing", _("The screen is shared")),
    ("name-mismatch", _("The name is not the account's")),
    ("coached", _("Somebody says what to answer")),
)
AUDIENCES: Final = (("adult", _("Adult")), ("elder", _("Elder")), ("teen", _("Teen")), ("sme", _("Company")))


class PaymentForm(forms.Form):
    """A payment, and what the wallet's risk engine would know of it."""

    payee = forms.CharField(label=_("Pay to"), max_length=40)
    amount = forms.DecimalField(label=_("Amount"), min_value=Decimal("0.01"), max_value=10_000_000, decimal_places=2)
    note = forms.CharField(label=_("Note"), max_length=60, required=False)
    audience = forms.ChoiceField(label=_("Who pays"), choices=AUDIENCES)
    signals = forms.MultipleChoiceField(
        label=_("What the engine knows"), choices=SIGNALS, required=False, widget=forms.CheckboxSelectMultiple
    )
    story = forms.CharField(required=False, widget=forms.HiddenInput)
    warning_id = forms.UUIDField(widget=forms.HiddenInput)

    def clean_story(self) -> str:
        """Return the story's slug, or nothing for one that is not known."""
        slug = str(self.cleaned_data["story"])
        return slug if slug in stories() else ""

    def payment(self, locale: str) -> Payment:
        """Return the payment that was filled in."""
        said: dict[str, Any] = self.cleaned_data
        return Payment(
            said["payee"], said["amount"], CURRENCIES[locale], said["note"], tuple(said["signals"]), said["audience"]
        )  # fmt: skip


def filled(story: Story, locale: str) -> PaymentForm:
    """Return the form with a story's payment in it."""
    payment = story.payment(locale)
    return PaymentForm(
        initial={
            "payee": payment.payee,
            "amount": payment.amount,
            "note": payment.note,
            "audience": payment.audience,
            "signals": list(payment.signals),
            "story": story.slug,
            "warning_id": uuid.uuid4(),
        }
    )
