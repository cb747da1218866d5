"""What every answer carries, and what every question must keep to."""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.shortcuts import redirect
from django.urls import is_valid_path

from fieber.desk.errors import API, too_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answering = Callable[[HttpRequest], HttpResponse]

# own files only: no inline script, no inline style, nobody else's server, no frame around us
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
SMALL = 128 * 2**10  # the largest form without a file
# only where a view looks at who comes before anything reads the body; what lies below a link does not
UPLOADS = re.compile(r"/(link/[^/]+|me/upload|roster/import|api/v1/checkups|api/v1/roster/imports)/?")
SECRETS = re.compile(r"/(calendar|link|start|letters/confirm|letters/leave|confirm|password)/[^\s\"']+")


def policy(get_response: Answering) -> Answering:
    """Tell the browser what our pages may do, and that nobody keeps a copy of them."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["Permissions-Policy"] = PERMISSIONS
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        if request.path != "/":
            response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def small_bodies(get_response: Answering) -> Answering:
    """Refuse large bodies before anybody reads them, but where a file is to come."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = cast("dict[str, str]", request.META).get("CONTENT_LENGTH") or "0"
        most = settings.MOST_UPLOAD + SMALL if UPLOADS.fullmatch(request.path) else SMALL
        if not told.isdecimal() or int(told) > most or "HTTP_TRANSFER_ENCODING" in request.META:
            return too_large(request)
        return get_response(request)

    return answer


def led_back(get_response: Answering) -> Answering:
    """Lead whoever opens the address of a form's button back to the page above it.

    That is where a browser stands after a form was wrong: a click on the other language, or Enter in the address.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith(API):
            return redirect(_above(request.path))
        return response

    return answer


def _above(path: str) -> str:
    """Give the nearest page above an address; the first page where there is none."""
    while path != "/":
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        if is_valid_path(path):
            break
    return path


class Discreet(logging.Filter):
    """Keeps the secret of a link, and the request itself, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Give whether to write it; what it says is made harmless first."""
        record.__dict__.pop("request", None)
        record.args = tuple(_without_secret(part) for part in record.args) if isinstance(record.args, tuple) else ()
        return True


class Frames(logging.Formatter):
    """Writes where an error arose and of which kind it is, not what it says: that may be somebody's name."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging knows
        """Give the places in the code, and the kind."""
        kind, _, place = ei
        return "".join(traceback.format_tb(place)) + str(getattr(kind, "__name__", kind))


def _without_secret(part: object) -> object:
    # anywhere: Django also writes which page a form came from
    return SECRETS.sub(r"/\1/…", part) if isinstance(part, str) else part
