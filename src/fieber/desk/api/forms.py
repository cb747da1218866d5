"""Making a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from fieber.desk.api.tokens import DAYS, scopes_for
from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


class NewToken(forms.Form):
    """What it is for, what it may do, and how long."""

    label = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, person: Person, **values: Any) -> None:
        super().__init__(*args, **values)
        label, scopes, days = (self.fields[name] for name in ("label", "scopes", "days"))
        label.label, label.help_text = say("field.token_label"), say("field.token_label.help")
        scopes.label, days.label = say("field.token_scopes"), say("field.token_days")
        scopes.choices = [(name, say(f"field.token_scopes.{name.replace(':', '_')}")) for name in scopes_for(person)]
        days.choices = [(n, say("field.token_days.n", n=n)) for n in DAYS]
        for name in self.fields:
            self.fields[name].error_messages["required"] = say(f"field.token_{name}.wrong")
