"""Rival methods, each as its users use it: one file per peer, each ending in `PEER = …`; found by folder."""

from __future__ import annotations

import time
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

import polars as pl

from fieber.plugins import discover
from fieber.trial.accounts import FACTORS, cases
from fieber.trial.peers import _environments
from fieber.trial.store import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.trial.accounts import Account, Case
    from fieber.trial.peers._protocol import Peer, Verdict
    from fieber.trial.sizes import Sizes

SLOW_FACTORS = (1.0, 0.7, 0.5)
SLOW_EVERY = 4  # accounts: a peer that takes seconds a case judges every fourth
TOGETHER = 8  # accounts for which a foreign program is started once
CODE = ("trial/peers", "trial/accounts.py", "trial/treatments.py", "trial/chance.py")
COLUMNS = {"score": pl.Float64, "alarm": pl.Boolean, "percent": pl.Float64, "seconds": pl.Float64}


@cache
def peers() -> dict[str, Peer]:
    """Give all peers by name."""
    return cast("dict[str, Peer]", discover("trial.peers", "PEER"))


def absent(peer: Peer) -> str | None:
    """Say why a peer cannot run here, or None."""
    if peer.environment is not None:
        return None if _environments.python_of(peer.environment) else f"no environment {peer.environment!r}"
    missing = [module for module in peer.modules if find_spec(module) is None]
    return f"{', '.join(missing)} not installed (extra: trial)" if missing else None


def jobs(accounts: Sequence[Account], sizes: Sizes) -> list[Job]:
    """Give the work of all peers that can run here, on the same cases as fieber."""
    found = []
    for name, peer in peers().items():
        if absent(peer) or (peer.environment and not sizes.has_foreign):
            continue
        most, factors = (sizes.slow_cuts, SLOW_FACTORS) if peer.is_slow else (sizes.cuts, FACTORS)
        judged = accounts[::SLOW_EVERY] if peer.is_slow else accounts
        for start in range(0, len(judged), TOGETHER):
            some = tuple(judged[start : start + TOGETHER])
            found.append(Job("peers", f"{name}-{some[0].code}", run, (name, some, most, factors), CODE))
    return found


def run(name: str, accounts: tuple[Account, ...], most: int, factors: tuple[float, ...]) -> pl.DataFrame:
    """Judge the accounts' cases by one peer; one row a case.

    Columns: method, account, platform, split, cut, factor; score (higher: more surely a drop), alarm (the method's own
    rule at nominal 5 %), percent (change; null where it names none), seconds.
    """
    peer = peers()[name]
    keys, work = [], []
    for account in accounts:
        for case in cases(account, most, factors):
            keys.append((name, account.code, account.platform, account.split, case.cut, case.factor))
            work.append(case)
    verdicts = _verdicts(peer, work)
    schema = ["method", "account", "platform", "split", "cut", "factor"]
    judged = pl.DataFrame(
        [(v.score, v.alarm, v.percent, seconds) for v, seconds in verdicts], schema=COLUMNS, orient="row"
    )
    return pl.concat([pl.DataFrame(keys, schema=schema, orient="row"), judged], how="horizontal")


def _verdicts(peer: Peer, work: list[Case]) -> list[tuple[Verdict, float]]:
    if peer.environment is not None:
        return _environments.judge(peer.environment, peer.script, work)
    found = []
    for case in work:
        before = time.perf_counter()
        verdict = peer.judge(case)
        found.append((verdict, time.perf_counter() - before))
    return found
