"""The index of a group: true to what its members had in common, never looking ahead, and calibrated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.stats.group_worlds import Group, draw, temperatures

from fieber.stats.group_index import Readings, group_indices
from fieber.stats.temperature import WEEKS_PER_YEAR

FEVER = 1 / WEEKS_PER_YEAR


def rows_of(readings: Readings, kept: np.ndarray) -> Readings:
    columns = {name: getattr(readings, name)[kept] for name in ("unit", "group", "day", "value", "noise")}
    return replace(readings, **columns)


def test_a_common_step_is_found_in_its_size() -> None:
    """All fall by 15 %: the index after it lies 15 % below the index before it."""
    found = []
    for seed in range(12):
        (index,) = group_indices(draw(Group(years=1.0, common=0.0, step=float(np.log(0.85)), fell=330), seed))
        late = index.day >= 330
        found.append(index.value[late].mean() - index.value[(index.day >= 280) & ~late].mean())

    assert np.mean(found) == pytest.approx(np.log(0.85), abs=3 * np.std(found) / np.sqrt(len(found)))
    assert np.std(found) < 0.05


def test_accounts_on_their_own_way_do_not_move_it() -> None:
    """Five of a hundred lose all but a twentieth: the index of all moves by less than half of their share."""
    readings = draw(Group(years=1.0, common=0.0, weekly=0.0), 5)
    own = (readings.unit < 5) & (readings.day >= 330)
    (index,) = group_indices(replace(readings, value=readings.value + np.log(1 / 20) * own))
    (without,) = group_indices(readings)

    assert np.abs((index.value - without.value)[index.day >= 330].mean()) < 0.5 * 0.05 * np.log(20)


def test_the_past_does_not_change() -> None:
    """What later days bring leaves earlier entries as they were, to the last bit."""
    readings = draw(Group(years=1.0), 3)
    (whole,) = group_indices(readings)
    (head,) = group_indices(rows_of(readings, readings.day < 300))

    n = len(head.day)
    assert n > 200
    assert np.array_equal(whole.value[:n], head.value)


def test_groups_do_not_see_each_other_and_order_does_not_matter() -> None:
    """Two groups at once, their rows shuffled, give what each gives alone, to rounding."""
    first, second = draw(Group(accounts=30, years=1.0), 1), draw(Group(accounts=50, rate=1.0, years=1.0), 2)
    order = np.random.default_rng(4).permutation(len(first.unit) + len(second.unit))
    both = Readings(
        unit=np.append(first.unit, second.unit + 30)[order],
        group=np.append(first.group, second.group + 1)[order],
        day=np.append(first.day, second.day)[order],
        value=np.append(first.value, second.value)[order],
        noise=np.append(first.noise, second.noise)[order],
        half=np.append(first.half, second.half),
        groups=2,
    )

    for together, alone in zip(group_indices(both), (first, second), strict=True):
        (index,) = group_indices(alone)
        assert np.array_equal(together.day, index.day)
        assert np.allclose(together.value, index.value, atol=1e-12)


def test_few_posts_make_longer_entries_and_none_at_all_no_entry() -> None:
    """Twenty accounts with a post a fortnight have no entry a day; no rows, no entries."""
    (index,) = group_indices(draw(Group(accounts=20, rate=0.5, years=1.0), 1))
    empty = rows_of(draw(Group(years=1.0), 1), np.empty(0, dtype=np.int64))

    assert 20 < len(index.day) < 180
    assert len(np.unique(index.day)) == len(index.day)
    assert len(group_indices(empty)[0].day) == 0


def test_healthy_groups_have_one_fever_week_a_year() -> None:
    """Of the weekly looks at groups with nothing wrong, one a year is at 38.5 °C; 20 groups over three years."""
    worlds = (
        Group(accounts=20),
        Group(accounts=60, common=0.0, weekly=0.0, daily=0.0, wander=0.05),
        Group(accounts=50),
        Group(accounts=40, rate=0.7, scatter=0.9),
    )
    looks = np.arange(365.0, 4 * 365.0, 7.0)
    a_year = [
        WEEKS_PER_YEAR * np.mean(temperatures(draw(world, 100 * number + seed), looks) <= FEVER)
        for number, world in enumerate(worlds)
        for seed in range(5)
    ]

    assert np.mean(a_year) == pytest.approx(1.15, abs=0.3 + 2 * np.std(a_year) / np.sqrt(len(a_year)))


def test_a_ranking_change_shows_within_days() -> None:
    """500 accounts lose 15 % at midnight: two mornings later most such groups are at 38.5 °C."""
    nights = []
    for seed in range(16):
        fell = 400 + seed % 7
        group = Group(accounts=500, years=1.2, step=float(np.log(0.85)), fell=fell)
        p = temperatures(draw(group, 1000 + seed), np.arange(fell + 1.0, fell + 8.0))
        nights.append(int(np.argmax(p <= FEVER)) + 1 if (p <= FEVER).any() else 99)

    assert np.mean(np.array(nights) <= 2) >= 0.5
    assert np.mean(np.array(nights) <= 7) >= 0.75
