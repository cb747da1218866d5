"""From prepared posts to arrays: each metric of every account, as a whole and per format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.series import PLAIN_EFFECTS, effect_codes
from fieber.model.moments import MICROSECONDS_PER_DAY
from fieber.model.tables import KIND_NUMBERS, KINDS
from fieber.stats.batch import Histories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.metrics._protocol import Metric

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

NO_KIND = -1


@dataclass(frozen=True, slots=True)
class Slot:
    """One metric of all accounts that have it, as a whole (`kind` None) or of one format.

    owners: (a,) of the accounts, rising. histories: theirs, in this order. rows: (n,) row of each entry in the prepared
    posts. opens: (a,) day from which on it is judged. too_young: (a,) posts left out.
    """

    metric: Metric
    kind: str | None
    owners: Whole
    histories: Histories
    rows: Whole
    opens: Floats
    too_young: Whole


@dataclass(frozen=True, slots=True)
class Columns:
    """The prepared posts as arrays, a row a post; kind: number in KINDS or −1.

    codes: (n, 5) effect columns: weekday, four-hour block, collaboration, advertised, and room for the format.
    turn: rows of the posts that can be judged now, by account and by when they could be.
    """

    owner: Whole
    posted: Floats
    ripe: Floats
    grown: Floats
    kind: Whole
    codes: NDArray[np.int32]
    turn: Whole
    accounts: int


def columns_of(posts: pl.DataFrame, now: float) -> Columns:
    """Give the arrays; `ripe` is nan for a post that can never be judged, `now` days since 1970."""
    posted = posts["posted"].to_numpy()
    owner = posts["owner"].to_numpy().astype(np.int64)
    ripe = posts["ripe"].fill_null(np.nan).to_numpy()
    turn = np.flatnonzero(ripe <= now)  # posts of one moment stay as they are
    turn = turn[_in_turn(owner[turn], ripe[turn])]
    return Columns(
        owner=owner,
        posted=posted,
        ripe=ripe,
        grown=posts["grown"].to_numpy(),
        kind=posts["kind"].replace_strict(KIND_NUMBERS, default=NO_KIND, return_dtype=pl.Int64).to_numpy(),
        codes=effect_codes(posts, posted, np.full(len(posted), NO_KIND, dtype=np.int32)),
        turn=turn,
        accounts=int(owner[-1]) + 1 if len(owner) else 0,
    )


def _in_turn(owner: Whole, day: Floats) -> Whole:
    """Give the entries by owner and then by day, those of one moment as they are."""
    moment = np.rint(day * MICROSECONDS_PER_DAY).astype(np.int64)
    first, last = (int(moment.min()), int(moment.max())) if len(moment) else (0, 0)
    if int(owner[-1:].max(initial=0)) * (last - first + 1) > np.iinfo(np.int64).max // 2:
        return np.lexsort((day, owner))
    # one number instead of two, and nearly in order: an eighth of the time
    return np.argsort(owner * (last - first + 1) + (moment - first), kind="stable")


def values_of(posts: pl.DataFrame, metric: Metric) -> Floats:
    """Give a metric of every post, nan where the platform did not say; each account is measured by itself."""
    value = posts.select(metric.measure().over("owner").cast(pl.Float64)).to_series()
    return value.fill_null(np.nan).to_numpy()


def slot(posts: Columns, value: Floats, metric: Metric, kind: int | None = None) -> Slot:
    """Give one metric of the posts that can be judged now, of all accounts that have any value of it.

    Args:
        posts, value: of all accounts, sorted by account and time. kind: only posts of this format, of those accounts.
    """
    told = ~np.isnan(value) if kind is None else ~np.isnan(value) & (posts.kind == kind)
    ripe = posts.turn[told[posts.turn]]
    owners, sizes = np.unique(posts.owner[told], return_counts=True)
    ripe_sizes = np.bincount(posts.owner[ripe], minlength=posts.accounts)[owners]
    number = value[ripe] * np.exp(-posts.grown[ripe]) if metric.offset > 0 else value[ripe]
    logs = np.log(metric.offset + number)
    codes = posts.codes[ripe]
    codes[:, 4], params = _format_columns(posts, ripe, owners, with_kind=kind is None)
    histories = Histories(
        value=logs,
        number=np.round(np.exp(logs) - metric.offset, 9),
        when=posts.ripe[ripe],
        posted=posts.posted[ripe],
        codes=codes,
        params=params,
        starts=np.concatenate([[0], np.cumsum(ripe_sizes)]).astype(np.intp),
        offset=metric.offset,
    )
    name = None if kind is None else KINDS[kind]
    return Slot(metric, name, owners, histories, ripe, np.full(len(owners), -np.inf), sizes - ripe_sizes)


def _format_columns(posts: Columns, rows: Whole, owners: Whole, *, with_kind: bool) -> tuple[Whole, Whole]:
    """Give each post the effect column of its format, in the order in which an account first used it; and how many."""
    none = np.full(len(rows), NO_KIND), np.full(len(owners), PLAIN_EFFECTS)
    if not with_kind:
        return none
    known = np.flatnonzero(posts.kind[rows] >= 0)
    if not len(known):
        return none
    key = posts.owner[rows[known]] * len(KINDS) + posts.kind[rows[known]]
    first = np.full(posts.accounts * len(KINDS), -1)
    first[key[::-1]] = np.arange(len(key))[::-1]  # of the entries of one key, the first is written last
    keys = np.flatnonzero(first >= 0)
    turn = keys[np.lexsort((first[keys], keys // len(KINDS)))]
    mine = turn // len(KINDS)
    begin = np.concatenate([[0], np.flatnonzero(np.diff(mine)) + 1])
    place = np.empty(len(first), dtype=np.int64)
    place[turn] = np.arange(len(turn)) - np.repeat(begin, np.diff(np.append(begin, len(turn))))
    found = none[0]
    found[known] = PLAIN_EFFECTS + place[key]
    used = np.bincount(mine, minlength=posts.accounts)[owners]
    return found, PLAIN_EFFECTS + used


def only(whole: Slot, kept: NDArray[np.bool_], opens: Floats) -> Slot:
    """Give some accounts of a slot, with the days from which on they are judged."""
    sizes = np.diff(whole.histories.starts)
    entries = np.repeat(kept, sizes)
    past = whole.histories
    histories = Histories(
        value=past.value[entries],
        number=past.number[entries],
        when=past.when[entries],
        posted=past.posted[entries],
        codes=np.ascontiguousarray(past.codes[entries]),
        params=past.params[kept],
        starts=np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.intp),
        offset=past.offset,
    )
    return Slot(
        whole.metric,
        whole.kind,
        whole.owners[kept],
        histories,
        whole.rows[entries],
        opens[kept],
        whole.too_young[kept],
    )
