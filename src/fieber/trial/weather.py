"""Part w, the weather: single accounts of a roster treated, judged alone and with the others as peers, date told.

Each case is judged twice by the product's own test on the same posts: by the account's own numbers, and net of what
the other accounts had over the same days, knowing only what could be judged by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.series import post_sample
from fieber.checkup.weather import FEWEST_PEERS, Net, Peers, Question, kinds_of, net_of_weather
from fieber.checkup.weather_table import table_of
from fieber.metrics import metrics
from fieber.model.reading import Reading
from fieber.model.tables import POSTS
from fieber.stats import thermometer
from fieber.stats.told import told
from fieber.trial.accounts import histories
from fieber.trial.chance import generator
from fieber.trial.real import ALPHA
from fieber.trial.store import PIPELINE, Job, blocks
from fieber.trial.treatments import thinned

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.stats.told import Told
    from fieber.trial.sizes import Sizes

ALONE, TOGETHER = "alone", "with peers"
FACTORS = (1.0, 0.7, 0.5)  # share of the likes that is kept; 1.0 is untouched
HISTORY_DAYS, HISTORY_POSTS = 49.0, 40  # before the date: a level of its own and, for the others, seven weeks
WINDOWS = {"30 posts": (30, None), "4 weeks": (8, 28.0)}  # least posts, days after the date
BLOCK = 4  # accounts of a job
SCHEMA = {
    **dict.fromkeys(("method", "platform", "account", "window"), pl.String),
    "cut": pl.Int64,
    **dict.fromkeys(("factor", "score"), pl.Float64),
    "alarm": pl.Boolean,
    **dict.fromkeys(("step", "low", "high", "weather"), pl.Float64),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """The accounts of one platform in one file. content: fingerprint of their posts; codes: hashes of their names."""

    path: str
    platform: str
    content: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """A date of one account, in numbers of posts: window, a key of WINDOWS; first post from the date on; how many."""

    window: str
    cut: int
    after: int


def rosters(paths: tuple[Path, ...]) -> list[Roster]:
    """List the platforms of the files that have accounts enough over the same weeks to make a weather."""
    found = []
    for path in paths:
        tables = histories(str(path))
        for platform in sorted({platform for _, platform in tables}):
            own = {code: posts for (code, name), posts in sorted(tables.items()) if name == platform and posts.height}
            if _abreast(list(own.values())) > FEWEST_PEERS:
                content = sha256(b"".join(_bytes(posts) for posts in own.values())).hexdigest()[:16]
                found.append(Roster(str(path), platform, content, tuple(own)))
    return found


def _abreast(tables: list[pl.DataFrame]) -> int:
    """Give the largest number of accounts that were there on one day, by their first and last posts."""
    first, last = (np.array([table["posted"][at] for table in tables]) for at in (0, -1))
    return max((int(((first <= day) & (day <= last)).sum()) for day in first), default=0)


def _bytes(posts: pl.DataFrame) -> bytes:
    kinds = ",".join(posts["kind"].fill_null("?")).encode()
    return posts["posted"].to_numpy().tobytes() + posts["likes"].to_numpy().tobytes() + kinds


def jobs(rosters: list[Roster], sizes: Sizes) -> list[Job]:
    """Give the work: some accounts of a roster each; in a smaller trial only its first, which are as good as any."""
    code = (*PIPELINE, "readers", "trial/accounts.py")
    return [
        Job("weather", f"{one.platform}-{one.content}-{start}", judge, (one, start, stop, sizes.weather_cuts), code)
        for one in rosters
        for start, stop in blocks(min(len(one.codes), sizes.weather_accounts), BLOCK)
    ]


def judge(roster: Roster, start: int, stop: int, most: int) -> pl.DataFrame:
    """Judge cases of accounts `start` … `stop`, up to `most` dates of each kind of window; two rows a case.

    Columns: method (alone, with peers), platform, account, window, cut, factor; score (−p), alarm (p ≤ .05), step with
    its 90 % interval low … high (log units), weather (of the others over its posts, log units). A date has all its
    rows or none.
    """
    peers = _peers(roster.path, roster.platform)
    rows = []
    for code in roster.codes[start:stop]:
        posts = histories(roster.path)[code, roster.platform]
        if float(np.median(posts["likes"].to_numpy())) < 1:
            continue  # there is nothing to take away
        for date in dates(posts, code, most):
            keys = {"platform": roster.platform, "account": code, "window": date.window}
            found = [_case(_treated(posts, code, date, factor), date, peers, keys) for factor in FACTORS]
            if all(found):
                rows += [row | {"factor": factor} for factor, both in zip(FACTORS, found, strict=True) for row in both]
    return pl.DataFrame(rows, schema=SCHEMA)


@lru_cache(maxsize=1)
def _peers(path: str, platform: str) -> Peers:
    """Make the table of a roster, once for each process: the likes alone, the other counters say nothing here."""
    own = [
        posts.with_columns(account=pl.lit(code))
        for (code, name), posts in sorted(histories(path).items())
        if name == platform
    ]
    posts = pl.concat(own, how="vertical_relaxed").select(list(POSTS))
    counters = [name for name, dtype in posts.schema.items() if dtype.is_numeric() and name != "likes"]
    posts = posts.with_columns(pl.lit(None, dtype=posts.schema[name]).alias(name) for name in counters)
    return Peers(table_of(Reading(posts=posts)), FEWEST_PEERS, is_told=False)


def dates(posts: pl.DataFrame, code: str, most: int) -> list[Date]:
    """Draw up to `most` dates of each kind of window, each with its history and with all its posts read."""
    random = generator("weather", "dates", code)
    posted = posts["posted"].to_numpy()
    first = max(int(np.searchsorted(posted, posted[0] + HISTORY_DAYS)), HISTORY_POSTS)
    found = []
    for window, (least, days) in WINDOWS.items():
        last = len(posted) - least
        for cut in random.integers(first, last + 1, most).tolist() if last >= first else ():
            after = least if days is None else int((posted[cut:] < posted[cut] + days).sum())
            if days is None or (after >= least and posted[-1] >= posted[cut] + days):
                found.append(Date(window, cut, after))
    return found


def _treated(posts: pl.DataFrame, code: str, date: Date, factor: float) -> pl.DataFrame:
    if factor == 1.0:
        return posts
    random = generator("weather", "thinning", code, date.window, date.cut, str(factor))
    likes = thinned(posts["likes"].to_numpy(), factor, slice(date.cut, date.cut + date.after), random=random)
    return posts.with_columns(likes=pl.Series(likes, dtype=posts["likes"].dtype))


def _case(posts: pl.DataFrame, date: Date, peers: Peers, keys: dict[str, str]) -> list[dict[str, object]]:
    """Judge both ways; empty where the test does not answer, or too few peers had posts before and after."""
    found = with_and_without(posts, date, peers, account=keys["account"], platform=keys["platform"])
    if found is None:
        return []
    alone, together, weather = found
    both = {ALONE: alone, TOGETHER: together}
    return [
        keys | {"cut": date.cut, "method": method, "weather": weather} | _row(told) for method, told in both.items()
    ]


def _row(told: Told) -> dict[str, object]:
    return {
        "score": -told.p,
        "alarm": told.p <= ALPHA,
        "step": told.median,
        "low": told.low,
        "high": told.high,
    }


def with_and_without(
    posts: pl.DataFrame, date: Date, peers: Peers, *, account: str, platform: str
) -> tuple[Told, Told, float] | None:
    """Judge the posts from a date on, alone and net of the others' weather; that weather too, in log units."""
    likes = next(metric for metric in metrics() if metric.name == "likes")
    seen = posts[: date.cut + date.after]
    sample = post_sample(seen, likes, np.inf)
    posted = seen["posted"].to_numpy()[sample.rows]
    now, begin = float(sample.series.when.max()), float(seen["posted"][date.cut])
    count = int((posted >= begin).sum())
    alone = told(thermometer.take(sample.series, np.array([now])), count)
    question = Question(sample, posted, kinds_of(seen["kind"].gather(sample.rows).to_list()), count, begin, now)
    net = net_of_weather(question, peers, account=account, platform=platform)
    if alone is None or not isinstance(net, Net) or net.own is None:
        return None
    return alone, net.own, net.weather.value
