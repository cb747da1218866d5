"""Part a, the headline: three correlated vitals and their formats through `fever_curve`, as a user would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.api import fever_curve
from fieber.simulate.worlds import HEALTHY, patient
from fieber.stats import temperature
from fieber.trial.chance import generator, seed_of
from fieber.trial.healthy import ELEVATED, FEVER
from fieber.trial.store import PIPELINE, Job, blocks
from fieber.trial.treatments import companion

if TYPE_CHECKING:
    from fieber.simulate.worlds import Patient, World
    from fieber.trial.sizes import Sizes

START = datetime(2015, 1, 5, tzinfo=UTC)  # a Monday; any will do
KINDS = ("photo", "carousel", "video")
# comments and shares per like, and their own scatter: correlations with the likes of about .7 and .6 at log-sd .6
COMPANIONS = {"comments": (0.03, 0.6), "shares": (0.05, 0.8)}
COSTLY_POSTS = 4000
BLOCK = 2


def jobs(sizes: Sizes) -> list[Job]:
    """Give the work of watching the headline in every world whose accounts post few enough to be drawn often."""
    return [
        Job("overall", f"{world.name}-{start}", watch, (world, start, stop, sizes.overall_years), PIPELINE)
        for world in HEALTHY
        if world.posts_per_week * temperature.WEEKS_PER_YEAR <= COSTLY_POSTS
        for start, stop in blocks(sizes.overall_accounts, BLOCK)
    ]


def watch(world: World, start: int, stop: int, years: float) -> pl.DataFrame:
    """Look every week at the overall temperature; one row an account.

    Columns: world, account, looks (from the first that is answered on), answered, fevers, elevated, ahead (largest
    |Δ log p| of any metric against the history cut at two thirds; of the block's first account, else null).
    """
    rows = []
    span = min(years, COSTLY_POSTS / (world.posts_per_week * temperature.WEEKS_PER_YEAR))
    for number in range(start, stop):
        posts = table(patient(world, years=span, seed=seed_of("overall", number) % 2**32), f"{world.name} {number}")
        found = fever_curve(posts)
        p = found.filter(pl.col("metric") == "overall")["p_value"].to_numpy()
        # all weeks from the first answer on: an account too noisy to be told anything but a fever is still looked at
        p = p[np.flatnonzero(~np.isnan(p))[0] :] if not np.isnan(p).all() else p[:0]
        rows.append(
            {
                "world": world.name,
                "account": number,
                "looks": len(p),
                "answered": int((~np.isnan(p)).sum()),
                "fevers": int((p <= FEVER).sum()),
                "elevated": int((p <= ELEVATED).sum()),
                "ahead": ahead(posts, found) if number == start else None,
            }
        )
    return pl.DataFrame(rows, schema_overrides={"ahead": pl.Float64})


def table(account: Patient, name: str) -> pl.DataFrame:
    """Give a simulated account as a posts table with likes, comments and shares."""
    random = generator("companions", name)
    counts = {
        metric: companion(account.likes, per_like, scatter, random=random)
        for metric, (per_like, scatter) in COMPANIONS.items()
    }
    return pl.DataFrame(
        {
            "account": ["simulated"] * len(account.days),
            "platform": ["instagram"] * len(account.days),
            "posted_at": [START + timedelta(seconds=round(day * 86400)) for day in account.days.tolist()],
            "kind": [KINDS[kind] for kind in account.kind],
            "likes": account.likes,
            **counts,
        }
    )


def ahead(posts: pl.DataFrame, whole: pl.DataFrame) -> float:
    """Largest |Δ log p| between the curve's head and the curve of the history cut at two thirds of the looks.

    Infinite where one answers and the other does not.
    """
    looks = whole["as_of"].unique().sort()
    cut = looks[2 * len(looks) // 3]
    alone = fever_curve(posts.filter(pl.col("posted_at") <= cut)).select("metric", "as_of", "p_value")
    head = whole.filter(pl.col("as_of") <= alone["as_of"].max()).select("metric", "as_of", "p_value")
    both = head.join(alone, on=["metric", "as_of"], how="full", coalesce=True)
    p, q = both["p_value"].to_numpy(), both["p_value_right"].to_numpy()
    if (np.isnan(p) != np.isnan(q)).any():
        return np.inf
    return float(np.nanmax(np.abs(np.log(p) - np.log(q)), initial=0.0))
