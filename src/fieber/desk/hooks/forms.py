"""Adding an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.hooks.posting import is_possible
from fieber.desk.hooks.services import events_for
from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


class NewHook(forms.Form):
    """Where to send, and what."""

    address = forms.CharField(max_length=500, widget=forms.URLInput({"autocomplete": "off"}))
    events = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, person: Person, **values: Any) -> None:
        super().__init__(*args, **values)
        address, events = self.fields["address"], self.fields["events"]
        address.label, address.help_text = say("field.hook_address"), say("field.hook_address.help")
        events.label = say("field.hook_events")
        events.choices = [(name, say(f"field.hook_events.{name.replace('.', '_')}")) for name in events_for(person)]
        address.error_messages |= dict.fromkeys(("required", "max_length"), say("field.hook_address.wrong"))
        events.error_messages["required"] = say("field.token_scopes.wrong")

    def clean_address(self) -> str:
        """Refuse what is no such address; where it leads is looked at each time something is sent."""
        told = str(self.cleaned_data["address"])
        if not is_possible(told):
            raise ValidationError(say("field.hook_address.wrong"))
        return told
