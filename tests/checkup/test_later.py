"""What is dated too late does not disappear without a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from tests.checkup.accounts import newest, one, steady

import fieber
from fieber.report.words import Words

AS_OF = newest(steady()) + timedelta(days=30)
FAR = datetime(2099, 1, 1, tzinfo=AS_OF.tzinfo)
KEYS = {"caveat.later_posts_left_out", "caveat.later_events_left_out", "caveat.posts_far_from_others"}


def told(posts: pl.DataFrame, **settings: Any) -> dict[str, int]:
    """Give how many posts or events each caveat about a late date speaks of."""
    caveats = one(fieber.check(posts, **settings)).diagnosis.caveats
    return {caveat.key: caveat.values["n"] for caveat in caveats if caveat.key in KEYS}  # type: ignore[misc]


def dated(last: int, at: datetime, *, read: datetime | None = AS_OF) -> pl.DataFrame:
    """The steady account, its last posts moved to `at` and the days after, read at a moment or at none."""
    posts = steady()
    moved = pl.int_range(pl.len()) >= posts.height - last
    day = pl.lit(at) + pl.duration(days=pl.int_range(pl.len()) - posts.height + last)
    read_at = pl.lit(read, dtype=pl.Datetime("us", "UTC"))
    return posts.with_columns(posted_at=pl.when(moved).then(day).otherwise("posted_at"), measured_at=read_at)


def test_nothing_is_said_where_all_dates_fit() -> None:
    """An ordinary account hears nothing of late dates."""
    assert told(dated(0, FAR)) == told(dated(0, FAR, read=None)) == {}


@pytest.mark.parametrize("last", [1, 3])
def test_posts_after_the_reading_are_told(last: int) -> None:
    """Posts dated after the moment at which all numbers were read are counted and told, in both languages."""
    posts = dated(last, FAR)
    checkup = one(fieber.check(posts))
    caveat = next(each for each in checkup.diagnosis.caveats if each.key in KEYS)

    assert told(posts) == {"caveat.later_posts_left_out": last}
    assert checkup.diagnosis.coverage.posts == posts.height - last
    assert "weggelassen" in Words("de").say(caveat)
    assert "left out" in Words("en").say(caveat)


def test_later_posts_are_told_where_no_reading_is_known() -> None:
    """With an earlier `as_of` and no reading, what is later is left out and told."""
    assert told(dated(5, AS_OF, read=None), as_of=AS_OF - timedelta(hours=1)) == {"caveat.later_posts_left_out": 5}


def test_who_looks_back_hears_nothing() -> None:
    """Before the last reading later posts are unseen, as was asked for, and no word of them comes back in time."""
    assert told(dated(0, FAR), as_of=newest(steady()) - timedelta(days=60)) == {}


@pytest.mark.parametrize(("last", "said"), [(1, 1), (3, 3), (40, None)])
def test_few_posts_far_from_all_others_are_told(last: int, said: int | None) -> None:
    """Where nothing tells when the numbers were read, a far date makes all others old; many such posts are a pause."""
    expected = {} if said is None else {"caveat.posts_far_from_others": said}

    assert told(dated(last, FAR, read=None)) == expected


def test_events_yet_to_come_are_told() -> None:
    """An event of the person's own that begins after the numbers is left out with a word; a past one without."""
    events = pl.DataFrame({"from": ["2023-05-01", "2031-05-01"], "what": ["a tour", "a book"]})

    assert told(dated(0, FAR), events=events) == {"caveat.later_events_left_out": 1}
    assert told(dated(0, FAR), events=events[:1]) == {}


def test_a_post_read_before_it_was_posted_is_dated_wrongly() -> None:
    """Such a post is not told as too fresh: its date is in question, and it does not count."""
    posts = steady(80)
    read = newest(posts) + timedelta(days=20)
    last = pl.int_range(pl.len()) == pl.len() - 1
    early = pl.when(last).then(pl.col("posted_at") - timedelta(days=3)).otherwise(pl.lit(read))

    found = one(fieber.check(posts.with_columns(measured_at=early), as_of=read)).diagnosis
    keys = {message.key: message.values for message in found.caveats}

    assert keys["caveat.read_before_posted"] == {"n": 1}
    assert "caveat.young_posts_left_out" not in keys
