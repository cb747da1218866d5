"""How often pages are opened, without anybody: counted in memory, added to the database twice a minute.

What a process counted since then is lost when it is killed: a number about pages is not worth a write for each of them.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from fieber.desk.pages.models import PageCount

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

EVERY_SECONDS = 30.0
_lock = threading.Lock()
_seen: Counter[tuple[date, str]] = Counter()
_written = time.monotonic()


def count(request: HttpRequest, response: HttpResponse) -> None:
    """Count a page that was shown: its name, nothing of who opened it."""
    match = request.resolver_match
    is_page = response.get("Content-Type", "").startswith("text/html") and response.status_code == HTTPStatus.OK
    if request.method != "GET" or match is None or not match.url_name or not is_page:
        return
    with _lock:
        _seen[timezone.now().date(), match.url_name] += 1
    if time.monotonic() - _written > EVERY_SECONDS:
        with suppress(DatabaseError):  # nor is it worth the page
            write()


def write() -> None:
    """Add what was counted to the database."""
    global _written  # noqa: PLW0603 - one clock a process
    with _lock:
        seen = dict(_seen)
        _seen.clear()
        _written = time.monotonic()
    for (day, page), views in seen.items():
        PageCount.objects.get_or_create(day=day, page=page)
        PageCount.objects.filter(day=day, page=page).update(views=F("views") + views)
