from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import fieber
from fieber.errors import UsageError
from fieber.stats import _partition, _segments
from fieber.stats._cycles import without_season
from fieber.stats.changepoint import changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SOURCE = Path(_segments.__file__).parent / "_segments.py"


def noise(rng: np.random.Generator, n: int, memory: float = 0.0, tails: float | None = None) -> Floats:
    """Noise of variance 1 that remembers, normal or with t tails."""
    fresh = (
        rng.standard_normal(n + 50) if tails is None else rng.standard_t(tails, n + 50) / np.sqrt(tails / (tails - 2))
    )
    out = np.zeros(n + 50)
    for i in range(1, n + 50):
        out[i] = memory * out[i - 1] + fresh[i]
    return np.asarray(out[50:] * np.sqrt(1 - memory**2))


def at_most(share: float, runs: int) -> float:
    """The largest share that `runs` runs show by chance in 999 of 1,000 cases, if the truth is `share`."""
    return share + 3.1 * float(np.sqrt(share * (1 - share) / runs))


QUIET: dict[str, Callable[[np.random.Generator], Floats]] = {
    "white": lambda rng: noise(rng, 100),
    "memory .3": lambda rng: noise(rng, 100, 0.3) - 50,
    "memory .7": lambda rng: noise(rng, 100, 0.7) * 1e6,
    "heavy tails": lambda rng: noise(rng, 100, tails=3),
    "a trend": lambda rng: noise(rng, 100) + 0.05 * np.arange(100),
    "a season": lambda rng: noise(rng, 100, 0.2) + 2 * np.sin(2 * np.pi * np.arange(100) / 12),
    "counts": lambda rng: rng.poisson(3, 100).astype(float),
    "scatter in proportion": lambda rng: np.exp(0.8 * rng.standard_normal(100)),
    "growth in proportion": lambda rng: np.exp(0.2 * rng.standard_normal(100) + np.arange(100) / 33),
}


@pytest.mark.parametrize("name", QUIET)
def test_where_nothing_changes_nothing_is_found(name: str) -> None:
    """Of 60 series in which nothing changes, no more have a change than 7 % may by chance."""
    found = [bool(changes(QUIET[name](np.random.default_rng(seed)))) for seed in range(60)]
    assert np.mean(found) <= at_most(0.07, 60)


