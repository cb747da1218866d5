"""Real accounts: split, cut and treated as said, and no name of theirs gets into a result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fieber.trial import accounts, real, real_summary
from fieber.trial.accounts import FACTORS, HISTORY, WINDOW, Account
from fieber.trial.chance import generator
from fieber.trial.peers import run
from fieber.trial.sizes import QUICK

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("anna", "bert", "carla", "dora", "emil")
POSTS = 420


def posts_of(name: str, likes: np.ndarray) -> pl.DataFrame:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    return pl.DataFrame(
        {
            "account": [name] * len(likes),
            "platform": ["facebook"] * len(likes),
            "posted_at": [start + timedelta(hours=19 * i) for i in range(len(likes))],
            "kind": ["photo", "video"] * (len(likes) // 2),
            "likes": likes,
        }
    )


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five accounts with posts enough, one with too few and one without likes."""
    frames = [
        posts_of(name, np.rint(np.exp(7 + 0.5 * generator("test", name).normal(size=POSTS))).astype(np.int64))
        for name in NAMES
    ]
    frames += [posts_of("short", np.full(100, 50)), posts_of("silent", np.zeros(POSTS, dtype=np.int64))]
    path = tmp_path_factory.mktemp("accounts") / "posts.csv"
    pl.concat(frames).write_csv(path)
    return path


@pytest.fixture(scope="module")
def found(table: Path) -> list[Account]:
    return accounts.accounts((table,))


def test_accounts_without_enough_to_judge_are_left_out(found: list[Account]) -> None:
    """Too few posts, or no likes to take away: no case."""
    assert len(found) == len(NAMES)
    assert {one.split for one in found} == {"development", "hold-out"}


def test_no_name_is_in_what_is_kept(found: list[Account]) -> None:
    """Accounts are known by a hash; no handle is in any job or result."""
    frames = [real.examine(found[0], 1), run("t-test on logs", (found[0],), 1, (1.0,))]

    kept = repr(found) + "".join(frame.write_csv() for frame in frames)

    assert not any(name in kept.replace(found[0].path, "") for name in NAMES)


def test_windows_of_an_account_never_meet(found: list[Account]) -> None:
    """Cuts have their history, and lie far enough apart."""
    for one in found:
        dates = sorted(cut for _, cut in accounts.cuts(one, 9))
        assert all(cut - start >= HISTORY[0] for start, cut in accounts.cuts(one, 9))
        assert all(later - earlier >= WINDOW for earlier, later in pairwise(dates))
        assert dates[-1] + WINDOW <= one.posts


def test_only_the_window_is_treated(found: list[Account]) -> None:
    """The history is the same for all factors, and the window keeps its share of likes."""
    whole, *_, least = accounts.cases(found[0], 1, FACTORS)

    assert (whole.values[:-WINDOW] == least.values[:-WINDOW]).all()
    share = least.values[-WINDOW:].sum() / whole.values[-WINDOW:].sum()
    # thousands of likes: five binomial standard errors
    assert abs(share - 0.3) < 5 * np.sqrt(0.21 / whole.values[-WINDOW:].sum())


def test_a_large_loss_on_a_told_date_is_seen(found: list[Account]) -> None:
    """At ×0.3 every case is an alarm and its loss is near 70 %, and the untouched case is not."""
    frame = pl.concat([real.examine(one, 1) for one in found])
    lost, untouched = frame.filter(pl.col("factor") == 0.3), frame.filter(pl.col("factor") == 1.0)

    assert lost["alarm"].all()
    assert lost["percent"].is_between(-80, -55).all()
    assert untouched["alarm"].sum() <= 2
    assert (lost["score"] > untouched["score"]).all()


def test_a_slow_peer_has_rows_of_its_own(found: list[Account]) -> None:
    """Who has fewer cases is held against fieber on these; one that does what fieber does differs in nothing."""
    own = pl.concat([real.examine(one, QUICK.cuts) for one in found])
    twin = own.with_columns(method=pl.lit("CausalImpact")).filter(pl.col("factor").is_in((1.0, 0.7, 0.5)))

    rows = real_summary.rows(real_summary.groups(pl.concat([own, twin], how="diagonal_relaxed"), 50))

    beside = [row for row in rows if "on the cases of CausalImpact" in row.what]
    assert beside
    assert {row.what.split(",")[0] for row in beside} == {
        "AUC at ×0.7",
        "AUC at ×0.5",
        "median absolute error of change.percent",
    }
    assert all((row.reached.value, row.reached.se, row.inside) == (0.0, 0.0, "yes") for row in beside)


def test_rows_hold_fieber_against_the_best_peer(found: list[Account]) -> None:
    """Each split has its false alarms, coverage, errors, and AUC beside the best peer."""
    names = ("Mann-Whitney", "t-test on logs")
    frames = [real.examine(one, QUICK.cuts) for one in found]
    frames += [run(name, tuple(found), QUICK.cuts, FACTORS) for name in names]

    groups = real_summary.groups(pl.concat(frames, how="diagonal_relaxed"), 50)
    rows = real_summary.rows(groups)

    for split in {one.split for one in found}:
        if sum(one.split == split for one in found) > 1:
            assert sum(split in row.what for row in rows) == 12
    assert all(any(name in row.detail for name in names) for row in rows if row.what.endswith("the best peer"))
    assert {row.part for row in rows} == {"b", "c", "d"}
