"""One vital post by post, as the charts draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from tests.checkup.accounts import at, newest, one, steady, with_metrics

import fieber

if TYPE_CHECKING:
    from fieber.model.diagnosis import Trace


def traces(posts: pl.DataFrame, **settings: object) -> dict[str, Trace]:
    found = one(fieber.check(posts, **settings)).diagnosis.traces  # type: ignore[arg-type]
    return {trace.metric: trace for trace in found}


def test_every_post_is_there_with_its_value() -> None:
    """Each post with a count has its entry, oldest first, young ones too."""
    posts = steady(80).with_columns(measured_at=pl.lit(newest(steady(80))), url=pl.format("u{}", "post_id"))
    trace = traces(posts.reverse())["likes"]

    assert list(trace.at) == posts["posted_at"].to_list()
    assert list(trace.value) == posts["likes"].to_list()
    assert list(trace.url) == posts["url"].to_list()
    assert trace.state[-1] == "young"
    assert set(trace.state[:-2]) <= {"counted", "viral"}
    assert len({len(part) for part in (trace.at, trace.expected, trace.low, trace.high, trace.kind, trace.state)}) == 1


def test_the_normal_range_is_in_order_and_holds_most_posts() -> None:
    """The range is null for the first ten posts and the young ones, then low ≤ expected ≤ high, around 80 %."""
    posts = steady(300).with_columns(measured_at=pl.lit(newest(steady(300))))
    trace = traces(posts)["likes"]
    known = [i for i, middle in enumerate(trace.expected) if middle is not None]

    assert all(trace.expected[i] is trace.low[i] is trace.high[i] is None for i in range(10))
    assert trace.expected[-1] is None
    low, middle, high, value = (
        np.array([part[i] for i in known], dtype=float) for part in (trace.low, trace.expected, trace.high, trace.value)
    )
    assert (low <= middle).all()
    assert (middle <= high).all()
    inside = ((low <= value) & (value <= high)).mean()
    # 280 posts at 80 %: three standard errors are 7 points; as much again for a range that is still being learned
    assert abs(inside - 0.8) < 0.14


def test_a_hit_is_marked() -> None:
    """Posts of a viral spell are told from the others."""
    hit = pl.int_range(pl.len()).is_between(100, 106)
    posts = steady(140, scatter=0.3).with_columns(likes=pl.when(hit).then(pl.col("likes") * 10).otherwise("likes"))

    states = traces(posts)["likes"].state

    assert "viral" in states[100:107]
    assert "viral" not in states[:90]


def test_posts_without_a_count_have_no_entry() -> None:
    """A post whose count is unknown is not drawn as zero."""
    posts = with_metrics(steady(80), ("reach",)).with_columns(
        reach=pl.when(pl.int_range(pl.len()) % 2 == 0).then("reach")
    )

    found = traces(posts)

    assert len(found["reach"].at) == 40
    assert len(found["likes"].at) == 80


def test_days_are_drawn_day_by_day() -> None:
    """A vital of days has one entry a day, at its beginning, with the range it is held against."""
    random = np.random.default_rng(3)
    follows = random.poisson(60, 100)
    days = pl.DataFrame({"day": [at(i).date() for i in range(100)], "follows": follows})

    trace = traces(steady(40), days=days, as_of=at(100))["followers_gained"]

    assert list(trace.at) == [at(i) for i in range(100)]
    assert [round(value or 0) for value in trace.value] == follows.tolist()
    assert set(trace.state) == {"counted"}
    assert trace.expected[0] is None
    assert trace.expected[-1] is not None
    assert trace.kind == trace.url == (None,) * 100


def test_formats_have_no_trace_of_their_own() -> None:
    """One trace a metric; the charts show formats within it."""
    posts = steady(120).with_columns(
        kind=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("reel")).otherwise(pl.lit("photo"))
    )
    found = one(fieber.check(posts)).diagnosis

    assert [trace.metric for trace in found.traces] == ["likes"]
    assert set(found.traces[0].kind) == {"reel", "photo"}
    assert len([each for each in found.vitals if each.metric == "likes"]) == 3
