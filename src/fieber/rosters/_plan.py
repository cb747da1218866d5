"""What a run is about, kept in its folder: who comes back with the same question goes on where the last one stopped."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.errors import UnreadableError, UsageError
from fieber.files import LOCK, sync_folder, write_whole
from fieber.rosters._rows import believed_until, extent, together
from fieber.rosters.results import STATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieber.engines._protocol import Posts, Session, Tables

WORK = ".work"  # in the folder of results: what is still to be done
QUESTION = "question.json"
PLAN = "plan.json"
ROWS = 500_000  # of a bucket: 2,500 accounts of 200 posts, a third of a gigabyte while it is worked on
SAMPLED_ROWS = 200_000  # of a platform, about: a thousand accounts of 200 posts
MOMENTS, BY_PLATFORM = ("as_of", "until"), ("rows", "sample")  # of a plan, as they are written down
MOST_BUCKETS = 5_000  # more have as many files; then buckets grow


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out before the work.

    as_of: the moment of judgement. until: later times are not believed. rows: of each platform. buckets: how many.
    sample: by platform, the share of accounts that the weather is made of; by rows, so that it takes the same memory
    however many there are.
    """

    as_of: datetime
    until: datetime
    rows: Mapping[str | None, int]
    buckets: int
    sample: Mapping[str | None, float]


def made(folder: Path) -> Path:
    """Give a folder for results, made where there is none.

    Raises:
        UsageError: it cannot be made, or holds something else than results.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UsageError(
            f"{folder} cannot be made; name a folder that can",
            de=f"{folder} lässt sich nicht anlegen; nenne einen anderen Ordner",
        ) from None
    there = {path.name for path in folder.iterdir()} - {LOCK}
    if there and not there & {STATE, WORK}:
        raise UsageError(
            f"{folder.name} holds something else; name an empty folder, or one that is not there yet",
            de=f"In {folder.name} liegt schon etwas anderes; nenne einen leeren Ordner oder einen, den es noch nicht"
            " gibt",
        )
    return folder


def begin(folder: Path, question: Mapping[str, Any]) -> None:
    """Take up the folder: what was begun there with this very question stays, else its work is cleared away."""
    kept = folder / WORK / QUESTION
    asked = json.dumps(question, ensure_ascii=False, sort_keys=True)
    if kept.exists() and kept.read_text(encoding="utf-8") == asked:
        return
    end(folder)
    (folder / WORK).mkdir()
    write_whole(kept, lambda file: file.write(asked.encode()))


def end(folder: Path) -> None:
    """Clear away the work; the question goes first, so that nobody goes on from what a stop leaves half cleared."""
    if (folder / WORK).exists():
        (folder / WORK / QUESTION).unlink(missing_ok=True)
        sync_folder(folder / WORK)
        shutil.rmtree(folder / WORK)


def unmade(folder: Path, *, is_new: bool) -> None:
    """Leave nothing behind of a run over an input in which nothing was."""
    end(folder)
    if is_new:
        (folder / LOCK).unlink(missing_ok=True)
        folder.rmdir()


def planned(folder: Path, session: Session, posts: Posts, as_of: datetime | None) -> Plan:
    """Give the plan: the one that was kept, else a new one.

    Args:
        folder: of results, begun. as_of: told; else the latest reading, else the latest post.

    Raises:
        UnreadableError: there is no row, or not one time.
    """
    kept = folder / WORK / PLAN
    if kept.exists():
        return _taken_up(json.loads(kept.read_text(encoding="utf-8")))
    until = believed_until(as_of)
    wanted = [name for name in ("platform", "posted_at", "measured_at") if name in posts.columns]
    found = session.map_rows(posts, wanted, Extents(until), together).get("extent", pl.DataFrame())
    latest = latest_of(found) if found.height else None
    if latest is None or found["posted_at"].max() is None:
        raise UnreadableError(
            "no row says when a post was made: there is none, or posted_at is empty, unreadable or in the future",
            de="Keine Zeile sagt, wann ein Post war: Es gibt keine, oder posted_at ist leer, nicht lesbar oder liegt in"
            " der Zukunft",
        )
    rows = rows_by_platform(found)
    plan = Plan(as_of or latest, until, rows, buckets_for(rows), sample_for(rows))
    keep(folder, plan)
    return plan


def keep(folder: Path, plan: Plan) -> None:
    """Write the plan down."""
    tables = {name: list(getattr(plan, name).items()) for name in BY_PLATFORM}
    said = asdict(plan) | {name: getattr(plan, name).isoformat() for name in MOMENTS} | tables
    write_whole(folder / WORK / PLAN, lambda file: file.write(json.dumps(said).encode()))


def _taken_up(said: dict[str, Any]) -> Plan:
    moments = {name: datetime.fromisoformat(said[name]) for name in MOMENTS}
    return Plan(**said | moments | {name: dict(said[name]) for name in BY_PLATFORM})


def buckets_for(rows: Mapping[str | None, int]) -> int:
    """Give how many buckets so many rows take."""
    return min(MOST_BUCKETS, max(1, -(-sum(rows.values()) // ROWS)))


def sample_for(rows: Mapping[str | None, int]) -> dict[str | None, float]:
    """Give the share of the accounts of each platform that the weather is made of."""
    return {name: min(1.0, SAMPLED_ROWS / max(1, count)) for name, count in rows.items()}


def rows_by_platform(found: pl.DataFrame) -> dict[str | None, int]:
    """Give the rows of each platform; of `extent`."""
    return dict(found.select("platform", "rows").sort("platform", nulls_last=True).rows())


def latest_of(found: pl.DataFrame) -> datetime | None:
    """Give the latest reading, else the latest post; None where there is no time. Rows of `extent`."""
    latest = (found[name].max() for name in ("measured_at", "posted_at"))
    return next((one.astimezone(UTC) for one in latest if isinstance(one, datetime)), None)


@dataclass(frozen=True, slots=True)
class Extents:
    """Work on pieces of posts: their extent. until: later times are not believed."""

    until: datetime

    def __call__(self, rows: pl.DataFrame) -> Tables:
        """Give the table `extent`."""
        return {"extent": extent(rows, self.until)}
