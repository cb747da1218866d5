"""Forms for registering, joining by invitation, and proving who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from fieber.desk.people.models import Person, Role, Team
from fieber.desk.people.registration import PARTS
from fieber.desk.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest


def _labelled(fields: dict[str, forms.Field], *names: str, **renamed: str) -> None:
    """Give fields their words; renamed: those whose words have another name than they."""
    for field, name in (*((name, name) for name in names), *renamed.items()):
        fields[field].label = say(f"field.{name}")
        fields[field].error_messages |= {key: say(f"field.{name}.wrong") for key in ("required", "invalid")}
        fields[field].widget.attrs.pop("placeholder", None)


def _new_password(fields: dict[str, forms.Field], name: str = "password") -> None:
    """Ask for a new password once: it may be shown and pasted, so twice would help nobody."""
    fields.pop("password2", None)
    _labelled(fields, password1=name)
    fields["password1"].help_text = say("field.password.help")
    fields["password1"].max_length = 200


class SignIn(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["login"].widget.attrs = {"autocomplete": "username"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        _labelled(self.fields, "login", "password", "remember")


class SignUp(SignupForm):
    """Name, address and password; then whatever other parts of the desk ask (`registration.PARTS`)."""

    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for part in PARTS:
            self.fields.update(part.fields())
        self.fields["email"].widget.attrs["autocomplete"] = "username"
        _labelled(self.fields, "name", "email")
        _new_password(self.fields)

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        """Keep what the other parts asked."""
        super().custom_signup(request, user)
        for part in PARTS:
            part.keep(user, self.cleaned_data)


class Forgotten(ResetPasswordForm):
    """The address to which a link for a new password goes."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "email")


class NewPassword(ResetPasswordKeyForm):
    """A new password, by a link."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _new_password(self.fields, "new_password")


class OtherPassword(ChangePasswordForm):
    """A new password, by the old one."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, oldpassword="password")
        self.fields["oldpassword"].help_text = ""
        _new_password(self.fields, "new_password")


class Again(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "password")
        self.fields["password"].help_text = ""


class Code(AuthenticateForm):
    """The code of an app, or one for the case that it is lost."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "code")
        self.fields["code"].help_text = say("field.code.help")


class CodeAgain(ReauthenticateByCodeForm):
    """The same, before something that matters."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "code")
        self.fields["code"].help_text = say("field.code.help")


class AddApp(ActivateTOTPForm):
    """The first code that an app shows."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "code")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskey(AddWebAuthnForm):
    """The name of a passkey; what the device answers is put in by `passkey.js`."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, name="passkey")
        self.fields["name"].help_text, self.initial["name"] = say("field.passkey.help"), ""
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = say("error.passkey")


class Join(forms.Form):
    """What is asked of somebody who follows an invitation."""

    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _labelled(self.fields, "name", "email", "password")
        self.fields["password"].help_text = say("field.password.help")

    def clean_email(self) -> str:
        """Refuse an address that is taken; only who has an invitation learns that."""
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email=email).exists():
            raise ValidationError(say("field.email.taken"))
        return email

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess."""
        told: dict[str, Any] = super().clean() or {}
        if "password" in told:
            try:
                validate_password(told["password"], Person(email=told.get("email", ""), name=told.get("name", "")))
            except ValidationError:
                self.add_error("password", say("field.password.weak"))
        return told


def _name(team: Team) -> str:
    return team.name


INVITED = (Role.MANAGER, Role.LEAD, Role.CALLER, Role.ADMINISTRATOR)


class Invite(forms.Form):
    """In which role somebody is invited, and into which team."""

    role = forms.ChoiceField(choices=Role.choices)
    team = forms.ModelChoiceField(Team.objects.order_by("name"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["role"].label = say("field.role")
        self.fields["role"].choices = [(role, say(f"role.{role}")) for role in INVITED]
        team = self.fields["team"]
        team.label, team.empty_label, team.label_from_instance = say("teams.name"), say("teams.none"), _name
