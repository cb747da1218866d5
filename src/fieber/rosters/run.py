"""The two passes over a roster, in a folder that can be come back to after a stop at any moment."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from fieber.api import as_time
from fieber.engines import engines
from fieber.engines._protocol import Settings, Tables, tell_nobody
from fieber.errors import UnreadableError, UsageError
from fieber.report.contract import fieber_version
from fieber.rosters._input import find_posts, inputs_of
from fieber.rosters._judge import Judge
from fieber.rosters._rows import conformed
from fieber.rosters.results import Results, State, open_results, write_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.api import Moment
    from fieber.engines._protocol import Engine, Posts, Session, Tell

WORK = ".work"  # in the folder of results: what is still to be done
ROWS = 1_000_000  # of a bucket: five thousand accounts of 200 posts, a quarter of a gigabyte while it is worked on
SAMPLED_ROWS = 500_000  # of a platform, about: with them the weather is known to a fraction of a percent


def roster(
    source: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    engine: str = "local",
    master: str | None = None,
    as_of: Moment | None = None,
    processes: int | None = None,
    table: str | None = None,
    tell: Tell = tell_nobody,
) -> Results:
    """Judge every account of a roster and write the results to a folder.

    Args:
        source: .parquet or .csv files, folders of them, an archive, or a .duckdb file; columns as in the posts table.
        out: folder of results; made where there is none. engine: "local" or "spark". master: where Spark listens.
        as_of: judge as of then; if not given, the latest reading, else the latest post.
        processes: at the same time; as many as there are cores. table: of the DuckDB file.
        tell: gets buckets done, and all.

    Raises:
        UsageError: no such path, engine or table, or the folder holds something else.
        UnreadableError: no rows of posts.
    """
    paths = [Path(one) for one in ([source] if isinstance(source, str | Path) else source)]
    posts, _ = find_posts(paths, table)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(folder / WORK / "scratch", processes, master)
    with _engine(engine).open(settings) as session:
        told = None if as_of is None else as_time(as_of, "as_of", end_of_day=True)
        rows, moment = _extent(session, posts, told)
        buckets = max(1, -(-sum(rows.values()) // ROWS))
        sample = {name: min(1.0, SAMPLED_ROWS / max(1, count)) for name, count in rows.items()}
        judged = folder / WORK / "judged"
        judged.mkdir(parents=True, exist_ok=True)
        session.map_accounts(posts, Judge(moment, sample), judged, buckets=buckets, tell=tell)
        for name in ("accounts", "vitals"):
            shutil.rmtree(folder / name, ignore_errors=True)
            (judged / name).rename(folder / name)
    write_state(folder, State("1", moment.isoformat(), buckets, fieber_version(), inputs=inputs_of(posts)))
    shutil.rmtree(folder / WORK)
    return open_results(folder)


def _engine(name: str) -> Engine:
    known = engines()
    if name not in known:
        choice = ", ".join(known)
        raise UsageError(
            f"engine {name!r} is not known; choose from {choice}",
            de=f"Die Engine {name!r} kennt fieber nicht; zur Wahl stehen {choice}",
        )
    return known[name]


def _extent(session: Session, posts: Posts, as_of: datetime | None) -> tuple[dict[str | None, int], datetime]:
    """Give how many rows each platform has, and the moment of judgement: told, else the latest reading or post."""
    wanted = [name for name in ("account", "platform", "posted_at", "measured_at") if name in posts.columns]
    found = session.map_rows(posts, wanted, _piece).get("extent", pl.DataFrame())
    if not found.height:
        raise UnreadableError("there is not one row of posts", de="Es ist keine einzige Zeile mit einem Post da")
    rows = dict(found.group_by("platform").agg(pl.col("rows").sum()).rows())
    latest = [found[name].max() for name in ("measured_at", "posted_at")]
    moment = as_of or next((one for one in latest if isinstance(one, datetime)), None)
    if moment is None:
        raise UnreadableError(
            "no post has a time; posted_at is empty or unreadable",
            de="Kein Post hat eine Zeit; posted_at ist leer oder nicht lesbar",
        )
    return rows, moment.astimezone(UTC)


def _piece(rows: pl.DataFrame) -> Tables:
    posts, _ = conformed(rows)
    return {
        "extent": posts.group_by("platform").agg(
            rows=pl.len(), **{n: pl.col(n).max() for n in ("measured_at", "posted_at")}
        )
    }
