"""PELT of the library ruptures."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case

NEAR = 10  # posts


def judge(case: Case) -> Verdict:
    """Fall at the last change point, if it is near the date; else nothing is seen."""
    logs = np.log1p(case.values.astype(np.float64))
    scale = float(np.median(np.abs(np.diff(logs)))) / 0.6745 / np.sqrt(2) or 1.0
    # the extra `trial`; imported here because the peer is reported as absent without it
    # (a linear kernel is the l2 cost, in C)
    search = import_module("ruptures").KernelCPD(kernel="linear", min_size=2)
    points = search.fit((logs / scale)[:, None]).predict(pen=2 * np.log(len(logs)))[:-1]
    cut = len(logs) - case.window
    near = [point for point in points if abs(point - cut) <= NEAR]
    if not near:
        return Verdict(0.0, alarm=False, percent=0.0)
    point = min(near, key=lambda one: abs(one - cut))
    start = max([one for one in points if one < point], default=0)
    step = float(logs[point:].mean() - logs[start:point].mean())
    return Verdict(-step, step < 0, 100 * float(np.expm1(step)))


PEER = Peer(
    "ruptures PELT", "l2 cost, penalty 2 log n on logs in noise units; a fall within ten posts", judge, ("ruptures",)
)
