"""Accounts per second on one core: 500 posts with likes, comments and shares, beside AutoETS and CausalImpact."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.stats.percent import change_percent
from fieber.trial.accounts import WINDOW, Case
from fieber.trial.chance import generator, seed_of
from fieber.trial.estimates import Estimate
from fieber.trial.headline import COMPANIONS
from fieber.trial.peers import _environments, absent, peers
from fieber.trial.targets import Row, at_least, not_measured
from fieber.trial.treatments import companion

if TYPE_CHECKING:
    from numpy.typing import NDArray

POSTS = 500
VITALS = 3
ROUNDS = 5
RIVALS = {"AutoETS": 20, "CausalImpact": 3}  # name: series that it is timed on


@dataclass(frozen=True, slots=True)
class Speed:
    """Accounts per second and core; rivals: seconds of fieber's account against theirs, as how many times slower."""

    accounts_per_second: Estimate
    rivals: dict[str, Estimate]


def measure(accounts: int) -> Speed:
    """Time fieber and, in the same minutes, the rivals that can run here; nothing else should run meanwhile."""
    drawn = [_account(number) for number in range(accounts)]
    roster = _roster(drawn)
    _judge(roster)
    rates = []
    for _ in range(ROUNDS):
        before = time.process_time()
        _judge(roster)
        rates.append(accounts / (time.process_time() - before))
    rate = Estimate(float(np.mean(rates)), float(np.std(rates, ddof=1) / np.sqrt(ROUNDS)), accounts * ROUNDS)
    slower = {name: _slower(name, drawn, rate) for name in RIVALS if absent(peers()[name]) is None}
    return Speed(rate, slower)


def _account(number: int) -> list[thermometer.Series]:
    """Draw an account of 500 posts: its three vitals, as arrays."""
    account = patient(HEALTHY[0], years=4.0, seed=seed_of("throughput", number) % 2**32)
    random = generator("throughput", number)
    counts = [account.likes, *(companion(account.likes, *how, random=random) for how in COMPANIONS.values())]
    whole = [series(account, count) for count in counts]
    return [thermometer.Series(s.value[:POSTS], s.when[:POSTS], s.codes[:POSTS], s.params) for s in whole]


def _roster(drawn: list[list[thermometer.Series]]) -> tuple[thermometer.Series, NDArray[np.intp], NDArray[np.float64]]:
    """Lay all vitals of all accounts one after the other, as a roster has them; with their starts and their looks."""
    every = [one for vitals in drawn for one in vitals]
    value, when, codes = (np.concatenate([getattr(one, name) for one in every]) for name in ("value", "when", "codes"))
    starts = np.cumsum([0, *(len(one.value) for one in every)], dtype=np.intp)
    return thermometer.Series(value, when, codes, every[0].params), starts, when[starts[1:] - 1]


def _judge(roster: tuple[thermometer.Series, NDArray[np.intp], NDArray[np.float64]]) -> None:
    """p_value, change with interval in percent, and onset of each vital."""
    series, starts, looks = roster
    found = thermometer.take_many(series, starts, looks)
    for step in (found.median, found.low, found.high):
        change_percent(step, found.level, series.offset)


def _slower(name: str, drawn: list[list[thermometer.Series]], rate: Estimate) -> Estimate:
    cases = []
    for vitals in drawn[: RIVALS[name]]:
        likes, days = np.rint(np.expm1(vitals[0].value)).astype(np.int64), vitals[0].when
        cases.append(Case(likes, days, np.zeros(len(likes), dtype=np.int64), WINDOW, len(likes) - WINDOW, 1.0))
    peer = peers()[name]
    seconds = [taken for _, taken in _environments.judge(peer.environment or "", peer.script, cases)]
    # the first series pays for what the library prepares once
    taken = np.array(seconds[1:])
    times = VITALS * taken * rate.value
    spread = float(times.std(ddof=1) / np.sqrt(len(times))) if len(times) > 1 else None
    return Estimate(float(times.mean()), spread, len(times))


def rows(speed: Speed) -> list[Row]:
    """Give the rows of the throughput."""
    found = [
        at_least("t", "accounts a second and core, 500 posts, three vitals", 2000, speed.accounts_per_second),
    ]
    for name, limit in (("AutoETS", 50), ("CausalImpact", 500)):
        how_many = speed.rivals.get(name, not_measured())
        found.append(at_least("t", f"times as fast as {name}, same run", limit, how_many))
    return found
