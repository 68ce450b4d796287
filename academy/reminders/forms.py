"""The form that asks for an address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    """An e-mail address, used once."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We write to it once to ask whether you want it, and once in three months. Then it is deleted."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("E-mail address: please type it."),
            "invalid": _("E-mail address: it should look like name@example.com."),
            "max_length": _("E-mail address: it is too long."),
        },
    )

    def clean_email(self) -> str:
        """Refuse a domain that no mail can be addressed to, as with two full stops in a row."""
        email: str = self.cleaned_data["email"]
        try:
            email.rpartition("@")[2].encode("idna")
        except UnicodeError as error:
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"]) from error
        return email
