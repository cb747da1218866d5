"""How much is simulated: the full trial, and a quick one for every test run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of accounts and cases; `block` accounts are one job, and one file in the store."""

    name: str
    healthy_accounts: int  # per world
    healthy_years: float
    power_accounts: int  # per world
    overall_accounts: int  # per world
    overall_years: float
    change_accounts: int  # per world
    delay_accounts: int  # per scatter
    delay_healthy: int  # accounts for the time to the first false alarm, per scatter
    delay_horizon: int  # posts that these are followed
    cuts: int  # per real account
    slow_cuts: int  # of these, for peers that take a second a case
    weather_cuts: int  # per account of a roster and kind of window
    weather_accounts: int  # of a roster that are treated; all of it are peers
    has_foreign: bool  # peers that need an environment of their own
    throughput_accounts: int
    bootstraps: int
    block: int


FULL = Sizes(
    name="full",
    healthy_accounts=300,
    healthy_years=10.0,
    power_accounts=300,
    overall_accounts=24,
    overall_years=10.0,
    change_accounts=1000,
    delay_accounts=1500,
    delay_healthy=400,
    delay_horizon=2000,
    cuts=8,
    slow_cuts=1,
    weather_cuts=16,
    weather_accounts=1000,
    has_foreign=True,
    throughput_accounts=200,
    bootstraps=1000,
    block=25,
)

QUICK = Sizes(
    name="quick",
    healthy_accounts=8,
    healthy_years=6.0,
    power_accounts=10,
    overall_accounts=2,
    overall_years=4.0,
    change_accounts=24,
    delay_accounts=60,
    delay_healthy=24,
    delay_horizon=1000,
    cuts=2,
    slow_cuts=1,
    weather_cuts=1,
    weather_accounts=16,
    has_foreign=False,
    throughput_accounts=20,
    bootstraps=200,
    block=12,
)
