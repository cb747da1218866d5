"""What the platform's counters show of what is expected: whole numbers, read late or early, some of them wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.simulate.audience import TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.simulate.audience import Traits
    from fieber.simulate.feed import Flows, Outcome
    from fieber.simulate.life import Life, Posts

    Floats = NDArray[np.float64]
    Counts = dict[str, NDArray[np.int64]]

SECONDS_PER_DAY = 86_400
EARLY = 0.7  # exponent of the Weibull law of a post's life: a steep start and a long tail (FIELD.md D3)
SPREAD_DAYS = 12  # what is seen later is put on the last of these days
REACH_LIKE = ("reach_followers", "reach_non_followers", "views", "impressions")
NO_IMPRESSIONS = ("reel", "short", "video")  # their counter is called views


@dataclass(frozen=True, slots=True)
class Read:
    """Columns of the tables posts and days, without account and platform."""

    posts: dict[str, Any]
    days: dict[str, Any]


def matured(age_days: Floats, slow_days: Floats) -> Floats:
    """Give the share of its final counters that a post has at this age; 0 before it is posted."""
    return np.asarray(-np.expm1(-((np.maximum(age_days, 0.0) / slow_days) ** EARLY)))


def slow_days(traits: Traits, posts: Posts) -> Floats:
    """Give the time constant of each post's life."""
    return np.asarray(np.array([one.slow_days for one in traits.platform.formats])[posts.kind])


def read_counters(
    random: np.random.Generator,
    traits: Traits,
    life: Life,
    expected: Outcome,
    daily: Flows,
    *,
    end: float,
    ages: Sequence[float] = (),
    read_at: float | None = None,
) -> Read:
    """Draw what the counters show.

    Args:
        random: of this account's counters.
        end: of the record, UTC days since 1970. read_at: when all counters are read; if not given, at its end.
        ages: days after posting at which they were read before that, for posts that are old enough.
    """
    final = _final(random, traits, life.posts, expected)
    days = _days(random, traits, life, expected, daily, end=end)
    shown = np.concatenate([[round(traits.followers)], days["followers"]])
    final["followers"] = shown[np.minimum(np.floor(life.posts.at).astype(np.int64) - life.first, len(shown) - 1)]
    moment = end if read_at is None else read_at
    return Read(_readings(random, traits, life.posts, final, end=moment, ages=ages), days)


def _final(random: np.random.Generator, traits: Traits, posts: Posts, expected: Outcome) -> Counts:
    """Draw the counters at the end of each post's life, as they are counted."""
    n, formats = len(posts.at), traits.platform.formats
    followers = random.poisson(expected.reach_followers)
    strangers = random.poisson(expected.strangers)
    reach = followers + strangers
    rate = expected.likes / (expected.reach_followers + expected.strangers)
    likes = random.binomial(reach, np.minimum(rate * np.exp(random.normal(0.0, 0.06, n)), 0.9))
    plays = np.array([one.plays for one in formats])[posts.kind]

    def some(base: NDArray[Any], share: float, spread: float) -> NDArray[np.int64]:
        return random.poisson(base * share * np.exp(random.normal(0.0, spread, n)))

    final = {
        "reach_followers": followers,
        "reach_non_followers": strangers,
        "likes": likes,
        "comments": some(likes, traits.comments, 0.35),
        "shares": some(likes, 0.06, 0.4),
        "saves": some(likes, 0.08, 0.4),
        "follows": random.poisson(expected.gained),
        "views": some(reach, 1.0, 0.03) + random.poisson(reach * (plays - 1)),
        "impressions": reach + some(reach, 0.18, 0.2),
    }
    for name in REACH_LIKE:
        final[name] = random.binomial(final[name], posts.reach_counted)
    final["likes"] = random.binomial(likes, posts.likes_counted)
    return final


