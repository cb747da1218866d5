"""One account's people: followers in segments by topic and closeness, and what each segment does.

Followers are counted by segment, never one by one, so that an account of five million costs as much as one of 300.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate.platform import COUNTRIES, PLATFORMS, Platform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOPICS = ("everyday", "advice", "behind_the_scenes", "offers")
N_TOPICS = len(TOPICS)
# segments: close followers by topic, casual ones by topic, those who came for something else, those who never look
CLOSE, CASUAL, FICKLE, GHOST = slice(0, N_TOPICS), slice(N_TOPICS, 2 * N_TOPICS), 2 * N_TOPICS, 2 * N_TOPICS + 1
N_SEGMENTS = 2 * N_TOPICS + 2
REAL = slice(0, GHOST)

SMALLEST, LARGEST = 300.0, 5e6
MEDIAN_FOLLOWERS, SD_FOLLOWERS = 18_000.0, 1.9
MEDIAN_RATE, SD_RATE, RATES = 3.5, 0.85, (0.46, 35.0)  # posts a week: two a month to five a day


@dataclass(frozen=True, slots=True)
class Traits:
    """What an account is, before anything happens to it.

    start: followers by segment (N_SEGMENTS,). comes: shares of new followers by segment. closeness: of a segment in the
    ranking. liking: log factor of a segment's likes. looks_in: share of a segment that looks in during a post's life.
    leaves: share of a segment that unfollows a day. interest: (N_SEGMENTS, topics). topics, formats: shares of the
    account's posts. growth: net, a year, as far as the usual goes. spread: log-sd of the posts' quality.
    """

    platform: Platform
    country: str
    followers: float
    posts_per_week: float
    start: Floats
    comes: Floats
    closeness: Floats
    liking: Floats
    looks_in: Floats
    leaves: Floats
    interest: Floats
    topics: Floats
    formats: Floats
    hours: Floats
    spread: float
    tail: float
    explore: float
    growth: float
    wander: float
    collabs: float
    holiday: float
    comments: float

    @property
    def offset_hours(self) -> int:
        """Local time minus UTC."""
        return COUNTRIES[self.country][1]


def draw_traits(
    random: np.random.Generator,
    *,
    platform: str,
    followers: float | None = None,
    posts_per_week: float | None = None,
    country: str | None = None,
) -> Traits:
    """Draw an account.

    Args:
        random: of this account. platform: one of PLATFORMS.
        followers, posts_per_week, country: fixed instead of drawn; everything else stays as it was drawn.
    """
    drawn_size = MEDIAN_FOLLOWERS * np.exp(random.normal(0.0, SD_FOLLOWERS))
    drawn_rate = MEDIAN_RATE * np.exp(random.normal(0.0, SD_RATE))
    drawn_country = str(random.choice(list(COUNTRIES)))
    size = float(np.clip(drawn_size, SMALLEST, LARGEST)) if followers is None else followers
    one = PLATFORMS[platform]
    topics = random.dirichlet([4.0, 3.0, 2.0, 0.8])
    base = np.array([kind.share for kind in one.formats])
    start = _segments(random, size, topics)
    leaves = np.array([2e-4] * N_TOPICS + [7e-4] * N_TOPICS + [8e-3, 1.5e-4]) * np.exp(random.normal(0.0, 0.3))
    return Traits(
        platform=one,
        country=drawn_country if country is None else country,
        followers=size,
        posts_per_week=float(np.clip(drawn_rate, *RATES)) if posts_per_week is None else posts_per_week,
        start=start,
        comes=_newcomers(start),
        closeness=np.array([1.0] * N_TOPICS + [-1.1] * N_TOPICS + [-1.6, -20.0]) + random.normal(0.0, 0.15),
        liking=np.array([0.55] * N_TOPICS + [-0.35] * N_TOPICS + [-1.6, -20.0]) + random.normal(0.0, 0.3),
        looks_in=np.array([0.8] * N_TOPICS + [0.5] * N_TOPICS + [0.35, 0.0]),
        leaves=leaves,
        interest=_interest(random),
        topics=topics,
        formats=random.dirichlet(8.0 * base),
        hours=_hours(random),
        spread=float(random.uniform(0.4, 0.75)),
        tail=float(random.uniform(4.0, 12.0)),
        explore=float(np.exp(random.normal(0.0, 0.4))) * (size / 1e4) ** -0.05,
        growth=float(np.expm1(random.normal(0.03, 0.12))),
        wander=float(random.uniform(0.005, 0.04)),
        collabs=float(random.beta(0.6, 8.0)),
        holiday=float(random.uniform(0.0, 0.12)),
        comments=float(0.03 * np.exp(random.normal(0.0, 0.6))),
    )


def _segments(random: np.random.Generator, size: float, topics: Floats) -> Floats:
    """Large accounts have fewer close followers among theirs; that is why engagement falls with size."""
    close = 0.62 * (size / SMALLEST) ** -0.19
    ghosts = random.uniform(0.06, 0.2)
    people = np.concatenate([close * topics, (1 - close) * topics, [0.0]])
    people[FICKLE] = 0.04
    people *= (1 - ghosts) / people.sum()
    return np.append(people, ghosts) * size


def _newcomers(start: Floats) -> Floats:
    """New followers are like those who are there, a little less close, and some come for one post only."""
    comes = start.copy()
    comes[CLOSE] *= 0.8
    comes[GHOST] *= 0.5
    comes[FICKLE] = 0.12 * comes.sum()
    return np.asarray(comes / comes.sum())


def _interest(random: np.random.Generator) -> Floats:
    """Own topic 1, others less; nobody follows for offers."""
    near = random.uniform(0.3, 0.8, (N_TOPICS, N_TOPICS))
    np.fill_diagonal(near, 1.0)
    near[:, -1] = random.uniform(-0.6, 0.2, N_TOPICS)
    return np.concatenate([near, near, np.full((2, N_TOPICS), 0.2)])


def _hours(random: np.random.Generator) -> Floats:
    """Shares of 24 local hours: two or three habits, and now and then any other hour."""
    shares = np.full(24, 0.15 / 24)
    shares[:6] = 0.0
    habits = random.choice([7, 8, 12, 13, 16, 17, 18, 19, 20, 21], size=3, replace=False)
    shares[habits] += random.dirichlet([2.0, 2.0, 1.0])
    return np.asarray(shares / shares.sum())
