"""Health and figures of the desk, for the programs that watch it; nothing in them is about a person."""

from __future__ import annotations

import hmac
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from fieber.desk.health.figures import figures
from fieber.desk.jobs.beat import has_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

TEXT, FIGURES = "text/plain", "text/plain; version=0.0.4; charset=utf-8"  # the latter is the form that Prometheus reads
log = logging.getLogger(__name__)


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that this server answers at all: who hears nothing starts it again."""
    return HttpResponse("yes\n", content_type=TEXT)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - likewise
    """Say whether it can show pages: the database answers."""
    return _answer(_reaches_database)


@login_not_required
@require_safe
def working(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - likewise
    """Say whether what is uploaded is read too: a worker is there."""
    return _answer(has_worker)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give figures for a monitoring system; only who knows the key of `FIEBER_DESK_METRICS_KEY` gets them."""
    asked = request.headers.get("Authorization", "")
    key = settings.METRICS_KEY
    if not key or not hmac.compare_digest(asked.encode(), f"Bearer {key}".encode()):
        raise Http404
    return HttpResponse(figures(), content_type=FIGURES)


def _answer(is_well: Callable[[], bool]) -> HttpResponse:
    try:
        well = is_well()
    except Error as error:
        log.error("the database does not answer: %s", type(error).__name__)  # noqa: TRY400 - its words name machines
        well = False
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("yes\n" if well else "no\n", status=status, content_type=TEXT)


def _reaches_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True
