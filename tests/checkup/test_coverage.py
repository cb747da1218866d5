"""Pauses and outstanding hits are named, and are no drops."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import at, newest, one, steady, vital

import fieber

GOVERNMENTS = Path(__file__).parents[3] / "shared" / "data" / "instagram_state_governments.csv.gz"


def with_gap(posts: pl.DataFrame, row: int, days: float) -> pl.DataFrame:
    """The same posts, those from `row` on so many days later."""
    later = pl.col("posted_at") + timedelta(days=days)
    return posts.with_columns(posted_at=pl.when(pl.int_range(pl.len()) >= row).then(later).otherwise("posted_at"))


def spans(posts: pl.DataFrame, name: str, **settings: object) -> list[tuple[datetime, datetime]]:
    found = one(fieber.check(posts, **settings)).to_dict()["coverage"][name]  # type: ignore[arg-type]
    return [(datetime.fromisoformat(span["from"]), datetime.fromisoformat(span["to"])) for span in found]


def test_a_pause_is_named() -> None:
    """A long gap is listed from the last post before it to the first after it."""
    posts = with_gap(steady(100), 60, 50)

    assert spans(posts, "pauses") == [(posts["posted_at"][59], posts["posted_at"][60])]
    assert spans(steady(100), "pauses") == []


def test_a_pause_that_goes_on_ends_now() -> None:
    """Who has not posted for long is in a pause until `as_of`."""
    posts = steady(100)
    now = newest(posts) + timedelta(days=40)

    assert spans(posts, "pauses", as_of=now) == [(newest(posts), now)]
    assert spans(posts, "pauses", as_of=newest(posts) + timedelta(days=13)) == []


@pytest.mark.parametrize(("every_hours", "days", "paused"), [(50, 11.0, False), (50, 13.0, True), (240, 30.0, False)])
def test_what_is_long_depends_on_the_rhythm(every_hours: float, days: float, paused: bool) -> None:
    """A pause is two weeks for anybody, and five times the usual gap."""
    assert bool(spans(with_gap(steady(60, every_hours=every_hours), 30, days), "pauses")) == paused


@pytest.mark.parametrize("posts", [0, 1])
def test_no_gap_without_two_posts(posts: int) -> None:
    """One post has no gap, whatever the day."""
    assert spans(steady(5).head(posts), "pauses", as_of="2026-01-01") == []


def eight_weeks(posts: pl.DataFrame, back: datetime) -> pl.DataFrame:
    """The looks at single vitals in the eight weeks after a return."""
    curve = fieber.fever_curve(posts).filter(pl.col("metric") != "overall")
    return curve.filter(pl.col("as_of") > back, pl.col("as_of") <= back + timedelta(weeks=8))


@pytest.mark.parametrize("weeks", [5, 17])
def test_a_pause_is_no_drop(weeks: int) -> None:
    """In the eight weeks after a gap nothing runs lower than with the gap closed: not p, not the looks at 38.5.

    Gaps are whole weeks, so that weekdays and looks stay the same. The lowest p of an account may move either way by
    chance; on average over accounts it does not fall by more than three standard errors.
    """
    steps, feverish, closed_feverish = [], 0, 0
    for seed in range(24):
        closed = steady(130, seed=seed)
        back = closed["posted_at"][90]
        after = eight_weeks(with_gap(closed, 90, 7.0 * weeks), back + timedelta(weeks=weeks))
        without = eight_weeks(closed, back)
        steps.append(log(after["p_value"].min()) - log(without["p_value"].min()))  # type: ignore[arg-type]
        feverish += bool((after["temperature"] >= 38.5).any())
        closed_feverish += bool((without["temperature"] >= 38.5).any())

    assert np.mean(steps) >= -3 * np.std(steps, ddof=1) / np.sqrt(len(steps)) - 1e-9
    # accounts that change sides do so by chance: three standard deviations of a fair coin on three changes or fewer
    assert feverish <= closed_feverish + 3


def test_a_viral_spell_is_named_and_is_no_normal() -> None:
    """Five posts at ten times the level are listed as viral, and the way back is no fever."""
    posts = steady(140, scatter=0.3)
    hit = pl.int_range(pl.len()).is_between(100, 104)
    viral = posts.with_columns(likes=pl.when(hit).then(pl.col("likes") * 10).otherwise("likes"))

    found = spans(viral, "viral")

    assert any(start <= posts["posted_at"][102] < end for start, end in found)
    assert all(end - start < timedelta(days=40) for start, end in found)
    assert vital(fieber.check(viral))["verdict"] in {"healthy", "elevated"}
    assert vital(fieber.check(viral))["normal"]["median"] == pytest.approx(5000, rel=0.2)
    caveats = {caveat.key: caveat.values for caveat in one(fieber.check(viral)).diagnosis.caveats}
    assert caveats["caveat.viral_set_aside"] == {"n": len(found)}


def test_a_single_hit_is_named() -> None:
    """One post at thirty times the level is listed by itself, half-open; a steady account has none."""
    posts = steady(140, scatter=0.3)
    hit = pl.int_range(pl.len()) == 100
    viral = posts.with_columns(likes=pl.when(hit).then(pl.col("likes") * 30).otherwise("likes"))

    assert spans(viral, "viral") == [(posts["posted_at"][100], posts["posted_at"][100] + timedelta(seconds=1))]
    assert spans(posts, "viral") == []


def test_spans_come_in_order_of_time() -> None:
    """Several hits are listed from the first to the last, each in a span."""
    rows = (40, 70, 110)
    hit = pl.int_range(pl.len()).is_in(rows)
    posts = steady(140, scatter=0.3).with_columns(likes=pl.when(hit).then(pl.col("likes") * 30).otherwise("likes"))

    found = spans(posts, "viral")

    assert found == sorted(found)
    assert [any(start <= posts["posted_at"][row] < end for start, end in found) for row in rows] == [True] * 3


def test_first_and_last_are_those_seen() -> None:
    """Coverage counts the posts that could be seen, from the first to the last of them."""
    posts = steady(100)
    found = one(fieber.check(posts, as_of=at(100))).diagnosis.coverage

    seen = posts.filter(pl.col("posted_at") <= at(100))
    assert (found.posts, found.first, found.last) == (seen.height, seen["posted_at"].min(), seen["posted_at"].max())


@pytest.mark.skipif(not GOVERNMENTS.exists(), reason="the real accounts do not lie beside this checkout")
def test_the_legal_silence_of_real_accounts() -> None:
    """Every government silent for 60 days in July to October 2022 has it among its pauses."""
    reading = fieber.read(GOVERNMENTS)
    now = datetime.fromisoformat("2022-12-15T23:59:59Z")
    july, november = datetime.fromisoformat("2022-07-01T00:00:00Z"), datetime.fromisoformat("2022-11-01T00:00:00Z")
    silent = 0

    for told in fieber.check(reading, as_of=now):  # type: ignore[union-attr]
        name = told.diagnosis.account
        posted = reading.posts.filter(pl.col("account") == name, pl.col("posted_at") <= now)["posted_at"].sort()
        # the part of each gap that lies in these months
        starts, ends = posted.to_list(), [*posted.to_list()[1:], now]
        gaps = [
            (start, end)
            for start, end in zip(starts, ends, strict=True)
            if min(end, november) - max(start, july) >= timedelta(days=60)
        ]
        silent += bool(gaps)
        pauses = [(span.start, span.end) for span in told.diagnosis.coverage.pauses]
        assert set(gaps) <= set(pauses)

    assert silent >= 10


def test_the_gap_that_is_shown_is_the_gap_there_is() -> None:
    """Pauses lie where no post is, whatever the rhythm."""
    random = np.random.default_rng(4)
    times = np.cumsum(random.exponential(3, 200) + (random.uniform(size=200) < 0.03) * 40)
    posts = steady(200).with_columns(posted_at=pl.Series([at(float(t)) for t in times]))

    found = spans(posts, "pauses")

    assert len(found) >= 2
    for start, end in found:
        assert posts.filter((pl.col("posted_at") > start) & (pl.col("posted_at") < end)).is_empty()
        assert end - start >= timedelta(days=14)
