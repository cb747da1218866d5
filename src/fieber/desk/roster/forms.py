"""Forms for bringing a file, and for writing something beside an account."""

from __future__ import annotations

from typing import Any

from django import forms

from fieber.desk.links.forms import FilesField
from fieber.desk.roster.models import Run
from fieber.desk.words import say


class Bring(forms.Form):
    """Files, and what is in them."""

    what = forms.ChoiceField(choices=Run.What.choices)
    files = FilesField(allow_empty_file=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["what"].label = say("field.what")
        self.fields["what"].widget.choices = [
            ("posts", say("everybody.what.posts")),
            ("names", say("everybody.what.names")),
        ]
        self.fields["what"].error_messages["required"] = say("field.what.wrong")
        self.fields["files"].label = say("everybody.files")
        self.fields["files"].help_text = say("everybody.files.help")
        self.fields["files"].error_messages |= dict.fromkeys(
            ("required", "empty", "missing", "invalid"), say("field.files.wrong")
        )


class Beside(forms.Form):
    """Who calls an account, its tags, and notes."""

    keeper = forms.CharField(max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    tags = forms.CharField(max_length=400, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    notes = forms.CharField(max_length=4000, required=False, widget=forms.Textarea({"rows": 3, "autocomplete": "off"}))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["keeper"].label = say("everybody.keeper")
        self.fields["tags"].label = say("everybody.tags")
        self.fields["tags"].help_text = say("everybody.tags.help")
        self.fields["notes"].label = say("everybody.notes")
        self.fields["notes"].help_text = say("everybody.notes.help")
