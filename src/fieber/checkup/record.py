"""One account's record as claims are held against it: values of posts, days or weeks, followers, changes since a date.

Where something cannot be had, the reason is given instead: a word that the catalogues know as `claim.cannot.<reason>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from fieber.checkup._follower_series import snapshots
from fieber.checkup.series import post_sample
from fieber.checkup.vital import judge
from fieber.complaint.verdict import APPROXIMATE, ROUNDING
from fieber.metrics import metrics
from fieber.model.diagnosis import ADDITIVE, Normal, Tested
from fieber.model.moments import MICROSECONDS_PER_DAY, date_number, moment
from fieber.model.tables import UTC_TIME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from numpy.typing import NDArray

    from fieber.checkup.weather import Peers
    from fieber.metrics._protocol import Metric
    from fieber.model.diagnosis import Claim, Diagnosis, Fear, Finding, Vital

    Said = Mapping[str, Any]

    Times = NDArray[np.datetime64]
    Floats = NDArray[np.float64]

OWN_NAMES = {"story_views": "views", "engagement_rate": "engagement_per_reach"}  # what people say → our metric
FORMATS = {
    "video": ("video", "reel", "short")
}  # who says video means moving pictures, whatever the platform calls them
DAILY = frozenset({"views", "reach"})  # metrics that the table of days has a column for
FOLLOWER_DAYS, FOLLOWER_MIN_DAYS = 30.0, 7.0  # where no date was told: a month, at least a week
PERCENT = 100.0


FEARS: dict[Finding, Fear] = {
    "real": "right",
    "yours": "right",
    "both": "right",
    "everyone": "market",
    "not_in_data": "unfounded",
    "counter": "unfounded",  # nobody is gone; followers that were really removed everywhere are "everyone"
    "cannot_say": "unknown",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One account as it was seen, and what the check-up found without the sentence.

    posts, days: with the columns of `add_ripeness`. now, since: days since 1970; since: told beside the sentence.
    """

    posts: pl.DataFrame
    days: pl.DataFrame
    now: float
    since: float | None
    diagnosis: Diagnosis
    peers: Peers | None = None

    @property
    def is_dated(self) -> bool:
        """Whether times are more than an order."""
        return self.diagnosis.coverage.is_dated


@dataclass(frozen=True, slots=True)
class Values:
    """Values with their times, both (n,), and the usual range where the check-up knows it.

    lasts: days from `at` until the value was read; a day's followers are those at its end.
    """

    at: Times
    value: Floats
    normal: Normal | None
    lasts: float = 0.0


def base_fear(record: Record) -> Fear:
    """Give the fear that agrees with the finding of the account as a whole."""
    return FEARS[record.diagnosis.finding]


def told_day(claim: Claim, record: Record) -> float | None:
    """Give the day that is tested: the one told beside the sentence, else that of the sentence; days since 1970."""
    if record.since is not None or claim.since_date is None:
        return record.since
    return float(date_number(claim.since_date))


def is_vague(said: Said) -> bool:
    """Whether the sentence gives a number as about so much."""
    return bool(said.get("approx") or said.get("vague"))


def tolerance_of(said: Said) -> float:
    """Give how far below the told number still counts, as a share."""
    return APPROXIMATE if is_vague(said) else ROUNDING


def utc(at: np.datetime64) -> datetime:
    """Give a moment of an array as a time."""
    return cast("datetime", at.astype("datetime64[us]").item()).replace(tzinfo=UTC)


def values_per_post(record: Record, named: str | None, kind: str | None, *, at_least: float | None) -> Values | str:
    """Give one value a post of this metric and format, in the unit that people say.

    Young posts are left out, unless they have already reached `at_least`: a low number may still grow, a high one is
    reached. Shares are given in percent.
    """
    found = posts_with(record, named, kind)
    if isinstance(found, str):
        return found
    metric, posts = found
    scale = PERCENT if metric.name == "engagement_per_reach" else 1.0
    value = metric.measure() * scale
    ripe = pl.lit(value=True) if not record.is_dated else pl.col("ripe") <= record.now
    reached = pl.lit(value=False) if at_least is None else pl.col("value") >= at_least
    table = posts.with_columns(value=value).filter(
        pl.col("value").is_not_null() & (ripe.fill_null(value=False) | reached)
    )
    return Values(_times(table["posted_at"]), _floats(table["value"]), _normal(record, metric.name, kind, scale))


def values_per_span(record: Record, named: str | None, kind: str | None, *, days: int) -> Values | str:
    """Give one sum a day or a whole week; spans without a post say nothing and are not there.

    Daily numbers of the platform come first; without them the lifetime counters of the posts of each span are summed.
    """
    if not record.is_dated:
        return "undated"
    if named == "followers":
        return _daily(record, "follows", days)
    if named in DAILY and kind is None and record.days[named].null_count() < record.days.height:
        return _daily(record, named, days) if days == 1 or named in ADDITIVE else "never_adds_up"
    if OWN_NAMES.get(named or "", named) not in ADDITIVE:
        return "never_adds_up" if named == "reach" else "not_measured"
    posts = values_per_post(record, named, kind, at_least=None)
    if isinstance(posts, str):
        return posts
    return _summed(posts.at.astype("datetime64[D]"), posts.value, days, record.now)


def _daily(record: Record, column: str, days: int) -> Values | str:
    table = record.days.filter(pl.col("day").is_not_null(), pl.col(column) >= 0)
    if not table.height:
        return "column_missing"
    found = _summed(table["day"].to_numpy().astype("datetime64[D]"), _floats(table[column]), days, record.now)
    if column != "follows" or days != 1:
        return found
    return Values(found.at, found.value, _normal(record, "followers_gained", None, 1.0))


