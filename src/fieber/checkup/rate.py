"""How often the account posts: reported beside the vitals, never a symptom."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.vital import unknown
from fieber.model.diagnosis import Change, Normal, Recent
from fieber.model.moments import moment
from fieber.stats.normal import NORMAL_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.model.diagnosis import Vital

RECENT_WEEKS, NORMAL_WEEKS, MIN_WEEKS = 4, 52, 12


def posting_rate(posted: NDArray[np.float64], now: float) -> Vital:
    """Posts a week: the last four weeks against up to 52 before them.

    The interval is that of a ratio of two counts, widened by the scatter of the weeks beyond Poisson's.

    Args:
        posted: days since 1970, rising. now: posts later than this are not there.
    """
    weeks = int(min((now - posted[0]) // 7, RECENT_WEEKS + NORMAL_WEEKS)) if len(posted) else 0
    if weeks < MIN_WEEKS:
        return unknown("posting_rate", None, "too_short")
    edges = now - 7.0 * np.arange(weeks, -1, -1)
    counts = np.histogram(posted, np.append(edges[:-1], now + 1e-6))[0].astype(float)
    before, after = counts[:-RECENT_WEEKS], counts[-RECENT_WEEKS:]
    low, median, high = (float(q) for q in np.quantile(before, (0.1, 0.5, 0.9)))
    dispersion = max(1.0, float(before.var(ddof=1) / max(before.mean(), 1e-9)))
    step = log((after.sum() + 0.5) / len(after)) - log((before.sum() + 0.5) / len(before))
    error = NORMAL_95 * sqrt(dispersion * (1 / (after.sum() + 0.5) + 1 / (before.sum() + 0.5)))
    middle, least, most = (100 * (exp(s) - 1) for s in (step, step - error, step + error))
    recent = Recent(float(np.median(after)), int(after.sum()), moment(float(edges[-1 - RECENT_WEEKS])))
    silent = unknown("posting_rate", None, "not_a_symptom")
    return replace(
        silent, normal=Normal(median, low, high, len(before)), recent=recent, change=Change(middle, least, most)
    )
