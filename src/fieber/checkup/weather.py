"""Is it only you, or everyone? A change held against what other accounts had over the same days.

The factor of the others is taken off each post of the account, and the rest goes through the very test that the
account's own numbers go through: what is left is its own, with an interval that holds the others' uncertainty too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TYPE_CHECKING, cast

import numpy as np

from fieber.checkup.weather_table import steepness, table_of
from fieber.model.tables import KIND_NUMBERS
from fieber.stats import cohort, thermometer
from fieber.stats.cohort import Estimate, Summed
from fieber.stats.normal import NORMAL_95, normal_deviate, upper_tail
from fieber.stats.told import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.checkup.series import Sample
    from fieber.checkup.weather_table import Cells, WeatherTable
    from fieber.model.reading import Reading
    from fieber.stats.thermometer import Course
    from fieber.stats.told import Told

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SPAN_DAYS = 7.0
SPANS_BEFORE = 60  # weeks before the date: the thermometer compares with levels up to 52 weeks back
FEWEST_PEERS = 20  # accounts of the same input that make a weather: DESIGN.md section 8
FEWEST_TOLD_PEERS = 8  # of a roster that was given as one: fewer say nothing robust, three own falls would be half
FEWEST_OF_FORMAT = 8  # accounts with a format before its own deviation is looked at
SHORTEST_MEMORY = 8.0  # posts that a level rests on at least
NEAR_SPANS, SIDE_SPANS = 8, 8  # weeks around a found date in which a common break is looked for, and on its two sides
BREAK_DEVIATE, BREAK_SIZE = 5.0, 0.1  # seventeen weeks of search: one in 100,000 by chance; and a tenth
BREAK_DAYS = (-3.0, -1.0, 0.0, 1.0, 3.0)  # from the week to the day, nearly
MOST_KEPT = 2_000  # factors, each of a tenth of a megabyte: every day of a year for some metrics
LEVEL_SPANS = 26.0  # weeks before the date in which a format's level is read


@dataclass(frozen=True, slots=True)
class Peers:
    """Whom an account is compared with: a table, without the account itself, and how many it takes.

    table: the roster. at_least: accounts with posts before and after the date. is_told: given as a roster, not merely
    other accounts of the same input.
    """

    table: WeatherTable
    at_least: int = FEWEST_TOLD_PEERS
    is_told: bool = True
    # by metric, platform, day, moment of knowing, and who is left out: the factor of the others
    kept: dict[tuple[object, ...], Around | None] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Net:
    """A change with and without the weather, in log units.

    weather: of the others over the account's own posts. own: the account's own test without it, its interval and p
    widened by the weather's error; None where the account has too few posts for a test.
    """

    weather: Estimate
    own: Told | None
    offset: float


@dataclass(frozen=True, slots=True)
class Question:
    """One account's change: its series, when each entry was posted, and which of them are judged.

    posted: (n,) days since 1970. posts: the last so many entries are judged. date: from which day on.
    kinds: (n,) index in KINDS or −1.
    """

    sample: Sample
    posted: Floats
    kinds: Ints
    posts: int
    date: float
    now: float


def peers_within(reading: Reading) -> dict[str | None, Peers]:
    """Give the accounts of an input as peers of each other, by platform; only where there are enough of them."""
    if not reading.is_dated:
        return {}
    owners = reading.posts.select("account", "platform").unique()
    crowded = [
        cast("str | None", platform)
        for (platform,), accounts in owners.group_by("platform")
        if accounts.height > FEWEST_PEERS
    ]
    table = table_of(reading) if crowded else None
    return {} if table is None else {platform: Peers(table, FEWEST_PEERS, is_told=False) for platform in crowded}


def net_of_weather(question: Question, peers: Peers, *, account: str, platform: str | None) -> Net | int:
    """Take the weather off a change; the number of comparable accounts where these are too few.

    Args:
        question: the change. account, platform: whose it is; its rows in the roster take no part.
    """
    found = _around(question, peers, question.date, account=account, platform=platform)
    if found is None:
        return 0
    if found.accounts < peers.at_least:
        return found.accounts
    week, at_posts = _beyond(question, found)
    series = question.sample.series
    # the factor is of log x; on the scale of the series small counts move less
    slope = steepness(float(np.median(series.value)), series.offset)
    net = replace(series, value=series.value - slope * (at_posts - float(at_posts[-1])))  # on the scale of today
    course = thermometer.take(net, np.array([question.now]), prior=question.sample.prior)
    estimate = _over_posts(question, found, week, at_posts, course)
    return Net(estimate, _own(course, question.posts, slope * estimate.error), series.offset)


@dataclass(frozen=True, slots=True)
class Around:
    """The others' factor in weeks around a date, and how formats went beyond it after the date.

    before: weeks before the date. formats: by index of KINDS, deviation (shrunk) and error. accounts: those seen both
    before and after.
    """

    factor: Summed
    date: float
    before: int
    formats: dict[int, Estimate]
    accounts: int

    def place(self, day: Floats) -> Ints:
        """Give the week of each day; what lies beyond the first is in the first."""
        week = np.floor((day - self.date) / SPAN_DAYS).astype(np.int64) + self.before
        return np.clip(week, 0, len(self.factor.level) - 1)


def _around(question: Question, peers: Peers, date: float, *, account: str, platform: str | None) -> Around | None:
    """Give the others' factor around a date; the last ones are kept for the next question about the same day."""
    metric = question.sample.metric.name
    cells = peers.table.cells(metric, platform)
    own = cells.places.get(account.casefold(), [])  # a handle is the same whatever its capitals
    key = (metric, platform, float(np.floor(date)), question.now, *own)
    if key not in peers.kept:
        found = factor_at(cells, ~np.isin(cells.owner, own), date, question.now)
        if len(peers.kept) >= MOST_KEPT:
            del peers.kept[next(iter(peers.kept))]
        peers.kept[key] = found
    return peers.kept[key]


