"""Forms for connecting an account, and for asking about it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.links.forms import LONGEST_SENTENCE
from fieber.desk.words import say

BLUESKY = re.compile(r"@?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
MASTODON = re.compile(r"@?([\w.-]+@(?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)


class PublicName(forms.Form):
    """A public account by its name: `name.bsky.social` or `@name@server`."""

    account = forms.CharField(
        max_length=200, widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["account"].label = say("field.account")
        self.fields["account"].help_text = say("field.account.help")
        self.fields["account"].error_messages["required"] = say("field.account.wrong")

    def clean_account(self) -> tuple[str, str]:
        """Give platform and name; the shape says which platform it is."""
        told = str(self.cleaned_data["account"]).strip()
        for platform, shape in (("mastodon", MASTODON), ("bluesky", BLUESKY)):
            found = shape.fullmatch(told)
            if found:
                return platform, found[1].lower()
        raise ValidationError(say("field.account.wrong"))


class Sentence(forms.Form):
    """What the person says is wrong."""

    sentence = forms.CharField(
        max_length=LONGEST_SENTENCE, required=False, widget=forms.Textarea({"rows": 2, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["sentence"].label = say("field.sentence")
        self.fields["sentence"].help_text = say("field.sentence.help")
        self.fields["sentence"].error_messages["max_length"] = say("field.sentence.wrong")
