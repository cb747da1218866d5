"""Part e, the delay: posts from a halving to the first fever, looks after every post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.trial.chance import generator, seed_of
from fieber.trial.healthy import FEVER
from fieber.trial.store import Job, blocks
from fieber.trial.treatments import thinned

if TYPE_CHECKING:
    from fieber.simulate.worlds import World
    from fieber.trial.sizes import Sizes

SCATTERS = (0.35, 0.5, 0.8)
FACTOR = 0.5
EARLIEST = 300  # the change comes after so many posts or more
LATEST = 400
PATIENCE = 300  # posts after the change; who is not found by then counts so many, and is counted


def world_of(scatter: float) -> World:
    """Constant level, normal noise, no effects: what the CUSUM knows, and what fieber has to find out."""
    return replace(HEALTHY[0], name=f"plain {scatter}", scatter=scatter, weekly_season=0.0, effects=0.0)


def jobs(sizes: Sizes) -> list[Job]:
    """Give the work: accounts that fall, and accounts that stay healthy."""
    changed = [
        Job("delay", f"changed-{scatter}-{start}", fall, (scatter, start, stop))
        for scatter in SCATTERS
        for start, stop in blocks(sizes.delay_accounts, 4 * sizes.block)
    ]
    healthy = [
        Job("delay", f"healthy-{scatter}-{start}", stay, (scatter, start, stop, sizes.delay_horizon))
        for scatter in SCATTERS
        for start, stop in blocks(sizes.delay_healthy, sizes.block)
    ]
    return changed + healthy


def fall(scatter: float, start: int, stop: int) -> pl.DataFrame:
    """Halve the likes after v ≥ 300 posts: posts until the first fever, where there was none at v."""
    rows = []
    for number in range(start, stop):
        random = generator("delay", "change", number)
        before = int(random.integers(EARLIEST, LATEST + 1))
        p = _after_each_post(scatter, number, before, before + PATIENCE, FACTOR)
        rows.append(_row(scatter, number, p, "changed"))
    return _frame(rows)


def stay(scatter: float, start: int, stop: int, horizon: int) -> pl.DataFrame:
    """Change nothing: posts from v = 300 until the first fever, or `horizon` where there is none."""
    rows = [
        _row(scatter, number, _after_each_post(scatter, number, EARLIEST, EARLIEST + horizon, 1.0), "healthy")
        for number in range(start, stop)
    ]
    return _frame(rows)


def _after_each_post(scatter: float, number: int, before: int, last: int, factor: float) -> list[float]:
    """Give p after post `before`, `before` + 1, …, `last`."""
    world = world_of(scatter)
    purpose = "healthy" if factor == 1.0 else "changed"
    years = 1.3 * last / world.posts_per_week * 7 / 365.25
    account = patient(world, years=years, seed=seed_of("delay", purpose, number) % 2**32)
    if len(account.days) < last:
        message = f"{len(account.days)} posts drawn, {last} needed"
        raise ValueError(message)
    random = generator("delay", "thinning", number)
    whole = series(account, thinned(account.likes, factor, slice(before, None), random=random))
    cut = thermometer.Series(whole.value[:last], whole.when[:last], whole.codes[:last], whole.params)
    return [float(p) for p in thermometer.take(cut, cut.when[before - 1 :]).p]


def _row(scatter: float, number: int, p: list[float], kind: str) -> dict[str, object]:
    fevers = np.flatnonzero(np.array(p[1:]) <= FEVER)
    return {
        "scatter": scatter,
        "account": number,
        "kind": kind,
        "calm": not p[0] <= FEVER,  # no alarm at v
        "found": bool(len(fevers)),
        "posts": int(fevers[0]) + 1 if len(fevers) else len(p) - 1,
    }


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows)
