"""Alarms night after night: which of many p-values are told, so that few of what is told is chance.

Looks come in runs: a healthy account that is low tonight is low tomorrow. So alarms are counted, not looks: an account
is told once, and again only after it was calm for a week. How often such a first crossing of a small p happens to a
healthy account was measured over its nights; docs/method.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# first crossings of a small p a week, nightly looks, per p: 1.2 at 1/1000 and 1.7 at 1/5000, mean of twelve healthy
# worlds. More than one, since seven nights see more than one weekly look; far fewer than seven, since they come in runs
CROSSINGS = 2.0
GROUP_CROSSINGS = 3.0  # of groups of accounts, which have two entries a day: 3.2 at 1/1000, 2.9 at 1/5000
WINDOW_DAYS = 28  # alarms of four weeks are judged together: what is told lately makes room for more
CALM_DAYS = 7  # below 37.5 °C for so long, and an account can be told again
FALSE_SHARE = 0.1  # of the alarms of four weeks, what chance may bring


def told_tonight(
    p: Floats, *, tests: int, lately: int, share: float = FALSE_SHARE, crossings: float = CROSSINGS
) -> NDArray[np.bool_]:
    """Say which of tonight's candidates are told.

    The step-up rule of Benjamini and Hochberg (1995) over the nights of four weeks: with k alarms in them, those told
    before and those of tonight, chance alone may have brought `share` × k.

    Args:
        p: (n,) of those who may be told: in a fever, and not told already; one-sided and corrected for their scan.
        tests: how many were looked at, told or not. lately: alarms of the last four weeks. share: above 0, below 1.
        crossings: first crossings a week, per p.

    Returns:
        (n,) told or not. With nothing wrong anywhere an alarm comes in `quiet_days(share)`.
    """
    order = np.argsort(p, kind="stable")
    by_chance = crossings * tests * WINDOW_DAYS / 7 * p[order]
    passed = np.flatnonzero(by_chance <= share * (lately + 1 + np.arange(len(p))))
    told = np.zeros(len(p), dtype=np.bool_)
    told[order[: passed[-1] + 1 if len(passed) else 0]] = True
    return told


def quiet_days(share: float) -> float:
    """Give how many days lie between alarms, on average, if nothing is wrong and small p are as frequent as assumed.

    Alone an alarm comes once in `WINDOW_DAYS / share` days; but each makes room for more, `share` of one on average in
    its four weeks, and these make room again: 1 / (1 − share) alarms come of it in all. Source: Hawkes and Oakes 1974,
    A cluster process representation of a self-exciting process, Journal of Applied Probability 11, 493-503.
    """
    return WINDOW_DAYS * (1 - share) / share


def days_between(p: float, *, tests: int, crossings: float = CROSSINGS) -> float:
    """Give how many days lie between alarms this rare, on average, if nothing is wrong with any of the tested."""
    return 7 / (crossings * tests * p)
