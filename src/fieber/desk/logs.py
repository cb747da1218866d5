"""What the desk writes about its own work: names of routes, kinds, numbers and times; nobody and nothing of anybody."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fieber.desk.middleware import Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answering = Callable[[HttpRequest], HttpResponse]

FIELDS = ("route", "method", "status", "kind", "milliseconds")  # of ours, where a line has them
log = logging.getLogger(__name__)


class JsonLines(Frames):
    """Writes each line as an object, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the object."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        told |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info:
            told["where"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def logging_settings(form: str, level: str) -> dict[str, object]:
    """Give Django's settings for what is written to standard error.

    Args:
        form: "json", else lines to be read. level: from which on fieber's own lines are written; those of others are
            written where something is wrong, for theirs may name addresses.
    """
    formatter = {"json": "json"}.get(form, "line")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "fieber.desk.middleware.Frames", "fmt": "%(levelname)s %(name)s %(message)s"},
            "json": {"()": "fieber.desk.logs.JsonLines"},
        },
        "filters": {"discreet": {"()": "fieber.desk.middleware.Discreet"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": formatter, "filters": ["discreet"]}},
        "loggers": {"fieber": {"level": level.upper()}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


def timed(get_response: Answering) -> Answering:
    """Write which route was asked for and how long the answer took, where `FIEBER_DESK_LOG_LEVEL` is INFO."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route = match.url_name if match is not None else "none"  # never the address: it may be a secret
        milliseconds = round(1000 * (time.perf_counter() - began))
        told = {"route": route, "method": request.method, "status": response.status_code, "milliseconds": milliseconds}
        log.info("%s %s %d %d ms", request.method, route, response.status_code, milliseconds, extra=told)
        return response

    return answer
