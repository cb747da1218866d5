"""A band of what is typical, as YouTube Studio draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from fieber.trial.accounts import Case

LAST = 90
QUARTER = 0.25


def judge(case: Case) -> Verdict:
    """Share of the window's posts below the band; alarm where the typical one of them is."""
    before, after = case.values[: -case.window][-LAST:], case.values[-case.window :]
    low = float(np.quantile(before, QUARTER))
    middle, now = float(np.median(before)), float(np.median(after))
    # the share alone has many ties: the window's place in the history breaks them
    place = float((before < now).mean())
    return Verdict(float((after < low).mean()) - place / 100, now < low, 100 * (now / max(middle, 1e-9) - 1))


PEER = Peer(
    "YouTube-like band", "middle half of the last 90 posts; alarm where the window's median lies below it", judge
)
