"""The pages of allauth, in our words: each is a form, a note, or one of the few that show something of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.shortcuts import render
from django.urls import path, re_path, reverse_lazy

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.urls import URLPattern


class SignUp(account.SignupView):
    """Registering, or the note that one cannot."""

    def closed(self) -> HttpResponse:
        """Say that joining goes by invitation here."""
        return render(self.request, "people/note.html", {"page": "sign_up_closed"})


def _form(view: Any, page: str, **more: Any) -> Any:
    return view.as_view(template_name="people/form.html", extra_context={"page": page}, **more)


def _note(view: Any, page: str) -> Any:
    return view.as_view(template_name="people/note.html", extra_context={"page": page})


SAFETY = reverse_lazy("mfa_index")
urlpatterns: list[URLPattern] = [
    path("login/", account.LoginView.as_view(), name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", _note(account.AccountInactiveView, "inactive"), name="account_inactive"),
    path("register/", _form(SignUp, "sign_up"), name="account_signup"),
    path("confirm/", _note(account.EmailVerificationSentView, "mail_sent"), name="account_email_verification_sent"),
    path("confirm/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("password/", _form(account.PasswordResetView, "forgotten"), name="account_reset_password"),
    path("password/sent/", _note(account.PasswordResetDoneView, "forgotten_sent"), name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        account.PasswordResetFromKeyView.as_view(template_name="people/new_password.html"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/done/",
        _note(account.PasswordResetFromKeyDoneView, "new_password_done"),
        name="account_reset_password_from_key_done",
    ),
    path("again/", _form(account.ReauthenticateView, "again"), name="account_reauthenticate"),
    path("again/code/", _form(mfa.ReauthenticateView, "again_code"), name="mfa_reauthenticate"),
    path("again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("safety/", mfa.index, name="mfa_index"),
    path("safety/password/", _form(account.PasswordChangeView, "change_password"), name="account_change_password"),
    path("safety/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("safety/app/remove/", _form(totp.DeactivateTOTPView, "app_remove"), name="mfa_deactivate_totp"),
    path("safety/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("safety/codes/new/", _form(codes.GenerateRecoveryCodesView, "codes_new"), name="mfa_generate_recovery_codes"),
    path("safety/passkey/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "safety/passkey/<int:pk>/remove/",
        _form(passkeys.RemoveWebAuthnView, "passkey_remove", success_url=SAFETY),
        name="mfa_remove_webauthn",
    ),
]
