"""Forms of a case: to begin one, to write the answer, to close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from fieber.desk.cases.models import Outcome
from fieber.desk.links.forms import LONGEST_SENTENCE
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_ANSWER = 8000
TRIED = {"yes": True, "no": False, "unknown": None}
OFF = {"autocomplete": "off"}


class Begin(forms.Form):
    """Whose case it is, what they said, and where an answer goes."""

    whose = forms.CharField(max_length=80, widget=forms.TextInput(OFF))
    sentence = forms.CharField(max_length=LONGEST_SENTENCE, required=False, widget=forms.Textarea({"rows": 2} | OFF))
    email = forms.EmailField(max_length=254, required=False, widget=forms.EmailInput(OFF))
    language = forms.ChoiceField(choices=[("de", "Deutsch"), ("en", "English")])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for name, label in (
            ("whose", say("case.whose")),
            ("sentence", say("case.sentence")),
            ("email", say("case.email")),
            ("language", say("case.language")),
        ):
            self.fields[name].label = label
        self.fields["email"].help_text = say("case.email.help")
        self.fields["whose"].error_messages["required"] = say("case.whose.wrong")
        self.fields["email"].error_messages["invalid"] = say("field.email.wrong")
        self.fields["sentence"].error_messages["max_length"] = say("field.sentence.wrong")


class Answer(forms.Form):
    """The answer, as it would go out."""

    text = forms.CharField(max_length=LONGEST_ANSWER, strip=True, widget=forms.Textarea({"rows": 14} | OFF))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["text"].label = say("case.answer")
        self.fields["text"].help_text = say("case.answer.help")
        self.fields["text"].error_messages |= dict.fromkeys(("required", "max_length"), say("case.answer.wrong"))

    def clean_text(self) -> str:
        """Write line ends alike, whatever the browser sends."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class Close(forms.Form):
    """Whether the fear was right, what it was, and whether the advice was tried."""

    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect)
    cause = forms.ChoiceField(required=False)
    was_tried = forms.ChoiceField(choices=[(name, name) for name in TRIED], initial="unknown")

    def __init__(self, *args: Any, causes: Sequence[str] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["outcome"].label = say("case.outcome")
        self.fields["outcome"].choices = [(name, say(f"case.outcome.{name}")) for name in Outcome.values]
        self.fields["outcome"].error_messages["required"] = say("case.outcome.wrong")
        self.fields["cause"].label = say("case.cause")
        known = [(name, words().word(f"cause.{name}.title")) for name in causes if words().knows(f"cause.{name}.title")]
        self.fields["cause"].choices = [("", say("case.cause.unknown")), *known, ("other", say("case.cause.other"))]
        self.fields["was_tried"].label = say("case.tried")
        self.fields["was_tried"].choices = [(name, say(f"case.tried.{name}")) for name in TRIED]
