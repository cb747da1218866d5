"""A second source of virtual accounts, made to share nothing with `fieber.simulate`: a multiplicative formula.

A post's reach is a level times a format, an hour and luck; likes are a negative-binomial share of it. Fifteen things
can happen, each a factor on some of these numbers. It is the exam of the causes: no rule was written on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

END = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
NAMES = (
    "after_viral_hit",
    "season",
    "weather",
    "format_mix",
    "posting_more",
    "pause",
    "slow_decline",
    "young_posts",
    "metric_change",
    "hidden_likes",
    "distribution",
    "content",
    "followers_bought",
    "followers_purged",
    "fewer_collabs",
)
KINDS = np.array(["photo", "carousel", "reel"])
FACTOR = {"photo": 0.7, "carousel": 1.0, "reel": 1.8}
MATURE_HOURS = 9.0


@dataclass(frozen=True, slots=True)
class Account:
    """One account: rows of POSTS and of DAYS (None: the input has none), and what happened to it."""

    posts: pl.DataFrame
    days: pl.DataFrame | None
    cause: str


def account(cause: str, seed: int, *, sky: float | None = None) -> Account:
    """Draw one account to which `cause` happens ("noise": nothing); `sky`: days since everybody has less."""
    rng = np.random.default_rng([seed, *cause.encode()])
    years = rng.uniform(2.05, 3.0) if cause == "season" else rng.uniform(1.0, 3.0)
    length, rate = 365.25 * years, float(np.exp(rng.uniform(np.log(1.0), np.log(14.0))))
    since = length - (rng.uniform(25, 110) if sky is None else sky)
    day = _days_of_posts(rng, cause, length, rate, since)
    late = day >= since
    name = f"plain_{cause}_{seed}"
    frame = _numbers(rng, cause, day, late, length, since)
    times = [END - timedelta(days=float(length - one)) for one in day]
    posts = pl.DataFrame({"account": name, "platform": "instagram", "posted_at": times, **frame["posts"]})
    days = None if frame["days"] is None else frame["days"].with_columns(account=pl.lit(name))
    return Account(posts, days, cause)


def _days_of_posts(rng: np.random.Generator, cause: str, length: float, rate: float, since: float) -> Floats:
    gaps = rng.gamma(1.6, 7 / rate / 1.6, int(3 * length * rate / 7) + 30)
    day = np.cumsum(gaps)
    day = day[day < length - 0.2]
    if cause == "posting_more":
        more = rng.uniform(since, length - 0.2, rng.poisson((length - since) * rate / 7 * rng.uniform(1.2, 2.5)))
        day = np.sort(np.concatenate([day, more]))
    if cause == "pause":
        gap = rng.uniform(28, 60) + 14 / rate
        start = max(since - gap, 0.0)
        day = day[(day < start) | (day > start + gap)]
    hour = np.clip(rng.normal(17.5, 2.5, len(day)), 5, 23.9)
    return np.sort(np.minimum(np.floor(day) + hour / 24, length - 0.05))


def _numbers(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one factor a cause, read from top to bottom
    rng: np.random.Generator, cause: str, day: Floats, late: NDArray[np.bool_], length: float, since: float
) -> dict[str, Any]:
    n = len(day)
    size = float(np.exp(rng.uniform(np.log(1e3), np.log(1e6))))
    followers = size * np.exp(rng.uniform(-0.1, 0.5) * (day - length) / 365.25)
    share = rng.dirichlet([5, 4, 6])
    kind = rng.choice(KINDS, size=n, p=share)
    if cause == "format_mix":
        usual = rng.uniform(size=n)
        kind = np.where(usual < 0.65, "reel", np.where(usual < 0.8, "carousel", "photo"))
        kind = np.where(late & (rng.uniform(size=n) < 0.85), "photo", kind)
    collab = rng.uniform(size=n) < (np.where(late, 0.02, 0.45) if cause == "fewer_collabs" else 0.04)
    wander = np.cumsum(rng.normal(0, rng.uniform(0.0, 0.05), int(length / 7) + 3))
    level = wander[(day / 7).astype(np.int64)] - wander.mean()
    if cause == "season":
        level = level + rng.uniform(0.35, 0.6) * np.cos(2 * np.pi * (day - length + 200) / 365.25)
    if cause == "slow_decline":
        level = level - rng.uniform(0.5, 1.0) * np.maximum(day - 0.3 * length, 0) / (0.7 * length) * 1.3
    luck = rng.standard_t(6, n) * rng.uniform(0.3, 0.6)
    if cause == "after_viral_hit":
        hit = int(np.flatnonzero(late)[0])
        luck[hit] = np.log(rng.uniform(12, 40))
        after = np.arange(n) > hit
        luck = luck + after * rng.uniform(0.5, 1.2) * np.exp(-(day - day[hit]) / 10)
    factor = np.array([FACTOR[one] for one in kind]) * np.where(collab, 2.2, 1.0)
    near = followers * 0.25 * np.exp(level + 0.5 * luck) * np.where(collab, 1.2, 1.0)
    far = followers * 0.2 * np.exp(level + luck) * factor
    taste = rng.uniform(0.03, 0.12) * np.exp(rng.normal(0, 0.15, n))
    loss = rng.uniform(0.4, 0.65)
    if cause == "distribution":
        far = np.where(late, far * rng.uniform(0.1, 0.35), far)
    if cause == "content":
        taste = np.where(late, taste * loss, taste)
    if cause == "posting_more":
        near, far = (np.where(late, one * loss, one) for one in (near, far))
    if cause == "pause":
        weak = late & (day < since + 25)
        near, far = (np.where(weak, one * 0.6, one) for one in (near, far))
    if cause == "weather":
        near, far = (np.where(late, one * 0.68, one) for one in (near, far))
    bought = rng.uniform(0.15, 0.5)
    stock = followers * np.where(late & (cause == "followers_bought"), 1 + bought, 1.0)
    stock = stock * np.where(late & (cause == "followers_purged"), 1 - rng.uniform(0.04, 0.15), 1.0)
    likes = rng.negative_binomial(40, 40 / (40 + (near + far) * taste))
    counted = np.where(late & (cause == "metric_change"), rng.uniform(0.5, 0.7), 1.0)
    near, far = rng.poisson(near * counted), rng.poisson(far * counted)
    age = length - day
    if cause == "young_posts":
        age = np.where(day >= max(since, length - 45), rng.uniform(1.5, 7, n) / 24, age)
    grown = 1 - 0.5 ** (np.minimum(age * 24, 480) / MATURE_HOURS) ** 0.8
    likes, near, far = (np.floor(one * grown).astype(np.int64) for one in (likes, near, far))
    hidden = late & (cause == "hidden_likes")
    read = [END - timedelta(days=float(length - one - min(a, length - one))) for one, a in zip(day, age, strict=True)]
    columns: dict[str, Any] = {
        "kind": kind,
        "likes": [None if h else int(one) for one, h in zip(likes, hidden, strict=True)],
        "comments": rng.poisson(likes * 0.03),
        "saves": rng.poisson(likes * 0.06),
        "reach": near + far,
        "reach_followers": near,
        "reach_non_followers": far,
        "followers": np.round(stock).astype(np.int64),
        "collab": collab,
        "likes_hidden": hidden,
        "measured_at": read,
    }
    # two in five inputs tell less: no split of the reach, or no reach at all
    asked = cause in {"distribution", "metric_change", "content"}
    tells = rng.uniform()
    if tells < 0.2 and not asked:
        for name in ("reach", "reach_followers", "reach_non_followers"):
            columns.pop(name)
    elif tells < 0.4:
        columns.pop("reach_followers"), columns.pop("reach_non_followers")
    return {"posts": columns, "days": _days(rng, cause, length, since, size, bought) if rng.uniform() < 0.5 else None}


def _days(  # noqa: PLR0917 - the same numbers as above
    rng: np.random.Generator, cause: str, length: float, since: float, size: float, bought: float
) -> pl.DataFrame:
    number = np.arange(int(length))
    gained = rng.poisson(np.full(len(number), 0.0012 * size))
    lost = rng.poisson(np.full(len(number), 0.0010 * size))
    jump = np.zeros(len(number))
    day = int(since)
    if cause == "followers_bought":
        jump[day : day + 3] = bought * size / 3
    if cause == "followers_purged":
        jump[day] = -0.08 * size
    stock = size + np.cumsum(gained - lost + np.round(jump))
    dates = [(END - timedelta(days=float(length - one))).date() for one in number]
    told = {"platform": "instagram", "day": dates, "followers": np.maximum(stock, 1).astype(np.int64)}
    return pl.DataFrame({**told, "follows": gained, "unfollows": lost})
