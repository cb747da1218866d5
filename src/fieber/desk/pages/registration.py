"""What registration asks: to be old enough, and to agree to the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from fieber.desk.pages.services import AGREED, agree, confirm_age, current
from fieber.desk.people.registration import PARTS, Part
from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


def _link(kind: str) -> str:
    return format_html('<a href="{}" target="_blank">{}</a>', reverse("page", args=[kind]), say(f"nav.{kind}"))


def agreement_fields() -> dict[str, forms.Field]:
    """Give the box for terms and privacy notice, which the label leads to, and unseen, which versions these are."""
    links = {kind: _link(kind) for kind in ("terms", "privacy")}
    label = format_html(say("consent.label", terms="{terms}", privacy="{privacy}"), **links)
    box = forms.BooleanField(label=label, error_messages={"required": say("consent.missing")})
    return {"agrees": box} | {f"seen_{kind}": _number(kind) for kind in AGREED}


def _number(kind: str) -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(), initial=lambda: current(kind).number
    )


def seen(told: dict[str, Any]) -> dict[str, int | None]:
    """Give the versions that stood on the page, by kind."""
    return {kind: told.get(f"seen_{kind}") for kind in AGREED}


def _fields() -> dict[str, forms.Field]:
    years = settings.MINIMUM_AGE
    age = forms.BooleanField(
        label=say("consent.age", n=years), error_messages={"required": say("consent.age.missing", n=years)}
    )
    return {"is_old_enough": age} | agreement_fields()


def _keep(person: Person, told: dict[str, Any]) -> None:
    confirm_age(person, settings.MINIMUM_AGE)
    agree(person, seen(told))


PARTS.append(Part(_fields, _keep))
