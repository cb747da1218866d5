"""Many accounts at one moment in few steps: the temperatures that `diagnose` gives each of them.

The first of the two passes over a roster. Tables are prepared for all accounts at once; the numbers are those of
`checkup.diagnose` (a test holds them against each other). Whom it matters for gets the whole diagnosis afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup import KIND_MIN_POSTS
from fieber.checkup._headlines import Told, effective_numbers
from fieber.checkup._prepared import prepared
from fieber.checkup._slots import Columns, Slot, columns_of, only, slot, values_of
from fieber.checkup._vital_columns import VITALS, WORDS, Readout, readout, temperatures, verdicts
from fieber.checkup.priors import SHIPPED
from fieber.checkup.vital import LONG_BACK_DAYS, LONG_DAYS, YEAR_DAYS
from fieber.metrics import metrics
from fieber.model.tables import KINDS
from fieber.stats import combine
from fieber.stats.batch import Spans, take_described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fieber.checkup.priors import Priors
    from fieber.metrics._protocol import Metric

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

SPANS = Spans(YEAR_DAYS, LONG_DAYS, LONG_BACK_DAYS)


def examine_many(posts: pl.DataFrame, now: float, priors: Priors = SHIPPED) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the vitals and the headline of every account at `now` (days since 1970).

    Args:
        posts: rows of POSTS with times of posting, in any order, identical rows only once, no negative counts.
        priors: what is taken as known of any account.

    Returns:
        vitals: VITALS, one row an account, metric and format. accounts: one row each with account, platform, posts,
        first, last, tested, p_value, verdict, temperature, return_period_days, metric and kind of the vital that
        carries it. tested: some vital has a p, also where it is too noisy to be shown unless it has a fever.
    """
    seen = prepared(posts, now, priors.growth)
    table = columns_of(seen, now)
    readouts: list[Readout] = []
    whole, parts = [], []
    told = {name for name in seen.columns if seen[name].null_count() < seen.height}
    measured = [metric for metric in metrics() if metric.per == "post" and told.issuperset(metric.needs)]
    mixed = _mixed_since(table)
    for number, metric in enumerate(measured):
        of_all, of_formats = np.full(seen.height, np.nan), np.full(seen.height, np.nan)
        for one in _slots(seen, table, metric, mixed, now):
            batch = take_described(one.histories, np.full(len(one.owners), now), SPANS, prior=priors.thermometer)
            (of_all if one.kind is None else of_formats)[one.rows] = batch.residual
            readouts.append(readout(one, batch, now, number))
        whole.append(of_all)
        parts.append(of_formats)
    vitals = pl.concat([each.frame() for each in readouts]) if readouts else pl.DataFrame(schema=VITALS)
    return vitals, _accounts(seen, table, readouts, (whole, parts), [metric.name for metric in measured])


def _slots(seen: pl.DataFrame, table: Columns, metric: Metric, mixed: Floats, now: float) -> Iterator[Slot]:
    """Give a metric as a whole, and of every format that some account has enough posts of."""
    value = values_of(seen, metric)
    if np.isnan(value).all():
        return
    whole = slot(table, value, metric)
    yield whole
    is_format = table.kind >= 0
    cell = table.owner[is_format] * len(KINDS) + table.kind[is_format]
    posts = np.bincount(cell, minlength=table.accounts * len(KINDS)).reshape(-1, len(KINDS))
    for kind in np.flatnonzero((posts >= KIND_MIN_POSTS).any(axis=0)).tolist():
        enough = posts[table.owner, kind] >= KIND_MIN_POSTS
        part = slot(table, np.where(enough, value, np.nan), metric, kind)
        kept = _judged_formats(part, mixed, now)
        if kept is not None:
            yield kept


