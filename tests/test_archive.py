"""The archive: nothing counts twice, nothing is lost, and several readings teach how posts grow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import fieber
from fieber.archive import forget, kept, last_reading, record
from fieber.checkup import day_number
from fieber.checkup.maturity import growths
from fieber.checkup.published_growth import published
from fieber.errors import UnreadableError, UsageError
from fieber.model.reading import Reading, Source
from fieber.model.tables import conform
from fieber.stats.maturity import log_share

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


def reading(
    *,
    n_posts: int = 5,
    measured_at: datetime | None = NOW,
    account: str = "anna",
    likes: int = 100,
    with_ids: bool = True,
    followers: dict[date, int] | None = None,
) -> Reading:
    rows = [
        {
            "account": account,
            "platform": "instagram",
            "post_id": f"{account}{number}" if with_ids else None,
            "posted_at": datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=number // 2),
            "kind": "photo",
            "likes": likes + number,
            "measured_at": measured_at,
        }
        for number in range(n_posts)
    ]
    days = [
        {"account": account, "platform": "instagram", "day": day, "followers": count}
        for day, count in (followers or {}).items()
    ]
    posts = conform(pl.DataFrame(rows), "posts")
    return Reading(posts=posts, days=conform(pl.DataFrame(days), "days"), rows_read=n_posts)


def test_twice_is_once(tmp_path: Path) -> None:
    """The same reading recorded twice adds nothing, and says so; what comes back is what was put in."""
    given = reading(followers={date(2026, 11, 1): 500})

    first, second = (record(given, tmp_path / "a", now=NOW) for _ in range(2))

    assert [(one.readings, one.posts, one.days) for one in (*first, *second)] == [(5, 5, 1), (0, 0, 0)]
    back = fieber.read(tmp_path / "a")
    assert back.posts.equals(given.posts.sort("posted_at", maintain_order=True))
    assert back.days.equals(given.days)


def test_overlapping_exports_count_once(tmp_path: Path) -> None:
    """Two exports that share posts give one post each, with two readings where there were two."""
    record(reading(n_posts=5), tmp_path / "a", now=NOW)
    later = reading(n_posts=8, measured_at=NOW + timedelta(days=40), likes=200)

    (news,) = record(later, tmp_path / "a", now=NOW)

    posts = fieber.read(tmp_path / "a").posts
    assert (news.posts, news.readings) == (3, 8)
    assert posts["post_id"].n_unique() == 8
    assert posts.height == 13
    assert fieber.check(posts).to_dict()["coverage"]["posts"] == 8  # type: ignore[union-attr]


def test_a_corrected_reading_replaces_the_old_one(tmp_path: Path) -> None:
    """Of two readings of one moment the one that was recorded last counts."""
    record(reading(likes=100), tmp_path / "a", now=NOW)
    record(reading(likes=300), tmp_path / "a", now=NOW)

    assert fieber.read(tmp_path / "a").posts["likes"].to_list() == [300, 301, 302, 303, 304]


def test_posts_without_identity_keep_theirs(tmp_path: Path) -> None:
    """Posts that nobody numbered, two of them at one moment, are the same posts in the next export."""
    record(reading(n_posts=6, with_ids=False), tmp_path / "a", now=NOW)
    (again,) = record(reading(n_posts=6, with_ids=False, measured_at=NOW + timedelta(days=1)), tmp_path / "a", now=NOW)

    assert (again.posts, again.readings) == (0, 6)


def test_readings_without_a_moment(tmp_path: Path) -> None:
    """Without a moment of reading the export with the newest post counts, whichever was recorded last."""
    newer, older = reading(n_posts=5, measured_at=None, likes=200), reading(n_posts=3, measured_at=None, likes=100)
    for given in (newer, older):
        (news,) = record(given, tmp_path / "a", now=NOW)

    assert news.undated == 3
    assert fieber.read(tmp_path / "a").posts["likes"].to_list() == [200, 201, 202, 203, 204]


def test_a_told_moment_makes_a_history(tmp_path: Path) -> None:
    """`read_at` dates what the input does not, and never before the post itself."""
    given = reading(n_posts=5, measured_at=None)
    told = datetime(2026, 9, 2, tzinfo=UTC)

    record(given, tmp_path / "a", now=NOW, read_at=told)

    posts = fieber.read(tmp_path / "a").posts
    assert (posts["measured_at"] >= posts["posted_at"]).all()
    assert (posts["measured_at"] >= told).all()


def test_followers_become_a_series(tmp_path: Path) -> None:
    """One number of followers a reading becomes a row a day; what a later source does not say stays."""
    record(reading(followers={date(2026, 10, 31): 490, date(2026, 11, 1): 500}), tmp_path / "a", now=NOW)
    days = conform(
        pl.DataFrame({"account": "anna", "platform": "instagram", "day": [date(2026, 11, 1)], "reach": [70]}), "days"
    )
    record(Reading(days=days), tmp_path / "a", now=NOW)

    assert fieber.read(tmp_path / "a").days.select("followers", "reach").rows() == [(490, None), (500, 70)]


def test_several_exports_teach_how_posts_grow(tmp_path: Path) -> None:
    """Weekly exports of an account whose posts have half of their likes after three days: the archive knows it.

    What is published of YouTube says 0.72 by then, and a single export leaves that as it is; after ten the learned
    share is within 0.05 of the truth, 0.5, and the check of the archive judges by it.
    """
    random = np.random.default_rng(7)
    start = datetime(2026, 3, 1, tzinfo=UTC)
    at = [start + timedelta(days=float(day)) for day in np.cumsum(random.exponential(0.9, 220))]
    final = random.poisson(5000 * np.exp(0.3 * random.normal(size=len(at))))
    for week in range(18, 28):
        moment = start + timedelta(days=7 * week)
        seen = [(number, posted) for number, posted in enumerate(at) if posted < moment]
        rows = [
            {
                "account": "anna",
                "platform": "youtube",
                "post_id": str(number),
                "posted_at": posted,
                "kind": "video",
                "likes": int(final[number] * (1 - 2 ** (-((moment - posted) / timedelta(days=3))))),
                "measured_at": moment,
            }
            for number, posted in seen
        ]
        path = tmp_path / f"export-{week}.csv"
        pl.DataFrame(rows).write_csv(path)
        record(fieber.read(path), tmp_path / "archive", now=NOW)

    back = fieber.read(tmp_path / "archive")
    (learned,) = growths(back.posts, day_number(back.posts["measured_at"].max())).values()  # type: ignore[arg-type]
    shares = [
        float(np.exp(log_share(curve, np.array([3.0]))[0][0]))
        for curve in (learned.curve, published(("youtube", False)).curve)
    ]
    checkup = fieber.check(back)
    assert shares[0] == pytest.approx(0.5, abs=0.05)
    assert shares[1] > 0.7
    assert isinstance(checkup, fieber.Checkup)
    assert checkup.diagnosis.coverage.posts == len([one for one in at if one < start + timedelta(days=7 * 27)])


def test_forgetting_deletes(tmp_path: Path) -> None:
    """Nothing of a forgotten account is left, in no file and no name of a file; the others stay."""
    for name in ("annasecret", "ben"):
        record(reading(account=name, followers={date(2026, 11, 1): 5}), tmp_path / "a", now=NOW)

    forget(tmp_path / "a", "annasecret")

    files = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert not [path for path in files if b"annasecret" in path.read_bytes() or "annasecret" in str(path)]
    assert [one.account for one in kept(tmp_path / "a")] == ["ben"]
    with pytest.raises(UsageError, match="no account of that name"):
        forget(tmp_path / "a", "annasecret")


def test_paths_tell_no_name(tmp_path: Path) -> None:
    """Neither folders nor files are named after people, and only their owner may read them."""
    record(reading(account="annasecret"), tmp_path / "a", now=NOW)

    files = list((tmp_path / "a").rglob("*.parquet"))
    assert files
    assert not [path for path in files if "annasecret" in str(path) or path.stat().st_mode & 0o077]


def test_terms_are_kept(tmp_path: Path) -> None:
    """What may be kept for 30 days is gone after 30 days, and never takes part in what is made of many."""
    held = replace(reading(), sources=(Source("x", "instagram", may_pool=False, may_store_days=30),))
    record(held, tmp_path / "a", now=NOW)
    assert [one.may_pool for one in fieber.read(tmp_path / "a").sources] == [True, False]

    record(reading(account="ben"), tmp_path / "a", now=NOW + timedelta(days=29))
    assert {one.account for one in kept(tmp_path / "a")} == {"anna", "ben"}

    record(reading(account="ben"), tmp_path / "a", now=NOW + timedelta(days=31))
    assert {one.account for one in kept(tmp_path / "a")} == {"ben"}


def test_last_reading(tmp_path: Path) -> None:
    """The archive knows when an account was last read, and that it does not know another."""
    record(reading(), tmp_path / "a", now=NOW)

    assert last_reading(tmp_path / "a", "anna", "instagram") == NOW
    assert last_reading(tmp_path / "a", "anna", "bluesky") is None


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    """A folder that holds something else is no archive, is not made one, and is not listed."""
    (tmp_path / "holiday.jpg").write_bytes(b"x")

    for attempt in (lambda: record(reading(), tmp_path, now=NOW), lambda: kept(tmp_path)):
        with pytest.raises(UsageError):
            attempt()
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """A file that is cut off is refused with its name, and not overwritten."""
    record(reading(), tmp_path / "a", now=NOW)
    (path,) = (tmp_path / "a").rglob("posts-*.parquet")
    path.write_bytes(path.read_bytes()[:-30])
    before = path.read_bytes()

    for attempt in (lambda: fieber.read(tmp_path / "a"), lambda: record(reading(), tmp_path / "a", now=NOW)):
        with pytest.raises(UnreadableError, match=path.name):
            attempt()
    assert path.read_bytes() == before


KILLED = """
    import sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    import polars as pl
    from fieber.archive import record
    from fieber.model.reading import Reading
    from fieber.model.tables import conform

    folder, start = Path(sys.argv[1]), datetime(2020, 1, 1, tzinfo=UTC)
    print("ready", flush=True)
    for turn in range(10_000):
        moment = start + timedelta(days=turn)
        posts = pl.DataFrame({
            "account": "anna", "platform": "instagram", "post_id": [str(i) for i in range(200)],
            "posted_at": start, "likes": range(200), "measured_at": moment,
        })
        record(Reading(posts=conform(posts, "posts")), folder, now=moment)
        print(turn, flush=True)
