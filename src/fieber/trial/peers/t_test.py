"""Welch's t test on log likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._pieces import from_z
from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case


def judge(case: Case) -> Verdict:
    """One-sided Welch test; with 30 posts its t is compared with a normal of equal tail."""
    logs = np.log1p(case.values.astype(np.float64))
    before, after = logs[: -case.window], logs[-case.window :]
    parts = before.var(ddof=1) / len(before), after.var(ddof=1) / len(after)
    step = float(after.mean() - before.mean())
    t = step / max(float(np.sqrt(sum(parts))), 1e-9)
    degrees = sum(parts) ** 2 / max(parts[0] ** 2 / (len(before) - 1) + parts[1] ** 2 / (len(after) - 1), 1e-18)
    # Wallace 1959, Ann. Math. Statist. 30, 1124-1127
    size = (8 * degrees + 1) / (8 * degrees + 3) * np.sqrt(degrees * np.log1p(t * t / degrees))
    return from_z(float(np.copysign(size, t)), step)


PEER = Peer("t-test on logs", "Welch's one-sided t test on log likes, window against history", judge)
