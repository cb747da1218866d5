"""What happens in an account's life: its posts, and by day whatever drives them.

Causes change it; after that nothing is drawn until the counters are read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.simulate.audience import N_SEGMENTS
from fieber.simulate.platform import is_holiday, weather, year_of
from fieber.simulate.worlds import wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.simulate.audience import Traits

    Floats = NDArray[np.float64]

BREAKS_PER_YEAR, BREAK_DAYS = 0.8, (8.0, 16.0)  # a holiday of one's own


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of a life, by time.

    at: (n,) UTC days since 1970. kind, topic: (n,) places in the platform's formats and in TOPICS. quality: (n,) how
    much better than usual people find it, in log units. luck: (n,) of its first sample of strangers. partner, boost:
    (n,) people shown it by a partner's account, or for money, as shares of the followers at the start. collab, paid:
    (n,) what the posts say of themselves. is_kept: (n,) False: deleted later, and in no export. read_age: (n,) days
    after which its counters were read for the last time; inf: read with all others. likes_counted, reach_counted: (n,)
    share of the true number that the counter shows. is_hidden: (n,) its likes are not told.
    """

    at: Floats
    kind: NDArray[np.int64]
    topic: NDArray[np.int64]
    quality: Floats
    luck: Floats
    partner: Floats
    boost: Floats
    collab: NDArray[np.bool_]
    paid: NDArray[np.bool_]
    is_kept: NDArray[np.bool_]
    read_age: Floats
    likes_counted: Floats
    reach_counted: Floats
    is_hidden: NDArray[np.bool_]

    def pick(self, rows: NDArray[Any]) -> Posts:
        """Give some of the posts, by mask or by place."""
        return Posts(*(getattr(self, name)[rows] for name in self.__slots__))

    def joined(self, more: Posts) -> Posts:
        """Give these posts and more of them, by time."""
        both = Posts(*(np.concatenate([getattr(self, name), getattr(more, name)]) for name in self.__slots__))
        return both.pick(np.argsort(both.at, kind="stable"))


@dataclass(frozen=True, slots=True)
class Life:
    """An account's life from day `first` to before day `first + len(form)`, in UTC days since 1970.

    By day, in log units, 0 is the usual: form (how good the posts are), interest (how much the followers still care),
    appeal (likes of those who see), attention (people who look in, of this account's audience), explore (what the
    platform shows to strangers), follows (strangers who follow), leaves (followers who leave).
    weather: (days, formats), attention for everybody. pool: (days,) strangers within reach, as multiples of the
    followers at the start; inf: no end of them. joins: (days, N_SEGMENTS) people who follow for other reasons, and
    purged: (days,) share of the ghosts taken away by the platform. followers_shown: (days,) share that is counted.
    """

    first: int
    posts: Posts
    form: Floats
    interest: Floats
    appeal: Floats
    attention: Floats
    explore: Floats
    follows: Floats
    leaves: Floats
    weather: Floats
    pool: Floats
    joins: Floats
    purged: Floats
    followers_shown: Floats

    @property
    def days(self) -> NDArray[np.int64]:
        """All days, since 1970."""
        return self.first + np.arange(len(self.form))

    def with_posts(self, **changed: Any) -> Life:
        """Give the same life with some columns of its posts changed."""
        return replace(self, posts=replace(self.posts, **changed))


def draw_life(random: np.random.Generator, traits: Traits, *, first: int, end: float, seed: int) -> Life:
    """Draw a life with nothing wrong, from day `first` to the moment `end`; the weather is that of `seed`."""
    n_days = int(np.ceil(end)) - first
    days = first + np.arange(n_days)
    # the level of the worlds that the thermometer is calibrated on
    form = wander(days - first, random, per_week=traits.wander, per_year=0.0)
    still = np.zeros(n_days)
    attention = year_of(days) - traits.holiday * is_holiday(days, traits.country)
    return Life(
        first=first,
        posts=_draw_posts(random, traits, first, end),
        form=form - form.mean(),
        interest=still,
        appeal=still,
        attention=attention,
        explore=still,
        follows=still,
        leaves=still,
        weather=weather(traits.platform, days, seed),
        pool=np.full(n_days, np.inf),
        joins=np.zeros((n_days, N_SEGMENTS)),
        purged=still,
        followers_shown=np.ones(n_days),
    )


def _draw_posts(random: np.random.Generator, traits: Traits, first: int, end: float) -> Posts:
    return new_posts(random, traits, _moments(random, traits, first, end))


def new_posts(random: np.random.Generator, traits: Traits, at: Floats) -> Posts:
    """Draw posts of this account at the given moments."""
    n = len(at)
    tail = random.standard_t(traits.tail, n) / np.sqrt(traits.tail / (traits.tail - 2))
    collab = random.uniform(size=n) < traits.collabs
    return Posts(
        at=at,
        kind=random.choice(len(traits.formats), size=n, p=traits.formats),
        topic=random.choice(len(traits.topics), size=n, p=traits.topics),
        quality=traits.spread * tail,
        luck=random.normal(0.0, 0.45, n),
        partner=np.where(collab, 0.1 * np.exp(random.normal(0.0, 0.7, n)), 0.0),
        boost=np.zeros(n),
        collab=collab,
        paid=np.zeros(n, dtype=np.bool_),
        is_kept=np.ones(n, dtype=np.bool_),
        read_age=np.full(n, np.inf),
        likes_counted=np.ones(n),
        reach_counted=np.ones(n),
        is_hidden=np.zeros(n, dtype=np.bool_),
    )


def _moments(random: np.random.Generator, traits: Traits, first: int, end: float) -> Floats:
    """A rhythm that is neither a clock nor chance alone: gamma gaps; then the hours of habit."""
    span, per_day = end - first, traits.posts_per_week / 7
    gaps = random.gamma(1.6, 1 / (1.6 * per_day), int(span * per_day * 1.3) + 30)
    day = first + np.cumsum(gaps)
    for start in first + random.uniform(0.0, span, random.poisson(BREAKS_PER_YEAR * span / 365.25)):
        day = day[(day < start) | (day > start + random.uniform(*BREAK_DAYS))]
    return at_hours(random, traits, day, end, traits.hours)


def at_hours(random: np.random.Generator, traits: Traits, day: Floats, end: float, hours: Floats) -> Floats:
    """Put posts of these days on hours drawn from the shares of 24 local hours, to the minute; none after `end`."""
    local = np.floor(day) + (random.choice(24, size=len(day), p=hours) + random.integers(0, 60, len(day)) / 60) / 24
    moments = np.sort(local - traits.offset_hours / 24)
    return np.asarray(moments[(moments >= np.floor(day[0])) & (moments < end)]) if len(day) else day
