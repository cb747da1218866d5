"""Posts that an earlier reading has and a later one has no more."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from tests.causes.accounts import NOW, healthy, weights_of

import fieber
from fieber.checkup.causes_step import vanished


def readings(gone: int) -> pl.DataFrame:
    """One account read twice, two weeks apart; the weakest of the newer posts are deleted in between."""
    whole = healthy().with_row_index("post_id").with_columns(pl.col("post_id").cast(pl.String))
    earlier = whole.filter(pl.col("posted_at") < NOW - timedelta(days=14)).with_columns(
        measured_at=pl.lit(NOW - timedelta(days=14))
    )
    weak = earlier.tail(60).sort("likes").head(gone)["post_id"]
    return pl.concat([earlier, whole.filter(~pl.col("post_id").is_in(weak.implode()))])


def test_deleted_posts_are_held_against_those_that_stayed() -> None:
    """Only posts that the last reading should have are gone, and how much weaker they were; one reading tells none."""
    gone, none = vanished(readings(8)), vanished(readings(0))

    assert gone is not None
    assert len(gone) == 8
    assert float(gone.max()) < 0
    assert none is not None
    assert len(none) == 0
    assert vanished(readings(0).filter(pl.col("measured_at") == NOW)) is None


def test_a_reading_of_some_posts_is_no_deletion() -> None:
    """Where the last reading has only the newest posts, the older ones are not gone."""
    both = readings(0)
    newest = both.filter((pl.col("measured_at") < NOW) | (pl.col("posted_at") > NOW - timedelta(days=30)))

    gone = vanished(newest)
    assert gone is None or not len(gone)


def test_one_reading_cannot_tell() -> None:
    """Without an earlier reading nothing is said of deleted posts but that it takes one."""
    found = fieber.check(healthy(), as_of=NOW)

    assert not isinstance(found, list)
    assert ("deleted_flops", "one_reading") in [(one.cause, one.reason) for one in found.diagnosis.abstentions]


def test_deletions_that_were_seen_are_told() -> None:
    """What two readings show is among the first two causes."""
    assert "deleted_flops" in list(weights_of(readings(9)))[:2]
