"""The vitals of many accounts as columns: what `checkup.vital` says of one, in the words of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.vital import STALE_DAYS, STALE_FORMAT_DAYS, TOO_NOISY_PERCENT
from fieber.model.moments import MICROSECONDS_PER_DAY
from fieber.model.tables import UTC_TIME
from fieber.stats import temperature
from fieber.stats.memory import MIN_POSTS
from fieber.stats.percent import change_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._slots import Slot
    from fieber.stats.batch import Batch

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Bools = NDArray[np.bool_]

WORDS = np.array(["healthy", "elevated", "fever", "high_fever", "unknown"])
UNKNOWN = 4
VITALS = pl.Schema(
    {
        "owner": pl.Int64(),
        "metric": pl.String(),
        "kind": pl.String(),
        "verdict": pl.String(),
        "temperature": pl.Float64(),
        "return_period_days": pl.Float64(),
        "normal_median": pl.Float64(),
        "normal_low": pl.Float64(),
        "normal_high": pl.Float64(),
        "normal_n": pl.Int64(),
        "recent_median": pl.Float64(),
        "recent_n": pl.Int64(),
        "recent_since": UTC_TIME,
        "change_percent": pl.Float64(),
        "change_low": pl.Float64(),
        "change_high": pl.Float64(),
        "capped": pl.Boolean(),
        "detectable_percent": pl.Float64(),
        "long_term_percent": pl.Float64(),
        "long_term_low": pl.Float64(),
        "long_term_high": pl.Float64(),
        "p_drop": pl.Float64(),
        "p_value": pl.Float64(),
        "onset_at": UTC_TIME,
        "onset_low": UTC_TIME,
        "onset_high": UTC_TIME,
        "stale_from": UTC_TIME,  # from when on nothing is said of it unless there are newer posts
        "reason": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Readout:
    """One slot's vitals, an entry an account: nan p where nothing is known, is_shown where there is a temperature."""

    slot: Slot
    batch: Batch
    metric: int
    p: Floats
    is_shown: Bools
    reason: NDArray[np.object_]
    stale_from: Floats

    def frame(self) -> pl.DataFrame:
        """Give them as rows of VITALS."""
        batch, is_known = self.batch, ~np.isnan(self.p)
        p, p_drop = self.p, np.where(self.is_shown, batch.p_drop, np.nan)
        offset = self.slot.histories.offset
        steps = (batch.median, batch.low, batch.high, batch.detectable)
        change = [_where(is_known, change_percent(step, batch.level, offset)) for step in steps]
        columns = {
            "owner": self.slot.owners,
            "metric": pl.repeat(self.slot.metric.name, len(p), eager=True),
            "kind": pl.repeat(self.slot.kind, len(p), dtype=pl.String, eager=True),
            "verdict": WORDS[verdicts(p, p_drop)],
            "temperature": temperatures(p, p_drop),
            "return_period_days": 7 / p,
            "normal_median": _where(is_known, batch.usual[:, 1]),
            "normal_low": _where(is_known, batch.usual[:, 0]),
            "normal_high": _where(is_known, batch.usual[:, 2]),
            "normal_n": _whole(is_known, batch.usual_posts),
            "recent_median": _where(is_known, batch.recent),
            "recent_n": _whole(is_known, batch.window),
            "recent_since": _moments(_where(is_known, batch.since)),
            **dict(zip(("change_percent", "change_low", "change_high", "detectable_percent"), change, strict=True)),
            "capped": self.is_shown & capped(p, p_drop),
            **{
                f"long_term_{name}": _where(is_known, batch.long_term[:, i])
                for i, name in enumerate(("percent", "low", "high"))
            },
            "p_drop": _where(is_known, batch.p_drop),
            "p_value": p,
            **self._onset(),
            "stale_from": _moments(_where(is_known, self.stale_from)),
            "reason": pl.Series(self.reason.tolist(), dtype=pl.String),
        }
        frame = pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None))
        return frame.select(pl.col(name).cast(dtype) for name, dtype in VITALS.items())

    def _onset(self) -> dict[str, pl.Series]:
        """Day of the first post of the new level, where there is a drop that is elevated at least."""
        batch, histories = self.batch, self.slot.histories
        with np.errstate(invalid="ignore"):
            is_told = ~np.isnan(self.p) & (degrees(self.p) >= temperature.ELEVATED) & (batch.median < 0)
        places = histories.starts[:-1, None] + np.maximum(batch.onset, 0)
        posted = histories.posted if len(histories.posted) else np.zeros(1)  # not one post can be judged yet
        days = posted[np.minimum(places, len(posted) - 1)]
        best = days[:, 0]
        low, high = np.minimum(days[:, 1], best), np.maximum(days[:, 2], best)
        named = (("onset_at", best), ("onset_low", low), ("onset_high", high))
        return {name: _moments(_where(is_told, values)) for name, values in named}


