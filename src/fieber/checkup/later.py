"""What is dated too late to be looked at: posts after the moment of judgement, and posts far from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from fieber.checkup.series import read_too_early
from fieber.model.moments import moment
from fieber.model.text import Message

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.checkup import Chart

ALONE_DAYS = 365.0  # so long after all others, a post more likely has a wrong date than a comeback
FEW = 8  # posts that may lie there; with more it was a pause


def later_posts(chart: Chart, seen: Chart, now: float) -> tuple[Message, ...]:
    """Say which posts were left out because of their date, and which date decides how old everything else is.

    Who looks back to before the last reading knows that later posts are unseen, and hears nothing of them.

    Args:
        chart: the account as it was read. seen: without what is later than now. now: days since 1970.
    """
    if not chart.is_dated or not seen.posts.height:
        return ()
    early = read_too_early(seen.posts)
    wrong = (Message("caveat.read_before_posted", {"n": early}),) if early else ()
    read = cast("datetime | None", chart.posts["measured_at"].max())
    if read is not None and read > moment(now):
        return wrong
    return (*wrong, *_left_out(chart.posts, moment(now)), *_far_from_others(seen.posts["posted"].to_numpy()))


def _left_out(posts: pl.DataFrame, now: datetime) -> tuple[Message, ...]:
    late = posts.filter(pl.col("posted_at") > now)
    n = late.select(pl.struct("post_id", "posted_at").n_unique()).item()
    return (Message("caveat.later_posts_left_out", {"n": n, "as_of": now}),) if n else ()


def _far_from_others(posted: np.ndarray) -> tuple[Message, ...]:
    """A few posts more than a year after all the others make those look old; the date may be wrong."""
    days = np.sort(posted)
    gaps = np.flatnonzero(np.diff(days) > ALONE_DAYS)
    n = len(days) - 1 - int(gaps[-1]) if gaps.size else 0
    if not 0 < n <= FEW or len(days) <= 2 * n:
        return ()
    values: dict[str, int | datetime] = {"n": n, "at": moment(float(days[-n])), "before": moment(float(days[-n - 1]))}
    return (Message("caveat.posts_far_from_others", values),)
