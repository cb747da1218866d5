"""From the first pass to what is said: the weather, who stands out, and the second pass over those that matter."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.checkup import day_number
from fieber.checkup.groups import group_temperatures
from fieber.checkup.roster_weather import Asked, roster_weather
from fieber.checkup.weather_many import ASKED, HELD
from fieber.checkup.weather_table import SCHEMA, WeatherTable
from fieber.model.tables import empty
from fieber.rosters import _weigh
from fieber.rosters._full import Diagnose, diagnose_in_full
from fieber.rosters._plan import WORK
from fieber.rosters._rows import FAULTS
from fieber.rosters._schemas import ACCOUNTS, KEYS
from fieber.rosters._weigh import FEVERS, MOST_IN_FULL, ORDER, Chance, Weigh, alone, chance, peers_of
from fieber.rosters.results import Counts, table_in
from fieber.stats.temperature import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from fieber.engines._protocol import Session
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import RosterWeather
    from fieber.rosters._plan import Plan
    from fieber.rosters.run import Run

    Key = tuple[str, str | None]

WEATHER_ORDER = ("metric", *KEYS, "day", "kind")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is known after both passes, beside the rows of accounts.

    weather: of the sample. sky: what it says, for people. held: rows of HELD. full: diagnoses by account.
    """

    as_of: datetime
    sky: RosterWeather
    weather: WeatherTable
    chance: Chance
    held: pl.DataFrame
    full: Mapping[Key, Diagnosis]
    counts: Counts
    faults: tuple[dict[str, Any], ...]


def gather(run: Run, session: Session, plan: Plan, whole: Path) -> Gathered:
    """Make the second pass and count.

    Args:
        whole: folder with the parts of `accounts` (those that were judged now, and with --since-last the others too).
    """
    work = run.folder / WORK
    accounts = table_in(whole / "accounts", ACCOUNTS)
    weather = WeatherTable(table_in(whole / "weather", SCHEMA).collect().sort(WEATHER_ORDER, nulls_last=True))
    worth = chance(accounts)
    low = worth.beside(accounts.filter(pl.col("verdict").is_in(_weigh.LOW)).collect())
    first = low.filter("stands_out").sort(ORDER, nulls_last=True).head(MOST_IN_FULL)
    # who was diagnosed in full before, and of whom nothing new is known, keeps what was said then
    new = first.filter(pl.col("contract").is_null()) if "contract" in first.columns else first
    judged_now = table_in(work / "judged" / "accounts", ACCOUNTS).select(KEYS)
    asked = low.filter(alone() == "real").lazy().join(judged_now, on=KEYS, how="semi", nulls_equal=True).collect()
    peers = peers_of(weather)
    second = work / "weighed"
    second.mkdir(exist_ok=True)
    function = Weigh(plan.as_of, plan.until, asked.select(ASKED), new.select(KEYS), peers, run.priors)
    names = pl.concat([asked.select("account"), new.select("account")]).unique()
    if names.height:
        session.map_accounts(
            run.posts,
            function,
            second,
            buckets=plan.buckets,
            only=names.sort("account"),
            tell=lambda done, of: run.tell("weighing", done, of),
        )
    moments = {(account, platform): moment for account, platform, moment in new.select(*KEYS, "as_of").rows()}
    posts = table_in(second / "posts", empty("posts").schema).collect()
    full = diagnose_in_full(posts, moments, Diagnose(peers, run.priors), run.processes)
    asked_now = Asked(None, day_number(plan.as_of))
    return Gathered(
        as_of=plan.as_of,
        sky=replace(roster_weather(weather, asked_now), groups=group_temperatures(weather, run.about, asked_now)),
        weather=weather,
        chance=worth,
        held=table_in(second / "held", HELD).collect(),
        full=full,
        counts=_counts(
            accounts,
            worth=worth,
            low=low,
            weather=weather,
            judged_now=judged_now,
            in_full=len(full) + first.height - new.height,
        ),
        faults=_faults(run, table_in(work / "judged" / "faults", FAULTS)),
    )


def _counts(
    accounts: pl.LazyFrame,
    *,
    worth: Chance,
    low: pl.DataFrame,
    weather: WeatherTable,
    judged_now: pl.LazyFrame,
    in_full: int,
) -> Counts:
    verdicts = dict(accounts.group_by("verdict").agg(pl.len()).collect(engine="streaming").sort("verdict").rows())
    is_slow = pl.col("slow_metric").is_not_null() & ~pl.col("verdict").is_in(FEVERS)
    slow, posts, cut = (
        accounts.select(
            is_slow.sum(), pl.col("posts").sum() + pl.col("posts_left_out").sum(), (pl.col("posts_left_out") > 0).sum()
        )
        .collect(engine="streaming")
        .row(0)
    )
    return Counts(
        accounts=sum(verdicts.values()),
        by_verdict=verdicts,
        judged=len(worth.p),
        expected_fevers=len(worth.p) / WEEKS_PER_YEAR,
        fevers=sum(verdicts.get(name, 0) for name in FEVERS),
        stand_out=int(low["stands_out"].sum()),
        in_full=in_full,
        slow=slow,
        judged_again=judged_now.select(pl.len()).collect(engine="streaming").item(),
        posts=posts,
        cut=cut,
        sampled=weather.accounts().height,
    )


def _faults(run: Run, faults: pl.LazyFrame) -> tuple[dict[str, Any], ...]:
    found = faults.group_by("field", "kind").agg(pl.col("count").sum()).collect().sort("field", "kind", nulls_last=True)
    return (*(asdict(one) for one in run.unread), *({"file": None} | row for row in found.iter_rows(named=True)))
