"""Simulated accounts, half with a step: intervals, P(drop), onset, and the loss that could have been seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.simulate.worlds import HEALTHY, Patient, World, patient, series
from fieber.stats import temperature, thermometer
from fieber.stats.percent import change_percent
from fieber.stats.told import onset, told
from fieber.trial.chance import generator, seed_of
from fieber.trial.healthy import FEVER
from fieber.trial.store import Job, blocks
from fieber.trial.treatments import thinned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.stats.thermometer import Course
    from fieber.trial.sizes import Sizes

    Floats = NDArray[np.float64]

SMALLEST_STEP = 0.3  # steps are log-uniform from here to 1
POSTS = 400  # expected length of a history; fewer where ten years hold fewer, more where half a year holds more
YEARS = (0.5, 10.0)
AFTER = (8, 60)  # posts since the step, log-uniform; at most a quarter of the history
BEFORE = 100  # posts that the true level of the window is held against
MIN_POSTS = 60
DROP = 0.9

INTERVALS = ("percent", "low", "high", "truth", "p_drop")
SCHEMA = {
    "world": pl.String,
    **dict.fromkeys(("account", "after", "window", "onset_error"), pl.Int64),
    **dict.fromkeys(("factor", "p", "told_p", "detectable"), pl.Float64),
    **{f"{name}_{column}": pl.Float64 for name in ("told", "scan") for column in INTERVALS},
    **dict.fromkeys(("told_real", "scan_real", "seen_next", "seen_same"), pl.Boolean),
}


def jobs(sizes: Sizes) -> list[Job]:
    """Give the work: every world alike."""
    return [
        Job("changes", f"{world.name}-{start}", judge, (world, start, stop))
        for world in HEALTHY
        for start, stop in blocks(sizes.change_accounts, 4 * sizes.block)
    ]


def judge(world: World, start: int, stop: int) -> pl.DataFrame:
    """Judge accounts `start` … `stop`, every second one with a step; one row an account."""
    rows = []
    for number in range(start, stop):
        random = generator("changes", world.name, number)
        account = _account(world, number)
        if len(account.days) < MIN_POSTS:
            continue
        case = _draw(account, number, random)
        rows.append({"world": world.name, "account": number} | _judged(case) | _could_see(account, case, random))
    return pl.DataFrame(rows, schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class Case:
    """An account as it is read: its first `seen` posts, the last `after` of them with `factor` of their likes."""

    account: Patient
    likes: NDArray[np.int64]
    factor: float
    seen: int
    after: int

    def course(self) -> Course:
        """Take the temperature on the day on which the last post can be judged."""
        whole = series(self.account, self.likes)
        part = slice(0, self.seen)
        cut = thermometer.Series(whole.value[part], whole.when[part], whole.codes[part], whole.params)
        return thermometer.take(cut, cut.when[-1:])

    def true_level(self) -> Floats:
        """Log level of each seen post, the step in it."""
        level = self.account.level[: self.seen].copy()
        level[self.seen - self.after :] += np.log(self.factor)
        return level


def _account(world: World, number: int) -> Patient:
    years = float(np.clip(POSTS / (world.posts_per_week * temperature.WEEKS_PER_YEAR), *YEARS))
    return patient(world, years=years, seed=seed_of("changes", number) % 2**32)


def _draw(account: Patient, number: int, random: np.random.Generator) -> Case:
    """Leave the last posts unseen: they are the future in which `_could_see` looks."""
    future = min(AFTER[1], len(account.days) // 4)
    seen = len(account.days) - future
    after = round(float(np.exp(random.uniform(np.log(AFTER[0]), np.log(future)))))
    factor = float(np.exp(random.uniform(np.log(SMALLEST_STEP), 0.0))) if number % 2 else 1.0
    likes = thinned(account.likes, factor, slice(seen - after, seen), random=random)
    return Case(account, likes, factor, seen, after)


def _judged(case: Case) -> dict[str, object]:
    course = case.course()
    window = int(course.window[-1])
    found = told(course, case.after)
    row: dict[str, object] = {"factor": case.factor, "after": case.after, "window": window, "p": float(course.p[-1])}
    # level after ÷ level that the account would have had: the step, as far as the described window has it
    share = min(window, case.after) / window if window else 0.0
    row |= _interval("scan", course, (course.median[-1], course.low[-1], course.high[-1]), course.level[-1])
    row |= {"scan_truth": 100 * (case.factor**share - 1), "scan_p_drop": float(course.p_drop[-1])}
    row |= {"scan_real": _is_drop(case, window), "told_real": _is_drop(case, case.after)}
    if found is not None:
        row |= _interval("told", course, (found.median, found.low, found.high), found.level)
        row |= {"told_truth": 100 * (case.factor - 1), "told_p_drop": found.p_drop, "told_p": found.p}
    row["onset_error"] = None
    if course.p[-1] <= 4 * FEVER and course.median[-1] < 0:
        first, _, _ = onset(course, window, min(float(course.median[-1]), -0.05))
        row["onset_error"] = abs(first - (case.seen - case.after))
    return row


def _interval(name: str, course: Course, steps: tuple[float, float, float], level: float) -> dict[str, float]:
    percents = change_percent(np.array(steps), np.full(3, level), course.series.offset)
    return dict(zip((f"{name}_percent", f"{name}_low", f"{name}_high"), percents.tolist(), strict=True))


def _is_drop(case: Case, window: int) -> bool | None:
    """Whether the mean true level of the window is at most 0.9 of that of the (up to) 100 posts before."""
    if window < 1 or case.seen - window < 1:
        return None
    level = np.exp(case.true_level())
    before = level[max(0, case.seen - window - BEFORE) : case.seen - window]
    return bool(level[case.seen - window :].mean() <= DROP * before.mean())


def _could_see(account: Patient, case: Case, random: np.random.Generator) -> dict[str, object]:
    """Give the next posts, as many as the described window has, a loss of `detectable`: is it seen with the last one?

    Only for accounts without a step. The window that stands out was chosen for being low, so a loss on top of it is
    found too often: `seen_same` has that for comparison, `seen_next` is the fair one.
    """
    nothing: dict[str, object] = {"detectable": None, "seen_next": None, "seen_same": None}
    course = case.course()
    window = int(course.window[-1])
    if case.factor < 1 or not np.isfinite(course.detectable[-1]) or not 0 < window <= len(account.days) - case.seen:
        return nothing
    level, offset = course.level[-1], course.series.offset
    loss = float(change_percent(course.detectable[-1:], np.array([level]), offset)[0])
    if loss <= -100.0:
        return nothing
    found: dict[str, object] = {"detectable": loss}
    for name, seen in (("seen_next", case.seen + window), ("seen_same", case.seen)):
        likes = thinned(account.likes, 1 + loss / 100, slice(seen - window, seen), random=random)
        p = Case(account, likes, 1 + loss / 100, seen, window).course().p[-1]
        found[name] = bool(p <= FEVER)
    return found
