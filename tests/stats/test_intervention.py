"""What the event study promises: false alarms as stated, intervals that cover, shocks found, the others taken out."""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.stats import intervention, placebo
from fieber.stats.normal import student_95, student_below
from fieber.stats.way_back import way_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHOCK = 42.0
HISTORY, AFTER = 730.0, 180.0


def account(
    seed: int,
    *,
    step: float = 0.0,
    scatter: float = 0.55,
    wander: float = 0.02,
    per_week: float = 3.0,
    common: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Posts around an event at day 0: `wander` is the sd of the level per root week, `common` a level by the day."""
    random = np.random.default_rng([seed, 11])
    n = random.poisson(per_week * (HISTORY + AFTER) / 7)
    day = np.sort(random.uniform(-HISTORY, AFTER, n))
    grid = np.arange(-HISTORY, AFTER + 1)
    walk = np.cumsum(random.normal(0, wander / sqrt(7), len(grid))) + (0.0 if common is None else common)
    level = 8 + np.interp(day, grid, walk) + np.where((day >= 0) & (day < SHOCK), step, 0.0)
    return day, level + scatter * random.normal(size=n)


def alone(one: tuple[Floats, Floats], **window: float) -> placebo.Shift | None:
    accounts = [one]
    before = intervention.levels(accounts)
    return placebo.judge(intervention.windows(accounts, before, **({"gap": 0.0, "length": SHOCK} | window)))


def with_peers(one: tuple[Floats, Floats], peers: list[tuple[Floats, Floats]]) -> placebo.Shift:
    accounts = [one, *peers]
    found = intervention.windows(accounts, intervention.levels(accounts), gap=0.0, length=SHOCK)
    shift = placebo.judge(intervention.without_common(found)[0])
    assert shift is not None
    return shift


@pytest.fixture(scope="module")
def peers() -> list[tuple[Floats, Floats]]:
    """Twenty ordinary accounts."""
    return [account(5000 + seed) for seed in range(20)]


@pytest.mark.parametrize("wander", [0.0, 0.05])
def test_false_alarms_without_peers(wander: float) -> None:
    """Where nothing happened, one time in twenty is called low, one in twenty high, and the interval covers."""
    n = 240
    shifts = [shift for seed in range(n) if (shift := alone(account(seed, wander=wander))) is not None]

    tolerance = 3 * sqrt(0.05 * 0.95 / n)
    assert len(shifts) == n
    assert np.mean([shift.p_lower <= 0.05 for shift in shifts]) == pytest.approx(0.05, abs=tolerance)
    assert np.mean([shift.p_upper <= 0.05 for shift in shifts]) == pytest.approx(0.05, abs=tolerance)
    covered = np.mean([shift.low <= 0 <= shift.high for shift in shifts])
    assert covered == pytest.approx(0.9, abs=3 * sqrt(0.09 / n) + 0.02)


def test_false_alarms_with_peers(peers: list[tuple[Floats, Floats]]) -> None:
    """Against peers, p is as often small as it says."""
    n = 100
    low = [with_peers(account(seed), peers).p_lower for seed in range(n)]

    assert np.mean(np.array(low) <= 0.05) == pytest.approx(0.05, abs=3 * sqrt(0.05 * 0.95 / n))
    assert np.mean(np.array(low) <= 0.5) == pytest.approx(0.5, abs=3 * sqrt(0.25 / n))


def test_a_shock_is_found(peers: list[tuple[Floats, Floats]]) -> None:
    """Six weeks at seven tenths are found in four of five accounts that hardly wander, and the interval covers."""
    n, quiet = 60, [account(7000 + seed, wander=0.0) for seed in range(20)]
    shifts = [with_peers(account(seed, step=log(0.7), wander=0.0), quiet) for seed in range(n)]

    found = np.mean([shift.p_lower <= 0.05 for shift in shifts])
    assert found >= 0.8 - 2 * sqrt(0.16 / n)
    assert np.mean([shift.low <= log(0.7) <= shift.high for shift in shifts]) >= 0.9 - 3 * sqrt(0.09 / n)
    assert np.median([shift.middle for shift in shifts]) == pytest.approx(log(0.7), abs=0.06)


def test_what_all_had_is_taken_out() -> None:
    """A drop that everyone had is no drop of one's own, and the common move is told with an interval that holds it."""
    day = np.arange(-HISTORY, AFTER + 1)
    fall = np.where((day >= 0) & (day < SHOCK), log(0.6), 0.0)
    roster = [account(900 + seed, common=fall) for seed in range(40)]
    accounts = [account(1, common=fall), *roster]
    found = intervention.windows(accounts, intervention.levels(accounts), gap=0.0, length=SHOCK)
    net, common, error = intervention.without_common(found)
    whole, own, everyone = placebo.judge(found), placebo.judge(net), placebo.common_effect(found, common, error)

    assert whole is not None
    assert own is not None
    assert everyone is not None
    assert whole.p_lower <= 0.05
    assert own.p_lower > 0.05
    assert everyone.low <= log(0.6) <= everyone.high < 0
    assert everyone.accounts == 40


def test_nothing_is_said_without_a_past() -> None:
    """A few posts before the event, or none in the window, give no effect."""
    day, value = account(3)

    assert alone((day[day > -40], value[day > -40])) is None
    assert alone((day[day < 0], value[day < 0])) is None
    assert alone((day, value)) is not None


def test_the_time_before_is_frozen() -> None:
    """What happens after the event moves neither the level before it nor what is thought of its wander."""
    day, value = account(4)
    later = np.where(day >= 0, value + 3.0, value)

    before, changed = intervention.levels([(day, value)]), intervention.levels([(day, later)])

    assert np.array_equal(before.middle, changed.middle, equal_nan=True)
    assert before.wander == changed.wander


def test_order_of_peers_does_not_matter(peers: list[tuple[Floats, Floats]]) -> None:
    """The same peers in another order give the same answer."""
    one = account(8, step=-0.4)

    forward, backward = with_peers(one, peers[:15]), with_peers(one, peers[14::-1])

    assert forward.middle == pytest.approx(backward.middle)
    assert forward.p_lower == pytest.approx(backward.p_lower)


def test_student_law() -> None:
    """The t law is that of the tables: 1.812 at ten degrees, 1.746 at sixteen."""
    assert student_95(10) == pytest.approx(1.812, abs=0.004)
    assert student_95(16) == pytest.approx(1.746, abs=0.004)
    assert student_below(-1.812, 10) == pytest.approx(0.05, abs=0.001)
    assert student_below(1.812, 10) == pytest.approx(0.95, abs=0.001)


def test_posts_that_come_in_runs() -> None:
    """Posts that resemble the one before them make a mean less certain; independent ones hardly do."""
    random = np.random.default_rng(3)
    white = random.normal(size=400)
    runs = white.copy()
    for i in range(1, 400):
        runs[i] = 0.5 * runs[i - 1] + white[i]

    away, in_runs = white - intervention.running_median(white), runs - intervention.running_median(runs)

    assert intervention.runs_of(away) < 1.3
    assert intervention.runs_of(in_runs) > 1.7
    assert intervention.scatter_of(away) == pytest.approx(1.0, abs=0.12)


def test_the_way_back() -> None:
    """A flood that halves every ten days is timed; a plain level has no way back."""
    inside = 0
    for seed in range(40):
        random = np.random.default_rng([seed, 2])
        day = np.sort(random.uniform(0, 180, 80))
        found = way_back(day, 2.0 * 0.5 ** (day / 10) + 0.5 * random.normal(size=80), 0.5)
        inside += found is not None and found.low <= 10 <= found.high
    plain = [way_back(np.sort(np.random.default_rng(s).uniform(0, 180, 60)), flat(s), 0.5) for s in range(40)]

    assert inside >= 40 * 0.8
    assert sum(found is not None for found in plain) <= 4
    assert way_back(np.arange(3.0), np.zeros(3), 0.5) is None


def flat(seed: int) -> Floats:
    """Sixty posts at one level."""
    return np.asarray(0.5 * np.random.default_rng([seed, 9]).normal(size=60))
