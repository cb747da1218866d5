"""Going through pages: to the end, to what is known already, and never in circles."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieber.readers._gather import Gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from fieber.sources._http import Answer

MOST_PAGES = 2000
MOST_EMPTY = 3  # empty pages in a row before we take it for the end
AGAIN = timedelta(
    days=45
)  # posts younger than that at the last reading still grow, or have just stopped: they are read again


def pages(ask: Callable[[str | None], Answer], cursor_of: Callable[[Answer], str | None]) -> Iterator[Answer]:
    """Give page after page, newest first; ends where a cursor comes a second time.

    Args:
        ask: gives the page at a cursor (None: the first). cursor_of: gives where the next page begins, None at the end.
    """
    cursor: str | None = None
    seen: set[str] = set()
    for _ in range(MOST_PAGES):
        answer = ask(cursor)
        yield answer
        cursor = cursor_of(answer)
        if not cursor or cursor in seen:
            return
        seen.add(cursor)


def newest_of(answers: Iterator[Answer], gather: Callable[[Answer], Gathered], since: datetime | None) -> Gathered:
    """Gather posts page by page, as far back as needed.

    Args:
        answers: pages, newest first. gather: makes posts of one.
        since: the last reading; what had stopped growing by then is known, and not asked for again.
    """
    total, empty = Gathered(), 0
    until = None if since is None else since - AGAIN
    for answer in answers:
        found = gather(answer)
        add(total, found)
        empty = 0 if found.posts or found.lost else empty + 1
        times = [row["posted_at"] for row in found.posts]
        if empty >= MOST_EMPTY or (until is not None and times and max(times) < until):
            break
    total.once()
    return total


def add(total: Gathered, page: Gathered) -> None:
    """Put what one page gave to the rest."""
    total.posts += page.posts
    total.days += page.days
    total.accounts += page.accounts
    total.lost = Counter(total.lost) + page.lost
    total.matched |= page.matched
    total.unmatched |= page.unmatched


def followers_day(account: str, platform: str, followers: Any, at: datetime) -> list[dict[str, Any]]:
    """Give the day on which followers were counted; none where they are hidden."""
    if followers is None:
        return []
    return [{"account": account, "platform": platform, "day": at.date(), "followers": followers}]
