"""The figures of the ledger, from closed cases: of one manager's own, or of all of the desk without small cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.desk.cases.models import DISTRESS, Case, Outcome
from fieber.desk.ledger.models import Forecast
from fieber.desk.letters.numbers import median_with_interval
from fieber.desk.rights.cells import Cell, counted, told
from fieber.desk.words import day_of
from fieber.stats.forecasts import Brier, Share, Step, brier, calibration, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from fieber.desk.cases.models import Cases
    from fieber.desk.people.models import Person

WORSE = -10.0  # percent: a tenth less is what fieber calls a loss anywhere else
FEWEST_FOR_MEDIAN = 5  # with fewer, no interval of a median holds 90 %
PROBABILITIES = (Forecast.Sort.DROP, Forecast.Sort.CAUSE, Forecast.Sort.MILESTONE)


@dataclass(frozen=True, slots=True)
class One:
    """A closed case, as the ledger sees it. account: its number, a negative one of its own where it has none."""

    pk: UUID
    account: int
    kind: str
    closed_at: datetime
    outcome: str
    was_tried: bool | None
    explainers: tuple[str, ...]
    advice: str
    said: tuple[tuple[float, bool], ...]  # probabilities, and whether it came
    level: float | None  # the usual post later, in percent of that before
    outlooks: tuple[tuple[float, float, float, float], ...]  # low, middle, high, and what came

    @property
    def month(self) -> str:
        """The month in which it was closed."""
        return f"{day_of(self.closed_at):%Y-%m}"


@dataclass(frozen=True, slots=True)
class Fears:
    """How the fears of some cases ended: a share for each outcome; and how good the probabilities were there."""

    name: str
    n: int
    shares: tuple[Share, ...]  # in the order of Outcome
    brier: Brier | None


@dataclass(frozen=True, slots=True)
class Helped:
    """How accounts went on after something was said: the change of the usual post against before it, percent.

    name: of the advice or explainer. tried: as somebody noted; None: nobody knows. worse: a tenth less, or lower.
    """

    name: str
    tried: bool | None
    n: int
    middle: float | None
    low: float | None
    high: float | None
    worse: Share


@dataclass(frozen=True, slots=True)
class Outlooks:
    """How often what came lay in the 80 % intervals of followers, and how far off the middle was, in percent."""

    inside: Share
    off: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that the page shows."""

    total: Fears | None
    kinds: tuple[Fears, ...]
    months: tuple[Fears, ...]
    steps: tuple[Step, ...]
    advice: tuple[Helped, ...]
    explainers: tuple[Helped, ...]
    outlooks: Outlooks | None


def own(person: Person) -> Ledger:
    """Give the ledger of the cases that this person looks after: they see each of them, so nothing is left out."""
    return _ledger(_ones(Case.objects.visible_to(person)), set)


def of_all() -> Ledger:
    """Give the ledger of all cases of this desk, without cells that are too small (`rights.cells`)."""
    return _ledger(_ones(Case.objects.all()), told)


def closed_ones(part: str) -> list[One]:
    """Give the closed cases that are not in this part of what is published."""
    return _ones(Case.objects.exclude(counted__part=part))


def counted_ones(part: str) -> list[One]:
    """Give the closed cases that are in this part of what is published, as they are by now."""
    return _ones(Case.objects.filter(counted__part=part))


def _ones(cases: Cases) -> list[One]:
    done = cases.exclude(closed_at=None).exclude(kind=DISTRESS).exclude(account__is_simulated=True)
    counts = {None} | set(counted().values_list("pk", flat=True))
    fields = ("pk", "account", "kind", "closed_at", "outcome", "was_tried", "explainers", "advised__advice")
    rows = [row for row in done.order_by("closed_at", "pk").values_list(*fields) if row[1] in counts]
    forecasts: dict[UUID, list[Forecast]] = defaultdict(list)
    for one in Forecast.objects.filter(case__in=done.values("pk")).order_by("pk"):  # the nearest outlook first
        forecasts[one.case_id].append(one)
    return [_one(place, row, forecasts[row[0]]) for place, row in enumerate(rows)]


