"""How much more or less often an account has posted since a day, for the split of what a week brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.coverage import PAUSE_TIMES
from fieber.checkup.vital import YEAR_DAYS
from fieber.stats.rhythm import rate_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Spans = Sequence[tuple[float, float]]

LEAST_POSTS = (8, 2)  # before and after
FEWEST_LATE = 4  # posts after, from which on their own gaps are known
LEAST_DAYS = (56.0, 14.0)  # shorter, and one busy week is a new rhythm


def rhythm_since(
    posted: Floats, since: float, now: float, pauses: Spans, *, is_told: bool
) -> tuple[float, float] | None:
    """Give the log change of posts a week from `since` on, against up to a year before, and its variance.

    A stretch that was chosen to begin with a post begins half-way to the one before, so that it is not busier for it.
    Pauses are left out: a pause is a gap, neither the usual rhythm nor posting less (DESIGN.md section 2). After
    `since` only those that are long for the rhythm there too: who posts every tenth day now does not pause in between.

    Args:
        posted: days since 1970, rising. since, now: likewise.
        pauses: [start, end) in days. is_told: `since` is a day by itself, not that of a post.

    Returns:
        None where too few posts, or too few days, are on one side.
    """
    early, late = posted[posted < since], posted[posted >= since]
    if len(early) < LEAST_POSTS[0] or len(late) < LEAST_POSTS[1]:
        return None
    usual = float(np.median(np.diff(early)))
    edge = since if is_told else float(late[0]) - min(float(late[0] - early[-1]), usual) / 2
    start = max(float(early[0]) - usual / 2, edge - YEAR_DAYS)
    early = early[early >= start]
    # the last post has had its half gap, and more where nothing came after it
    end = max(now, float(late[-1]) + float(late[-1] - edge) / (2 * len(late) - 1))
    late_gap = float(np.median(np.diff(late))) if len(late) >= FEWEST_LATE else usual
    silent = _within(pauses, start, edge)
    quiet = [(low, high) for low, high in _within(pauses, edge, end) if high - low >= PAUSE_TIMES * late_gap]
    days = edge - start - _length(silent), end - edge - _length(quiet)
    if days[0] < LEAST_DAYS[0] or days[1] < LEAST_DAYS[1]:
        return None
    return rate_change((len(early), len(late)), days, _whole_weeks(early, start, edge, silent))


def _within(spans: Spans, start: float, end: float) -> Spans:
    return [(max(low, start), min(high, end)) for low, high in spans if low < end and high > start]


def _length(spans: Spans) -> float:
    return sum(high - low for low, high in spans)


def _whole_weeks(posted: Floats, start: float, edge: float, silent: Spans) -> Floats:
    """Posts of each whole week before the edge, oldest first, without the weeks that a pause touches."""
    edges = edge - 7.0 * np.arange(int((edge - start) // 7), -1, -1)
    if len(edges) < 2:
        return np.empty(0)
    counts = np.histogram(posted, edges)[0].astype(np.float64)
    touched = np.zeros(len(counts), dtype=np.bool_)
    for low, high in silent:
        touched |= (edges[1:] > low) & (edges[:-1] < high)
    return counts[~touched]
