"""`fieber watch`: nights over a roster and over an archive, quiet ones and others, and one that is stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.checkup.rosters import DROP, WEEKS, World, follower_days, roster
from tests.watch.servers import PASSWORD, USER, certificate, mail_server, web_server

from fieber.archive import record
from fieber.model.reading import Reading
from fieber.model.tables import conform
from fieber.watch._state import FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    Fieber = Callable[..., Ran]

BEFORE, AFTER = f"{DROP - timedelta(days=2):%Y-%m-%d}", f"{DROP + timedelta(days=35):%Y-%m-%d}"


@pytest.fixture(scope="module")
def posts() -> pl.DataFrame:
    """30 accounts; one of them keeps a quarter of its likes, and another falls below 100,000 followers."""
    made = roster(World(accounts=30, rate=5.0, weekly=0.02, own={3: float(np.log(0.25))}))
    followers = pl.when(pl.col("posted_at") < DROP).then(100_400).otherwise(99_700)
    return made.with_columns(
        measured_at=pl.col("posted_at") + pl.duration(days=3),
        followers=pl.when(pl.col("account") == "a005").then(followers).otherwise(55_000),
    )


@pytest.fixture
def table(posts: pl.DataFrame, tmp_path: Path) -> Path:
    """Their posts in a file."""
    posts.write_parquet(tmp_path / "roster.parquet")
    return tmp_path / "roster.parquet"


def test_news_are_told_once_and_quiet_nights_say_nothing(fieber: Fieber, table: Path) -> None:
    """Nothing before; a fever and a mark afterwards; nothing when it is asked again."""
    quiet = fieber("watch", table, "--as-of", BEFORE)
    told = fieber("watch", table, "--as-of", AFTER)
    again = fieber("watch", table, "--as-of", AFTER)

    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert told.code == 0
    assert "a003 (Instagram) has a fever" in told.out
    assert "a005 (Instagram) has fallen below 100,000 followers" in told.out
    assert told.out.index("a003") < told.out.index("a005")
    assert (again.code, again.out) == (0, "")
    assert (table.parent / "roster.parquet.watch" / FILE).exists()


def test_what_came_since_the_last_night_is_judged(fieber: Fieber, posts: pl.DataFrame, tmp_path: Path) -> None:
    """The file grows from night to night; no day is told; German and JSON."""
    path, out = tmp_path / "roster.csv", tmp_path / "results"
    for until in (DROP - timedelta(days=7), DROP):
        posts.filter(pl.col("measured_at") < until).write_csv(path)
        first = fieber("watch", path, "-o", out, "--lang", "de")
        assert (first.code, first.out) == (0, "")
    posts.filter(pl.col("measured_at") < DROP + timedelta(days=38)).write_csv(path)

    told = fieber("watch", path, "-o", out, "--lang", "de", "--format", "json")

    news = json.loads(told.out)["news"]
    assert (news[0]["what"], news[0]["account"]) == ("fever", "a003")
    assert news[0]["sentence"].startswith("a003 (Instagram) hat Fieber")


def test_mail_and_webhook_get_what_standard_output_gets(
    fieber: Fieber, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once; where the mail server refuses, it is said without a name, and the next run sends."""
    with mail_server(tmp_path) as box, web_server() as hook:
        for name, value in {"HOST": "127.0.0.1", "PORT": box.port, "USER": USER, "PASSWORD": PASSWORD}.items():
            monkeypatch.setenv(f"FIEBER_SMTP_{name}", str(value))
        monkeypatch.setenv("FIEBER_SMTP_CA", str(certificate(tmp_path)))
        ways = ("--mail", "me@example.org", "--webhook", hook.url)
        box.refuses = True
        refused = fieber("watch", table, "--as-of", AFTER, *ways)
        box.refuses = False
        later = fieber("watch", table, "--as-of", AFTER, *ways)

    assert refused.code == 2
    assert "--mail" in refused.err
    assert not any(secret in refused.err for secret in ("a003", "example.org", PASSWORD, "SECRET"))
    assert (later.code, later.out) == (0, "")
    (mail,), (body,) = box.letters, hook.bodies
    assert mail.get_content().replace("\r\n", "\n") == refused.out
    assert json.loads(body)["id"] in mail["Message-ID"]


