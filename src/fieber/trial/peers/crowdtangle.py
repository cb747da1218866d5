"""A score of actual over expected, as CrowdTangle gave each post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._pieces import from_z
from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.trial.accounts import Case

LAST = 100
FEW = 10


def judge(case: Case) -> Verdict:
    """Mean log score of the window in its own standard errors."""
    cut = len(case.values) - case.window
    scores = np.array([_score(case, i, cut) for i in range(cut, len(case.values))])
    mean, error = float(scores.mean()), float(scores.std(ddof=1) / np.sqrt(len(scores)))
    return from_z(mean / max(error, 1e-9), mean)


def _score(case: Case, post: int, cut: int) -> float:
    """Log of actual over expected: the mean of the middle half of the last 100 posts of this format before the date."""
    past: NDArray[np.int64] = case.values[:cut][case.kinds[:cut] == case.kinds[post]][-LAST:]
    if len(past) < FEW:
        past = case.values[:cut][-LAST:]
    low, high = np.quantile(past, (0.25, 0.75))
    # half of posts lie below their mean, but the mean of the middle half is near the median, so logs are centred on it
    expected = float(past[(past >= low) & (past <= high)].mean())
    return float(np.log1p(case.values[post]) - np.log1p(expected))


PEER = Peer(
    "CrowdTangle-like score",
    "log of actual over the mean of the middle half of the last 100 posts of the format; t of its mean over the window",
    judge,
)
