"""Forms of the page of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fieber.desk.people.models import Person, Role
from fieber.desk.plans.models import Plan
from fieber.desk.words import say, words


class PlanForm(forms.ModelForm):
    """A plan: its name in both languages, and its limit."""

    class Meta:
        """All of it."""

        model = Plan
        fields = ("name_de", "name_en", "checkups_a_month")
        widgets = {  # noqa: RUF012 - Django's way
            "name_de": forms.TextInput({"autocomplete": "off", "lang": "de"}),
            "name_en": forms.TextInput({"autocomplete": "off", "lang": "en"}),
            "checkups_a_month": forms.NumberInput({"inputmode": "numeric", "min": 0}),
        }

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        german, english, most = (self.fields[name] for name in self.Meta.fields)
        german.label, english.label = say("plans.name_de"), say("plans.name_en")
        most.label, most.help_text = say("plans.most"), say("plans.most.help")
        for field in (german, english):
            field.error_messages |= {"required": say("plans.name.wrong"), "max_length": say("plans.name.wrong")}
        most.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), say("plans.most.wrong"))


class Assign(forms.Form):
    """Who gets which plan."""

    email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "off"}))
    plan = forms.ModelChoiceField(Plan.objects.order_by("pk"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        email, plan = self.fields["email"], self.fields["plan"]
        email.label, plan.label = say("plans.person"), say("plans.plan")
        email.error_messages |= dict.fromkeys(("required", "invalid"), say("field.email.wrong"))
        plan.empty_label = say("plans.default")
        plan.label_from_instance = lambda one: getattr(one, f"name_{words().lang}")
        plan.error_messages |= {"invalid_choice": say("plans.plan.wrong")}

    def clean_email(self) -> Person:
        """Give the person; administrators know who is here."""
        email = str(self.cleaned_data["email"]).lower()
        found = Person.objects.filter(email=email, role=Role.CREATOR, is_active=True).first()
        if found is None:
            raise ValidationError(say("plans.person.wrong"))
        return found
