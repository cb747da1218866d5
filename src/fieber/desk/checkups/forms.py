"""What somebody says about a finding that is not clear."""

from __future__ import annotations

from typing import Any

from django import forms

from fieber.desk.words import say

LONGEST_ANSWER = 2000


class Answer(forms.Form):
    """The answer, in the manager's own words."""

    answer = forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 4, "autocomplete": "off"}))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["answer"].label = say("field.answer")
        self.fields["answer"].help_text = say("field.answer.help")
        wrong = dict.fromkeys(("required", "max_length"), say("field.answer.wrong"))
        self.fields["answer"].error_messages |= wrong
