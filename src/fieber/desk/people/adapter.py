"""Where allauth asks us: who may register, in which words it speaks and writes, and where people go then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.shortcuts import resolve_url
from django.utils.translation import get_language, override

from fieber.desk.errors import mail_fails
from fieber.desk.people.models import Person, Role
from fieber.desk.people.services import home_of
from fieber.desk.sealed import opened, sealed
from fieber.desk.words import say

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

ERRORS = {
    "email_password_mismatch": "error.sign_in",
    "incorrect_code": "error.code",
    "incorrect_password": "error.password",
    "too_many_login_attempts": "error.too_many_sign_ins",
    "unverified_email": "error.unverified",
}
CHANGES = {  # allauth's name of a change that is told by mail: the key of what it was
    "email_changed": "mail.what.address",
    "password_changed": "mail.what.password",
    "password_reset": "mail.what.password",
    "totp_activated": "mail.what.app_added",
    "totp_deactivated": "mail.what.app_removed",
    "recovery_codes_generated": "mail.what.codes",
    "webauthn_added": "mail.what.passkey_added",
    "webauthn_removed": "mail.what.passkey_removed",
}
LINKS = ("activate_url", "password_reset_url", "signup_url")


class Adapter(DefaultAccountAdapter):
    """Registration where the desk is public, else by invitation only; all words are ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """As the setting says."""
        return bool(settings.IS_PUBLIC)

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Give who registers: a creator, who is written to in the language of the form."""
        user.name, user.role = form.cleaned_data["name"], Role.CREATOR
        user.language = "de" if (get_language() or "").startswith("de") else "en"
        return super().save_user(request, user, form, commit)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Refuse what is easy to guess, in our words."""
        try:
            validate_password(password, user)
        except ValidationError:
            raise ValidationError(say("field.password.weak")) from None
        return password

    def validation_error(self, code: str, *_args: object) -> ValidationError:
        """Say in our words what is wrong; which of address and password it is stays open."""
        error = super().validation_error(code, *_args)
        error.message = say(ERRORS.get(code, "error.again"))
        return error

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_args: object, **values: Any
    ) -> None:
        """Say what went wrong, and that an address is confirmed: that somebody is signed in can be seen."""
        if level == messages.ERROR and values.get("message"):
            messages.error(request, values["message"])
        elif message_template == "account/messages/email_confirmed.txt":
            messages.success(request, say("confirm.done"))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the page that this person works with."""
        return resolve_url(home_of(request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Go back to where one came from."""
        return resolve_url("mfa_index")

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody of a change, in their language."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail in the language of the person, or of the page where there is none."""
        kind = template_prefix.rpartition("/")[2].removesuffix("_signup")
        person = context.get("user")
        with override(person.language if person else get_language()):
            if kind in CHANGES:
                values, kind = {"what": say(CHANGES[kind])}, "changed"
            else:
                path = next((urlsplit(context[link]).path for link in LINKS if link in context), "")
                values = {
                    "address": settings.ADDRESS + path
                }  # whoever asked chose the host of the page, not of the mail
            text = say(f"mail.{kind}.text", desk=settings.ADDRESS, **values)
            letter = EmailMessage(say(f"mail.{kind}.subject"), text, None, [email])
        letter.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
        try:
            letter.send()
        except OSError:  # smtplib's own are of this kind
            if kind != "changed":  # the change itself has been made
                raise ImmediateHttpResponse(mail_fails(self.request)) from None


class SecondFactor(DefaultMFAAdapter):
    """What proves who somebody is lies sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Close the secret of an app or of recovery codes."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Give the name under which an app lists the desk."""
        return "fieber"

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Give the name of a passkey for which the person gave none."""
        return say("passkey.name", n=user.authenticator_set.filter(type=type).count() + 1)

    def validation_error(self, code: str, *_args: object) -> ValidationError:
        """Say in our words what is wrong."""
        error = super().validation_error(code, *_args)
        error.message = say(ERRORS.get(code, "error.again"))
        return error
