"""What sets single posts apart (format, hour, partner, advertising), learned from posts that lie close in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.stats._small import across, along, gram

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LAGS = (1, 2, 3, 4)  # neighbours that are compared; further ones share less of the level
TAIL = 2.0  # scales beyond which a difference counts as so many


def contributions(value: Floats, groups: Mapping[str, tuple[Floats, float]]) -> dict[str, Floats]:
    """Give what each group of columns adds to each value.

    Ridge regression of the differences of neighbouring posts on the differences of their columns; the level, which
    neighbours share, drops out (Fahrmeir, Kneib, Lang & Marx 2013, Regression, ch. 4). Differences beyond two scales
    count as two.

    Args:
        value: (n,) log counts in time order, finite. groups: by name the columns (n, p) and the sd, in log units, that
            their effects have over accounts.

    Returns:
        By name (n,): the sum of the group's columns times their effects.
    """
    n, names = len(value), list(groups)
    if n < 2 + max(LAGS) or not names:
        return {name: np.zeros(n) for name in names}
    columns = np.column_stack([groups[name][0] for name in names])
    prior = np.concatenate([np.full(groups[name][0].shape[1], groups[name][1]) for name in names])
    apart = np.concatenate([value[lag:] - value[:-lag] for lag in LAGS])
    design = np.concatenate([columns[lag:] - columns[:-lag] for lag in LAGS])
    # each post takes part in several differences, so that they are worth as many posts, not as many differences
    weight = 1 / len(LAGS)
    power = gram(design)
    effect: Floats = np.zeros(columns.shape[1])
    explained: Floats = np.zeros(len(apart))
    for _ in range(3):
        rest = apart - explained
        scale = max(0.1, 1.4826 * float(np.median(np.abs(rest))))
        held = explained + np.clip(rest, -TAIL * scale, TAIL * scale)
        noise = scale**2 / 2 / weight
        effect = np.asarray(np.linalg.solve(power + np.diag(noise / prior**2), across(design, held)))
        explained = along(design, effect)
    ends = np.cumsum([groups[name][0].shape[1] for name in names])
    return {
        name: along(groups[name][0], effect[end - groups[name][0].shape[1] : end])
        for name, end in zip(names, ends.tolist(), strict=True)
    }