def readout(slot: Slot, batch: Batch, now: float, metric: int) -> Readout:
    """Say of each account of a slot what is known, and if nothing, why; `metric` is its number."""
    histories = slot.histories
    sizes = np.diff(histories.starts)
    last = histories.when[np.maximum(histories.starts[1:] - 1, 0)] if len(histories.when) else np.zeros(len(sizes))
    limit = STALE_DAYS if slot.kind is None else STALE_FORMAT_DAYS
    is_stale = now - last > limit
    is_few = sizes < MIN_POSTS
    any_value = np.add.reduceat(np.append(histories.number != 0, False), histories.starts[:-1]) > 0
    is_zero = ~is_few & ~(any_value & (sizes > 0))
    is_open = (now >= slot.opens) & ~is_stale & ~is_few & ~is_zero
    p = np.where(is_open, batch.p, np.nan)
    with np.errstate(invalid="ignore"):
        seen = change_percent(batch.detectable, batch.level, histories.offset)
        is_shown = ~np.isnan(p) & ((seen >= TOO_NOISY_PERCENT) | (p <= 1 / temperature.WEEKS_PER_YEAR))
    reason = np.full(len(p), None, dtype=object)
    reason[np.isnan(p)] = "too_few_posts"
    reason[np.isnan(p) & is_stale] = "too_old"
    reason[is_few & (sizes + slot.too_young == 0)] = "no_counts"
    reason[is_few & (sizes + slot.too_young > 0)] = "too_few_posts"
    reason[is_zero] = "all_zero"
    reason[~np.isnan(p) & ~is_shown] = "too_noisy"
    return Readout(slot, batch, metric, p, is_shown, reason, last + limit)


def degrees(p: Floats) -> Floats:
    """Give `temperature.degrees` of many."""
    raw = temperature.FEVER - np.log(temperature.WEEKS_PER_YEAR * p) / np.log(4)
    return np.asarray(np.minimum(temperature.HIGHEST, np.maximum(temperature.LOWEST, raw)))


def capped(p: Floats, p_drop: Floats) -> Bools:
    """Give `temperature.is_capped` of many."""
    with np.errstate(invalid="ignore"):
        return np.asarray((p_drop < 0.5) & (degrees(p) > temperature.CAP))


def temperatures(p: Floats, p_drop: Floats) -> Floats:
    """Give `temperature.shown` of many; nan where `p_drop` is."""
    raw = np.where(capped(p, p_drop), temperature.CAP, degrees(p))
    return np.asarray(np.where(np.isnan(p_drop), np.nan, np.floor(raw * 10 + 1e-9) / 10))


def verdicts(p: Floats, p_drop: Floats) -> NDArray[np.intp]:
    """Give the place in WORDS of `temperature.verdict` of many; unknown where `p_drop` is nan."""
    raw = np.where(capped(p, p_drop), temperature.CAP, degrees(p))
    limits = [temperature.ELEVATED, temperature.FEVER, temperature.HIGH_FEVER]
    return np.asarray(np.where(np.isnan(p_drop), UNKNOWN, np.searchsorted(limits, raw, side="right")))


def _where(known: Bools, values: Floats) -> Floats:
    return np.asarray(np.where(known, values, np.nan))


def _whole(known: Bools, values: NDArray[np.generic]) -> pl.Series:
    return pl.Series(np.where(known, values.astype(np.float64), np.nan)).fill_nan(None).cast(pl.Int64)


def _moments(days: Floats) -> pl.Series:
    """Turn days since 1970 into times, to the microsecond."""
    micros = pl.Series(np.round(days * MICROSECONDS_PER_DAY)).fill_nan(None).cast(pl.Int64)
    return micros.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