def _readings(
    random: np.random.Generator, traits: Traits, posts: Posts, final: Counts, *, end: float, ages: Sequence[float]
) -> dict[str, Any]:
    """Give one row a post and reading, youngest reading first; counters never fall from one reading to the next."""
    posted = np.round(posts.at * SECONDS_PER_DAY).astype(np.int64)
    slow, fixed = slow_days(traits, posts), {"followers"}
    last = np.minimum(posts.read_age, end - posts.at)
    kept, counts, age = posts.is_kept, final, np.full(len(last), np.inf)
    blocks = []
    for wanted in (np.inf, *sorted(ages, reverse=True)):
        now = np.minimum(last, wanted)
        left = matured(now, slow) / matured(age, slow)
        counts = {name: value if name in fixed else random.binomial(value, left) for name, value in counts.items()}
        rows = np.flatnonzero(kept & (now < age))
        measured = np.minimum(posted + np.round(now * SECONDS_PER_DAY).astype(np.int64), round(end * SECONDS_PER_DAY))
        blocks.append((rows, measured, counts))
        age = now
    rows = np.concatenate([rows for rows, _, _ in blocks])
    order = np.lexsort((-np.repeat(np.arange(len(blocks)), [len(rows) for rows, _, _ in blocks]), rows))
    columns = {name: np.concatenate([counts[name][rows] for rows, _, counts in blocks])[order] for name in final}
    columns["measured_at"] = np.concatenate([measured[rows] for rows, measured, _ in blocks])[order]
    return _named(traits, posts, columns, rows[order], posted)


def _named(
    traits: Traits, posts: Posts, columns: dict[str, Any], rows: NDArray[np.int64], posted: NDArray[np.int64]
) -> dict[str, Any]:
    kinds = np.array([one.kind for one in traits.platform.formats])[posts.kind[rows]]
    return {
        **columns,
        "reach": columns["reach_followers"] + columns["reach_non_followers"],
        "post_number": rows,
        "posted_at": posted[rows],
        "kind": kinds,
        "topic": np.array(TOPICS)[posts.topic[rows]],
        "collab": posts.collab[rows],
        "paid": posts.paid[rows],
        "likes_hidden": posts.is_hidden[rows],
        "has_impressions": ~np.isin(kinds, NO_IMPRESSIONS),
    }


def _days(
    random: np.random.Generator, traits: Traits, life: Life, expected: Outcome, daily: Flows, *, end: float
) -> dict[str, Any]:
    """Draw the whole days before `end`."""
    posts, n_days = life.posts, int(np.floor(end)) - life.first
    counted = posts.reach_counted
    rates = (
        expected.gained,
        expected.reach_followers * counted,
        expected.strangers * counted,
        expected.likes * 1.17,
    )
    gained, near, far, interactions = _by_day(traits, life, rates, n_days)
    follows = random.poisson(gained + daily.came[:n_days])
    unfollows = random.poisson(daily.left[:n_days])
    purged = random.poisson(daily.purged[:n_days])
    followers = np.maximum(round(traits.followers) + np.cumsum(follows - unfollows - purged), 0)
    # one person reached by two posts of a day is one person
    near = daily.stock[:n_days] * -np.expm1(-near / daily.stock[:n_days])
    strangers = random.poisson(0.95 * far)
    reach = random.poisson(near) + strangers
    return {
        "day": life.days[:n_days],
        "followers": np.round(followers * life.followers_shown[:n_days]).astype(np.int64),
        "follows": follows,
        "unfollows": unfollows,
        "reach": reach,
        "reach_non_followers": strangers,
        "views": random.poisson(1.3 * (near + far)),
        "interactions": random.poisson(interactions),
        "profile_views": random.poisson(0.02 * reach + 3 * follows),
    }


def _by_day(traits: Traits, life: Life, rates: Sequence[Floats], n_days: int) -> list[Floats]:
    """Spread what each post brings in its life over the days."""
    day = np.floor(life.posts.at).astype(np.int64)
    into, slow = life.posts.at - day, slow_days(traits, life.posts)
    length, found = n_days + SPREAD_DAYS, np.zeros((len(rates), n_days + SPREAD_DAYS))
    before = np.zeros(len(day))
    for later in range(SPREAD_DAYS):
        until = matured(later + 1 - into, slow) if later < SPREAD_DAYS - 1 else np.ones(len(day))
        where, share = day - life.first + later, until - before
        for row, rate in enumerate(rates):
            found[row] += np.bincount(where, weights=rate * share, minlength=length)[:length]
        before = until
    return list(found[:, :n_days])
