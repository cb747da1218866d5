"""A nightly run: judge what is new in a roster, find the news, and write down what is to be told before telling it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup import day_number
from fieber.checkup.best_months import BEST, best_months
from fieber.checkup.groups import group_temperatures
from fieber.checkup.priors import priors_of
from fieber.checkup.roster_weather import Asked
from fieber.engines import engines
from fieber.engines._protocol import Settings
from fieber.rosters import open_results, roster
from fieber.rosters._input import find_posts
from fieber.rosters._judge import latest_posts
from fieber.rosters._mend import mended
from fieber.rosters._rows import believed_until, conformed
from fieber.rosters._since import goes_on
from fieber.rosters._weigh import peers_of
from fieber.rosters.results import STATE, table_in
from fieber.stats.alarms import FALSE_SHARE
from fieber.watch._find import Seen, news_of
from fieber.watch._followers import crossings, days_of, fell_everywhere
from fieber.watch._state import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieber.api import Lang, Moment
    from fieber.checkup.priors import Priors
    from fieber.checkup.weather import Peers
    from fieber.engines._protocol import Posts, Session, Tables
    from fieber.model.news import Night
    from fieber.rosters import Results
    from fieber.rosters.run import Tell
    from fieber.watch._state import State

SCRATCH = ".watch"  # in the folder of results: what is only needed while a run lasts
COLUMNS = (
    *("account", "platform", "verdict", "temperature", "p_value", "tested", "metric", "kind", "finding"),
    *("change_percent", "change_low", "change_high", "onset_at", "recent_since"),
    *("own_percent", "own_low", "own_high"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is watched for.

    good_news: also best months. share: of the alarms of four weeks, what chance may bring. about: rows of ACCOUNTS with
    country and size tier. priors: what is known of any account.
    """

    priors: Priors
    good_news: bool = False
    share: float = FALSE_SHARE
    about: pl.DataFrame | None = None


def judge_again(
    source: str | Path | Sequence[str | Path],
    out: Path,
    *,
    tell: Tell,
    as_of: Moment | None = None,
    table: str | None = None,
    accounts: pl.DataFrame | None = None,
    processes: int | None = None,
    priors: str | Path | None = None,
    lang: Lang = "en",
) -> Results:
    """Judge the accounts of a roster of which something is new since the last run.

    All of them are judged in the first run, and where the day is told: rows that are not new may be new to that day.
    Args and errors: as of `rosters.roster`.
    """
    is_same = False
    if as_of is None and (out / STATE).exists():
        is_same = goes_on(open_results(out).state, priors_of(priors).method, believed_until())
    return roster(
        source,
        out,
        as_of=as_of,
        since_last=is_same,
        processes=processes,
        table=table,
        accounts=accounts,
        priors=priors,
        lang=lang,
        tell=tell,
    )


def find_news(
    results: Results, source: Sequence[Path], wanted: Wanted, *, table: str | None = None, processes: int | None = None
) -> tuple[Night, State]:
    """Give what is new in the results, and the state to be saved before anything of it is told.

    Args:
        results: of this run. source, table: where the posts lie. processes: at the same time.

    Raises:
        UnreadableError: the memory of the last run is damaged.
    """
    state = load(results.folder)
    now = datetime.fromisoformat(results.state.as_of)
    posts, _ = find_posts(source, table)
    days, weather = days_of(source), results.weather()
    scratch = results.folder / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)  # of a run that was stopped
    try:
        posts, _ = mended(posts, scratch / "mended")
        with engines()["local"].open(Settings(scratch, processes)) as session:
            before = None if state.as_of is None else datetime.fromisoformat(state.as_of)
            crossed = [] if before is None else crossings(session, posts, days, before, now)
            best = _best(session, posts, results, wanted) if wanted.good_news else pl.DataFrame(schema=BEST)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    seen = Seen(
        as_of=now,
        accounts=results.accounts().select(COLUMNS).collect(engine="streaming"),
        groups=group_temperatures(weather, wanted.about, Asked(None, day_number(now))),
        fell=fell_everywhere(weather, days, now),
        crossed=crossed,
        best=best,
    )
    return news_of(seen, state, wanted.share)


@dataclass(frozen=True, slots=True)
class Months:
    """Work on buckets of whole accounts: their best months."""

    as_of: datetime
    peers: Mapping[str | None, Peers]
    priors: Priors

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the table `best` (BEST)."""
        posts = latest_posts(conformed(rows, believed_until(self.as_of))[0], self.as_of).drop("row", "may_pool")
        return {"best": best_months(posts, day_number(self.as_of), self.peers, self.priors)}


def _best(session: Session, posts: Posts, results: Results, wanted: Wanted) -> pl.DataFrame:
    out = results.folder / SCRATCH / "best"
    out.mkdir(parents=True, exist_ok=True)
    now = datetime.fromisoformat(results.state.as_of)
    work = Months(now, peers_of(results.weather()), wanted.priors)
    session.map_accounts(posts, work, out, buckets=results.state.buckets)
    return table_in(out / "best", BEST).collect().sort("account", "platform", nulls_last=True)
