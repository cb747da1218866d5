"""Forms for teams, roles, and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.people.models import Person, Team
from fieber.desk.teams.services import STAFF_ROLES, why_not
from fieber.desk.words import say

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Name(forms.ModelForm):
    """The name of a team."""

    class Meta:
        """One of its own."""

        model = Team
        fields = ("name",)
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}  # noqa: RUF012 - Django's way

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["name"]
        field.label = say("teams.name")
        field.error_messages |= {"required": say("teams.name.missing"), "unique": say("teams.name.taken")}


class Put(forms.Form):
    """Who comes into a team."""

    def __init__(self, *args: Any, people: QuerySet[Person], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["person"] = _choice(people, say("teams.person"))


class Change(forms.Form):
    """The role of somebody who works here."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, person: Person, **values: Any) -> None:
        super().__init__(*args, **values)
        self.person = person
        self.fields["role"].label, self.initial["role"] = say("field.role"), person.role
        self.fields["role"].choices = [(role, say(f"role.{role}")) for role in STAFF_ROLES]

    def clean_role(self) -> str:
        """Refuse what would leave the desk without an administrator, or accounts without anybody."""
        role = str(self.cleaned_data["role"])
        reason = why_not(self.person, role)
        if reason == "last":
            raise ValidationError(say("teams.role.last"))
        if reason == "looks_after":
            raise ValidationError(say("teams.role.looks_after", name=self.person.name))
        return role


class Give(forms.Form):
    """To whom; which accounts and cases are given is in the page (`account`, `case`)."""

    def __init__(self, *args: Any, takers: QuerySet[Person], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["taker"] = _choice(takers, say("teams.give.taker"))


def _choice(people: QuerySet[Person], label: str) -> forms.ModelChoiceField:
    field = forms.ModelChoiceField(people, label=label, empty_label=say("field.choose"))
    field.label_from_instance = lambda person: person.name
    field.error_messages |= dict.fromkeys(("required", "invalid_choice"), say("teams.person.missing"))
    return field
