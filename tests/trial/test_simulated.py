"""The simulated parts count what they say they count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from fieber.api import fever_curve
from fieber.simulate.worlds import HEALTHY, patient
from fieber.trial import changes, changes_summary, delay, headline, healthy, worlds_summary
from fieber.trial.delay_summary import delays
from fieber.trial.sizes import FULL, QUICK

WORLDS = {world.name: world for world in HEALTHY}


def test_looks_of_a_world_are_counted_once() -> None:
    """Each answered look falls in one twentieth of p, and fevers are among the elevated."""
    frame = healthy.watch(WORLDS["fortnightly"], 0, 3, 6.0)

    assert frame["cells"].list.sum().to_list() == frame["looks"].to_list()
    assert (frame["fevers"] <= frame["elevated"]).all()
    assert (frame["later_answered"] <= frame["later"]).all()
    assert frame["ahead"].max() == 0.0


def test_young_counters_are_read_at_each_look() -> None:
    """Where each look is its own reading there are as many looks as readings."""
    frame = healthy.watch_young(WORLDS["flat"], 0, 2, 4.0)

    assert frame["world"].unique().to_list() == [healthy.IMMATURE]
    assert (frame["looks"] == healthy.YOUNG_READINGS).all()


def test_a_halving_is_found_in_a_calm_world() -> None:
    """At a scatter of 0.35 and three posts a week a halving is seen within twelve weeks."""
    frame = healthy.treat(WORLDS["calm"], 0, 5, 5.0)

    assert frame["week"].null_count() == 0
    assert worlds_summary.power(frame)["calm"].value == 1.0


def test_the_headline_does_not_look_ahead() -> None:
    """A curve of all vitals is compared with that of the history cut at two thirds, and a change there is seen."""
    posts = headline.table(patient(WORLDS["calm"], years=2.0, seed=3), "test")
    whole = fever_curve(posts)

    assert headline.ahead(posts, whole) == 0.0
    moved = whole.with_columns(p_value=pl.col("p_value") * 1.1)
    assert headline.ahead(posts, moved) == pytest.approx(np.log(1.1))


def test_half_of_the_simulated_accounts_have_a_step() -> None:
    """Every second account has a step, and the truth of its change is that step."""
    frame = changes.judge(WORLDS["calm"], 0, 12)

    assert (frame["factor"] < 1).to_list() == [False, True] * 6
    assert frame["told_truth"].to_list() == pytest.approx((100 * (frame["factor"] - 1)).to_list())
    assert frame.filter(pl.col("factor") == 1)["told_real"].any() is False
    # where the window is longer than the spell, the step is told only in part
    assert (frame["scan_truth"] >= frame["told_truth"] - 1e-9).all()


def test_a_loss_that_can_be_seen_is_tried_on_healthy_accounts() -> None:
    """The detectable loss is given to accounts without a step only, and never exceeds everything."""
    frame = changes.judge(WORLDS["calm"], 0, 12)
    tried = frame.filter(pl.col("seen_next").is_not_null())

    assert tried.height
    assert (tried["factor"] == 1).all()
    assert tried["detectable"].is_between(-100, 0).all()


def test_coverage_and_onset_are_read_from_the_frame() -> None:
    """Intervals that hold the truth are counted, and the median error has a standard error."""
    frame = pl.DataFrame(
        {
            "told_truth": [0.0, -50.0, -50.0],
            "told_low": [-10.0, -40.0, float("nan")],
            "told_high": [10.0, -30.0, float("nan")],
            "onset_error": [0, 2, 9],
        }
    )

    assert changes_summary.covered(frame, "told").to_list() == [True, False]
    assert changes_summary.median_error(frame).value == 2.0
    assert changes_summary.median_error(frame.clear()).n == 0


def test_the_delay_is_counted_from_the_change() -> None:
    """A halving in posts that hardly scatter is found within a few posts, and every row says whether it was calm."""
    frame = delay.fall(0.35, 0, 4)

    assert frame["posts"].is_between(1, delay.PATIENCE).all()
    assert frame["posts"].median() < 15  # type: ignore[operator]  # a number: the frame has rows
    assert frame["found"].all()


def test_the_ratio_is_that_to_the_cusum_with_the_same_alarms() -> None:
    """The mean time between alarms is posts watched over alarms, and the ratio is the delay over the CUSUM's."""
    rows = [
        {"scatter": s, "account": i, "kind": kind, "calm": True, "found": found, "posts": posts}
        for s in delay.SCATTERS
        for kind, some in (("healthy", ((True, 100), (False, 300))), ("changed", ((True, 4), (True, 6))))
        for i, (found, posts) in enumerate(some)
    ]

    first = delays(pl.DataFrame(rows))[0]

    assert first.between_alarms.value == 400
    assert first.mean.value == 5
    assert first.ratio.value == pytest.approx(5 / first.cusum)


def test_the_quick_trial_is_smaller_in_everything() -> None:
    """No number of the quick trial is above that of the full one."""
    for name in QUICK.__slots__:
        if name not in {"name", "has_foreign"}:
            assert getattr(QUICK, name) <= getattr(FULL, name), name


def test_apart_worlds_do_not_count_in_the_mean() -> None:
    """Growing and nearly-zero worlds are listed apart, as the target says."""
    frame = pl.concat([healthy.watch(replace(WORLDS["fortnightly"], name=n), 0, 1, 3.0) for n in ("flat", "growing")])

    assert set(worlds_summary.counted(worlds_summary.rates(frame, "fevers"))) == {"flat"}
