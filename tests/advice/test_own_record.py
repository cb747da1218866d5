"""What the own record advises: it beats the habit, its interval holds, and where nothing differs there is nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.advice.worlds import NOW, Formula, by_formula, lived, nothing

from fieber.advice.own_record import options, others_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.advice.worlds import Account, Lived

ACCOUNTS = 45
HARD = {
    "plain": Formula(),
    "good formats at good hours": Formula(together=0.7),
    "heavy tails and hits": Formula(tail=2.5, hits=0.03, scatter=0.8),
    "the level drifts": Formula(wander=0.2),
}


def advised(make: Callable[[int], Account | Lived], accounts: int) -> tuple[int, list[bool], list[bool]]:
    """Give how many accounts got an advice, and for each piece of it: does it beat the habit, does it hold."""
    number, beats, holds = 0, [], []
    for seed in range(accounts):
        account = make(seed)
        found = [one for one in options(account.record, NOW) if one.choice.name in {"hour", "kind"}]
        number += bool(found)
        for one in found:
            true = account.true_percent(one.choice)
            beats.append(true > 0)
            holds.append(one.low <= true <= one.high)
    return number, beats, holds


@pytest.fixture(scope="module")
def by_world() -> dict[str, tuple[int, list[bool], list[bool]]]:
    """What is advised in each world by formula."""
    return {name: advised(lambda seed, w=world: by_formula(w, seed), ACCOUNTS) for name, world in HARD.items()}  # type: ignore[misc]


def test_following_it_beats_the_habit(by_world: dict[str, tuple[int, list[bool], list[bool]]]) -> None:
    """In each world at least eight of ten accounts are advised, and at least eight of ten pieces beat the habit."""
    for name, (number, beats, _) in by_world.items():
        margin = 3 * np.sqrt(0.8 * 0.2 / ACCOUNTS)
        assert number / ACCOUNTS >= 0.8 - margin, name
        assert np.mean(beats) >= 0.8, name


def test_its_interval_holds_nine_times_in_ten(by_world: dict[str, tuple[int, list[bool], list[bool]]]) -> None:
    """Over all worlds the 90 % interval of the chosen best holds the truth in 87 to 93 of a hundred, give or take."""
    holds = [one for _, _, told in by_world.values() for one in told]

    assert len(holds) > 150
    assert 0.87 - 3 * np.sqrt(0.09 / len(holds)) <= np.mean(holds) <= 0.93 + 3 * np.sqrt(0.09 / len(holds))


def test_on_the_made_up_platform() -> None:
    """Where hours and formats come out of a mechanism, the advice beats the habit and the interval holds too."""
    number, beats, holds = advised(lived, 30)

    assert number >= 22
    assert np.mean(beats) >= 0.8
    assert np.mean(holds) >= 0.9 - 3 * np.sqrt(0.09 / len(holds))


def test_where_nothing_differs_nothing_is_advised() -> None:
    """Nine of ten such accounts and more get no advice."""
    told = sum(bool(options(nothing(seed).record, NOW)) for seed in range(1000, 1080))

    assert told <= 8


def test_few_posts_promise_nothing() -> None:
    """With 25 posts nothing is advised, however well one format did."""
    account = by_formula(Formula(kind=2.0, posts=(25, 26)), 1)

    assert options(account.record, NOW) == ()


def test_more_posts_are_never_advised() -> None:
    """A week in which posts did better because there were more of them is no reason to post more."""
    random = np.random.default_rng(5)
    record = by_formula(Formula(hour=0.0, kind=0.0, posts=(400, 401)), 3).record
    within = np.arange(1, 401) - np.searchsorted(record.day, record.day - 7)
    fuller = replace(record, value=record.value + 0.2 * within + 0.01 * random.normal(size=400))
    fewer = replace(record, value=record.value - 0.9 * np.log(within))

    assert not [one for one in options(fuller, NOW) if one.choice.name == "per_week"]
    for one in options(fewer, NOW):
        assert one.choice.name != "per_week" or one.choice.first < 4


def test_an_hour_that_nobody_knows_is_not_advised() -> None:
    """Where only the day of a post is known, no hour is spoken of."""
    account = by_formula(Formula(hour=0.8), 5)
    blind = replace(account.record, hour=np.full(len(account.record.hour), -1, dtype=np.intp))

    assert "hour" in {one.choice.name for one in options(account.record, NOW)}
    assert "hour" not in {one.choice.name for one in options(blind, NOW)}


def test_what_else_is_known_is_taken_out_and_what_is_tried_stays() -> None:
    """For a trial of formats the effect of the hour goes and that of the format stays."""
    record = by_formula(Formula(hour=0.9, kind=0.9, scatter=0.2, posts=(400, 401)), 7).record
    best = int(max(set(record.hour.tolist()), key=lambda hour: record.value[record.hour == hour].mean()))
    is_best, half = record.hour == best, NOW - 300
    late = record.day > half

    rest = others_out(record, half, kept="kind")

    before = record.value[late & is_best].mean() - record.value[late & ~is_best].mean()
    after = rest[late & is_best].mean() - rest[late & ~is_best].mean()
    assert before > 0.6
    assert abs(after) < 0.3
    kinds = np.array(record.kind)
    leads = [
        values[late & (kinds == "reel")].mean() - values[late & (kinds == "photo")].mean()
        for values in (record.value, rest)
    ]
    assert leads[1] == pytest.approx(leads[0], abs=0.3)
