"""Rows that one should not believe, rows told twice, and an account read every hour: none of them moves the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.rosters.many import END, many_posts

import fieber
from fieber.checkup.looks import each_reading_once
from fieber.engines._scan import scan
from fieber.errors import UnreadableError, UsageError
from fieber.rosters import _judge, roster
from fieber.rosters._input import find_posts
from fieber.rosters._rows import believed_until, conformed
from fieber.rosters.learning import learn
from fieber.rosters.results import STATE

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.rosters import Results

KEYS = ("account", "platform")
FAR = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def posts() -> pl.DataFrame:
    return many_posts(6, posts=70)


def vitals(results: Results) -> pl.DataFrame:
    """All vitals, in an order of their own."""
    return results.vitals().collect().sort(*KEYS, "metric", "kind", nulls_last=True)


def faults(results: Results) -> dict[tuple[str | None, str], int]:
    """What was wrong, and how often."""
    return {(one["field"], one["kind"]): one["count"] for one in results.state.faults}


def odd(posts: pl.DataFrame, column: str) -> pl.DataFrame:
    """One more post, of which one time lies far in the future."""
    row = posts.filter(pl.col("account") == "account_000").head(1).with_columns(post_id=pl.lit("odd"))
    return row.with_columns(pl.lit(FAR).cast(posts.schema[column]).alias(column))


@pytest.mark.parametrize("column", ["posted_at", "measured_at"])
def test_a_time_that_has_not_come_moves_nobody(posts: pl.DataFrame, tmp_path: Path, column: str) -> None:
    """A row from 2099 is counted as a fault; everybody else is judged as without it, then and in the next night."""
    source = tmp_path / "in"
    source.mkdir()
    posts.write_parquet(source / "1.parquet")
    sound = roster(source, tmp_path / "sound", processes=1)
    odd(posts, column).write_parquet(source / "2.parquet")

    first = roster(source, tmp_path / "out", processes=1)
    other = odd(posts, column).with_columns(post_id=pl.lit("odder"))
    other.write_parquet(source / "3.parquet")
    night = roster(source, tmp_path / "out", since_last=True, processes=1)

    kind = "future_date_dropped" if column == "posted_at" else "future_date"
    others = pl.col("account") != "account_000"
    for found in (first, night):
        assert found.state.as_of == sound.state.as_of == END.isoformat()
        assert_frame_equal(vitals(found).filter(others), vitals(sound).filter(others), check_exact=True)
    assert (faults(first)[column, kind], faults(night)[column, kind]) == (1, 2)


def test_a_moment_that_was_told_is_believed(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Whoever names a day to come is believed, and so are times up to it; without it, nothing goes on from there."""
    pl.concat([posts, odd(posts, "posted_at")]).write_parquet(tmp_path / "posts.parquet")
    found = roster(tmp_path / "posts.parquet", tmp_path / "out", as_of=FAR + timedelta(days=1), processes=1)

    with pytest.raises(UsageError, match="a date that is still to come"):
        roster(tmp_path / "posts.parquet", tmp_path / "out", since_last=True, processes=1)

    assert found.state.counts.posts == posts.height + 1
    assert found.state.faults == ()
    posts.with_columns(posted_at=pl.lit(FAR), measured_at=pl.lit(FAR)).write_parquet(tmp_path / "later.parquet")
    with pytest.raises(UnreadableError, match="in the future"):
        roster(tmp_path / "later.parquet", tmp_path / "new", processes=1)


def test_priors_are_not_learned_as_of_a_time_to_come() -> None:
    """One odd reading among the accounts that teach leaves the day of what was learned as it is."""
    taught = many_posts(60, posts=50)

    learned = learn(pl.concat([taught, odd(taught, "measured_at")]))

    assert learned.as_of == "2026-09-01T00:00:00Z"


@pytest.mark.parametrize("read", [None, END])
def test_exports_that_overlap_tell_each_post_once(posts: pl.DataFrame, tmp_path: Path, read: datetime | None) -> None:
    """Of a post that two exports tell with other counts the larger ones are taken, whatever the order of the rows."""
    told = posts.with_columns(measured_at=pl.lit(read, dtype=posts.schema["measured_at"]))
    earlier = told.filter(pl.col("posted_at") < END - timedelta(days=30)).with_columns(likes=pl.col("likes") // 2)
    pl.concat([told, earlier]).write_parquet(tmp_path / "both.parquet")
    pl.concat([earlier, told]).reverse().write_parquet(tmp_path / "turned.parquet")
    told.write_parquet(tmp_path / "later.parquet")

    both, turned, later = (
        roster(tmp_path / f"{name}.parquet", tmp_path / name, processes=1) for name in ("both", "turned", "later")
    )

    differing = earlier.join(told, on="post_id").filter(pl.col("likes") != pl.col("likes_right")).height
    for found in (both, turned):
        assert found.state.counts.posts == posts.height
        assert_frame_equal(vitals(found), vitals(later), check_exact=True)
        assert faults(found)[None, "older_reading_dropped"] == differing > 0
    check = fieber.check(pl.concat([told, earlier]).filter(pl.col("account") == "account_003"))
    assert isinstance(check, fieber.Checkup)
    assert check.diagnosis.coverage.posts == 70


def test_posts_without_a_name_are_not_taken_for_one() -> None:
    """Two posts of one day, of which only the day is known, stay two."""
    rows = many_posts(1, posts=4).with_columns(post_id=pl.lit(None, dtype=pl.String), posted_at=pl.lit(END))

    assert conformed(rows, believed_until())[0].height == 4
    assert each_reading_once(rows).height == 4


def test_an_account_that_is_read_every_hour_is_bounded(
    posts: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred readings of each post the last one before the judgement counts, and few of the others are kept."""
    monkeypatch.setattr(_judge, "MOST_POSTS", 60)
    one = posts.filter(pl.col("account") == "account_001")
    hours = [one.with_columns(measured_at=END + timedelta(hours=n), likes=pl.col("likes") + n) for n in range(100)]
    shuffled = pl.concat(hours).sample(fraction=1.0, shuffle=True, seed=2)
    shuffled.write_parquet(tmp_path / "posts.parquet")
    rows = conformed(scan(find_posts([tmp_path])[0]).collect(), believed_until())[0]
    now = END + timedelta(hours=70, minutes=30)

    kept = _judge.latest_posts(rows, now)

    told = kept.filter(pl.col("measured_at") <= now).group_by("post_id").agg(pl.col("likes", "measured_at").last())
    assert kept["post_id"].n_unique() == 60
    assert kept.height <= 60 * 16
    assert set(told["measured_at"]) == {END + timedelta(hours=70)}
    assert _judge.latest_posts(rows.reverse(), now).sort("row").equals(kept.sort("row"))


def test_results_of_a_run_that_believed_too_much_are_made_anew(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Where the last results are as of a day to come, as an older fieber left them, the night asks for a whole run."""
    posts.write_parquet(tmp_path / "posts.parquet")
    results = roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1)
    state = results.folder / STATE
    state.write_text(state.read_text("utf-8").replace('"as_of": "2026', '"as_of": "2098'), encoding="utf-8")

    with pytest.raises(UsageError) as refused:
        roster(tmp_path / "posts.parquet", tmp_path / "out", since_last=True, processes=1)

    assert "das erst noch kommt" in refused.value.in_language("de")
