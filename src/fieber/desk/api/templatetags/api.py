"""What the pages for programs write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from fieber.desk.words import say

if TYPE_CHECKING:
    from fieber.desk.api.models import Token

register = template.Library()


@register.filter
def may(token: Token) -> str:
    """Write what a token may do."""
    return ", ".join(say(f"field.token_scopes.{scope.replace(':', '_')}") for scope in token.scopes.split())
