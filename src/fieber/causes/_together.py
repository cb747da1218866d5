"""Several causes at one table: which of them are at work, alone or two together, and how sure that is.

Hypotheses are chance alone, something that no cause here knows, each cause alone, and each pair of causes. A pair that
explains different things adds its evidence up; a pair of rivals (both explain the same) is worth no more than the
better of them. So what explains a loss takes weight from its rivals and from chance, and two independent causes can
both be heavy. A cause's weight is the sum over the hypotheses that it is part of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import LOUDNESS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fieber.causes._protocol import Weighed

CHANCE = "noise"
PRIOR = -2.2  # log odds of one cause against chance before anything is seen: with 23, together five to two
UNKNOWN_PRIOR = -2.8  # of something that is in none of these files
BOLDNESS = 1.4  # of the log odds: half-truths in the shapes make them too small; learned from simulated accounts


def weights(weighed: Mapping[str, Weighed], *, unknown: float = 0.0) -> dict[str, float]:
    """Give P(this cause is at work) for each cause that weighed itself.

    Args:
        weighed: by name. That named "noise" is chance: its log odds are against something having happened.
        unknown: log odds that the level fell on some day, whatever the reason.
    """
    chance = weighed.get(CHANCE)
    against = 0.0 if chance is None else float(_believed(np.array(chance.log_odds)))
    names = [name for name in weighed if name != CHANCE]
    odds = np.array([weighed[name].log_odds for name in names])
    alone = PRIOR + _believed(odds)
    total = np.logaddexp(against, UNKNOWN_PRIOR + float(_believed(np.array(max(unknown, 0.0)))))
    sums = np.full(len(names), -np.inf)
    for i, name in enumerate(names):
        sums[i] = np.logaddexp(sums[i], alone[i])
        total = np.logaddexp(total, alone[i])
        for j in range(i):
            rivals = bool(weighed[name].uses & weighed[names[j]].uses)
            both = max(odds[i], odds[j]) if rivals else odds[i] + odds[j]
            pair = 2 * PRIOR + float(_believed(np.array(both)))
            total = np.logaddexp(total, pair)
            sums[i], sums[j] = np.logaddexp(sums[i], pair), np.logaddexp(sums[j], pair)
    found = {name: float(np.exp(one - total)) for name, one in zip(names, sums, strict=True)}
    if chance is not None:
        found[CHANCE] = float(np.exp(against - total))
    return found


def _believed(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """What of the log odds is believed: the first ones almost in full, further ones less and less."""
    return np.asarray(BOLDNESS * np.sign(odds) * LOUDNESS * np.log1p(np.abs(odds) / LOUDNESS))
