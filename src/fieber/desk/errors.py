"""Pages for what went wrong: each says what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import render

from fieber.desk.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


API = "/api/"  # below it programs ask


def problem(kind: str, status: int, **more: Any) -> HttpResponse:
    """Say to a program what went wrong (RFC 9457)."""
    told = {"type": f"urn:fieber:problem:{kind}", "title": say(f"error.{kind}.title"), "status": status}
    told |= {"detail": say(f"error.{kind}.text"), **more}
    return JsonResponse(told, status=status, content_type="application/problem+json")


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    if request.path.startswith(API):
        return problem(kind, status)
    context = {"title_key": f"error.{kind}.title", "text_key": f"error.{kind}.text"}
    return render(request, "desk/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Nothing is at this address, or not for this person."""
    return _page(request, "not_found", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Not for this role."""
    return _page(request, "forbidden", 403)


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form is too old, or comes from another site."""
    return _page(request, "csrf", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Something that no browser sends."""
    return _page(request, "bad_request", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than this page takes."""
    return _page(request, "too_large", 413)


def full(request: HttpRequest) -> HttpResponse:
    """No room for a file."""
    return _page(request, "full", 507)


def mail_fails(request: HttpRequest) -> HttpResponse:
    """The mail server takes nothing."""
    return _page(request, "mail", 503)


def gone(request: HttpRequest) -> HttpResponse:
    """A link that was used, called back, or is too old."""
    return _page(request, "gone", 410)


def too_often(request: HttpRequest) -> HttpResponse:
    """More often than a person would."""
    return _page(request, "too_often", 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake."""
    return _page(request, "broken", 500)
