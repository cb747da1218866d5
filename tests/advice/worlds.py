"""Made-up records of which it is known what each choice does: by a plain formula, and by the project's platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.advice.own_record import Record
from fieber.simulate.audience import draw_traits
from fieber.simulate.chance import generator
from fieber.simulate.feed import conversion_of, momentum_of, outcome, shares_of, walk
from fieber.simulate.life import draw_life
from fieber.simulate.truth import course_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.advice.choice import Choice
    from fieber.simulate.audience import Traits
    from fieber.simulate.feed import Walk
    from fieber.simulate.life import Life

    Floats = NDArray[np.float64]

NOW = 20_758.25
KINDS = np.array(["photo", "carousel", "reel"])
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Formula:
    """A world by formula: what the best hour and the best format bring (log units), and what makes it hard."""

    hour: float = 0.35
    kind: float = 0.4
    scatter: float = 0.6
    tail: float = 4.0
    wander: float = 0.05
    hits: float = 0.01
    together: float = 0.0
    posts: tuple[int, int] = (120, 400)
    per_week: float = 4.0


@dataclass(frozen=True, slots=True)
class Account:
    """A record and what each hour and format really brings, as factors."""

    record: Record
    by_hour: Floats
    by_kind: Floats

    def true_percent(self, choice: Choice) -> float:
        """Give what a choice brings against the mix of the record, everything else left as it is."""
        kind = np.array([int(np.flatnonzero(one == KINDS)[0]) for one in self.record.kind])
        hour, kind_now = self.by_hour[self.record.hour], self.by_kind[kind]
        if choice.name == "hour":
            new = self.by_hour[list(choice.hours)].mean() * kind_now
        elif choice.name == "kind":
            new = hour * self.by_kind[int(np.flatnonzero(choice.kind == KINDS)[0])]
        else:
            new = hour * kind_now
        return 100 * float(new.mean() / (hour * kind_now).mean() - 1)


def by_formula(world: Formula, seed: int) -> Account:
    """Draw an account: five hours of habit, three formats, a level that wanders, heavy tails, a few hits.

    With `together`, so many of the posts of the best format are made at the best hour.
    """
    random = np.random.default_rng([seed, 11])
    n = int(random.integers(*world.posts))
    habits = np.sort(random.choice(np.arange(7, 23), 5, replace=False))
    hour = random.choice(habits, n, p=random.dirichlet(np.full(5, 3.0)))
    kind = random.choice(3, n, p=random.dirichlet(np.full(3, 4.0)))
    best_hour, best_kind = int(random.choice(habits)), int(random.integers(3))
    hour = np.where((kind == best_kind) & (random.uniform(size=n) < world.together), best_hour, hour)
    on_hours, on_kinds = np.zeros(24), np.zeros(3)
    on_hours[best_hour], on_kinds[best_kind] = world.hour, world.kind
    noise = random.standard_t(world.tail, n) * world.scatter * np.sqrt((world.tail - 2) / world.tail)
    noise += (random.uniform(size=n) < world.hits) * random.exponential(2.0, n)
    level = 7 + np.cumsum(random.normal(0, world.wander * world.scatter, n))
    day = np.floor(NOW - np.sort(random.uniform(1, 1 + 7 * n / world.per_week, n))[::-1])
    record = Record(
        value=level + on_hours[hour] + on_kinds[kind] + noise,
        day=day + hour / 24 + random.uniform(0, 1 / 24, n),
        hour=hour.astype(np.intp),
        weekday=((day.astype(np.int64) + 3) % 7).astype(np.intp),
        kind=KINDS[kind].tolist(),
        is_special=np.zeros((0, n), dtype=np.bool_),
    )
    return Account(record, np.exp(on_hours), np.exp(on_kinds))


@dataclass(frozen=True, slots=True)
class Lived:
    """A healthy account of the made-up platform, whose posts can be made otherwise and looked at again."""

    traits: Traits
    life: Life
    way: Walk
    conversion: float
    record: Record

    def true_percent(self, choice: Choice) -> float:
        """Give what the usual posts of the last half year would bring as chosen, to the same followers."""
        late = self.life.posts.at > NOW - YEAR / 2
        plain, made = self._likes(self.life), self._likes(self._made_as(choice))
        return 100 * float(made[late].mean() / plain[late].mean() - 1)

    def _likes(self, life: Life) -> Floats:
        still = np.zeros(len(life.posts.at))
        shares = shares_of(self.traits, life, momentum_of(self.traits, self.life), quality=still, luck=still)
        return outcome(self.traits, life, shares, self.way, self.conversion).likes

    def _made_as(self, choice: Choice) -> Life:
        names = [one.kind for one in self.traits.platform.formats]
        if choice.name == "kind":
            return self.life.with_posts(kind=np.full(len(self.life.posts.kind), names.index(str(choice.kind))))
        if choice.name == "hour":
            middle = np.mean(np.unwrap([2 * np.pi * hour / 24 for hour in choice.hours])) * 24 / (2 * np.pi) + 0.5
            return self.life.with_posts(at=np.floor(self.life.posts.at) + middle / 24)
        return self.life


def lived(seed: int) -> Lived:
    """Draw a healthy account of the made-up platform: nothing about it comes from a formula for hours or formats."""
    traits = draw_traits(generator("advice", seed, "traits"), platform="instagram", country="GB")
    life = draw_life(generator("advice", seed, "life"), traits, first=int(NOW - 2 * YEAR), end=NOW, seed=seed)
    conversion = conversion_of(traits, life)
    course = course_of(traits, life, conversion)
    posts = life.posts
    real = shares_of(traits, life, momentum_of(traits, life), quality=posts.quality, luck=posts.luck)
    likes = generator("advice", seed, "likes").poisson(course.posts.likes)
    day = np.floor(posts.at)
    record = Record(
        value=np.log1p(likes),
        day=posts.at,
        hour=np.floor((posts.at - day) * 24).astype(np.intp),
        weekday=((day.astype(np.int64) + 3) % 7).astype(np.intp),
        kind=[traits.platform.formats[kind].kind for kind in posts.kind.tolist()],
        is_special=np.array([posts.collab]),
    )
    return Lived(traits, life, walk(traits, life, real, conversion), conversion, record)


def nothing(seed: int) -> Account:
    """Draw an account for which neither hour nor format matters."""
    return by_formula(replace(Formula(), hour=0.0, kind=0.0), seed)
