"""`{% checkups_left %}`: what the person has left this month, on pages where a check-up is started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from fieber.desk.plans.services import left_of, sentence
from fieber.desk.words import words

if TYPE_CHECKING:
    from fieber.desk.plans.models import Plan

register = template.Library()


@register.simple_tag(takes_context=True)
def checkups_left(context: dict[str, Any]) -> str:
    """Say what is left; nothing where nobody counts."""
    left = left_of(context["user"])
    return "" if left is None else sentence(left)


@register.simple_tag(takes_context=True)
def may_start(context: dict[str, Any]) -> bool:
    """Give whether one more may be started: else the form is left out."""
    left = left_of(context["user"])
    return left is None or left.n > 0


@register.filter
def named(plan: Plan) -> str:
    """Give the name of a plan in the language of the page."""
    return str(getattr(plan, f"name_{words().lang}"))
