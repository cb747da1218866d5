"""Forms of the page “Your data”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


class Correct(forms.Form):
    """Name, and the language of mails."""

    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    mails = forms.ChoiceField(choices=[("de", "Deutsch"), ("en", "English")])

    def __init__(self, *args: Any, person: Person, **values: Any) -> None:
        super().__init__(*args, initial={"name": person.name, "mails": person.language}, **values)
        self.fields["name"].label, self.fields["mails"].label = say("field.name"), say("rights.language")
        self.fields["name"].error_messages["required"] = say("field.name.wrong")


class Address(forms.Form):
    """Another mail address."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["email"]
        field.label, field.help_text = say("rights.address"), say("rights.address.help")
        field.error_messages |= dict.fromkeys(("required", "invalid"), say("field.email.wrong"))

    def clean_email(self) -> str:
        """Write it as all others are."""
        return str(self.cleaned_data["email"]).lower()
