"""What was there to look at: span, pauses, outstanding hits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fieber.model.diagnosis import Span
from fieber.model.moments import moment
from fieber.stats import expectation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup.vital import Judged

PAUSE_DAYS = 14.0  # shorter is a holiday week
PAUSE_TIMES = 5.0  # and five times the usual gap: with gaps by chance alone, once in e^5 = 148 posts
HIT_SCATTERS = 2.9  # residuals are cut at 3 scales; beyond this a post is in the last 0.2 % of a normal law …
HIT_TIMES = 5.0  # … and it must have five times what was expected


def pauses(posted: NDArray[np.float64], now: float) -> tuple[Span, ...]:
    """Give the gaps without a post that are long for anybody and for this account; `posted` is rising."""
    if len(posted) < 2:
        return ()
    gaps = np.diff(np.append(posted, now))
    usual = float(np.median(gaps[:-1]))
    long = np.flatnonzero((gaps >= PAUSE_DAYS) & (gaps >= PAUSE_TIMES * usual))
    ends = np.append(posted[1:], now)
    return tuple(Span(moment(float(posted[i])), moment(float(ends[i]))) for i in long)


def viral_spans(judged: Judged, posted: NDArray[np.float64]) -> tuple[Span, ...]:
    """Give the spells that were set aside, and single outstanding posts, in time order."""
    course = judged.course
    if course is None:
        return ()
    middle, _, _ = expectation.expected(course)
    rise = course.series.value - middle
    single = (course.residuals[-1][1] > HIT_SCATTERS) & (rise > np.log(HIT_TIMES))
    hits = np.flatnonzero(course.viral | single)
    spans: list[Span] = []
    for run in np.split(hits, np.flatnonzero(np.diff(hits) > 1) + 1) if len(hits) else []:
        days = posted[run]
        spans.append(Span(moment(float(days.min())), moment(float(days.max())) + timedelta(seconds=1)))
    return tuple(sorted(spans, key=lambda span: span.start))
