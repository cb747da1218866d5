"""The name of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from fieber.desk.words import words

if TYPE_CHECKING:
    from fieber.desk.plans.models import Plan

register = template.Library()


@register.filter
def named(plan: Plan) -> str:
    """Give the name of a plan in the language of the page."""
    return str(getattr(plan, f"name_{words().lang}"))
