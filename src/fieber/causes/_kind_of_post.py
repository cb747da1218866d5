"""What two causes share: one kind of post, made with partners or advertised, became rare, and its share is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Silent, Weighed
from fieber.causes._words import fact
from fieber.model.moments import moment
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination

BROUGHT = (-2.0, 4.0)  # log odds that what they brought may be worth
FALL = (-0.35, 0.3)  # log size of what is missing then, and how much it varies


def became_rare(examination: Examination, column: str, series: str) -> Weighed | Silent:
    """Weigh that posts flagged in a column became rare, and that what they brought, a series, is missing."""
    if examination.judged[column].null_count() == examination.judged.height:
        return Silent("column_missing")
    if not len(examination.dates) or examination.line("raw") is None:
        return Silent("too_few_posts")
    share = examination.flags(column).astype(np.float64)
    odds = fact(examination.share_odds(share, rises=False)) + np.clip(examination.odds(series, *FALL), *BROUGHT)
    day = examination.dates[int(np.argmax(odds))]
    values = {
        "at": moment(float(day)),
        "before": 100 * float(share[examination.at < day].mean()),
        "after": 100 * float(share[examination.at >= day].mean()),
    }
    return Weighed(mean_odds(odds), values, uses=frozenset({series}))
