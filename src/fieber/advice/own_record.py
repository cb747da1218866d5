"""What the account's own posts say about its choices: hour, weekday, format, rhythm; adjusted and shrunk.

Each choice is held against the account's present mix, with everything else left as it is (`stats.choices`). What is
recommended has a record of its own, is better by six to one, and is never simply "more".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import expm1, log
from typing import TYPE_CHECKING

import numpy as np

from fieber.advice.choice import KINDS, Choice
from fieber.stats.choices import Factor, design, gains, posts_to_tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.advice.choice import ChoiceName
    from fieber.stats.choices import Design, Gain

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

MIN_POSTS = 30  # with fewer no cell has the posts that it needs
NEWEST_POSTS, NEWEST_DAYS = 600, 730.0  # older habits say little about today's audience
HABIT_DAYS, HABIT_POSTS = 182.0, 100  # the present mix: half a year, or so many posts where these are fewer
OWN_POSTS = 8  # posts that a choice must have had to be recommended: its own scatter is not known with fewer
OWN_PER_HOUR = 2
SURE = 0.85  # probability that it is better at all; where nothing differs, one account in twenty gets there
WORTH = log(1.03)  # less is not worth a change of habits
WINDOWS = (1, 2, 3)  # hours that may be recommended together
STAND_OUT = (1, 2, 3, 4)  # hours that may stand out together
NEAR_HOURS = 2.0  # hours within which effects resemble each other, where all differ
CROWDS = (1, 2, 3, 4, 6, 9, 14)  # posts within seven days from which on a week is fuller


@dataclass(frozen=True, slots=True)
class Record:
    """Posts by time, as the thermometer counts them.

    value: (n,) log values without season. day: (n,) days since 1970 at which they were posted, UTC. hour, weekday:
    (n,) on the account's own clock, Monday is 0; -1 where no hour is known. kind: n names or None. is_special: (s, n)
    collaborations and the like, whose effects are taken out.
    """

    value: Floats
    day: Floats
    hour: Whole
    weekday: Whole
    kind: Sequence[str | None]
    is_special: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice and what to expect of it against the present mix, in percent with a 90 % interval.

    posts: how many such posts there were. posts_needed: until a trial can tell.
    """

    choice: Choice
    percent: float
    low: float
    high: float
    p_better: float
    posts: int
    posts_needed: int


def options(record: Record, now: float) -> tuple[Option, ...]:
    """Give what is probably better than the present mix, at most one option a choice, the surest first.

    Args:
        record: the account's posts. now: days since 1970.
    """
    record = _newest(record, now)
    n = len(record.value)
    if n < MIN_POSTS:
        return ()
    formats = [kind for kind in dict.fromkeys(record.kind) if kind is not None]
    kinds = np.array([-1 if kind is None else formats.index(kind) for kind in record.kind], dtype=np.intp)
    choices = [_hours(record.hour), _weekdays(record.weekday), _formats(kinds, formats), _rhythm(record.day)]
    asked = [(factor, told) for factor, told in choices if len(np.unique(factor.cell[factor.cell >= 0])) > 1]
    factors = [factor for factor, _ in asked] + [_special(one) for one in record.is_special if one.any()]
    if not factors:
        return ()
    fit = design(record.value, factors, noisy=kinds)
    recent = record.day >= now - HABIT_DAYS
    recent[-HABIT_POSTS:] = True
    found = [_best(fit, factors, place, told, recent) for place, (_, told) in enumerate(asked)]
    rate = float(recent.sum()) / max((now - float(record.day[recent][0])) / 7, 1.0)
    kept = [one for one in found if one is not None and _is_worth_it(one, rate)]
    return tuple(sorted(kept, key=lambda option: -option.low))


def others_out(record: Record, before: float, *, kept: ChoiceName) -> Floats:
    """Give the values without the effects of all choices but one, as the posts before a day tell them; (n,).

    Args:
        record: the account's posts. before: days since 1970. kept: the choice whose effect stays in.
    """
    past = np.flatnonzero(record.day <= before)
    if len(past) < MIN_POSTS:
        return record.value
    formats = [kind for kind in dict.fromkeys(record.kind) if kind is not None]
    kinds = np.array([-1 if kind is None else formats.index(kind) for kind in record.kind], dtype=np.intp)
    named: list[tuple[ChoiceName, Factor]] = [
        ("hour", _hours(record.hour)[0]),
        ("weekday", _weekdays(record.weekday)[0]),
        ("kind", _formats(kinds, formats)[0]),
        ("per_week", _rhythm(record.day)[0]),
    ]
    # what is tried is in the fit, so that the others are told apart from it, but is not taken out
    is_out = [*(name != kept for name, factor in named if factor.targets.shape[1]), *(True for _ in record.is_special)]
    factors = [*(factor for _, factor in named if factor.targets.shape[1]), *map(_special, record.is_special)]
    fit = design(record.value[past], [replace(one, cell=one.cell[past]) for one in factors], noisy=kinds[past])
    rest = record.value.copy()
    for out, factor, own in zip(is_out, factors, fit.columns, strict=True):
        if out:
            rest -= np.append(fit.mean[own], 0.0)[factor.cell]
    return rest


