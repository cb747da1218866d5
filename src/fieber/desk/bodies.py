"""Bodies come as slowly as whoever sends them likes: for those who do, no more than a part of the threads waits."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allauth.core.internal.ratelimit import get_ip
from django.http import UnreadablePostError

from fieber.desk.errors import bad_request, too_often
from fieber.desk.middleware import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

    Answering = Callable[[HttpRequest], HttpResponse]


class Room:
    """How many bodies may be on their way to this process: `most` at once, `each` of them from one address."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._coming: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, address: str) -> Iterator[bool]:
        """Take a place for as long as the block runs; gives whether there was one."""
        with self._lock:
            is_free = self._coming.total() < self._most and self._coming[address] < self._each
            if is_free:
                self._coming[address] += 1
        try:
            yield is_free
        finally:
            with self._lock:
                if is_free:
                    self._coming[address] -= 1
                self._coming += Counter()  # forgets who sends nothing


# of the 16 threads of a process (`serve.THREADS`) some always answer; a form is here at once, where nobody means harm
FORMS, UPLOADS = Room(most=6, each=4), Room(most=6, each=3)


def in_turn(get_response: Answering) -> Answering:
    """Read forms whole before anything is done with them, and let only so many send at once."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if not length:
            return get_response(request)
        is_small = length <= SMALL
        with (FORMS if is_small else UPLOADS).taken(get_ip(request)) as is_free:
            if not is_free:
                return too_often(request)
            if not is_small:
                return get_response(request)
            try:
                _ = request.body
            except UnreadablePostError:  # whoever sent it is gone
                return bad_request(request)
        return get_response(request)

    return answer
