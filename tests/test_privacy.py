"""A copy without names: nothing that a person wrote survives, and the verdict does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

import fieber
from fieber.model.reading import Reading
from fieber.model.tables import conform
from fieber.privacy import anonymous_copy
from fieber.simulate.patients import patients

SALT, OTHER_SALT = b"s" * 32, b"t" * 32
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
PLANTED = "secretperson"


def secretive() -> Reading:
    """An account in which every column of words holds a secret."""
    n_posts = 60
    posts = pl.DataFrame(
        {
            "account": [f"{PLANTED}.{number % 2}" for number in range(n_posts)],
            "platform": ["instagram" if number % 2 else f"{PLANTED}net" for number in range(n_posts)],
            "post_id": [f"{PLANTED}{number}" if number % 3 else None for number in range(n_posts)],
            "posted_at": [AS_OF - timedelta(days=90 - number) for number in range(n_posts)],
            "kind": [f"{PLANTED}kind"] * n_posts,
            "likes": [900 + 37 * (number * 7 % 11) for number in range(n_posts)],
            "url": [f"https://example.org/{PLANTED}/{number}" for number in range(n_posts)],
            "topic": [PLANTED] * n_posts,
            "measured_at": [AS_OF] * n_posts,
        }
    )
    days = pl.DataFrame(
        {"account": [f"{PLANTED}.1"], "platform": "instagram", "day": date(2026, 9, 1), "followers": 10}
    )
    accounts = pl.DataFrame({"account": [f"{PLANTED}.1"], "name": PLANTED, "country": "DE", "language": PLANTED})
    return Reading(
        posts=conform(posts, "posts"), days=conform(days, "days"), accounts=conform(accounts, "accounts"), rows_read=60
    )


def test_no_secret_survives() -> None:
    """No word of the export is in the copy: not as a value, not as a part of one, not as a column."""
    copy = anonymous_copy(secretive(), salt=SALT)

    for table in (copy.posts, copy.days):
        assert PLANTED not in table.write_csv().lower()
        assert not set(table.columns) & {"url", "topic", "name", "country", "language"}
    assert copy.posts.height == 60
    assert set(copy.posts["platform"]) == {"instagram", "other"}


def test_names_stay_apart_and_together() -> None:
    """Accounts and posts that were one are one, and others are others; posts and days still belong together."""
    reading = secretive()

    copy = anonymous_copy(reading, salt=SALT)

    assert copy.posts["account"].n_unique() == reading.posts["account"].n_unique()
    assert copy.posts["post_id"].n_unique() == reading.posts["url"].n_unique()
    assert set(copy.days["account"]) < set(copy.posts["account"])


def test_another_salt_gives_other_hashes() -> None:
    """Who does not have the salt cannot work out a hash; who has it gets the same copy again."""
    first, again, other = (anonymous_copy(secretive(), salt=salt) for salt in (SALT, SALT, OTHER_SALT))

    assert first.posts.equals(again.posts)
    assert not set(first.posts["account"]) & set(other.posts["account"])
    assert not set(first.posts["post_id"]) & set(other.posts["post_id"])


def test_times_move_together() -> None:
    """With a shift all times move by the same days, and nothing else changes."""
    still, moved = (anonymous_copy(secretive(), salt=SALT, shift_days=days) for days in (0, -21))

    for name in ("posted_at", "measured_at"):
        assert set((still.posts[name] - moved.posts[name]).unique()) == {timedelta(days=21)}
    assert still.days["day"][0] - moved.days["day"][0] == timedelta(days=21)
    assert still.posts["likes"].equals(moved.posts["likes"])


def test_rows_that_only_a_topic_told_apart_stay_two() -> None:
    """Two posts of one moment with the same count are still two posts when their topics are gone."""
    row = {"account": "a", "posted_at": AS_OF, "likes": 5}
    posts = conform(pl.DataFrame([row | {"topic": "one"}, row | {"topic": "two"}]), "posts")

    copy = anonymous_copy(Reading(posts=posts, rows_read=2), salt=SALT).posts

    assert copy.unique().height == 2


@pytest.mark.parametrize("cause", ["distribution", "noise", "after_viral_hit"])
@pytest.mark.parametrize("is_by_day", [False, True], ids=["by the second", "by the day"])
def test_the_verdict_is_the_same(cause: str, *, is_by_day: bool) -> None:
    """Every vital of the copy has the p-value, the loss and the onset of the original; the headline too.

    Where only days are known, posts of one moment are common, and the order of their identities counts.
    """
    cohort = patients([cause], accounts=1, seed=5, as_of=AS_OF, years=1.0)
    posts = conform(cohort.posts, "posts")
    if is_by_day:
        posts = posts.with_columns(pl.col("posted_at").dt.truncate("2d"))
    reading = Reading(posts=posts, rows_read=posts.height)

    copy = anonymous_copy(reading, salt=SALT)
    before, after = fieber.check(reading), fieber.check(replace(reading, posts=conform(copy.posts, "posts")))

    assert isinstance(before, fieber.Checkup)
    assert isinstance(after, fieber.Checkup)
    before_said, after_said = before.to_dict(), after.to_dict()
    assert [vital["p_value"] for vital in before_said["vitals"]].count(None) < len(before_said["vitals"])
    for name in ("vitals", "verdict", "temperature", "return_period_days", "finding", "split"):
        assert before_said[name] == after_said[name], name
