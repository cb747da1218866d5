"""Priors from one's own accounts: how they scatter and wander, what formats do, and how fast their posts grow.

A sample of the accounts is enough, drawn by a hash of their names, so that the same roster gives the same priors and a
roster of any size fits into memory. What comes out are numbers over all of them; none is of a single account.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.api import as_reading, as_time
from fieber.checkup import day_number, maturity
from fieber.checkup._prepared import prepared
from fieber.checkup._slots import columns_of, slot, values_of
from fieber.checkup.priors import GROWING, LEARNED, NAME, Learned, Priors, Spread
from fieber.checkup.published_growth import sourced
from fieber.engines._scan import scan
from fieber.errors import UsageError
from fieber.metrics import metrics
from fieber.model.reading import poolable
from fieber.rosters._input import find_posts
from fieber.rosters._mend import mended
from fieber.rosters._rows import believed_until, conformed
from fieber.stats import population
from fieber.stats.maturity import log_likelihood
from fieber.stats.prior import PRIOR
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from fieber.api import Moment
    from fieber.stats.batch import Histories
    from fieber.stats.maturity import Curve
    from fieber.stats.population import Observed
    from fieber.stats.prior import Prior

FEWEST_ACCOUNTS = 50  # with them each number is known to a seventh of its spread over accounts
FEWEST_POSTS = 40  # of one account: fewer hardly say more of effects and wander than the prior does
MOST_ACCOUNTS = 1_000  # more change no number in its second figure
MOST_ROWS = 2_000_000  # of all of them together: half a gigabyte
LEAST_MEDIAN = 5.0  # below this the scatter is that of the counts
TEACHERS = ("likes", "views", "reach", "comments", "shares", "saves")  # the first that an account has enough of
FEWEST_GROWING = 20  # accounts with readings of young posts, before their growth stands in place of what is published
ORDER = ("account", "platform", "posted_at", "post_id", "measured_at", "row")
WIDER = 1.5  # half-lives are looked for so much farther than the published doubt


def learn(
    source: Any,
    *,
    name: str = "own",
    as_of: Moment | None = None,
    table: str | None = None,
    accounts: int = MOST_ACCOUNTS,
) -> Learned:
    """Learn priors from a roster.

    Args:
        source: files or folders as `fieber.roster` takes them; or a posts table, or a `Reading`.
        name: what results call the priors: small letters, digits, - and _.
        as_of: learn only from posts up to then; if not given, up to the latest reading, else post.
        table: of a DuckDB file. accounts: learn from so many at most.

    Returns:
        The priors: `.to_json()` is the file that `--priors` takes; `.priors()` is what `check(priors=…)` takes.

    Raises:
        UsageError: fewer than 50 accounts with 40 posts, or no such path, table or name.
        UnreadableError: no rows of posts.
    """
    if not NAME.fullmatch(name):
        raise UsageError(
            f"--name {name}: use up to 40 small letters, digits, - and _",
            de=f"--name {name}: Nimm bis zu 40 kleine Buchstaben ohne Umlaute, Ziffern, - und _",
        )
    told = None if as_of is None else as_time(as_of, "--as-of", end_of_day=True)
    rows, seen = _sample(source, table, accounts, believed_until(told))
    now = told or _latest(rows)
    posts = rows.filter(pl.col("posted_at") <= now)
    growth = _growth(posts.filter(pl.col("measured_at").is_null() | (pl.col("measured_at") <= now)))
    known = Learned(name, "", 0, 0, 0, PRIOR, growth).priors()
    observed = _observed(posts, day_number(now), known)
    if len(observed) < FEWEST_ACCOUNTS:
        raise _too_few(len(observed))
    return Learned(
        name=name,
        as_of=now.isoformat().replace("+00:00", "Z"),
        accounts=len(observed),
        seen=seen,
        posts=sum(one.posts for one in observed),
        thermometer=_in_short(population.population(observed)),
        growth=growth,
    )


def _too_few(accounts: int) -> UsageError:
    return UsageError(
        f"accounts with {FEWEST_POSTS} posts and their counts: {accounts}, and priors need {FEWEST_ACCOUNTS};"
        " give a larger roster or keep what is shipped",
        de=f"Accounts mit {FEWEST_POSTS} Posts und ihren Zahlen: {accounts}; nötig sind {FEWEST_ACCOUNTS}. Gib"
        " mehr Accounts, oder bleib bei dem, was mitgeliefert ist",
    )


def _sample(source: Any, table: str | None, most: int, until: datetime) -> tuple[pl.DataFrame, int]:
    """Give the posts of some accounts, and how many accounts there are; later times are not believed."""
    if isinstance(source, str | Path) or (
        isinstance(source, list | tuple) and source and isinstance(source[0], str | Path)
    ):
        paths = [Path(one) for one in ([source] if isinstance(source, str | Path) else source)]
        posts, _ = find_posts(paths, table)
        with TemporaryDirectory() as folder:
            return _drawn_from(scan(mended(posts, Path(folder))[0]), most, until)
    return _drawn_from(poolable(as_reading(source, None, None)).posts.lazy(), most, until)


def _drawn_from(rows: pl.LazyFrame, most: int, until: datetime) -> tuple[pl.DataFrame, int]:
    keys = [key for key in ("account", "platform") if key in rows.collect_schema().names()]
    there = [name for name in ("post_id", "posted_at") if name in rows.collect_schema().names()]
    post = pl.coalesce(pl.col(name).cast(pl.String) for name in there)  # as looks.identity tells them apart
    sizes = rows.group_by(keys).agg(rows=pl.len(), posts=post.n_unique()).collect(engine="streaming")
    chosen = _drawn(sizes.filter(pl.col("posts") >= FEWEST_POSTS), keys, most)
    own = rows.join(chosen.lazy(), on=keys, how="semi", nulls_equal=True).collect(engine="streaming")
    kept, _ = conformed(own, until)
    return kept.filter("may_pool").sort(ORDER, nulls_last=True), sizes.height


def _drawn(sizes: pl.DataFrame, keys: Sequence[str], most: int) -> pl.DataFrame:
    """Draw accounts in the order of a hash of their names, as many as there is room for."""
    texts = [pl.col(key).cast(pl.String).fill_null("") for key in keys]
    names = sizes.select(pl.concat_str(texts, separator="\0")).to_series()
    order = pl.Series([blake2b(name.encode(), digest_size=8).digest() for name in names.to_list()], dtype=pl.Binary)
    turn = sizes.with_columns(order=order).sort("order", *keys).filter(pl.col("rows") <= MOST_ROWS)
    return turn.filter(pl.col("rows").cum_sum() <= MOST_ROWS).head(most).select(keys)


def _latest(rows: pl.DataFrame) -> datetime:
    latest: datetime | None = rows.select(pl.coalesce(pl.col("measured_at").max(), pl.col("posted_at").max())).item()
    if latest is None:
        raise _too_few(0)
    return latest


def _observed(posts: pl.DataFrame, now: float, priors: Priors) -> list[Observed]:
    """Let the thermometer run over one vital of each account that has enough posts: the first it has of TEACHERS."""
    seen = prepared(posts, now, priors.growth)
    table = columns_of(seen, now)
    named = {metric.name: metric for metric in metrics()}
    found: dict[int, Observed] = {}
    for name in TEACHERS:
        value = values_of(seen, named[name])
        if np.isnan(value).all():
            continue
        one = slot(table, value, named[name])
        for i, owner in enumerate(one.owners.tolist()):
            own = slice(*one.histories.starts[i : i + 2])
            number = one.histories.number[own]
            if owner not in found and len(number) >= FEWEST_POSTS and np.median(number) >= LEAST_MEDIAN:
                found[owner] = population.observe(_series(one.histories, own, int(one.histories.params[i]))).account
    return list(found.values())


def _series(histories: Histories, own: slice, params: int) -> Series:
    return Series(histories.value[own], histories.when[own], histories.codes[own], params, histories.offset)


def _growth(readings: pl.DataFrame) -> tuple[Spread, ...]:
    """Learn how fast posts grow, for each platform of which enough accounts were read while their posts were young."""
    told: dict[tuple[str, bool], list[NDArray[np.float64]]] = {}
    wide = {sort: _wide(sort) for sort in product(GROWING, (False, True))}
    read = readings.filter(pl.col("measured_at").is_not_null(), pl.col("platform").is_in(GROWING))
    for _, own in read.group_by("account", "platform", maintain_order=True):
        for (platform, clip), (pairs, young) in maturity.lessons(own).items():
            sort = platform or "", clip
            told.setdefault(sort, []).append(log_likelihood(wide[sort], pairs=pairs, young=young))
    return tuple(_spread(sort, wide[sort], each) for sort, each in sorted(told.items()) if len(each) >= FEWEST_GROWING)


def _spread(sort: tuple[str, bool], wide: Curve, told: Sequence[NDArray[np.float64]]) -> Spread:
    half_life, shape, doubt = (_short(size) for size in population.growth(wide, np.array(told)))
    return Spread(*sort, half_life, shape, doubt, len(told))


def _in_short(prior: Prior) -> Prior:
    """Give what was learned with four digits: no more is known, and the last bits hang on the machine."""
    numbers: dict[str, Any] = {key: _short(getattr(prior, key)) for key in LEARNED if key != "gain_shares"}
    return replace(prior, **numbers, gain_shares=tuple(_short(share) for share in prior.gain_shares))


def _short(number: float) -> float:
    return float(f"{number:.4g}")


def _wide(sort: tuple[str, bool]) -> Curve:
    """Give the published curve of a sort of posts, with room for accounts that lie farther off than was doubted."""
    figures = sourced(sort)
    return replace(figures, doubt=WIDER * figures.doubt).curve()
