"""What the tables know of each post on the way of a like: followers, reach, how many of the reached do not follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from fieber.stats.decompose import Side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._stretch import Stretch
    from fieber.checkup._view import View

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

KNOWN_SHARE = 0.6  # of the posts of each side that must have a column; fewer are a choice of posts, not the account
FEWEST_BEFORE, FEWEST_AFTER = 8, 3  # posts of each side that a link rests on
FOLLOWER_DAYS = 14.0  # a count of followers this far from the post is still its own
SHARE_DAYS_BEFORE, SHARE_DAYS_AFTER = 14, 5  # days of the account whose share of non-followers stands for the posts'


@dataclass(frozen=True, slots=True)
class Chain:
    """All posts of both sides, before and after; and those of which everything is known that can be told at all.

    reached_by: the column that reach was read from, None where it is not known.
    """

    every: tuple[Side, Side]
    told: tuple[Side, Side]
    reached_by: Literal["reach", "views"] | None
    has_share: bool
    has_followers: bool
    has_kinds: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    """One entry a post of the series; columns that too few posts have are None."""

    level: Floats
    kind: Indices
    followers: Floats | None = None
    reach: Floats | None = None
    share: Floats | None = None

    @property
    def usable(self) -> Flags:
        """Posts of which all these columns are known."""
        known = np.ones(len(self.level), dtype=np.bool_)
        for values in (self.followers, self.reach, self.share):
            if values is not None:
                known &= ~np.isnan(values)
        return known

    def or_more(self, more: _Columns, stretch: Stretch) -> _Columns:
        """Give the columns with one more, if enough posts of both sides have it; else these."""
        usable = more.usable
        for at, fewest in ((stretch.before, FEWEST_BEFORE), (stretch.after, FEWEST_AFTER)):
            if usable[at].sum() < fewest or usable[at].mean() < KNOWN_SHARE:
                return self
        return more

    def sides(self, stretch: Stretch) -> tuple[Side, Side]:
        """Give the usable posts before and after."""
        usable = self.usable
        return (
            self._side(stretch.before[usable[stretch.before]], stretch.weight[usable[stretch.before]]),
            self._side(stretch.after[usable[stretch.after]], np.ones(int(usable[stretch.after].sum()))),
        )

    def _side(self, rows: Indices, weight: Floats) -> Side:
        followers, reach, share = (
            None if values is None else values[rows] for values in (self.followers, self.reach, self.share)
        )
        return Side(self.level[rows], self.kind[rows], weight, followers, reach, share)


def formats_of(view: View, stretch: Stretch) -> Chain:
    """Give the posts of a stretch with their formats, and nothing of the way between."""
    posts = view.examined.posts[stretch.judged.sample.rows]
    every = _plain(stretch, posts).sides(stretch)
    return Chain(every, every, None, has_share=False, has_followers=False, has_kinds=_has_kinds(posts))


def chain_of(view: View, stretch: Stretch) -> Chain:
    """Give what is known of the posts of a stretch, as far as the metric's way goes."""
    one = stretch.judged
    if one.sample.metric.name == "engagement_per_reach":
        return formats_of(view, stretch)
    posts = view.examined.posts[one.sample.rows]
    plain = _plain(stretch, posts)
    reach, share, reached_by = _reach(posts, one.sample.metric.name)
    if one.sample.series.dated:  # a young post's count is brought to full age, and its reach with it
        reach = reach * np.exp(-posts["grown"].cast(pl.Float64).fill_null(0.0).to_numpy())
    known = plain.or_more(replace(plain, reach=reach), stretch)
    if known.reach is not None and reached_by == "reach":
        known = known.or_more(replace(known, share=share), stretch)
        if known.share is None:
            known = known.or_more(replace(known, share=_account_share(view, stretch, len(share))), stretch)
    known = known.or_more(replace(known, followers=_followers(view, posts)), stretch)
    return Chain(
        plain.sides(stretch),
        known.sides(stretch),
        None if known.reach is None else reached_by,
        has_share=known.share is not None,
        has_followers=known.followers is not None,
        has_kinds=_has_kinds(posts),
    )


