"""Only what is new since the last results: which accounts are judged again, and how their rows replace the old ones.

An account is judged again where rows of it came, went or changed. Else nothing new is known of it, and its row stays as
it was judged, with the `as_of` of that day; only one whose last post has since become too old to say anything is asked
again. docs/method.md says what that means for the p-values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup.weather_table import SCHEMA
from fieber.errors import UsageError
from fieber.files import write_whole
from fieber.rosters._judge import is_sampled
from fieber.rosters._plan import PLAN, WORK, Plan, buckets_for, keep, latest_of, rows_by_platform, sample_for
from fieber.rosters._plan import planned as planned_anew
from fieber.rosters._rows import believed_until, extent, fingerprints, together
from fieber.rosters._schemas import ACCOUNTS, KEYS, VITALS
from fieber.rosters.results import table_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.engines._protocol import Posts, Session, Tables
    from fieber.rosters.results import Results, State

CHANGED = "changed.parquet"


@dataclass(frozen=True, slots=True)
class Changed:
    """keys: accounts whose last rows no longer hold, KEYS. accounts: the names of those that are there to be judged."""

    keys: pl.DataFrame
    accounts: pl.DataFrame


def planned(
    folder: Path, session: Session, posts: Posts, as_of: datetime | None, *, last: Results, method: str
) -> tuple[Plan, Changed]:
    """Give the plan of a run that goes on from the last results, and what has changed.

    Args:
        folder: of results, begun. as_of: told; else the latest reading or post, or that of the last results.
        method: of this run.

    Raises:
        UsageError: the last results are from another method, version or time, so that rows of both cannot stand
            together; or the posts lie at addresses.
    """
    if posts.are_elsewhere:
        raise UsageError(
            "--since-last needs files that this machine sees; it cannot know what is new at an address",
            de="--since-last braucht Dateien, die dieser Rechner sieht; was an einer Adresse neu ist, weiß er nicht",
        )
    until = believed_until(as_of)
    if not goes_on(last.state, method, until):
        raise UsageError(
            "--since-last: the last results have other priors or versions, or a date that is still to come; run once"
            " without it",
            de="--since-last: Die letzten Ergebnisse haben andere Vorgaben oder Versionen oder ein Datum, das erst noch"
            " kommt; lass es einmal weg",
        )
    kept = folder / WORK / CHANGED
    if (folder / WORK / PLAN).exists():
        return planned_anew(folder, session, posts, as_of), _split(pl.read_parquet(kept))
    then = datetime.fromisoformat(last.state.as_of)
    touched, is_more = _touched(posts, last)
    sums, extents = _summed(session, touched, until)
    rows = _rows_now(rows_by_platform(extents), dict(last.state.rows) if is_more else {})
    plan = Plan(
        as_of=as_of or max(then, latest_of(extents) or then),
        until=until,
        rows=rows,
        buckets=max(last.state.buckets, buckets_for(rows)),
        sample=_sample_now(dict(last.state.sample), rows),
    )
    changed = _changed(sums, last, is_more=is_more)
    keys = pl.concat([changed, _due(last, plan.as_of)]).unique(KEYS, keep="first", maintain_order=True)
    write_whole(kept, keys.sort(KEYS, nulls_last=True).write_parquet)
    keep(folder, plan)
    return plan, _split(keys)


def goes_on(last: State, method: str, until: datetime) -> bool:
    """Whether a run can go on from the last results: of one kind with it, and not as of a time that is not believed."""
    is_same = (last.hashes, last.method) == (pl.__version__, method)
    return is_same and datetime.fromisoformat(last.as_of) <= until


def _rows_now(new: dict[str | None, int], before: dict[str | None, int]) -> dict[str | None, int]:
    return {name: before.get(name, 0) + new.get(name, 0) for name in before | new}


def _sample_now(before: dict[str | None, float], rows: dict[str | None, int]) -> dict[str | None, float]:
    """Give the shares of the weather: those of a whole run, but none that has grown.

    Who was left out before is not judged again and so cannot join; a share that shrinks leaves out others of before. A
    platform that is new has all of its accounts judged now.
    """
    return before | {name: min(before.get(name, 1.0), share) for name, share in sample_for(rows).items()}


def merged(folder: Path, last: Results, changed: Changed, sample: Mapping[str | None, float]) -> Path:
    """Put the new rows in the place of the old ones; gives the folder with the whole tables.

    Args:
        sample: by platform, the share of accounts that the weather is made of now.
    """
    work, gone = folder / WORK, changed.keys.lazy()
    whole = work / "whole"
    for name, schema in (("accounts", ACCOUNTS), ("vitals", VITALS)):
        (whole / name).mkdir(parents=True, exist_ok=True)
        parts = {part.name for where in (folder, work / "judged") for part in (where / name).glob("part-*.parquet")}
        for part in sorted(parts - {done.name for done in (whole / name).glob("part-*.parquet")}):
            old, new = (_rows(where / name / part, schema) for where in (folder, work / "judged"))
            both = pl.concat([old.join(gone, on=KEYS, how="anti", nulls_equal=True), new], how="diagonal")
            order = [*KEYS, "metric", "kind"] if name == "vitals" else KEYS
            write_whole(whole / name / part, both.sort(order, nulls_last=True).collect().write_parquet)
    (whole / "weather").mkdir(exist_ok=True)
    old = last.weather().rows.lazy().filter(is_sampled(sample)).join(gone, on=KEYS, how="anti", nulls_equal=True)
    rows = pl.concat([old, table_in(work / "judged" / "weather", SCHEMA)]).collect()
    write_whole(whole / "weather" / "part-00000.parquet", rows.write_parquet)
    return whole


def _rows(path: Path, schema: pl.Schema) -> pl.LazyFrame:
    return pl.scan_parquet(path) if path.exists() else pl.LazyFrame(schema=schema)


def _touched(posts: Posts, last: Results) -> tuple[Posts, bool]:
    """Give the files that must be read to know what changed; True where these are only new ones beside the old."""
    before = {file: rest for file, *rest in last.state.inputs}
    now = {file: [Path(file).stat().st_size, Path(file).stat().st_mtime_ns] for file in posts.files}
    is_more = all(now.get(file) == rest for file, rest in before.items())
    return (
        (replace(posts, files=tuple(file for file in posts.files if file not in before)), True)
        if is_more
        else (posts, False)
    )


def _summed(session: Session, posts: Posts, until: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the fingerprint of every account in these files, and their `extent`."""
    work = Summing(until)
    found = session.map_rows(posts, posts.columns, work, together) if posts.files else {}
    found = found or work(pl.DataFrame(schema=dict.fromkeys(posts.columns, pl.String)))
    return found["sums"], found["extent"]


