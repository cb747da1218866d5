"""Where allauth asks us: nobody registers here yet, and its sentences are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

from fieber.desk.words import say

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Joining goes by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Closed."""
        return False

    def validation_error(self, code: str, *_args: object) -> ValidationError:
        """Say in our words what is wrong; which of address and password it is stays open."""
        error = super().validation_error(code, *_args)
        is_too_often = code == "too_many_login_attempts"
        error.message = say("error.too_many_sign_ins") if is_too_often else say("error.sign_in")
        return error

    def add_message(self, *_args: object, **_values: object) -> None:
        """Say nothing: that somebody is signed in can be seen."""
