"""From a check-up to what its account's own posts say about hours, weekdays, formats and rhythm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.advice.clock import zone_of
from fieber.advice.own_record import Option, Record, options
from fieber.advice.wording import chosen
from fieber.model.diagnosis import Advice
from fieber.model.text import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._view import View
    from fieber.checkup.series import Sample
    from fieber.checkup.vital import Judged
    from fieber.model.text import Value

    Floats = NDArray[np.float64]

ONE_CLOCK_SHARE = 0.9  # of the posts at one minute of the day: only the day is known, not the hour
LONGEST_TRIAL = 200  # posts; nobody keeps a plan up for longer
SHARES = frozenset({"engagement_per_reach"})  # no count of a post: a gain in it is no more of anything


def own_advice(view: View) -> tuple[Advice, ...]:
    """Give what is worth a try by the account's own record, the surest first; nothing where nothing differs surely."""
    judged = main_count(view)
    if judged is None or not view.seen.is_dated:
        return ()
    zone = zone_of(view.seen.country)
    found = options(record_of(judged.sample, season_of(judged), view.examined.posts, zone), view.now)
    return tuple(_advice(option, judged.sample.metric.name, zone) for option in found)


def main_count(view: View) -> Judged | None:
    """Give the first vital of the whole account that counts something on each post."""
    whole = [one for one in view.examined.judged if one.sample.kind is None and one.course is not None]
    counts = (one for one in whole if one.sample.metric.per == "post" and one.sample.metric.name not in SHARES)
    return next(counts, None)


def season_of(judged: Judged) -> Floats | float:
    """Give what the year does to each post of a vital, log units; 0 where no season is known."""
    return 0.0 if judged.course is None else judged.course.season


def record_of(sample: Sample, season: Floats | float, posts: pl.DataFrame, zone: str) -> Record:
    """Give the posts of a vital by time of posting, on the clock of a zone, with what was chosen for each.

    Args:
        sample: the vital. season: (n,) what the year does to each of its posts, 0 where none is known.
        posts: the table that its rows are of.
    """
    value = sample.series.value - season
    table = posts[sample.rows].with_columns(value=pl.Series(value)).sort("posted", maintain_order=True)
    local = table["posted_at"].dt.convert_time_zone(zone)
    hour = local.dt.hour().to_numpy().astype(np.intp)
    minute = (local.dt.hour().cast(pl.Int32) * 60 + local.dt.minute()).to_numpy()
    if np.bincount(minute).max() >= ONE_CLOCK_SHARE * len(minute):
        hour = np.full(len(minute), -1, dtype=np.intp)
    special = [table[name].fill_null(value=False).to_numpy() for name in ("collab", "paid")]
    return Record(
        value=table["value"].to_numpy(),
        day=table["posted"].to_numpy(),
        hour=hour,
        weekday=local.dt.weekday().to_numpy().astype(np.intp) - 1,
        kind=table["kind"].to_list(),
        is_special=np.array(special, dtype=np.bool_),
    )


def _advice(option: Option, metric: str, zone: str) -> Advice:
    return Advice(
        do=_sentence(option, metric, zone),
        expect_percent=option.percent,
        posts_needed=option.posts_needed,
        low=option.low,
        high=option.high,
        what=option.choice.word,
        zone=zone,
    )


def _sentence(option: Option, metric: str, zone: str) -> Message:
    direction = "gain" if option.low > 0 else "either"
    values: dict[str, Value] = {
        "percent": option.percent,
        "low": option.low,
        "high": option.high,
        "metric": metric,
        **chosen(option.choice, zone),
    }
    kept_up = "" if option.posts_needed <= LONGEST_TRIAL else "_long"
    return Message(f"advice.try.{option.choice.name}.{direction}{kept_up}", values)
