"""The form by which an explainer is edited: every part in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.explained.editing import LANGUAGES, PARTS, unknown_places
from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.explained.editing import Texts

LONGEST = {"title": 120, "short": 1000, "text": 8000, "unknown": 1000, "yours": 1000}
ROWS = {"short": 4, "text": 12, "unknown": 3, "yours": 3}


class Edit(forms.Form):
    """All texts; a sentence about the account that is empty in both languages is left out."""

    def __init__(self, texts: Texts, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.texts = texts
        for lang in LANGUAGES:
            for part in PARTS:
                self._add(f"{part}_{lang}", part, texts[lang][part], say(f"explained.part.{part}"))
            for place, one in enumerate(texts["yours"], start=1):
                label = say("explained.part.yours", number=place)
                self._add(f"yours{place}_{lang}", "yours", one[lang], label, required=False)

    def _add(self, name: str, part: str, text: str, label: str, *, required: bool = True) -> None:
        widget = forms.Textarea({"rows": ROWS[part]}) if part in ROWS else forms.TextInput()
        widget.attrs |= {"autocomplete": "off", "lang": name[-2:]}
        field = forms.CharField(max_length=LONGEST[part], required=required, widget=widget, initial=text, label=label)
        field.error_messages |= {
            "required": say("explained.wrong.empty"),
            "max_length": say("explained.wrong.long", most=LONGEST[part]),
        }
        self.fields[name] = field

    def in_language(self, lang: str) -> list[forms.BoundField]:
        """Give the fields of one language."""
        return [field for field in self if field.name.endswith(f"_{lang}")]

    def clean(self) -> dict[str, Any]:
        """Refuse places that nothing fills, and a sentence that one language lacks."""
        told: dict[str, Any] = super().clean() or {}
        for name, text in list(told.items()):
            unknown = unknown_places(text)
            if name.startswith("yours") and unknown:
                self.add_error(name, ValidationError(say("explained.wrong.place", place=unknown[0])))
            signs = [sign for sign in "{}" if sign in text]
            if signs and not name.startswith("yours"):
                self.add_error(name, ValidationError(say("explained.wrong.no_place", place=signs[0])))
        for place in range(1, len(self.texts["yours"]) + 1):
            names = [f"yours{place}_{lang}" for lang in LANGUAGES]
            missing = [name for name in names if not told.get(name, "-")]
            if len(missing) == 1:
                self.add_error(missing[0], ValidationError(say("explained.wrong.one_language")))
        return told

    def edited(self) -> Texts:
        """Give the texts as they are kept."""
        told = {name: "\n".join(text.splitlines()).strip() for name, text in self.cleaned_data.items()}
        own = [
            {"when": one["when"]} | {lang: told[f"yours{place}_{lang}"] for lang in LANGUAGES}
            for place, one in enumerate(self.texts["yours"], start=1)
            if told[f"yours{place}_de"]
        ]
        return {lang: {part: told[f"{part}_{lang}"] for part in PARTS} for lang in LANGUAGES} | {"yours": own}
