"""What the page of the audit log writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings

from fieber.desk.words import say

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.desk.audit.models import Entry

register = template.Library()


@register.filter
def done(entry: Entry) -> str:
    """Write what was done."""
    return say(f"audit.what.{entry.what}")


@register.filter
def moment(at: datetime) -> str:
    """Write a moment to the second, by the clock of the desk, alike in both languages."""
    return at.astimezone(ZoneInfo(settings.ZONE)).strftime("%Y-%m-%d %H:%M:%S")
