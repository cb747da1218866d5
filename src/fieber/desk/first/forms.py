"""The one form."""

from __future__ import annotations

from typing import Any

from django import forms

from fieber.desk.links.forms import LONGEST_SENTENCE
from fieber.desk.words import say

LONGEST = 2000  # characters: some 300 posts, far more than anybody types


class Numbers(forms.Form):
    """The likes of the last posts, and what the person says."""

    likes = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false", "enterkeyhint": "enter"}),
    )
    sentence = forms.CharField(
        max_length=LONGEST_SENTENCE, required=False, widget=forms.Textarea({"rows": 2, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        likes, sentence = self.fields["likes"], self.fields["sentence"]
        likes.label, likes.help_text = say("field.likes"), say("field.likes.help")
        likes.error_messages |= {"required": say("field.likes.wrong"), "max_length": say("field.likes.too_long")}
        sentence.label, sentence.help_text = say("field.sentence"), say("field.sentence.help")
        sentence.error_messages["max_length"] = say("field.sentence.wrong")
