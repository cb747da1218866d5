"""Mann-Whitney's rank test, window against history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._pieces import from_z, rank_z
from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case


def judge(case: Case) -> Verdict:
    """One-sided test; the change is the ratio of medians."""
    logs = np.log1p(case.values.astype(np.float64))
    before, after = logs[: -case.window], logs[-case.window :]
    return from_z(rank_z(before, after), float(np.median(after) - np.median(before)))


PEER = Peer("Mann-Whitney", "one-sided rank test of the window against the whole history, ratio of medians", judge)
