"""The form by which a manager asks."""

from __future__ import annotations

from typing import Any

from django import forms

from fieber.desk.words import say


class Ask(forms.Form):
    """Whom to ask."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["email"]
        field.label, field.help_text = say("agreements.email"), say("agreements.email.help")
        field.error_messages |= dict.fromkeys(("required", "invalid"), say("field.email.wrong"))
