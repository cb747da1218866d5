"""Small accounts for tests of causes: healthy ones, to which a test does one thing; and what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

import fieber
from fieber.causes import Silent, Weighed, causes
from fieber.checkup import causes_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from fieber.causes import Examination
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def ages(posts: int = 170, *, every: float = 2.5) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Days before NOW of each post, the oldest first; the newest is three days old."""
    return np.asarray(3.0 + every * np.arange(posts)[::-1], dtype=np.float64)


def healthy(posts: int = 170, *, every: float = 2.5, seed: int = 1, **columns: Any) -> pl.DataFrame:
    """An account of 20,000 followers with nothing wrong; further columns are put in, or put in place of these."""
    rng = np.random.default_rng(seed)
    age = ages(posts, every=every)
    luck = rng.normal(0, 0.35, posts)
    near, far = 4000 * np.exp(0.5 * luck), 5000 * np.exp(luck)
    likes = (near + far) * 0.08 * np.exp(rng.normal(0, 0.12, posts))
    table = {
        "account": "test",
        "platform": "instagram",
        "posted_at": [
            NOW - timedelta(days=float(one)) + timedelta(hours=float(h))
            for one, h in zip(age, rng.uniform(-2, 2, posts), strict=True)
        ],
        "kind": rng.choice(["photo", "carousel", "reel"], posts),
        "likes": likes,
        "comments": likes * 0.04,
        "saves": likes * 0.07,
        "reach_followers": near,
        "reach_non_followers": far,
        "reach": near + far,
        "followers": np.full(posts, 20_000.0),
        "collab": np.zeros(posts, dtype=bool),
        "paid": np.zeros(posts, dtype=bool),
        "measured_at": NOW,
    }
    frame = pl.DataFrame(table | columns)
    return frame.with_columns(pl.col(pl.Float64).round().cast(pl.Int64))


def late(posts: int = 170, *, every: float = 2.5, days: float = 60.0) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """The posts of the last so many days."""
    return ages(posts, every=every) < days


def scaled(frame: pl.DataFrame, rows: np.ndarray[Any, np.dtype[np.bool_]], **factors: float) -> pl.DataFrame:
    """Multiply columns of some rows."""
    at = pl.Series(rows)
    return frame.with_columns(
        (pl.when(at).then(pl.col(name) * factor).otherwise(pl.col(name))).round().cast(pl.Int64).alias(name)
        for name, factor in factors.items()
    )


def weights_of(posts: pl.DataFrame, **more: Any) -> dict[str, float]:
    """What a check-up says, the heaviest first: cause → weight."""
    found = fieber.check(posts, as_of=NOW, **more)
    assert not isinstance(found, list)
    return {one.cause: one.weight for one in found.diagnosis.causes}


def weigh(name: str, posts: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, **more: Any) -> Weighed | Silent:
    """What one cause says of an account, before it hears the others."""
    cause = next(one for one in causes() if one.name == name)
    kept: list[Examination] = []
    made = causes_step.examination_of

    def watched(view: View, diagnosis: Diagnosis) -> Examination:
        kept.append(made(view, diagnosis))
        return kept[-1]

    monkeypatch.setattr(causes_step, "examination_of", watched)
    fieber.check(posts, as_of=NOW, **more)
    return cause.weigh(kept[0])


def daily(rows: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of DAYS up to NOW, one a day."""
    n = len(next(iter(rows.values())))
    day = [(NOW - timedelta(days=n - i)).date() for i in range(n)]
    return pl.DataFrame({"account": "test", "platform": "instagram", "day": day, **rows})
