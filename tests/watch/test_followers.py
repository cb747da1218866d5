"""Marks of followers: the same news whatever the order in which the counts come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from fieber.watch._followers import COUNTED, Counted, _last_at

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def counted(*followers: int) -> pl.DataFrame:
    """Counts of one account at one moment, and a larger one from before."""
    rows = [("anna", "instagram", NOW, number) for number in followers]
    return pl.DataFrame([("anna", "instagram", NOW - timedelta(days=1), 10_000), *rows], schema=COUNTED, orient="row")


def test_of_two_counts_of_one_moment_the_larger_is_taken() -> None:
    """A thousand accounts with two counts at their last moment, in either order: always the larger one."""
    many = pl.concat([counted(990, 1_010).with_columns(account=pl.lit(f"account_{number}")) for number in range(1_000)])

    for rows in (many, many.reverse(), many.sample(fraction=1.0, shuffle=True, seed=4)):
        found = _last_at(rows, [NOW])
        assert found.height == 1_000
        assert set(found["followers"]) == {1_010}


def test_pieces_put_together_are_the_whole() -> None:
    """What is known of pieces, put together, is what is known of all rows at once."""
    rows = pl.concat([counted(990, 1_010), counted(5).with_columns(account=pl.lit("bert"))])
    work = Counted((NOW - timedelta(hours=1), NOW))

    whole = work.together({"counted": rows})["counted"].sort("account", "at")
    parts = [work.together({"counted": part})["counted"] for part in rows.iter_slices(2)]
    again = work.together({"counted": pl.concat(parts)})["counted"].sort("account", "at")

    assert again.equals(whole)
    assert whole["followers"].to_list() == [10_000, 1_010, 10_000, 5]