def _plain(stretch: Stretch, posts: pl.DataFrame) -> _Columns:
    sample = stretch.judged.sample
    return _Columns(sample.series.value, _kind_numbers(posts, alone=sample.kind is not None))


def _kind_numbers(posts: pl.DataFrame, *, alone: bool) -> Indices:
    """Number of each post's format in the order of first appearance; unknown is a format of its own."""
    if alone:
        return np.zeros(posts.height, dtype=np.int64)
    kinds = posts["kind"].to_list()
    number = {kind: i for i, kind in enumerate(dict.fromkeys(kinds))}
    return np.array([number[kind] for kind in kinds], dtype=np.int64)


def _has_kinds(posts: pl.DataFrame) -> bool:
    return posts["kind"].null_count() < (1 - KNOWN_SHARE) * posts.height


def _reach(posts: pl.DataFrame, metric: str) -> tuple[Floats, Floats, Literal["reach", "views"]]:
    """Give reach, the share of it that does not follow, and the column it was read from; nan where unknown.

    Where no post has a reach, views stand for it: they say as well whether fewer people saw it or fewer liked it.
    """
    own, others = (_floats(posts[name], least=0.0) for name in ("reach_followers", "reach_non_followers"))
    reach = _floats(posts["reach"], least=1.0)
    both = own + others
    reach = np.where(np.isnan(reach) & (both > 0), both, reach)
    if np.isnan(reach).all() and metric not in {"reach", "views"}:
        return _floats(posts["views"], least=1.0), np.full(posts.height, np.nan), "views"
    own = np.where(np.isnan(own) & (others <= reach), reach - others, own)
    others = np.where(np.isnan(others) & (own <= reach), reach - own, others)
    whole = own + others
    return reach, np.where(whole > 0, others / np.where(whole > 0, whole, 1.0), np.nan), "reach"


def _floats(values: pl.Series, *, least: float) -> Floats:
    """Give counts, nan where the platform did not say or says less than can be."""
    numbers = values.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
    return np.where(numbers >= least, numbers, np.nan)


def _followers(view: View, posts: pl.DataFrame) -> Floats:
    """Followers at posting: as told with the post, else between the days on which they were counted."""
    told = _floats(posts["followers"], least=1.0)
    days = view.seen.days.filter(pl.col("followers") > 0, pl.col("day").is_not_null()).sort("day")
    if not days.height:
        return told
    end = days["day"].cast(pl.Int32).cast(pl.Float64).to_numpy() + 1
    posted = posts["posted"].to_numpy()
    after = np.clip(np.searchsorted(end, posted), 0, len(end) - 1)
    away = np.minimum(np.abs(end[after] - posted), np.abs(end[np.maximum(after - 1, 0)] - posted))
    between = np.interp(posted, end, days["followers"].cast(pl.Float64).to_numpy())
    return np.where(np.isnan(told), np.where(away <= FOLLOWER_DAYS, between, np.nan), told)


def _account_share(view: View, stretch: Stretch, n: int) -> Floats:
    """Share of non-followers in the account's daily reach, one number a side, where the posts do not have their own."""
    share = np.full(n, np.nan)
    days = view.seen.days.filter(pl.col("reach") > 0, pl.col("reach_non_followers").is_between(0, pl.col("reach")))
    if not days.height:
        return share
    number = days["day"].cast(pl.Int32).cast(pl.Float64).to_numpy()
    posted = view.examined.posts["posted"].to_numpy()[stretch.judged.sample.rows]
    late = number >= np.floor(stretch.since)
    early = ~late & (number >= np.floor(posted[stretch.before].min()))
    if early.sum() < SHARE_DAYS_BEFORE or late.sum() < SHARE_DAYS_AFTER:
        return share
    reach, others = (days[name].cast(pl.Float64).to_numpy() for name in ("reach", "reach_non_followers"))
    for at, chosen in ((stretch.before, early), (stretch.after, late)):
        share[at] = others[chosen].sum() / reach[chosen].sum()
    return share
