"""What a cause really did: the same life with it and without it, compared link by link in expected values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate.counters import matured, slow_days
from fieber.simulate.feed import conversion_of, flows, momentum_of, outcome, shares_of, walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.simulate.audience import Traits
    from fieber.simulate.feed import Flows, Outcome
    from fieber.simulate.life import Life

    Floats = NDArray[np.float64]

LINKS = ("followers", "reach_followers", "reach_non_followers", "engagement_per_reach", "format_mix")
BEFORE_DAYS = 60.0  # what the numbers show is compared with as much time before the start


@dataclass(frozen=True, slots=True)
class Course:
    """A life and what is expected in it. usual: of posts of usual quality and luck, at the same moments."""

    life: Life
    posts: Outcome
    usual: Outcome
    days: Flows


def course_of(traits: Traits, life: Life, conversion: float) -> Course:
    """Let a life take its course."""
    momentum = momentum_of(traits, life)
    real = shares_of(traits, life, momentum, quality=life.posts.quality, luck=life.posts.luck)
    still = np.zeros(len(life.posts.at))
    usual = shares_of(traits, life, momentum, quality=still, luck=still)
    way = walk(traits, life, real, conversion)
    made, plain = (outcome(traits, life, shares, way, conversion) for shares in (real, usual))
    return Course(life, made, plain, flows(traits, life, way))


def compare(traits: Traits, ill: Course, well: Course, *, start: float, stop: float) -> dict[str, float | None]:
    """Give the true changes from `start` to before `stop` (UTC days since 1970), `ill` against `well`.

    Returns:
        percent: of the likes of a usual post. seen_percent: of the likes that counters show, after against before.
        For each link its log change: followers; reach to followers and to others per follower; likes per reach within
        formats; format_mix; posting_rate. `part_` + link: what it contributes to log(1 + percent / 100); they add up.
        None: no post in that time.
    """
    there, gone = _levels(ill, start, stop), _levels(well, start, stop)
    rate = _log_ratio(len(there.kind), len(gone.kind))
    if not len(there.kind) or not len(gone.kind):
        empty = dict.fromkeys(("percent", "seen_percent", *LINKS, *(f"part_{link}" for link in LINKS)))
        return {**empty, "posting_rate": rate}
    links, parts = _split(there, gone)
    total = float(there.likes.mean() - gone.likes.mean())
    seen = _seen(traits, ill, start, stop), _seen(traits, well, start, stop)
    return {
        "percent": 100 * float(np.expm1(total)),
        "seen_percent": None if seen[0] is None or seen[1] is None else 100 * float(np.expm1(seen[0] - seen[1])),
        **links,
        "posting_rate": rate,
        **{f"part_{link}": value for link, value in parts.items()},
    }


@dataclass(frozen=True, slots=True)
class _Levels:
    """Logs of usual posts in a window (n,), near and far: reach to followers and others, per follower, not in logs."""

    kind: NDArray[np.int64]
    followers: Floats
    near: Floats
    far: Floats
    likes: Floats


def _levels(course: Course, start: float, stop: float) -> _Levels:
    at, usual = course.life.posts.at, course.usual
    rows = (at >= start) & (at < stop)
    followers = usual.followers[rows]
    return _Levels(
        course.life.posts.kind[rows],
        np.log(followers),
        usual.reach_followers[rows] / followers,
        usual.strangers[rows] / followers,
        np.log(usual.likes[rows]),
    )


def _split(ill: _Levels, well: _Levels) -> tuple[dict[str, float], dict[str, float]]:
    """Give the log changes of the links, and what each contributes.

    Within each format, weighted with its mean share of both lives, changes belong to followers, reach and likes per
    reach; what is left is the change of the shares. Reach is split by its logarithmic mean (LMDI, Ang 2004).
    """
    kinds = np.union1d(ill.kind, well.kind)
    links, parts = dict.fromkeys(LINKS, 0.0), dict.fromkeys(LINKS, 0.0)
    for kind in kinds:
        a, b = ill.kind == kind, well.kind == kind
        if not a.any() or not b.any():
            continue
        weight = float(a.mean() + b.mean()) / 2
        near, far = (np.log(x[a].mean() / y[b].mean()) for x, y in ((ill.near, well.near), (ill.far, well.far)))
        total = float(ill.likes[a].mean() - well.likes[b].mean())
        followers = float(ill.followers[a].mean() - well.followers[b].mean())
        reach = float(np.log(ill.near[a] + ill.far[a]).mean() - np.log(well.near[b] + well.far[b]).mean())
        by_near, by_far = _logarithmic_mean(
            (ill.near[a].mean(), well.near[b].mean()), (ill.far[a].mean(), well.far[b].mean()), near, far, reach
        )
        for name, change, part in (
            ("followers", followers, followers),
            ("reach_followers", near, by_near),
            ("reach_non_followers", far, by_far),
            ("engagement_per_reach", total - followers - reach, total - followers - reach),
        ):
            links[name] += weight * float(change)
            parts[name] += weight * float(part)
    whole = float(ill.likes.mean() - well.likes.mean())
    links["format_mix"] = parts["format_mix"] = whole - sum(parts.values())
    return links, parts


def _logarithmic_mean(
    near: tuple[float, float], far: tuple[float, float], log_near: float, log_far: float, total: float
) -> tuple[float, float]:
    """Split the log change of a sum over its two parts; what means of logs leave over goes with the larger part."""

    def mean(pair: tuple[float, float]) -> float:
        a, b = pair
        return a if abs(a - b) < 1e-12 * (a + b) else (a - b) / float(np.log(a / b))

    whole = mean((near[0] + far[0], near[1] + far[1]))
    by_near, by_far = mean(near) / whole * log_near, mean(far) / whole * log_far
    rest = total - by_near - by_far
    return (by_near + rest, by_far) if abs(by_near) > abs(by_far) else (by_near, by_far + rest)


def _seen(traits: Traits, course: Course, start: float, stop: float) -> float | None:
    """Log of the likes that the counters show, from the start on against the time before; None: nothing to see."""
    posts = course.life.posts
    age = np.minimum(posts.read_age, course.life.first + len(course.life.form) - posts.at)
    shown = np.log1p(course.posts.likes * posts.likes_counted * matured(age, slow_days(traits, posts)))
    kept = posts.is_kept & ~posts.is_hidden
    after = kept & (posts.at >= start) & (posts.at < stop)
    before = kept & (posts.at >= start - BEFORE_DAYS) & (posts.at < start)
    return float(shown[after].mean() - shown[before].mean()) if after.any() and before.any() else None


def _log_ratio(above: int, below: int) -> float | None:
    return float(np.log(above / below)) if above and below else None


__all__ = ["LINKS", "Course", "compare", "conversion_of", "course_of"]
