"""How many come and go, lately and usually, as far as the input gives them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup._follower_series import daily
from fieber.model.surroundings import Flows
from fieber.stats.follower_flows import STRETCH, Rate, against_usual, balance_against_usual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.checkup._follower_series import Snapshots
    from fieber.model.surroundings import FollowerEvent

    Floats = NDArray[np.float64]

MONTH, YEAR = 30.0, 365.0
FEWEST_POSTS = 10  # with a count of new followers
MOST = 0.5
PERCENT = 100.0
NOTHING = Rate(np.nan, None, None)


def flows_of(
    found: Snapshots, days: pl.DataFrame, *, now: float, is_surviving: bool, apart: Sequence[FollowerEvent] = ()
) -> Flows | None:
    """Give the flows of the last four weeks; None where nothing at all is known of followers.

    Gained and lost are both counted, or one of them follows from the other and the net change. A list of those who
    follow now (`is_surviving`) says neither how many came nor how many went, and that is said.

    Args:
        found: snapshots of the number of followers. days: rows of DAYS seen by `now`. apart: sudden steps; on the days
            of a clean-up or a wrong counter nobody came or went.
    """
    for event in apart:
        if event.kind in {"clean_up", "counter"}:
            days = days.filter(~pl.col("day").is_between(event.start.date(), event.end.date(), closed="left"))
    came, gone = (daily(days, "follows"), daily(days, "unfollows"))
    if not is_surviving and not len(found) and not len(came[0]) and not len(gone[0]):
        return None
    balance = balance_against_usual(found.day, found.count, now=now) if len(found) > 1 else None
    if is_surviving:
        return _flows(None, None, balance, None, "surviving")
    gained = against_usual(*came, now=now) if len(came[0]) else None
    left = against_usual(*gone, now=now) if len(gone[0]) else None
    if gained is not None and left is None:
        gone = _the_rest(came, found, sign=1.0)
    elif left is not None and gained is None:
        came = _the_rest(gone, found, sign=-1.0)
    size = float(found.count[-1]) if len(found) else None
    gained = against_usual(*came, now=now) if len(came[0]) else None
    lost = _lost(gone, found, now=now) if len(gone[0]) else None
    return _flows(gained, lost, balance, size, _missing(gained, lost, balance))


def _missing(gained: Rate | None, lost: Rate | None, balance: Rate | None) -> str | None:
    if gained is not None and lost is not None:
        return None if gained.usual is not None and lost.usual is not None else "too_short"
    if gained is not None:
        return "gains_only"
    if lost is not None:
        return "losses_only"
    return "too_short" if balance is None else "net_only"


def _the_rest(known: tuple[Floats, Floats], found: Snapshots, *, sign: float) -> tuple[Floats, Floats]:
    """Give what must have gone (or come) on days whose net change and other half are known: it is their difference.

    Single days may come out below zero, where a platform counts the two at different hours; their sum does not.
    """
    change = np.diff(found.count)
    whole = np.diff(found.day) == 1
    day = (found.day[1:] - 1)[whole]
    both, at, other = np.intersect1d(day, known[0], return_indices=True)
    return both, known[1][other] - sign * change[whole][at]


def _lost(gone: tuple[Floats, Floats], found: Snapshots, *, now: float) -> Rate | None:
    """Hold the losses against the usual at today's size: who has grown tenfold loses ten times as many."""
    if not len(found):
        return against_usual(*gone, now=now)
    size = np.interp(gone[0] + 1, found.day, found.count)
    today = float(found.count[-1])
    lately = against_usual(*gone, now=now)
    at_size = against_usual(gone[0], gone[1] * today / np.maximum(size, 1.0), now=now)
    if lately is None or at_size is None:
        return None
    return Rate(lately.lately, at_size.usual, at_size.standing)


def _flows(
    gained: Rate | None, lost: Rate | None, balance: Rate | None, size: float | None, missing: str | None
) -> Flows:
    came, gone = gained or NOTHING, lost or NOTHING
    both = gained is not None and lost is not None
    net = came.lately - gone.lately if both else None if balance is None else balance.lately
    usual = balance.usual if balance is not None else None
    if came.usual is not None and gone.usual is not None:
        usual = came.usual - gone.usual
    churn = MONTH * PERCENT / size if size and lost is not None else None
    return Flows(
        gained=None if gained is None else gained.lately,
        lost=None if lost is None else lost.lately,
        net=net,
        usual_gained=came.usual,
        usual_lost=gone.usual,
        usual_net=usual,
        days=STRETCH,
        gained_standing=came.standing,
        lost_standing=gone.standing,
        net_standing=None if balance is None else balance.standing,
        churn_percent=None if churn is None else gone.lately * churn,
        usual_churn_percent=None if churn is None or gone.usual is None else gone.usual * churn,
        missing=missing,
    )


def brought_by(posts: pl.DataFrame, *, now: float) -> tuple[str, ...]:
    """Give the formats (or "collab") whose posts brought more than half of the new followers of the last year.

    One or two; none where posts do not say, or where it takes more.

    Args:
        posts: with the column `posted`, days since 1970.
    """
    known = posts.filter(pl.col("follows") >= 0, pl.col("posted") > now - YEAR, pl.col("kind").is_not_null())
    source = pl.when(pl.col("collab").fill_null(value=False)).then(pl.lit("collab")).otherwise(pl.col("kind"))
    known = known.filter(pl.col("kind") != "other").with_columns(source=source)
    if known.height < FEWEST_POSTS or known["source"].n_unique() < 2:
        return ()
    sums = known.group_by("source").agg(pl.col("follows").sum()).sort("follows", "source", descending=[True, False])
    share = sums["follows"].cum_sum() / max(sums["follows"].sum(), 1)
    needed = int((share <= MOST).sum()) + 1
    return tuple(sums["source"][:needed]) if needed <= min(2, sums.height - 1) else ()