@pytest.mark.parametrize(
    ("memory", "tails", "jump", "each", "least"),
    [(0.0, None, 2.0, 30, 0.9), (0.0, 3.0, 2.0, 30, 0.9), (0.7, None, 3.0, 40, 0.85), (0.0, None, 1.0, 200, 0.9)],
)
def test_a_clear_change_is_found_where_it_is(
    memory: float, tails: float | None, jump: float, each: int, least: float
) -> None:
    """A clear step is found near its place, hardly anything else is, and the 90 % interval holds it."""
    hits, others, covered = 0, 0, 0
    for seed in range(60):
        values = noise(np.random.default_rng(seed), 2 * each, memory, tails)
        values[each:] += jump
        found = changes(values)
        near = [one for one in found if abs(one.index - each) <= max(5, each // 10)]
        hits += bool(near)
        others += len(found) - bool(near)
        covered += any(one.low <= each <= one.high for one in near)
    assert hits / 60 >= 1 - at_most(1 - least, 60)
    assert others / 60 <= 0.3
    assert covered / hits >= 1 - at_most(0.1, hits)


def test_the_levels_are_those_of_the_series() -> None:
    """Before and after are the levels, whatever the unit."""
    values = noise(np.random.default_rng(3), 200)
    values[120:] += 5
    for unit in (1.0, 1e-200, 1e12):
        (one,) = changes(values * unit)
        assert one.index == 120
        assert one.before / unit == pytest.approx(values[:120].mean(), abs=0.05)
        assert one.after / unit == pytest.approx(values[120:].mean(), abs=0.05)


def test_a_change_of_trend_is_found() -> None:
    """A bend is a change, though the level before and after it is the same."""
    when = np.arange(200.0)
    values = np.where(when < 100, 0.1 * when, 20 - 0.1 * when) + 0.5 * noise(np.random.default_rng(1), 200)
    (one,) = changes(values)
    assert abs(one.index - 100) <= 5
    assert one.before == pytest.approx(one.after, abs=1)


def test_a_season_does_not_hide_a_change() -> None:
    """A step is found under a season larger than itself, and the season is not taken for changes."""
    values = noise(np.random.default_rng(4), 240) + 10 * np.sin(2 * np.pi * np.arange(240) / 12)
    values[150:] += 4
    assert [one.index for one in changes(values)] == [150]


def test_a_season_is_taken_out_only_where_it_is() -> None:
    """White noise keeps its values; of a plain season hardly anything is left."""
    rng = np.random.default_rng(5)
    plain = noise(rng, 120)
    assert without_season(plain) == (plain, 0)
    season = 5 * np.cos(2 * np.pi * np.arange(120) / 7)
    left, spent = without_season(plain + season)
    assert spent == 6
    assert np.std(left) < 1.2


def test_single_wild_values_are_no_change() -> None:
    """One value in a hundred that is fifty times too large changes nothing."""
    values = noise(np.random.default_rng(6), 300)
    values[::97] += 50
    assert changes(values) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([1, 2, 3, 4], []),
        ([5] * 30, []),
        ([0] * 30 + [1] + [0] * 30, []),
        ([0] * 10 + [5] * 10, [10]),
        ([0, 0, 0, 9, 9, 9], [3]),
        (range(50), []),
        ([True] * 9 + [False] * 9, [9]),
        ([1, None, 2, float("nan")] * 5 + [float("inf"), 10, 11, 10, 11, 11, 10, 10, 11], [21]),
        ([-1e308, 1e308] * 5, []),
        ([1e15 + i % 2 for i in range(30)] + [1e15 + 50 + i % 2 for i in range(30)], [30]),
    ],
)
def test_any_numbers_will_do(values: list[float | None], expected: list[int]) -> None:
    """Constant, missing, huge, whole and logical values are answered without a warning."""
    assert [one.index for one in fieber.changepoints(values)] == expected


def test_a_long_series_is_placed_to_the_value() -> None:
    """Ten thousand values are thinned for the search, but not for the answer."""
    values = noise(np.random.default_rng(7), 10_000, 0.3)
    values[6_123:] += 3
    (one,) = changes(values)
    assert abs(one.index - 6_123) <= 3
    assert one.low <= 6_123 <= one.high


def test_times_are_given_back() -> None:
    """With times, a change says when."""
    (one,) = fieber.changepoints([0] * 10 + [5] * 10, [f"2026-{day:02d}" for day in range(20)])
    assert one == fieber.ChangePoint(10, 10, 10, 0.0, 5.0, "2026-10")


@pytest.mark.parametrize("values", ["abc", [[1, 2], [3, 4]], ["a"], 5, [1, 2 + 3j]])
def test_what_is_no_row_of_numbers_is_refused(values: object) -> None:
    """Words, tables and single numbers are named as such, in both languages."""
    with pytest.raises(UsageError, match="a row of numbers") as told:
        fieber.changepoints(values)  # type: ignore[arg-type]
    assert "Reihe von Zahlen" in told.value.german


@pytest.mark.parametrize("times", [[1, 2], [3, 2, 1, 4, 5], [1, 2, "a", 4, 5]])
def test_times_that_do_not_fit_are_refused(times: list[object]) -> None:
    """Times must be as many as the values, comparable, and in order."""
    with pytest.raises(UsageError, match="one time for each of the 5 values"):
        fieber.changepoints([1, 2, 3, 4, 5], times)


def uncompiled() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fieber.stats._segments_uncompiled", SOURCE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_compiled_and_uncompiled_give_the_same_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a compiler the same changes come out."""
    values = noise(np.random.default_rng(8), 60, 0.3)
    values[35:] += 4
    compiled = changes(values)
    monkeypatch.setattr(_partition, "_segments", uncompiled())
    assert compiled
    assert changes(values) == compiled


def test_changes_are_found_without_cython_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Cython finds the same change."""
    monkeypatch.setitem(sys.modules, "cython", None)
    monkeypatch.setattr(_partition, "_segments", uncompiled())
    assert [one.index for one in changes(np.repeat([3.0, 8.0], 12))] == [12]