def test_an_archive_has_its_followers_in_its_days(fieber: Fieber, posts: pl.DataFrame, tmp_path: Path) -> None:
    """A clean-up on one day with 30 accounts: the day is told, and so is who fell below a mark by it."""
    archive = tmp_path / "archive"
    days = follower_days(30, lost=0.03)
    near = days.filter(pl.col("account") == "a001", pl.col("day") == (DROP - timedelta(days=1)).date())["followers"][0]
    scaled = (pl.col("followers") * 101_000 / near).round().cast(pl.Int64)
    days = days.with_columns(followers=pl.when(pl.col("account") == "a001").then(scaled).otherwise("followers"))
    reading = Reading(posts=conform(posts.drop("followers"), "posts"), days=conform(days, "days"))
    record(reading, archive, now=datetime(2026, 11, 1, tzinfo=UTC))

    first = fieber("watch", archive, "-o", tmp_path / "w", "--as-of", BEFORE)
    told = fieber("watch", archive, "-o", tmp_path / "w", "--as-of", f"{DROP + timedelta(days=9):%Y-%m-%d}")
    again = fieber("watch", archive, "-o", tmp_path / "w", "--as-of", f"{DROP + timedelta(days=10):%Y-%m-%d}")

    assert first.out == ""
    assert "On 22 December followers fell at once with 24 of 30 accounts" in " ".join(told.out.split())
    assert "a001 (Instagram) has fallen below 100,000 followers" in " ".join(told.out.split())
    assert "followers fell at once" not in again.out


def test_good_news_are_told_to_who_asks(fieber: Fieber, table: Path) -> None:
    """60 weeks are too few for a best month in two years: it is asked for and nothing is told but what else is new."""
    told = fieber("watch", table, "--as-of", f"{DROP:%Y-%m-%d}", "--good-news")

    assert (told.code, told.out) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--false-alarms", "1.5"), "between 0 and 1"),
        (("--webhook", "http://example.org"), "https"),
        (("--mail", "me@example.org"), "FIEBER_SMTP_HOST"),
        (("--accounts", "nowhere.csv"), "size_tier"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    fieber: Fieber, table: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    """Wrong options end with 2 and a sentence, and nothing is written."""
    monkeypatch.delenv("FIEBER_SMTP_HOST", raising=False)
    told = fieber("watch", table, *arguments)

    assert told.code == 2
    assert words in told.err
    assert not (table.parent / "roster.parquet.watch").exists()


def test_a_run_that_is_killed_at_any_moment_tells_everything(fieber: Fieber, table: Path) -> None:
    """Killed five times on its way, the news come at least once, and in the end nothing is open."""
    told: set[str] = set()
    random = np.random.default_rng(5)
    command = [sys.executable, "-m", "fieber", "watch", str(table), "--as-of", AFTER, "--format", "json"]
    for _ in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"LC_ALL": "C"}) as run:
            time.sleep(random.uniform(0.3, 4.0))
            run.kill()
            told |= {
                line for line in (run.stdout.read() if run.stdout else b"").decode().splitlines() if line.endswith("}")
            }
    last = fieber("watch", table, "--as-of", AFTER, "--format", "json")
    told |= set(last.out.splitlines())

    (document,) = told  # however often it was told, it was the same
    assert {one.get("account") for one in json.loads(document)["news"]} >= {"a003"}
    assert fieber("watch", table, "--as-of", AFTER).out == ""


def test_later_weeks_are_in_the_world() -> None:
    """The nights of these tests lie inside the made-up history."""
    assert timedelta(days=38) < timedelta(weeks=WEEKS) - timedelta(weeks=50)