def record_scatter(record: Record, now: float) -> float | None:
    """Give the noise of a post after all that is known of it, log units; None where there are too few posts."""
    record = _newest(record, now)
    if len(record.value) < MIN_POSTS // 2:
        return None
    formats = list(dict.fromkeys(record.kind))
    kinds = np.array([formats.index(kind) for kind in record.kind], dtype=np.intp)
    factor, _ = _formats(kinds, [kind or "" for kind in formats])
    return design(record.value, [factor], noisy=kinds).scatter


def _newest(record: Record, now: float) -> Record:
    kept = np.flatnonzero(record.day >= now - NEWEST_DAYS)[-NEWEST_POSTS:]
    return Record(
        record.value[kept],
        record.day[kept],
        record.hour[kept],
        record.weekday[kept],
        [record.kind[i] for i in kept.tolist()],
        record.is_special[:, kept],
    )


def _best(
    fit: Design, factors: Sequence[Factor], place: int, told: Sequence[Choice], recent: NDArray[np.bool_]
) -> Option | None:
    """The target that is surest to be better, if it is sure enough."""
    if not len(told):
        return None
    best: Gain = gains(fit, factors, place, recent=recent)[0]
    if best.p_better < SURE or best.median < WORTH:
        return None
    weights = factors[place].targets[best.target]
    cell = factors[place].cell
    is_so = (cell >= 0) & (np.append(weights, 0.0)[cell] > 0)
    # a trial holds such posts against all others, not against a mix that has some of them in it
    others = max(1 - float(is_so[recent].mean()), 0.1)
    return Option(
        choice=told[best.target],
        percent=100 * expm1(best.median),
        low=100 * expm1(best.low),
        high=100 * expm1(best.high),
        p_better=best.p_better,
        posts=int(is_so.sum()),
        posts_needed=posts_to_tell(best.median / others, fit.scatter),
    )


def _is_worth_it(option: Option, per_week: float) -> bool:
    """Fewer posts are advised only where all of them together bring no less; more are never advised."""
    if option.choice.name != "per_week":
        return True
    fewer = option.choice.first
    return fewer < per_week and (1 + option.percent / 100) * fewer >= per_week


def _hours(hour: Whole) -> tuple[Factor, list[Choice]]:
    around = np.abs(np.arange(24)[:, None] - np.arange(24))
    around = np.minimum(around, 24 - around)
    near = 0.1 * np.eye(24) + 0.9 * np.exp(-0.5 * (around / NEAR_HOURS) ** 2)
    law, turn = np.linalg.eigh(near)
    near = (turn * np.maximum(law, 1e-6)) @ turn.T  # a circle bends the law of a line a little below zero
    patterns = np.array([_window(first, width) for width in STAND_OUT for first in range(24)], dtype=np.float64)
    made = np.bincount(hour[hour >= 0], minlength=24)
    targets, told = [], []
    for width in WINDOWS:
        for first in range(24):
            window = _window(first, width)
            if made[window].min() >= OWN_PER_HOUR and made[window].sum() >= OWN_POSTS:
                targets.append(window / width)
                told.append(Choice("hour", first, (first + width - 1) % 24 + 1))
    return Factor(hour, 0.2, patterns, (np.eye(24), near), _rows(targets, 24), 0.7), told


def _window(first: int, width: int) -> NDArray[np.bool_]:
    inside = np.zeros(24, dtype=np.bool_)
    inside[[(first + i) % 24 for i in range(width)]] = True
    return inside


def _weekdays(weekday: Whole) -> tuple[Factor, list[Choice]]:
    made = np.bincount(weekday[weekday >= 0], minlength=7)
    days = [day for day in range(7) if made[day] >= OWN_POSTS]
    patterns = np.vstack([np.eye(7), [0, 0, 0, 0, 0, 1, 1]])
    return Factor(weekday, 0.08, patterns, (np.eye(7),), np.eye(7)[days], 0.2), [Choice("weekday", d) for d in days]


def _formats(kinds: Whole, names: Sequence[str]) -> tuple[Factor, list[Choice]]:
    made = np.bincount(kinds[kinds >= 0], minlength=len(names))
    good = [place for place, name in enumerate(names) if name in KINDS and made[place] >= OWN_POSTS]
    eye = np.eye(len(names))
    told = [Choice("kind", kind=names[place]) for place in good]
    return Factor(kinds, 0.63, eye, (eye,), eye[good], 0.8), told


def _rhythm(day: Floats) -> tuple[Factor, list[Choice]]:
    """How full the seven days before each post were; only emptier weeks than the full ones may be recommended."""
    within = np.arange(1, len(day) + 1) - np.searchsorted(day, day - 7.0)
    cell = (np.searchsorted(CROWDS, within, side="right") - 1).astype(np.intp)
    cells = len(CROWDS)
    made = np.bincount(cell, minlength=cells)
    patterns = np.array([np.arange(cells) >= first for first in range(1, cells)], dtype=np.float64)
    good = [place for place in range(cells - 1) if made[place] >= OWN_POSTS]
    told = [Choice("per_week", CROWDS[place]) for place in good]
    return Factor(cell, 0.15, patterns, (np.eye(cells),), np.eye(cells)[good], 0.4), told


def _special(is_special: NDArray[np.bool_]) -> Factor:
    """Collaborations and the like are not chosen freely: their effect is only taken out."""
    cell = np.where(is_special, 0, -1).astype(np.intp)
    return Factor(cell, 0.3, np.zeros((0, 1)), (np.eye(1),), np.zeros((0, 1)))


def _rows(targets: list[Floats], width: int) -> Floats:
    return np.array(targets) if targets else np.zeros((0, width))
