"""Mann-Whitney's rank test after format, hour and weekday are taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._pieces import adjusted, from_z, rank_z
from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case


def judge(case: Case) -> Verdict:
    """One-sided test on what effects fitted on the history leave; the change is the ratio of medians."""
    logs = adjusted(case)
    before, after = logs[: -case.window], logs[-case.window :]
    return from_z(rank_z(before, after), float(np.median(after) - np.median(before)))


PEER = Peer(
    "Mann-Whitney, adjusted", "the same after effects of format, hour and weekday, fitted on the history", judge
)
