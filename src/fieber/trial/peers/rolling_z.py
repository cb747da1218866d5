"""The rolling z score of raw likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._pieces import normal_tail
from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case

LAST = 90


def judge(case: Case) -> Verdict:
    """Mean of the window against mean and sd of the last 90 posts before."""
    before = case.values[: -case.window][-LAST:].astype(np.float64)
    now = float(case.values[-case.window :].mean())
    z = (now - float(before.mean())) / max(float(before.std(ddof=1)) / np.sqrt(case.window), 1e-9)
    percent = 100 * (now / max(float(before.mean()), 1e-9) - 1)
    return Verdict(-z, normal_tail(z) <= 0.05, percent)


PEER = Peer("rolling z", "mean raw likes of the window in standard errors of the last 90 posts", judge)
