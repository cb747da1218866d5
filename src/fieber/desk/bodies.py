"""Bodies come as slowly as whoever sends them likes: for those who do, no more than a part of the threads waits."""

from __future__ import annotations

import threading
import time
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


SOON, SLOW = 0.5, 1.0  # seconds: so long one waits for a place; of whoever had one for longer, nobody expects an end


class Room:
    """How many bodies may be on their way to this process: `most` at once, `each` of them from one address."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._coming: list[tuple[str, float]] = []  # from where, since when
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, address: str) -> Iterator[bool]:
        """Take a place for as long as the block runs; gives whether there was one.

        Many who come at once, as in an office, wait for each other; nobody waits for who sends slowly.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_free(address) or self._is_stuck(address), SOON)
            is_free = self._is_free(address)
            mine = (address, time.monotonic())
            if is_free:
                self._coming.append(mine)
        try:
            yield is_free
        finally:
            if is_free:
                with self._changed:
                    self._coming.remove(mine)
                    self._changed.notify_all()

    def _since(self, address: str) -> list[float]:
        return [since for one, since in self._coming if one == address]

    def _is_free(self, address: str) -> bool:
        return len(self._coming) < self._most and len(self._since(address)) < self._each

    def _is_stuck(self, address: str) -> bool:
        theirs = self._since(address)
        in_the_way = theirs if len(theirs) >= self._each else [since for _, since in self._coming]
        return all(time.monotonic() - since > SLOW for since in in_the_way)


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
