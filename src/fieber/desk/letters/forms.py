"""What somebody wants to get."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from fieber.desk.letters.models import Rhythm
from fieber.desk.letters.subscriptions import zones
from fieber.desk.words import say


def letters_box() -> dict[str, forms.Field]:
    """Give the box at registration; empty, as the law wants it, and the mail asks once more."""
    return {
        "wants_letters": forms.BooleanField(required=False, label=say("letters.box"), help_text=say("letters.box.help"))
    }


class ManyOptions(forms.Select):
    """A choice among hundreds, written at once: Django's own sets each option by a template, which takes 30 ms."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None) -> SafeString:  # noqa: ARG002 - Django's signature
        """Give the element."""
        start = format_html('<option value="{}"', value)
        options = _options(tuple(self.choices)).replace(start, f"{start} selected", 1)
        attributes = flatatt(self.build_attrs(attrs or {}, {"name": name}))
        return format_html("<select{}>{}</select>", attributes, mark_safe(options))  # noqa: S308 - escaped below


@lru_cache(maxsize=2)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    return format_html_join("", '<option value="{}">{}</option>', choices)


class Choose(forms.Form):
    """How often, in which time zone, and whether to be reminded."""

    rhythm = forms.ChoiceField(widget=forms.Select)
    zone = forms.ChoiceField(required=False, widget=ManyOptions)
    reminds = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        rhythm, zone, reminds = self.fields["rhythm"], self.fields["zone"], self.fields["reminds"]
        rhythm.choices = [
            (Rhythm.NEVER, say("letters.rhythm.never")),
            (Rhythm.WEEKLY, say("letters.rhythm.weekly")),
            (Rhythm.DAILY, say("letters.rhythm.daily")),
        ]
        zone.choices = [(name, name.replace("_", " ")) for name in zones()]
        rhythm.label, zone.label = say("letters.rhythm"), say("letters.zone")
        reminds.label = say("letters.reminds", days=settings.FOLLOW_UP_DAYS)
        zone.help_text = say("letters.zone.help")
        for field in (rhythm, zone):
            field.error_messages |= dict.fromkeys(("required", "invalid_choice"), say("letters.choice.wrong"))