"""


def test_a_killed_run_leaves_a_right_archive(tmp_path: Path) -> None:
    """Stopped by kill -9 at any moment, eight times: what was recorded is whole, and the next run goes on."""
    folder, told = tmp_path / "a", -1
    for number in range(8):
        run = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
        done = [int(run.stdout.readline()) for _ in range(number % 3 + 1)]
        time.sleep(0.007 * number)  # the next ones are under way, at another step each time
        os.kill(run.pid, signal.SIGKILL)
        done += [int(line) for line in run.stdout.read().split("\n")[:-1]]
        run.wait()
        run.stdout.close()
        told = max([told, *done])
        posts = fieber.read(folder).posts
        readings = posts.group_by("measured_at").len()
        assert set(readings["len"]) == {200}
        assert readings.height in {told + 1, told + 2}

    record(reading(account="ben"), folder, now=NOW)
    assert not list(folder.rglob("*.part"))


AT_ONCE = """
    import sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    import polars as pl
    from fieber.archive import record
    from fieber.model.reading import Reading
    from fieber.model.tables import conform

    start = datetime(2026, 11, 1, int(sys.argv[2]), tzinfo=UTC)
    for turn in range(15):
        moment = start + timedelta(minutes=turn)
        posts = pl.DataFrame({
            "account": "anna", "platform": "instagram", "post_id": ["1"], "posted_at": start, "likes": turn,
            "measured_at": moment,
        })
        record(Reading(posts=conform(posts, "posts")), Path(sys.argv[1]), now=moment)
"""


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two processes that record the same account into the same month leave the readings of both."""
    runs = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(AT_ONCE), str(tmp_path / "a"), str(hour)])
        for hour in (1, 2)
    ]

    assert [run.wait() for run in runs] == [0, 0]
    assert fieber.read(tmp_path / "a").posts.height == 30
