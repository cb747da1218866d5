"""Whether the followers grow, since when not, and how those of others grew in the same weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.vital import moment
from fieber.checkup.weather_table import FOLLOWERS
from fieber.model.surroundings import Growth
from fieber.stats.milestones import slope, stalled_since

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._follower_series import Snapshots
    from fieber.checkup.weather import Peers
    from fieber.stats._follower_drift import Drift

    Floats = NDArray[np.float64]

COMPARED_DAYS = 90.0
SHORTEST_DAYS = 28.0
FEWEST_PEERS = 5
WEEK, PERCENT = 7.0, 100.0


def growth_of(drift: Drift, found: Snapshots, peers: Peers | None, *, platform: str | None, now: float) -> Growth:
    """Give the growth of the last four weeks in percent a week, and that of the others over the last 90 days."""
    lately, since = slope(drift, found.day, found.count), stalled_since(drift, found.day, found.count)
    shares = [WEEK * PERCENT * part / max(float(found.count[-1]), 1.0) for part in (lately.per_day, lately.low, lately.high)]
    stalled = None if since is None else moment(since)
    others = np.array([]) if peers is None else _growth_of_others(peers, platform, now)
    if len(others) < FEWEST_PEERS:
        return Growth(shares[0], shares[1], shares[2], stalled)
    low, middle, high = (float(part) for part in np.quantile(others, (0.1, 0.5, 0.9)))
    return Growth(shares[0], shares[1], shares[2], stalled, len(others), middle, low, high)


def _growth_of_others(peers: Peers, platform: str | None, now: float) -> Floats:
    """Give percent a week of each account with two counts at least four weeks apart within the last 90 days."""
    cells = peers.table.cells(FOLLOWERS, platform)
    recent = (cells.day <= now) & (cells.day > now - COMPARED_DAYS) & (cells.mean > 0)
    found = []
    for number in range(len(cells.names)):
        own = np.flatnonzero(recent & (cells.owner == number))
        if not len(own):
            continue
        first, last = own[np.argmin(cells.day[own])], own[np.argmax(cells.day[own])]
        days = float(cells.day[last] - cells.day[first])
        if days >= SHORTEST_DAYS:
            found.append(PERCENT * np.log(cells.mean[last] / cells.mean[first]) * WEEK / days)
    return np.array(found)
