"""Forms for joining and signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from fieber.desk.people.models import Person, Role
from fieber.desk.words import say


def _labelled(fields: dict[str, forms.Field], *names: str) -> None:
    for name in names:
        fields[name].label = say(f"field.{name}")
        fields[name].error_messages |= {key: say(f"field.{name}.wrong") for key in ("required", "invalid")}


class SignIn(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["login"].widget.attrs = {"autocomplete": "username"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        _labelled(self.fields, "login", "password", "remember")


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


class Invite(forms.Form):
    """In which role somebody is invited."""

    role = forms.ChoiceField(choices=Role.choices)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["role"].label = say("field.role")
        self.fields["role"].choices = [(role, say(f"role.{role}")) for role in (Role.MANAGER, Role.ADMINISTRATOR)]
