"""What is taken as known before the first post: the constants of the method, and how fast a level wanders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from fieber.stats.temperature import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """The constants of the method; `_core.Pass` has an attribute of the same name for each but the shares of gains."""

    # effects of format, weekday and hour, and the noise; the sds over accounts: scripts/derive_priors.py
    effect: float = 0.3  # sd of the effects of collaboration, advertising and the like, log units
    weekday: float = 0.08  # likewise, of weekdays
    hours: float = 0.2  # likewise, of four-hour blocks
    format: float = 0.63  # likewise, of formats
    scatter: float = 0.6  # noise scale
    scatter_weight: float = 5.0  # worth so many posts
    same: float = 20.0  # posts of a format that the scatter of all formats is worth against its own
    law_weight: float = 30.0  # posts that the t law is worth against the account's own noise law

    # the level, in pauses and in viral spells
    gain_shares: tuple[float, ...] = (0.06, 0.07, 0.09, 0.12, 0.15, 0.17, 0.16, 0.11, 0.07)  # accounts by GAINS
    gap: float = 30.0  # days without a post that are a gap
    gap_wander: float = 0.0009  # variance of the level per week of a gap
    hit: float = 0.9163  # five posts this far above the level are a viral spell: × 2.5
    hit_scatter: float = 3.5  # and this many standard errors
    back: float = 0.15  # a spell is over when five posts lie within this of the level before
    adoption: float = 91.0  # days after which the level of a viral spell is the normal
    ordinary: float = 182.0  # days without a viral spell that are taken as seen before the first post
    memory: float = 42.0  # days that a rise must have lasted to be the normal
    allowance: float = 1.0  # standard errors of the level by which it may have risen since

    # the scan: how far a healthy window strays
    min_days: float = 21.0  # of history before a window, so that every weekday was seen three times
    fall: float = 0.223  # log units a year that a healthy account may lose: 20 %
    spread_weight: float = 12.0  # windows that the model's own spread is worth against the past
    shift_weight: float = 8.0  # the same for the mean deviate
    degrees: float = 3.0  # degrees of freedom of a spread of which nothing is known from the past
    hindsight: float = 0.7  # share of today's evidence on the wander, the rest is that of the window's start
    one_by_one: float = 4.0  # weight of the posts one by one, counted once per window, in trusting a gain
    together: float = 1.0  # weight of the past windows in trusting a gain
    doubt: float = 3.0  # windows that count besides those of the past, at the spread expected

    # what is said of a change
    standing_out: float = 4 / WEEKS_PER_YEAR  # p from which the window that stands out is the one described
    unchanged: float = 0.45  # accounts without a step
    fallen: float = 0.5  # accounts with a step down, log-uniform to × 0.3
    risen: float = 0.05  # accounts with a step up, log-uniform to × 3
    still: float = 0.02  # weight of "only its own wander" against any change whatever, for how much it changed
    chosen: float = 1.5  # variance of a change in a window that was chosen by looking, over that of one that was told

    def undated(self) -> Prior:
        """Give the same without a calendar to wait for, to fall along or to pause in."""
        return replace(self, min_days=0.0, fall=0.0, gap=inf)


PRIOR = Prior()

# wander variance per post over noise variance: memories from 580 posts down to 7
GAINS: Floats = np.multiply(3e-6, np.power(3.0, np.arange(9.0)))
GAIN_SHARES: Floats = np.array(PRIOR.gain_shares)