def factor_at(cells: Cells, others: NDArray[np.bool_], date: float, now: float) -> Around | None:
    """Find the others' factor around a date, knowing only what could be judged by now; None without any of them.

    Args:
        cells: of one metric and platform. others: (n,) the cells that take part.
        date, now: days since 1970.
    """
    start = np.floor(date)
    known = others & (cells.ripe <= now) & (cells.day >= start - SPANS_BEFORE * SPAN_DAYS) & (cells.day <= now)
    if not known.any() or now < start:
        return None
    day, owner = cells.day[known], cells.owner[known]
    before = max(1, int(np.ceil((start - day.min()) / SPAN_DAYS)))
    spans = before + int((now - start) // SPAN_DAYS) + 1
    week = np.floor((day - start) / SPAN_DAYS).astype(np.int64) + before
    shape = (len(cells.names), spans)
    place = owner * spans + week
    count, total = (
        np.bincount(place, weights=values[known], minlength=shape[0] * spans).astype(np.float64).reshape(shape)
        for values in (cells.posts, cells.posts * cells.mean)
    )
    took_part = (count[:, :before] > 0).any(axis=1) & (count[:, before:] > 0).any(axis=1)
    rows = np.flatnonzero((count > 0).any(axis=1))
    seen = count[rows]
    found = cohort.factor(total[rows] / np.maximum(seen, 1), seen, cells.scatter[rows], before)
    off = cells.mean[known] - found.level[week]
    formats = _formats(cells, known, off, week >= before, start)
    return Around(cohort.summed(found), float(start), before, formats, int(took_part.sum()))


def common_break(
    question: Question, peers: Peers, *, account: str, platform: str | None, weeks: int = NEAR_SPANS
) -> float:
    """Give the day near the question's date on which the others changed most, if they clearly did; else that date.

    A date that a scan found lies where the account's own ups and downs are lowest; the others' day is free of that.
    """
    date = question.date
    found = _around(question, peers, date, account=account, platform=platform)
    if found is None or found.accounts < peers.at_least:
        return date
    last = min(len(found.factor.level) - 1, found.before + weeks)
    tried = np.arange(max(2, found.before - weeks), last + 1)
    deviates = [_deviate_at(found, int(week)) for week in tried]
    if not deviates or max(deviates) < BREAK_DEVIATE:
        return date
    day = found.date + SPAN_DAYS * (int(tried[int(np.argmax(deviates))]) - found.before)
    again = {
        day + shift: _around(question, peers, day + shift, account=account, platform=platform) for shift in BREAK_DAYS
    }
    return max(again, key=lambda at: 0.0 if (one := again[at]) is None else _deviate_at(one, one.before))


def _deviate_at(found: Around, week: int) -> float:
    """Give by how many errors the weeks from one on differ from those before it; 0 where it is less than a tenth."""
    shares = found.factor.contrast(slice(max(0, week - SIDE_SPANS), week), slice(week, week + SIDE_SPANS))
    if shares is None:
        return 0.0
    step = abs(float(shares @ found.factor.level))
    if step < BREAK_SIZE:  # most weeks: their error is not asked for
        return 0.0
    return step / max(found.factor.error(shares)[0], 1e-9)


def _formats(
    cells: Cells, known: NDArray[np.bool_], off: Floats, after: NDArray[np.bool_], date: float
) -> dict[int, Estimate]:
    """Find how far each format went beyond the factor after the date, drawn towards it by its uncertainty."""
    owner, kind, posts, day = cells.owner[known], cells.kind[known], cells.posts[known], cells.day[known]
    a, total, lately = len(cells.names), posts * off, day >= date - LEVEL_SPANS * SPAN_DAYS
    kinds, values, errors, counts = [], [], [], []
    for number in np.flatnonzero(np.bincount(kind[kind >= 0])):
        own = kind == number
        late, early = np.flatnonzero(own & after), np.flatnonzero(own & ~after & lately)
        n_late, n_early = (np.bincount(owner[part], weights=posts[part], minlength=a) for part in (late, early))
        both = (n_late > 0) & (n_early > 1)
        if both.sum() < FEWEST_OF_FORMAT:
            continue
        sums = [np.bincount(owner[part], weights=total[part], minlength=a)[both] for part in (late, early)]
        change = sums[0] / n_late[both] - sums[1] / n_early[both]
        variance = cells.scatter[both] ** 2 * (1 / n_late[both] + 1 / n_early[both])
        value, error = cohort.deviation(change, variance)
        kinds.append(int(number))
        values.append(value)
        errors.append(error)
        counts.append(int(both.sum()))
    if len(kinds) < 2:  # one format alone is what the factor is made of
        return {}
    drawn = cohort.shrunk(np.array(values), np.array(errors))
    share = np.divide(drawn, values, out=np.zeros(len(kinds)), where=np.array(values) != 0)
    return {
        number: Estimate(float(value), float(part * error), n)
        for number, value, part, error, n in zip(kinds, drawn, share, errors, counts, strict=True)
    }


def _beyond(question: Question, found: Around) -> tuple[Ints, Floats]:
    """Give the week of each entry, and the others' factor at it with what its format had beyond."""
    week = found.place(np.floor(question.posted))
    beyond = np.zeros(len(week))
    for number, one in found.formats.items():
        beyond[(question.kinds == number) & (week >= found.before)] = one.value
    return week, found.factor.level[week] + beyond


def _over_posts(question: Question, found: Around, week: Ints, at_posts: Floats, course: Course) -> Estimate:
    """Give the change of the others over the account's own posts, against the stretch that its own level remembers."""
    n, before = len(week), len(week) - question.posts
    weights = np.full(n, 1 / question.posts)
    if before:
        weights[:before] = -_memory(course, before)
    else:
        weights -= 1 / n  # nothing of its own before: there is no change over its posts
    shares = np.bincount(week, weights=weights, minlength=len(found.factor.level)).astype(np.float64)
    error, _ = found.factor.error(shares)
    square = error**2
    for number, one in found.formats.items():
        square += (float(weights[(question.kinds == number) & (week >= found.before)].sum()) * one.error) ** 2
    return Estimate(float(weights @ at_posts), sqrt(square), found.accounts)


def _memory(course: Course, before: int) -> Floats:
    """Weights of the posts before the date, oldest first: as many count as the account's own level rests on."""
    variance = float(course.memory.middle_variance[min(before, course.counted)])  # in variances of one post
    posts = max(SHORTEST_MEMORY, 1 / max(variance, 1e-6))
    weights = ((posts - 1) / (posts + 1)) ** np.arange(before - 1, -1, -1.0)
    return np.asarray(weights / weights.sum())


def _own(course: Course, posts: int, weather_error: float) -> Told | None:
    """Test what is left without the weather; interval and p are widened by the weather's error."""
    tested = told(course, posts)
    if tested is None:
        return None
    spread = max((tested.high - tested.low) / (2 * NORMAL_95), 1e-6)
    wider = sqrt(1 + (weather_error / spread) ** 2)
    return replace(
        tested,
        p=upper_tail(normal_deviate(min(max(tested.p, 1e-12), 1 - 1e-12)) / wider),
        low=tested.median - (tested.median - tested.low) * wider,
        high=tested.median + (tested.high - tested.median) * wider,
    )


def kinds_of(names: Sequence[str | None]) -> Ints:
    """Give the index in KINDS of each format, −1 where it is not known."""
    return np.array([KIND_NUMBERS.get(name or "", -1) for name in names], dtype=np.int64)
