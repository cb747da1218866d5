"""Good news with a reason: accounts whose last four weeks are their best in two years, and the weather was not it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup._prepared import prepared
from fieber.checkup._slots import columns_of, slot, values_of
from fieber.checkup.priors import SHIPPED
from fieber.checkup.weather import Net, net_of_weather
from fieber.checkup.weather_many import question_of
from fieber.metrics import metrics
from fieber.model.moments import moment
from fieber.stats import thermometer
from fieber.stats.percent import change_percent
from fieber.stats.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from fieber.checkup._slots import Columns, Slot
    from fieber.checkup.priors import Priors
    from fieber.checkup.weather import Peers, Question

MONTH_DAYS = 28.0  # four whole weeks, so that no month has a Sunday more
MONTHS = 26  # two years
FEWEST_MONTHS = 20  # of the 25 before, with posts enough; a record over half a year is none of two years
FEWEST_NOW, FEWEST_POSTS = 4, 3  # posts of the last month, and of one that it is held against
CLEAR = 0.01  # chance of such a month alone, before the weather; rarer is asked for anyway when it is told
LEAST_PERCENT = 10.0  # as a loss below a tenth is no fever, a gain below it is no news: DESIGN.md section 2
BEST = pl.Schema(
    {
        "account": pl.String(),
        "platform": pl.String(),
        "metric": pl.String(),
        "percent": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "posts": pl.Int64(),
        "since": pl.Date(),
        "accounts": pl.Int64(),
        "p_value": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The posts of many accounts as they are seen now, and whom they are held against."""

    posts: pl.DataFrame
    table: Columns
    now: float
    peers: Mapping[str | None, Peers]
    priors: Priors


def best_months(
    posts: pl.DataFrame, now: float, peers: Mapping[str | None, Peers], priors: Priors = SHIPPED
) -> pl.DataFrame:
    """Give the accounts whose last four weeks are their best in two years, without the weather too.

    Args:
        posts: rows of POSTS, as for `checkup.many.examine_many`. now: days since 1970. peers: by platform; accounts of
            other platforms are not answered, since nobody knows their weather. priors: what is known of any account.

    Returns:
        Rows of BEST: the gain over the level before without the weather, in percent with its 90 % interval, all of
        which lies above zero; p_value: one-sided, of "no gain".
    """
    prepared_posts = prepared(posts, now, priors.growth)
    seen = Seen(prepared_posts, columns_of(prepared_posts, now), now, peers, priors)
    owners = prepared_posts.group_by("owner", maintain_order=True).agg(pl.col("account", "platform").first())
    asked: set[int] = set()
    rows: list[dict[str, object]] = []
    for metric in metrics():
        if metric.per != "post" or metric.offset == 0:
            continue
        whole = slot(seen.table, values_of(prepared_posts, metric), metric)
        for place in _record_months(whole, now):
            owner = int(whole.owners[place])
            if owner not in asked:  # of several counters the first one speaks: likes before comments
                account, platform = owners["account"][owner], owners["platform"][owner]
                rows += _tested(seen, whole, owner, account=account, platform=platform)
        asked |= set(whole.owners.tolist())
    return pl.DataFrame(rows, schema=BEST).sort("account", "platform", nulls_last=True)


def _record_months(whole: Slot, now: float) -> NDArray[np.int64]:
    """Give the places of accounts in a slot whose median post was never as high as in the last four weeks."""
    histories = whole.histories
    place = np.repeat(np.arange(len(whole.owners)), np.diff(histories.starts))
    month = np.floor((now - histories.posted) / MONTH_DAYS).astype(np.int64)
    table = pl.DataFrame({"place": place, "month": month, "value": histories.value})
    medians = (
        table.filter(pl.col("month").is_between(0, MONTHS - 1))
        .group_by("place", "month")
        .agg(pl.col("value").median(), posts=pl.len())
    )
    is_now = pl.col("month") == 0
    before = medians.filter(~is_now & (pl.col("posts") >= FEWEST_POSTS)).group_by("place")
    held = medians.filter(is_now & (pl.col("posts") >= FEWEST_NOW)).join(
        before.agg(most=pl.col("value").max(), months=pl.len()), on="place"
    )
    found = held.filter((pl.col("months") >= FEWEST_MONTHS) & (pl.col("value") > pl.col("most")))
    return np.asarray(found["place"].sort().to_numpy(), dtype=np.int64)


def _tested(seen: Seen, whole: Slot, owner: int, *, account: str, platform: str | None) -> Iterator[dict[str, object]]:
    """Give the row of an account whose gain is clear by itself, and still there without the weather."""
    others = seen.peers.get(platform)
    question = _last_month(seen, whole, owner)
    if others is None or not _is_clear(question):
        return
    net = net_of_weather(question, others, account=account, platform=platform)
    if not isinstance(net, Net) or net.own is None or net.own.low <= 0:
        return
    own = net.own
    level = np.array([own.level])
    percent, low, high = (
        float(change_percent(np.array([step]), level, net.offset)[0]) for step in (own.median, own.low, own.high)
    )
    if percent >= LEAST_PERCENT:
        yield {
            "account": account,
            "platform": platform,
            "metric": whole.metric.name,
            "percent": percent,
            "low": low,
            "high": high,
            "posts": question.posts,
            "since": moment(question.date).date(),
            "accounts": net.weather.accounts,
            "p_value": 1 - own.p,
        }


def _last_month(seen: Seen, whole: Slot, owner: int) -> Question:
    """Ask for the posts of the last four weeks: a date that nobody chose by looking at the numbers."""
    place = int(np.searchsorted(whole.owners, owner))
    posted = whole.histories.posted[whole.histories.starts[place] : whole.histories.starts[place + 1]]
    posts = int((posted >= seen.now - MONTH_DAYS).sum())
    question = question_of(whole, seen.table, owner, posts, seen.now)
    return replace(question, sample=replace(question.sample, prior=seen.priors.thermometer))


def _is_clear(question: Question) -> bool:
    course = thermometer.take(question.sample.series, np.array([question.now]), prior=question.sample.prior)
    alone = told(course, question.posts)
    return alone is not None and alone.low > 0 and 1 - alone.p <= CLEAR
