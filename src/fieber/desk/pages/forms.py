"""Forms for writing a page, and for agreeing to it."""

from __future__ import annotations

from typing import Any

from django import forms

from fieber.desk.pages.registration import agreement_fields
from fieber.desk.words import say

LONGEST = 20_000  # characters; a long privacy notice has a third of it


class Page(forms.Form):
    """Both languages of a page."""

    de = forms.CharField(max_length=LONGEST, strip=False, widget=forms.Textarea({"rows": 18, "lang": "de"}))
    en = forms.CharField(max_length=LONGEST, strip=False, widget=forms.Textarea({"rows": 18, "lang": "en"}))
    is_slip = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["de"].label, self.fields["en"].label = say("pages.text_de"), say("pages.text_en")
        self.fields["is_slip"].label = say("pages.slip")
        for lang in ("de", "en"):
            self.fields[lang].help_text = say("pages.text.help")
            self.fields[lang].error_messages |= dict.fromkeys(("required", "max_length"), say("pages.text.wrong"))


class Agree(forms.Form):
    """The box once more."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields |= agreement_fields()
