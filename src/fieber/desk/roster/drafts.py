"""Answers for those who worry about a healthy account: a draft from each one's own finding, released by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from fieber.desk.api.answers import first_contract
from fieber.desk.checkups.forms import LONGEST_ANSWER
from fieber.desk.roster.queue import AT_ONCE
from fieber.desk.words import say as say_here
from fieber.desk.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from fieber.desk.checkups.models import Inquiry
    from fieber.desk.people.models import Person

DISTRESS = "distress"


class Draft(forms.Form):
    """One answer; left empty, the question stays open."""

    checkup = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.CharField(
        max_length=LONGEST_ANSWER, required=False, widget=forms.Textarea({"rows": 8, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["answer"].label = say_here("field.answer")
        self.fields["answer"].error_messages["max_length"] = say_here("field.answer.wrong")


Drafts = formset_factory(Draft, extra=0, max_num=AT_ONCE, absolute_max=AT_ONCE)


def drafts_for(inquiries: Iterable[Inquiry], by: Person) -> BaseFormSet[Draft]:
    """Give the answers as a form, each begun from its finding."""
    return Drafts(initial=[{"checkup": one.checkup_id, "answer": draft_of(one, by)} for one in inquiries])


def released_in(drafts: BaseFormSet[Draft]) -> dict[UUID, str]:
    """Give the answers that are to go out, by check-up."""
    told = {form.cleaned_data["checkup"]: form.cleaned_data["answer"] for form in drafts if form.cleaned_data}
    return {number: answer for number, answer in told.items() if answer.strip()}


def draft_of(inquiry: Inquiry, by: Person) -> str:
    """Begin an answer from what was found, in the language of whoever asked; "" where no machine should begin it.

    That is so where they speak of their own distress.
    """
    asker = inquiry.checkup.started_by or inquiry.checkup.account.owner
    say = words_in(asker.language).word
    found = first_contract(inquiry.checkup, asker.language) or {"claims": [], "answer": [], "advice": []}
    if any(claim["kind"] == DISTRESS for claim in found["claims"]):
        return ""
    told = found["answer"] or [say("draft.healthy")]
    advice = [one["do"] for one in found["advice"][:1]]
    return "\n\n".join([say("draft.hello", name=asker.name), *told, *advice, say("draft.goodbye", name=by.name)])
