"""The forms of an account. Django's own, in plain words, each error at the field it is about."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordChangeForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from academy.models import User

if TYPE_CHECKING:  # generic in the stubs alone
    from django.utils.functional import _StrPromise as Translated

    CreationForm = BaseUserCreationForm[User]
else:
    CreationForm = BaseUserCreationForm

NAME_LENGTH: Final = 30
WRONG: Final = _("Name or password is not right. Capital and small letters make a difference.")
TAKEN: Final = _("This name cannot be used. Choose another one.")
NAME_HELP: Final = _("Not your real name. Letters, digits and . _ - are fine; no spaces.")
PASSWORD_HELP: Final = _("At least 8 characters, and not only digits. Several words in a row are good.")

WEAK: Final[dict[str, "Translated"]] = {
    "password_too_short": _("Password: it needs at least 8 characters."),
    "password_too_common": _("Password: many people use this one, it would be guessed. Choose another."),
    "password_entirely_numeric": _("Password: it cannot be only digits. Add a word."),
    "password_too_similar": _("Password: it is too much like your name. Choose another."),
}


class SignInForm(AuthenticationForm):
    """Name and password. What it says of a wrong one does not tell whether the name exists."""

    username = UsernameField(
        label=_("Your made-up name"),
        max_length=150,  # as long as a name can be; a longer one does not fit the list of failed sign-ins
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username"}),
        error_messages={"required": _("Name: please type the name you chose."), "max_length": WRONG},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Password: please type your password.")},
    )
    error_messages = {
        "invalid_login": WRONG,
        "inactive": WRONG,
    }


def new_password(label: "Translated", required: "Translated", help_text: "Translated | str" = "") -> forms.CharField:
    """Return a field for a new password."""
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=help_text,
        error_messages={"required": required},
    )


def refuse_weak(form: forms.BaseForm, field: str, user: User) -> None:
    """Put what is wrong with the password in `field` to that field, in our own words."""
    password = form.cleaned_data.get(field)
    if not password:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        for one in error.error_list:
            form.add_error(field, WEAK.get(one.code or "") or one.messages[0])


class SignUpForm(CreationForm):
    """A made-up name and a password, twice. Whoever signs up may do nothing but learn."""

    username = UsernameField(
        label=_("A made-up name"),
        max_length=NAME_LENGTH,
        help_text=NAME_HELP,
        validators=[RegexValidator(r"\A[\w.@+-]+\Z", _("Name: use letters, digits and . _ - only, without spaces."))],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username"}),
        error_messages={
            "required": _("Name: please think of a name."),
            "max_length": _("Name: it can have at most %(limit_value)d characters."),
        },
    )
    password1 = new_password(_("Password"), _("Password: please think of a password."), PASSWORD_HELP)
    password2 = new_password(_("The same password again"), _("The same password again: please type it once more."))
    error_messages = {"password_mismatch": _("The same password again: the two are not the same.")}

    class Meta:
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the focus at the top of the page, where one reads what an account is for."""
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)

    def clean_username(self) -> str:
        """Refuse a name that somebody has, in capital or small letters, in the words for any name that will not do."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(TAKEN)
        return name

    def validate_password_for_user(self, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Say what is wrong with the password where it was typed first."""
        refuse_weak(self, "password1", user)


@sensitive_variables("password")
def password_is_right(request: HttpRequest, password: str) -> bool:
    """Return whether it is the password of whoever is signed in. Wrong ones count as failed sign-ins do."""
    found = authenticate(request, username=request.user.get_username(), password=password)
    return found is not None and found.pk == request.user.pk


class DeleteForm(forms.Form):
    """The password, to delete an account."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Your password: please type it, so that nobody else can delete your account.")},
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the request: who is signed in, and from where."""
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        password: str = self.cleaned_data["password"]
        if not password_is_right(self.request, password):
            raise ValidationError(_("Your password: it is not right."))
        return password


class ChangePasswordForm(PasswordChangeForm):
    """The old password, and a new one twice."""

    old_password = forms.CharField(
        label=_("The password you have now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("The password you have now: please type it.")},
    )
    new_password1 = new_password(_("New password"), _("New password: please think of one."), PASSWORD_HELP)
    new_password2 = new_password(_("The new password again"), _("The new password again: please type it once more."))
    error_messages = {
        "password_mismatch": _("The new password again: the two are not the same."),
        "password_incorrect": _("The password you have now: it is not right."),
    }

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the request: who is signed in, and from where."""
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self) -> str:
        """Refuse a wrong password."""
        password: str = self.cleaned_data["old_password"]
        if not password_is_right(self.request, password):
            raise ValidationError(self.error_messages["password_incorrect"])
        return password

    def validate_password_for_user(self, user: Any, *_args: Any, **_kwargs: Any) -> None:
        """Say what is wrong with the password where it was typed first."""
        refuse_weak(self, "new_password1", user)