def _one(place: int, row: tuple[Any, ...], forecasts: Sequence[Forecast]) -> One:
    pk, account, kind, closed_at, outcome, was_tried, explainers, advice = row
    came = [one for one in forecasts if one.came is not None and one.sort in PROBABILITIES]
    seen = [one for one in forecasts if one.value is not None and one.sort == Forecast.Sort.FOLLOWERS]
    levels = [one.value for one in forecasts if one.sort == Forecast.Sort.LEVEL]
    return One(
        pk=pk,
        account=-place - 1 if account is None else account,
        kind=kind,
        closed_at=closed_at,
        outcome=outcome,
        was_tried=was_tried,
        explainers=tuple(explainers.split()),
        advice=advice or "",
        said=tuple((one.probability, one.came) for one in came),
        level=levels[0] if levels else None,
        outlooks=tuple((one.low, one.middle, one.high, one.value) for one in seen),
    )


def _ledger(ones: list[One], shown: Callable[[Mapping[str, Cell]], set[str]]) -> Ledger:
    total = _by(ones, lambda _one: [""], shown)
    tenths = _by([one for one in ones if one.said], _tenths, shown)
    outlooks = _by([one for one in ones if one.outlooks], lambda _one: [""], shown)
    later = [one for one in ones if one.level is not None]
    return Ledger(
        total=next((_fears(name, these) for name, these in total), None),
        kinds=tuple(_fears(name, these) for name, these in _by(ones, lambda one: [one.kind], shown)),
        months=tuple(_fears(name, these) for name, these in reversed(_by(ones, lambda one: [one.month], shown))),
        steps=_steps(tenths),
        advice=_helped([one for one in later if one.advice], lambda one: [one.advice], shown),
        explainers=_helped([one for one in later if one.explainers], lambda one: one.explainers, shown),
        outlooks=next((_outlooks(these) for _, these in outlooks), None),
    )


def _by(
    ones: Iterable[One],
    names: Callable[[One], Iterable[str]],
    shown: Callable[[Mapping[str, Cell]], set[str]],
) -> list[tuple[str, list[One]]]:
    """Give the cases of each name that may be shown, in the order of the names."""
    groups: dict[str, list[One]] = defaultdict(list)
    for one in ones:
        for name in names(one):
            groups[name].append(one)
    cells = {name: Cell(frozenset(one.account for one in these), len(these)) for name, these in groups.items()}
    return [(name, groups[name]) for name in sorted(shown(cells))]


def _fears(name: str, ones: Sequence[One]) -> Fears:
    counts = [sum(one.outcome == outcome for one in ones) for outcome in Outcome.values]
    shares = tuple(found for n in counts if (found := share(n, len(ones))) is not None)
    said, came = _arrays(pair for one in ones for pair in one.said[:1])
    return Fears(name, len(ones), shares, brier(said, came))


def _arrays(pairs: Iterable[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    told = list(pairs)
    return np.array([said for said, _ in told], dtype=np.float64), np.array([came for _, came in told], dtype=np.bool_)


def tenth_of(said: float) -> str:
    """Give the tenth in which a probability lies, "0" to "9"."""
    return str(min(int(said * 10), 9))


def _tenths(one: One) -> list[str]:
    return [tenth_of(said) for said, _ in one.said]


def _steps(tenths: Iterable[tuple[str, Sequence[One]]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for name, these in tenths:
        here = dict.fromkeys(these)  # a case may say two things in one tenth
        steps += calibration(*_arrays(pair for one in here for pair in one.said if tenth_of(pair[0]) == name))
    return tuple(steps)


def _helped(
    ones: Sequence[One],
    names: Callable[[One], Iterable[str]],
    shown: Callable[[Mapping[str, Cell]], set[str]],
) -> tuple[Helped, ...]:
    """Compare those who tried it with those who did not; each group is a cell of its own."""
    place = {True: "0", False: "1", None: "2"}  # in this order on the page
    tried = {place[one]: one for one in place}
    groups = _by(ones, lambda one: [f"{name} {place[one.was_tried]}" for name in names(one)], shown)
    told = []
    for key, these in groups:
        name, _, was_tried = key.rpartition(" ")
        changes = [one.level for one in these if one.level is not None]
        middle, low, high = median_with_interval(changes) if len(changes) >= FEWEST_FOR_MEDIAN else (None,) * 3
        worse = share(sum(change <= WORSE for change in changes), len(changes))
        if worse is not None:
            told.append(Helped(name, tried[was_tried], len(changes), middle, low, high, worse))
    return tuple(told)


def _outlooks(ones: Sequence[One]) -> Outlooks | None:
    told = [one.outlooks[0] for one in ones]  # the nearest: two of one case are not independent
    inside = share(sum(low <= came <= high for low, _, high, came in told), len(told))
    off = [100 * abs(came / middle - 1) for _, middle, _, came in told if middle > 0]
    return None if inside is None or not off else Outlooks(inside, float(np.median(off)))