def _mixed_since(table: Columns) -> Floats:
    """Give the day from which an account had a second format; infinite where it has one or none: (accounts,)."""
    first = np.full(table.accounts * len(KINDS), np.inf)
    known = np.flatnonzero(table.kind >= 0)[::-1]
    first[table.owner[known] * len(KINDS) + table.kind[known]] = table.posted[known]  # the first post is written last
    second: Floats = np.sort(first.reshape(-1, len(KINDS)), axis=1)[:, 1]
    # one format alone is the account as a whole, whatever it opened with
    return second


def _judged_formats(part: Slot, mixed: Floats, now: float) -> Slot | None:
    """Give the accounts of a format that have enough posts of it to be judged, from when they had."""
    starts = part.histories.starts
    sizes = np.diff(starts)
    enough = sizes >= KIND_MIN_POSTS
    fortieth = part.histories.when[np.minimum(starts[:-1] + KIND_MIN_POSTS - 1, max(len(part.rows) - 1, 0))]
    opens = np.maximum(mixed[part.owners], fortieth)
    kept = enough & (opens <= now)
    return only(part, kept, opens) if kept.any() else None


def _accounts(
    seen: pl.DataFrame,
    table: Columns,
    readouts: list[Readout],
    residuals: tuple[list[Floats], list[Floats]],
    names: list[str],
) -> pl.DataFrame:
    """Give the headline of every account."""
    owners = seen.group_by("owner", maintain_order=True).agg(
        pl.col("account", "platform").first(),
        posts=pl.len(),
        first=pl.col("posted_at").min(),
        last=pl.col("posted_at").max(),
    )
    told, shown, p_drop = _all_told(readouts)
    numbers = effective_numbers(told, *residuals, owner=table.owner, kind=table.kind, accounts=table.accounts)
    carried = _carriers(told, shown, table.accounts)
    known = np.flatnonzero(carried >= 0)
    carried = carried[known]
    p, drop = np.full((2, table.accounts), np.nan)
    p[known] = combine.smallest_ps(told.p[carried], numbers[known])
    drop[known] = p_drop[carried]
    metric, kind = np.zeros((2, table.accounts), dtype=np.int64)
    metric[known], kind[known] = told.metric[carried] + 1, told.kind[carried] + 1
    columns = {
        "tested": np.bincount(told.owner, minlength=table.accounts) > 0,
        "p_value": p,
        "verdict": WORDS[verdicts(p, drop)],
        "temperature": temperatures(p, drop),
        "return_period_days": 7 / p,
        "carrier_metric": pl.Series([None, *names], dtype=pl.String).gather(metric),
        "carrier_kind": pl.Series([None, *KINDS], dtype=pl.String).gather(kind),
    }
    return owners.hstack(pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None)).get_columns())


def _all_told(readouts: list[Readout]) -> tuple[Told, NDArray[np.bool_], Floats]:
    """Put the vitals that have a p together, by account; with each, whether it is shown, and its P(drop)."""
    columns = [
        (
            one.slot.owners,
            np.full(len(one.p), one.metric),
            np.full(len(one.p), -1 if one.slot.kind is None else KINDS.index(one.slot.kind)),
            one.p,
            one.is_shown,
            one.batch.p_drop,
        )
        for one in readouts
    ]
    if not columns:
        none = np.empty(0, dtype=np.int64)
        return Told(none, none, none, np.empty(0)), np.empty(0, dtype=np.bool_), np.empty(0)
    owner, metric, kind, p, shown, p_drop = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    rows = np.flatnonzero(~np.isnan(p))
    rows = rows[np.argsort(owner[rows], kind="stable")]
    return Told(owner[rows], metric[rows], kind[rows], p[rows]), shown[rows], p_drop[rows]


def _carriers(told: Told, shown: NDArray[np.bool_], accounts: int) -> Whole:
    """Give for each account the place of the vital with the smallest p among those with a temperature; −1: none."""
    found = np.full(accounts, -1)
    rows = np.flatnonzero(shown)
    rows = rows[np.lexsort((rows, told.p[rows], told.owner[rows]))]
    owners, first = np.unique(told.owner[rows], return_index=True)
    found[owners] = rows[first]
    return found
