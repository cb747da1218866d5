"""All a cause may look at: one account's posts and days as series, and what the check-up found before."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.causes._words import percent
from fieber.model.moments import moment
from fieber.stats import shapes
from fieber.stats.effects import contributions
from fieber.stats.shapes import Sizes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from numpy.typing import NDArray

    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import FollowerStep, Weather
    from fieber.model.text import Value
    from fieber.stats.shapes import Weeks

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST = 12  # posts of a series, below which nothing is weighed
FEWEST_AFTER = 3
RECENT_DAYS = 200.0  # what began earlier is no answer to what is felt today, unless it comes slowly
OLDEST_DAYS = 4 * shapes.YEAR  # what is older says nothing of today, not even of its seasons
MOST_POSTS = 6000  # four a day over four years; who posts oftener is known well enough by the newest
BETWEEN_DAYS = 3.5  # from one date that is tried to the next
COUNTED = ("likes", "comments", "shares", "views", "reach", "saves")  # the first that is there is "the count"
ECHO = ("comments", "shares", "saves")
LEVELS = ("likes", "reach", "reach_followers", "reach_others")  # in which a loss of the whole shows
BEFORE_DAYS = 120.0  # before something began, that are held against the time after it
FALL = (-0.5, 0.25)  # log size of a loss below that level, and how much it varies
LEAST_FOLLOWS = 2.0  # a post; with fewer, nobody can say how many follow of those who see it
UNTOLD = 2.0  # log units of error from which a step is not known
SUDDEN = 8.0  # log odds that a break on a day may be worth against a slope
LOUD_HOURS = 3.0  # hours around a post's time of day in which posts count as made at the same time
EFFECTS = {"formats": 0.63, "hours": 0.2, "weekdays": 0.08, "partners": 0.5, "advertising": 0.5}  # docs/method.md


@dataclass(frozen=True, slots=True)
class Line:
    """One series of posts: day of each (n,), value in log units (n,), and its weeks."""

    at: Floats
    value: Floats
    weeks: Weeks


@dataclass(frozen=True)
class Examination:
    """One account at one moment, as series; what it lacks is None.

    diagnosis: what was found before the causes. posts: rows of POSTS, one reading a post, with `posted`, `ripe` and
    `grown` (see `checkup.series.add_ripeness`). days: rows of DAYS. now: days since 1970. holidays: (first day,
    day after the last) of all that lie over the record. gone: (g,) log counts of the posts of an
    earlier reading that a later one lacks, against those that stayed; None: there is one reading.
    sky: what the others had, or the reason why that is not known. steps_of_all: days on which
    followers fell everywhere.
    """

    diagnosis: Diagnosis
    posts: pl.DataFrame
    days: pl.DataFrame
    now: float
    holidays: tuple[tuple[float, float], ...] = ()
    gone: Floats | None = None
    sky: Weather | str = "no_peers"
    steps_of_all: tuple[FollowerStep, ...] = ()
    _lines: dict[str, Line | None] = field(default_factory=dict)
    _steps: dict[str, Sizes | None] = field(default_factory=dict)
    _numbers: dict[str, Floats] = field(default_factory=dict)
    _parts: dict[str, dict[str, Floats]] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """The moment that all this is looked at."""
        return moment(self.now)

    def step_of_all(self, what: str) -> FollowerStep | None:
        """Give the latest day on which followers fell everywhere and were purged, or only miscounted; else None."""
        return next((step for step in reversed(self.steps_of_all) if step.what == what), None)

    @cached_property
    def judged(self) -> pl.DataFrame:
        """Posts of the last years that are old enough to be judged, in time order; of very many, the newest."""
        recent = (pl.col("ripe") <= self.now) & (pl.col("posted") > self.now - OLDEST_DAYS)
        return self.posts.filter(recent).sort("posted", maintain_order=True).tail(MOST_POSTS)

    @cached_property
    def at(self) -> Floats:
        """Day of each judged post (n,)."""
        return self.judged["posted"].to_numpy()

    def numbers(self, column: str) -> Floats:
        """Give a column of the judged posts as floats (n,), nan where the platform did not say."""
        if column not in self._numbers:
            self._numbers[column] = self.judged[column].cast(pl.Float64).to_numpy()
        return self._numbers[column]

    def has(self, column: str) -> bool:
        """Say whether enough judged posts have a column."""
        return self.judged.height - self.judged[column].null_count() >= FEWEST

    @cached_property
    def counted(self) -> str | None:
        """The column that the record is judged by: likes, or the first other one that is there."""
        return next((name for name in COUNTED if self.has(name)), None)

    @cached_property
    def reached_by(self) -> str | None:
        """The column that tells how many saw a post, None where there is none besides what is counted."""
        return next((name for name in ("reach", "views") if self.has(name) and name != self.counted), None)

    @cached_property
    def dates(self) -> Floats:
        """Days on which something may have begun (k,), each with some posts before and after; rising."""
        at = self.at
        if len(at) < FEWEST:
            return np.empty(0)
        first = max(at[0] + 0.25 * (at[-1] - at[0]), at[FEWEST // 2], self.now - RECENT_DAYS)
        return np.arange(float(at[-FEWEST_AFTER]), first, -BETWEEN_DAYS)[::-1]

    # --- series ---------------------------------------------------------------------------------------------------

    def line(self, name: str) -> Line | None:
        """Give a series by name; None where the record does not have it.

        "likes", "reach", "reach_followers", "reach_others", "liking" (counts per person reached), "echo" (comments,
        shares and saves per like), "plays" (views per person reached), "following" (new followers per other person
        reached), "apart" (others per follower reached), "per_follower" (counts per follower that the account has),
        "own_share" (followers reached per follower that it has): without what formats, hours, partners and advertising
        explain. "raw" and "raw_reach": with it. "formats", "hours", "partners", "advertising": what these explain of
        the counts.
        """
        if name not in self._lines:
            found = self._made(name)
            self._lines[name] = found
        return self._lines[name]

    def steps(self, name: str) -> Sizes | None:
        """Give the size of a step of a series on each of `dates`."""
        if name not in self._steps:
            line = self.line(name)
            told = None if line is None else shapes.fit(line.weeks, shapes.steps(line.at, self.dates))
            self._steps[name] = told
        return self._steps[name]

    def odds(self, name: str, middle: float, spread: float) -> Floats:
        """Give for each of `dates` the log odds of a step of that size in a series; 0 where the series is missing."""
        sizes = self.steps(name)
        return np.zeros(len(self.dates)) if sizes is None else sizes.odds(middle, spread)

    def _made(self, name: str) -> Line | None:
        if name in {"raw", "raw_reach"}:
            value = self._values.get("likes" if name == "raw" else "reach")
            return None if value is None else self._line(value)
        if name in EFFECTS:
            value = self._values.get("likes")
            return None if value is None else self._line(value, "likes", only=name)
        value = self._values.get(name)
        return None if value is None else self._line(value, name)

    def _line(self, value: Floats, name: str | None = None, *, only: str | None = None) -> Line | None:
        """Make a line of the known values: as they are, without the effects of series `name`, or only one of these."""
        known = np.isfinite(value)
        if known.sum() < FEWEST:
            return None
        at, held = self.at[known], value[known]
        if name is not None:
            if name not in self._parts:
                groups = {group: (columns[known], EFFECTS[group]) for group, columns in self._columns.items()}
                self._parts[name] = contributions(held, groups)
            parts = self._parts[name]
            held = held - sum(parts.values()) if only is None else parts[only]
        least = 0.1 if only is None else max(0.1, float(np.std(held)))
        return Line(at, held, shapes.weeks(at, held, least_scatter=least))

    @cached_property
    def _values(self) -> dict[str, Floats]:
        """Log counts of each post, young ones brought to full age; nan where not known."""
        grown = self.numbers("grown")
        count = self.counted
        if count is None:
            return {}
        found = {"likes": _log(self.numbers(count)) - grown}
        if self.reached_by is not None:
            reach = self.numbers(self.reached_by)
            found["reach"] = np.where(reach > 0, _log(reach) - grown, np.nan)
            found["liking"] = found["likes"] - found["reach"]
        if self.reached_by == "reach" and self.has("views"):
            found["plays"] = _log(self.numbers("views")) - _log(self.numbers("reach"))
        own, others, whole = (self.numbers(name) for name in ("reach_followers", "reach_non_followers", "reach"))
        own = np.where(np.isnan(own) & (others <= whole), whole - others, own)
        others = np.where(np.isnan(others) & (own <= whole), whole - own, others)
        if np.isfinite(own).sum() >= FEWEST:
            found["reach_followers"], found["reach_others"] = _log(own) - grown, _log(others) - grown
            found["apart"] = _log(others) - _log(own)
        if self.followers is not None and np.ptp(self.followers[1]) > 0:
            people = np.log(np.interp(self.at, *self.followers))
            found["per_follower"] = found["likes"] - people
            if "reach_followers" in found:
                found["own_share"] = found["reach_followers"] - people
        follows = self.numbers("follows")
        if "reach_others" in found and self.has("follows") and np.nanmedian(follows) >= LEAST_FOLLOWS:
            found["following"] = _log(follows) - _log(others)
        if count == "likes" and np.isfinite(self._echoed).any():
            found["echo"] = _log_ratio(self._echoed, self.numbers(count))
        return found

    @cached_property
    def _echoed(self) -> Floats:
        """What else people did at each post: comments, shares and saves together; nan where nothing is known."""
        parts = np.array([self.numbers(name) for name in ECHO if self.has(name)]).reshape(-1, len(self.at))
        known = np.isfinite(parts)
        return np.where(known.any(axis=0), np.where(known, parts, 0.0).sum(axis=0), np.nan)

    def luck_of_echoes(self) -> Floats:
        """Give for each of `dates` the standard error that chance alone gives to what else people did per like there.

        Of few counts much is chance (Poisson), whatever the scatter of all posts is.
        """
        counts = [np.nan_to_num(np.maximum(one, 0.0)) for one in (self._echoed, self.numbers("likes"))]
        later = [np.array([one[self.at >= date].sum() for date in self.dates.tolist()]) for one in counts]
        return np.asarray(np.sqrt(sum(1 / (one + 1.0) for one in later)))

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        hour = (self.at % 1) * 24
        kinds = self.judged["kind"].fill_null("?")
        known = kinds.unique(maintain_order=True).to_list()
        kind = kinds.to_numpy()
        return {
            "formats": np.column_stack([kind == one for one in known]).astype(np.float64),
            "hours": np.column_stack([np.floor(hour / 4) == i for i in range(6)]).astype(np.float64),
            "weekdays": np.column_stack([(np.floor(self.at) % 7) == i for i in range(7)]).astype(np.float64),
            "partners": self.flags("collab")[:, None].astype(np.float64),
            "advertising": self.flags("paid")[:, None].astype(np.float64),
        }

    def fits(self, name: str, shape: Callable[[Floats], Floats]) -> Sizes | None:
        """Give the sizes of any shapes in a series; `shape` makes of days (n,) the shapes (n, k)."""
        line = self.line(name)
        return None if line is None else shapes.fit(line.weeks, shape(line.at))

    def clearest(
        self, names: tuple[str, ...], shape: Callable[[Floats], Floats], middle: float, spread: float
    ) -> tuple[str, Sizes, Floats]:
        """Give that series, of some, which speaks most for shapes, with their sizes and log odds; the first must exist.

        The choice costs half the log of the number of series, for they tell much the same.
        """
        found = {name: one for name in names if (one := self.fits(name, shape)) is not None}
        odds = {name: one.odds(middle, spread) - 0.5 * np.log(len(found)) for name, one in found.items()}
        best = max(odds, key=lambda name: float(odds[name].max()))
        return best, found[best], odds[best]

    def opposite(self, name: str, other: str, part: float, luck: Floats | float = 0.0) -> Floats:
        """Give for each of `dates` the log odds that a series went up by what another fell there, and not stayed.

        Args:
            part: how much else it may have changed. luck: of each date, the error that chance adds to its step.
        """
        up, down = self.steps(name), self.steps(other)
        if up is None or down is None:
            return np.zeros(len(self.dates))
        up = Sizes(up.size, np.hypot(up.error, luck))
        return up.odds(-np.minimum(down.size, 0.0), np.hypot(down.error, part), beyond=shapes.CHANCE_BEYOND)

    def at_once(self, names: tuple[str, ...], shape: Callable[[Floats], Floats]) -> float:
        """Give by how many log units of likelihood a step on its best day describes a fall better than slow shapes.

        In that series, of some, which holds the largest fall of either kind; 0 where slow shapes describe it better.
        More days are tried than shapes; that is taken off. `shape` makes of days (n,) the slow shapes (n, k).
        """
        largest, ahead = 0.0, 0.0
        for name in names:
            step, slow = self.steps(name), self.fits(name, shape)
            if step is None or slow is None or not len(step.size):
                continue
            once, slowly = (float((0.5 * (np.minimum(one.size, 0) / one.error) ** 2).max()) for one in (step, slow))
            if max(once, slowly) > largest:
                largest, ahead = max(once, slowly), once - slowly - 1.0
        return min(max(ahead, 0.0), SUDDEN)

    def lower(self, first: float, last: float) -> float:
        """Give the log odds that a series is lower from `last` on than before `first`: then the end is not the story.

        Of the series in which that shows most; 0 where none is lower, or no post tells.
        """
        found = [one for one in (self.line(name) for name in LEVELS) if one is not None]
        return max((_fall_between(one.weeks, first, last) for one in found), default=0.0)

    def likeliest(self, name: str, odds: Floats) -> dict[str, Value]:
        """Give the day that speaks most for something, the step of a series there, and what is counted.

        {"at", "percent", "metric"}; a step that the series cannot tell is 0.
        """
        if not len(self.dates):
            return {"at": moment(self.now), "percent": 0.0, "metric": self.counted}
        place, sizes = int(np.argmax(odds)), self.steps(name)
        known = sizes is not None and sizes.error[place] < UNTOLD
        size = float(sizes.size[place]) if sizes is not None and known else 0.0
        return {"at": moment(float(self.dates[place])), "percent": percent(size), "metric": self.counted}

    # --- facts ----------------------------------------------------------------------------------------------------

    def flags(self, column: str) -> Flags:
        """Give a yes-or-no column of the judged posts (n,); where it is not said, no."""
        return np.asarray(np.nan_to_num(self.numbers(column)) > 0, dtype=np.bool_)

    def share_odds(self, values: Floats, *, rises: bool) -> Floats:
        """Give for each of `dates` the log odds that a share (0 or 1 a judged post) rose or fell from then on."""
        return shapes.share_odds(self.at, values, self.dates, rises=rises)

    @cached_property
    def unusual_hours(self) -> Floats:
        """1 for judged posts at a time of day at which the account hardly ever posted before `dates`, else 0."""
        hour = (self.at % 1) * 24
        first = self.dates[0] if len(self.dates) else self.now
        old = hour[self.at < first]
        if len(old) < FEWEST:
            return np.zeros(len(hour))
        clock = np.sort(np.concatenate([old - 24, old, old + 24]))  # the day before and after: hours go round
        after = np.searchsorted(clock, hour + LOUD_HOURS / 2, side="right")
        near = (after - np.searchsorted(clock, hour - LOUD_HOURS / 2, side="left")) / len(old)
        return np.asarray(near < 0.4 * LOUD_HOURS / 24, dtype=np.float64)

    @cached_property
    def pace(self) -> Line | None:
        """Log posts a week, in spans long enough to hold some posts."""
        posted = np.sort(self.posts["posted"].to_numpy())
        if len(posted) < FEWEST:
            return None
        usual = len(posted) / max(posted[-1] - posted[0], 1.0)
        span = float(np.clip(3.0 / usual, 7.0, 28.0))
        edges = np.arange(self.now, posted[0], -span)[::-1]
        if len(edges) < 8:
            return None
        count = np.histogram(posted, edges)[0]
        value = np.log((count + 0.5) / (usual * span))
        at = edges[:-1] + span / 2
        # posts come by chance: the log of a count has about one over the count as its variance
        return Line(at, value, shapes.weeks(at, value, least_scatter=float(1 / np.sqrt(usual * span + 0.5))))

    def pace_odds(self, middle: float, spread: float) -> Floats:
        """Give for each of `dates` the log odds that posts came so much more or less often from then on."""
        line = self.pace
        if line is None:
            return np.zeros(len(self.dates))
        return shapes.fit(line.weeks, shapes.steps(line.at, self.dates)).odds(middle, spread)

    def flow(self, column: str) -> Line | None:
        """Give the log of the followers gained ("follows") or lost ("unfollows") a week, None where not counted."""
        table = self.days.filter(pl.col(column) >= 0, pl.col("day").is_not_null()).sort("day")
        if table.height < FEWEST * 7:
            return None
        day = table["day"].cast(pl.Int32).cast(pl.Float64).to_numpy()
        week = np.floor((day - day[-1]) / 7).astype(np.int64)
        number, block, n = np.unique(week, return_inverse=True, return_counts=True)
        people = np.bincount(block, weights=table[column].cast(pl.Float64).to_numpy()) / n * 7
        at, value = day[-1] + 7 * number + 3.5, np.log(people + 0.5)
        keep = n >= 4
        return Line(at[keep], value[keep], shapes.weeks(at[keep], value[keep])) if keep.sum() >= FEWEST else None

    @cached_property
    def followers(self) -> tuple[Floats, Floats] | None:
        """Days and followers counted on them, rising; from the days, else as they stood beside the posts."""
        table = self.days.filter(pl.col("followers") > 0, pl.col("day").is_not_null()).sort("day")
        if table.height >= FEWEST:
            return table["day"].cast(pl.Int32).cast(pl.Float64).to_numpy(), table["followers"].cast(
                pl.Float64
            ).to_numpy()
        beside = self.posts.filter(pl.col("followers") > 0).sort("posted")
        if beside.height < FEWEST:
            return None
        return beside["posted"].to_numpy(), beside["followers"].cast(pl.Float64).to_numpy()


def _fall_between(week: Weeks, first: float, last: float) -> float:
    parts = [(week.day < first) & (week.day >= first - BEFORE_DAYS), week.day >= last]
    if not all(part.any() for part in parts):
        return 0.0
    n = np.array([week.posts[part].sum() for part in parts])
    before, after = (float(np.average(week.value[part], weights=week.posts[part])) for part in parts)
    error = np.sqrt(week.scatter**2 * (1 / n).sum() + week.wander**2)
    return max(0.0, float(Sizes(np.array([after - before]), np.array([error])).odds(*FALL)[0]))


def _log_ratio(some: Floats, others: Floats) -> Floats:
    """Give the log of one count per other of each post, drawn towards that of all posts by a count as small as one.

    Nothing is added to both alike: 0 of 1 is no larger a share than 3 of 13.
    """
    known = (some >= 0) & (others >= 0)
    some, others = (np.where(known, one, np.nan) for one in (some, others))
    usual = (some[known].sum() + 1.0) / (others[known].sum() + 1.0)
    return np.asarray(np.log(some + 1.0) - np.log(others + 1.0 / usual))


def _log(count: Floats) -> Floats:
    return np.log(np.where(count >= 0, count, np.nan) + 0.5)
