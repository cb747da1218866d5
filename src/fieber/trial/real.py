"""Parts b and c: real accounts, untouched and treated, judged by the product's own pipeline."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup import day_number
from fieber.checkup.series import post_sample
from fieber.checkup.vital import judge
from fieber.metrics import metrics
from fieber.trial.accounts import FACTORS, WINDOW, Account, cuts, treated
from fieber.trial.store import PIPELINE, Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.model.diagnosis import Vital
    from fieber.trial.sizes import Sizes

METHOD = "fieber"
ALPHA = 0.05


def jobs(accounts: Sequence[Account], sizes: Sizes) -> list[Job]:
    """Give the work: one job an account."""
    code = (*PIPELINE, "readers", "trial/accounts.py")
    return [Job("real", f"fieber-{one.code}", examine, (one, sizes.cuts), code) for one in accounts]


def examine(account: Account, most: int) -> pl.DataFrame:
    """Judge every case of an account; one row a case.

    Columns: those of every method (`peers.run`), and low, high, p_drop of the date told; scan_p, scan_percent,
    onset_error (posts) without it; detectable.
    """
    likes = next(metric for metric in metrics() if metric.name == "likes")
    rows = []
    for start, cut in cuts(account, most):
        for factor in FACTORS:
            table = treated(account, start, cut, factor)
            before = time.perf_counter()
            posted = table["posted"].to_numpy()
            sample = post_sample(table, likes, np.inf)
            # judged on the day on which the last post can be
            vital = judge(sample, sample.series.when[-1:], posted[sample.rows], since=float(posted[-WINDOW])).vital
            seconds = {"seconds": time.perf_counter() - before}
            rows.append(_row(account, cut, factor) | _told(vital) | seconds | _scanned(vital, posted))
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(account: Account, cut: int, factor: float) -> dict[str, object]:
    keys = {"account": account.code, "platform": account.platform, "split": account.split}
    return {"method": METHOD, **keys, "cut": cut, "factor": factor}


def _told(vital: Vital) -> dict[str, object]:
    since = vital.since
    if since is None:
        return dict.fromkeys(("score", "alarm", "percent", "low", "high", "p_drop"))
    return {
        "score": -since.p_value,
        "alarm": since.p_value <= ALPHA,
        "percent": since.percent,
        "low": since.low,
        "high": since.high,
        "p_drop": since.p_drop,
    }


def _scanned(vital: Vital, posted: np.ndarray) -> dict[str, object]:
    error = None
    if vital.onset is not None:
        # onsets are told to the second
        first = int(np.searchsorted(posted, day_number(vital.onset.at) - 1 / 86400))
        error = abs(first - (len(posted) - WINDOW))
    return {
        "scan_p": vital.p_value,
        "scan_percent": None if vital.change is None else vital.change.percent,
        "onset_error": error,
        "detectable": vital.detectable_percent,
    }