@dataclass(frozen=True, slots=True)
class Summing:
    """Work on pieces of posts: what is in them. until: later times are not believed."""

    until: datetime

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the tables `sums` (fingerprints) and `extent`."""
        return {"sums": fingerprints(rows), "extent": extent(rows, self.until)}


def _changed(sums: pl.DataFrame, last: Results, *, is_more: bool) -> pl.DataFrame:
    """Give the accounts that are other than they were, with `is_there`: whether there are rows of them."""
    if is_more:
        return sums.select(*KEYS, is_there=pl.lit(value=True))
    before = last.accounts().select(*KEYS, old="fingerprint").collect(engine="streaming")
    both = before.join(sums, on=KEYS, how="full", coalesce=True, nulls_equal=True)
    other = both.filter(pl.col("old").ne_missing(pl.col("fingerprint")))
    return other.select(*KEYS, is_there=pl.col("fingerprint").is_not_null())


def _due(last: Results, now: datetime) -> pl.DataFrame:
    """Give the accounts that were judged by posts which have become too old to say anything."""
    silent = last.accounts().filter(pl.col("due") < now)
    return silent.select(*KEYS, is_there=pl.lit(value=True)).collect(engine="streaming")


def _split(keys: pl.DataFrame) -> Changed:
    names = keys.filter("is_there").select("account").unique().sort("account")
    return Changed(keys.select(KEYS), names)
