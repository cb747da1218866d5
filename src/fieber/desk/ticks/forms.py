"""The form of a list: a box and a field for each point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.ticks.services import List

LONGEST = 1000  # characters: some ten links


class Answers(forms.Form):
    """What somebody has of a platform's list."""

    def __init__(self, *args: Any, told: List, **values: Any) -> None:
        super().__init__(*args, **values)
        self._points = told.points
        for point in told.points:
            self.fields[f"{point.key}-met"] = forms.BooleanField(label=point.text, required=False, initial=point.is_met)
            self.fields[f"{point.key}-evidence"] = forms.CharField(
                label=say("ticks.evidence"),
                required=False,
                max_length=LONGEST,
                initial=point.evidence,
                widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
                error_messages={"max_length": say("ticks.evidence.wrong")},
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields in pairs: box and evidence."""
        return [(self[f"{point.key}-met"], self[f"{point.key}-evidence"]) for point in self._points]

    @property
    def answers(self) -> dict[str, tuple[bool, str]]:
        """What was told, by point."""
        told = self.cleaned_data
        return {one.key: (told[f"{one.key}-met"], told[f"{one.key}-evidence"]) for one in self._points}
