"""The bound is what a simulated CUSUM does."""

from __future__ import annotations

import numpy as np
import pytest

from fieber.trial.chance import generator
from fieber.trial.cusum import at_threshold, bound

FACTOR, SCATTER, PATHS = 0.5, 0.8, 20_000


def posts_to_alarm(state: np.ndarray, threshold: float, shift: float, random: np.random.Generator) -> np.ndarray:
    """Posts until S reaches the threshold, from given states; shift in standard deviations of a post."""
    distance = -np.log(FACTOR) / SCATTER
    posts, running = np.zeros(len(state)), np.ones(len(state), dtype=bool)
    while running.any():
        step = -distance * (random.normal(size=len(state)) + shift) - distance**2 / 2
        state = np.where(running, np.maximum(0.0, state + step), state)
        posts += running
        running &= state < threshold
    return posts


def steady_state(threshold: float, random: np.random.Generator) -> np.ndarray:
    """States of paths without an alarm in a hundred posts."""
    distance = -np.log(FACTOR) / SCATTER
    state, calm = np.zeros(PATHS), np.ones(PATHS, dtype=bool)
    for _ in range(100):
        state = np.maximum(0.0, state - distance * random.normal(size=PATHS) - distance**2 / 2)
        calm &= state < threshold
    return state[calm]


def test_the_chain_agrees_with_simulated_paths() -> None:
    """Mean delay and mean time to a false alarm are those of simulated paths from the steady state."""
    threshold = 1.5
    random = generator("test", "cusum")

    told = at_threshold(SCATTER, FACTOR, threshold)

    calm = steady_state(threshold, random)
    healthy = posts_to_alarm(calm, threshold, 0.0, random)
    ill = posts_to_alarm(calm, threshold, np.log(FACTOR) / SCATTER, random)
    for value, posts in ((told.between_alarms, healthy), (told.delay, ill)):
        # five standard errors, and a hundredth for the width of the cells
        assert abs(value - posts.mean()) < 5 * posts.std() / np.sqrt(len(posts)) + 0.01 * value


def test_the_bound_has_the_time_between_alarms_that_is_asked_for() -> None:
    """The threshold is found for a given mean time to the first alarm; rarer alarms take longer."""
    rare, frequent = bound(SCATTER, FACTOR, 500.0), bound(SCATTER, FACTOR, 50.0)

    assert rare.between_alarms == pytest.approx(500.0, rel=1e-3)
    assert frequent.between_alarms == pytest.approx(50.0, rel=1e-3)
    assert rare.delay > frequent.delay > 1
