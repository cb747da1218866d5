"""What registration asks: to be old enough, and to agree to the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from fieber.desk.pages.services import AGREED, agree, confirm_age
from fieber.desk.people.registration import PARTS, Part
from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.people.models import Person


def _link(kind: str) -> str:
    return format_html('<a href="{}" target="_blank">{}</a>', reverse("page", args=[kind]), say(f"nav.{kind}"))


def agreement_field() -> forms.BooleanField:
    """Give the box for terms and privacy notice, which the label leads to."""
    links = {kind: _link(kind) for kind in ("terms", "privacy")}
    label = format_html(say("consent.label", terms="{terms}", privacy="{privacy}"), **links)
    return forms.BooleanField(label=label, error_messages={"required": say("consent.missing")})


def _fields() -> dict[str, forms.Field]:
    years = settings.MINIMUM_AGE
    age = forms.BooleanField(
        label=say("consent.age", n=years), error_messages={"required": say("consent.age.missing", n=years)}
    )
    return {"is_old_enough": age, "agrees": agreement_field()}


def _keep(person: Person, _told: dict[str, Any]) -> None:
    confirm_age(person, settings.MINIMUM_AGE)
    agree(person, AGREED)


PARTS.append(Part(_fields, _keep))
