"""Whether the followers grow, since when not, and how those of others grew in the same weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.weather_table import FOLLOWERS
from fieber.model.moments import moment
from fieber.model.surroundings import Growth
from fieber.stats.milestones import slope, stalled_since

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._follower_series import Snapshots
    from fieber.checkup.weather import Peers
    from fieber.stats._follower_drift import Drift

    Floats = NDArray[np.float64]

COMPARED_DAYS = 90
SHORTEST_DAYS = 28.0
FEWEST_PEERS = 5
WEEK, PERCENT = 7.0, 100.0


def growth_of(drift: Drift, found: Snapshots, peers: Peers | None, *, platform: str | None, now: float) -> Growth:
    """Give the growth of the last four weeks in percent a week, and that of the last 90 days beside the others'."""
    lately, since = slope(drift, found.day, found.count), stalled_since(drift, found.day, found.count)
    size = max(float(found.count[-1]), 1.0)
    percent, low, high = (WEEK * PERCENT * part / size for part in (lately.per_day, lately.low, lately.high))
    own = Growth(percent, low, high, None if since is None else moment(since), COMPARED_DAYS)
    others = np.array([]) if peers is None else _growth_of_others(peers, platform, now)
    recent = found.day > now - COMPARED_DAYS
    mine = _growth(found.day[recent], found.count[recent])
    if len(others) < FEWEST_PEERS or mine is None:
        return replace(own, own_percent=mine)
    least, middle, most = (float(part) for part in np.quantile(others, (0.1, 0.5, 0.9)))
    return replace(own, own_percent=mine, peers=len(others), peers_percent=middle, peers_low=least, peers_high=most)


def _growth(day: Floats, count: Floats) -> float | None:
    """Give percent in 90 days, from the first to the last of some counts; None if they lie too close together."""
    if len(day) < 2 or day.max() - day.min() < SHORTEST_DAYS:
        return None
    first, last = int(np.argmin(day)), int(np.argmax(day))
    a_day = np.log(count[last] / count[first]) / (day[last] - day[first])
    return PERCENT * float(np.expm1(COMPARED_DAYS * a_day))


def _growth_of_others(peers: Peers, platform: str | None, now: float) -> Floats:
    """Give the growth of each account that has counts at least four weeks apart within the last 90 days."""
    cells = peers.table.cells(FOLLOWERS, platform)
    recent = (cells.day <= now) & (cells.day > now - COMPARED_DAYS) & (cells.mean > 0)
    owners = (recent & (cells.owner == number) for number in range(len(cells.names)))
    grown = (_growth(cells.day[own], cells.mean[own]) for own in owners)
    return np.array([growth for growth in grown if growth is not None])