def _summed(day: Times, value: Floats, days: int, now: float) -> Values:
    """Sum by day, or by week from Monday to Sunday; the first and the running week are not whole and left out."""
    number = day.astype("datetime64[D]").astype(np.int64)
    span = number if days == 1 else (number + 3) // 7
    spans, index = np.unique(span, return_inverse=True)
    sums = np.bincount(index, weights=value, minlength=len(spans)).astype(np.float64)
    first = spans if days == 1 else spans * 7 - 3
    if days > 1:
        whole = (first >= number.min(initial=0)) & (first + days <= now)
        first, sums = first[whole], sums[whole]
    return Values(first.astype("datetime64[D]").astype("datetime64[us]"), sums, None)


def followers(record: Record) -> Values | str:
    """Give the follower counts that were read, oldest first; from the days, else as they stand beside the posts."""
    if not record.is_dated:
        return "undated"
    found = snapshots(record.posts, record.days)
    if not len(found):
        return "followers_missing"
    at = np.round(found.seen * MICROSECONDS_PER_DAY).astype(np.int64).astype("datetime64[us]")
    return Values(at, found.count, None, lasts=float(found.day[0] - found.seen[0]))


def followers_change(record: Record, since: float | None) -> Tested | str:
    """Give how many followers there are against those at a date (a month ago where none was told); a count, exact."""
    found = followers(record)
    if isinstance(found, str):
        return found
    day = found.at.astype(np.int64) / MICROSECONDS_PER_DAY
    told = record.now - FOLLOWER_DAYS if since is None else since
    if since is None and day[0] + found.lasts > told:
        if day[-1] - day[0] < FOLLOWER_MIN_DAYS:
            return "too_short"
        told = float(day[0]) + found.lasts
    before = np.flatnonzero(day + found.lasts <= told)
    if not before.size:
        return "no_history"
    then, now = float(found.value[before[-1]]), float(found.value[-1])
    if before[-1] == len(day) - 1 or then <= 0:
        return "none_since"
    percent = PERCENT * (now / then - 1)
    return Tested(percent, percent, percent, moment(float(day[before[-1]])), before=then, now=now)


def change_since(
    record: Record, named: str | None, kind: str | None, since: float | None
) -> tuple[Tested, Vital] | str:
    """Give the change of a metric since a told date without the scan's price, or else as the scan sees it.

    The scan looks for the lowest stretch; what it shows on a healthy account is no certain loss, so there the interval
    is taken up to zero.
    """
    found = posts_with(record, named, kind)
    if isinstance(found, str):
        return found
    if since is not None and not record.is_dated:
        return "undated"
    metric, posts = found
    sample = post_sample(posts, metric, record.now, dated=record.is_dated)
    posted = posts["posted"].to_numpy()[sample.rows]
    vital = judge(sample, np.array([record.now]), posted, since=since).vital
    if vital.change is None:
        return vital.reason or "too_few_posts"
    if since is None:
        high = vital.change.high
        certain = high if vital.verdict not in {"healthy", "unknown"} else max(high, 0.0)
        return Tested(vital.change.percent, vital.change.low, certain, None), vital
    if vital.since is None:
        return "no_history" if (posted >= since).any() else "none_since"
    return Tested(vital.since.percent, vital.since.low, vital.since.high, vital.since.at), vital


def main_metric(record: Record) -> str | None:
    """Give the metric that speaks for the account where the sentence names none.

    The first that was judged; where none was, the first that is there, which says why it could not be.
    """
    per_post = {metric.name for metric in metrics() if metric.per == "post"}
    vitals = [vital for vital in record.diagnosis.vitals if vital.kind is None and vital.metric in per_post]
    judged = [vital.metric for vital in vitals if vital.change is not None]
    there = [vital.metric for vital in vitals if vital.reason != "column_missing"]
    return next(iter(judged + there), None)


def posts_with(record: Record, named: str | None, kind: str | None) -> tuple[Metric, pl.DataFrame] | str:
    """Give a metric by the name that people use, and the posts (of this format) that have it; or why not."""
    name = OWN_NAMES.get(named or "", named)
    metric = next((metric for metric in metrics() if metric.name == name and metric.per == "post"), None)
    if metric is None:
        return "not_measured"
    if any(record.posts[column].null_count() == record.posts.height for column in metric.needs):
        return "column_missing"
    wanted = "story" if named == "story_views" else kind
    if wanted is None:
        return metric, record.posts
    known = set(record.posts["kind"].drop_nulls().unique()) - {"other"}
    if not known:
        return "format_unknown"
    kinds = FORMATS.get(wanted, (wanted,))
    if known.isdisjoint(kinds):
        return "no_such_format"
    return metric, record.posts.filter(pl.col("kind").is_in(kinds))


def _normal(record: Record, name: str, kind: str | None, scale: float) -> Normal | None:
    found = next(
        (vital.normal for vital in record.diagnosis.vitals if (vital.metric, vital.kind) == (name, kind)), None
    )
    return None if found is None else Normal(found.median * scale, found.low * scale, found.high * scale, found.n)


def _times(column: pl.Series) -> Times:
    return np.asarray(column.cast(UTC_TIME).dt.timestamp("us").to_numpy().astype("datetime64[us]"))


def _floats(column: pl.Series) -> Floats:
    return np.asarray(column.cast(pl.Float64).to_numpy())
