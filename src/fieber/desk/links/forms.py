"""Forms for making a link, and for uploading by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.words import say

MOST_FILES = 12  # a year of an agency's monthly tables; platforms cut an export into fewer parts
LONGEST_SENTENCE = 500


class NewLink(forms.Form):
    """Whom the link is for."""

    label = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["label"].label = say("field.label")
        self.fields["label"].help_text = say("field.label.help")
        self.fields["label"].error_messages["required"] = say("field.label.wrong")


class ManyFiles(forms.ClearableFileInput):
    """A field of a form in which several files can be chosen."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """Several files, or one."""

    widget = ManyFiles({"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give all of them."""
        if data and len(data) > MOST_FILES:
            raise ValidationError(say("field.files.too_many"))
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class Upload(forms.Form):
    """The export, and what the person says is wrong."""

    files = FilesField(allow_empty_file=False)
    sentence = forms.CharField(
        max_length=LONGEST_SENTENCE, required=False, widget=forms.Textarea({"rows": 2, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["files"].label = say("field.files")
        self.fields["files"].help_text = say("field.files.help")
        self.fields["files"].error_messages |= dict.fromkeys(
            ("required", "empty", "missing", "invalid"), say("field.files.wrong")
        )
        self.fields["sentence"].label = say("field.sentence")
        self.fields["sentence"].help_text = say("field.sentence.help")
        self.fields["sentence"].error_messages["max_length"] = say("field.sentence.wrong")
