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
from fieber.rosters._rows import extent
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
MOST_BUCKETS = 5_000  # more have as many files; then buckets grow


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out before the work.

    as_of: the moment of judgement. buckets: how many. sample: by platform, the share of accounts that the weather is
    made of; by rows, so that it takes the same memory however many there are.
    """

    as_of: datetime
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


def planned(folder: Path, session: Session, posts: Posts, as_of: datetime | None) -> Plan:
    """Give the plan: the one that was kept, else a new one.

    Args:
        folder: of results, begun. as_of: told; else the latest reading, else the latest post.

    Raises:
        UnreadableError: there is no row, or not one time.
    """
    kept = folder / WORK / PLAN
    if kept.exists():
        said = json.loads(kept.read_text(encoding="utf-8"))
        return Plan(datetime.fromisoformat(said["as_of"]), said["buckets"], dict(said["sample"]))
    wanted = [name for name in ("platform", "posted_at", "measured_at") if name in posts.columns]
    found = session.map_rows(posts, wanted, _extent).get("extent", pl.DataFrame())
    if not found.height or found["posted_at"].max() is None:
        raise UnreadableError(
            "there is no row of posts with a time; posted_at is empty or unreadable",
            de="Es ist keine Zeile mit der Zeit eines Posts da; posted_at ist leer oder nicht lesbar",
        )
    rows = dict(found.group_by("platform").agg(pl.col("rows").sum()).sort("platform", nulls_last=True).rows())
    latest = as_of or latest_of(found)
    buckets = min(MOST_BUCKETS, max(1, -(-sum(rows.values()) // ROWS)))
    plan = Plan(latest, buckets, {name: min(1.0, SAMPLED_ROWS / max(1, count)) for name, count in rows.items()})
    keep(folder, plan)
    return plan


def keep(folder: Path, plan: Plan) -> None:
    """Write the plan down."""
    said = asdict(plan) | {"as_of": plan.as_of.isoformat(), "sample": list(plan.sample.items())}
    write_whole(folder / WORK / PLAN, lambda file: file.write(json.dumps(said).encode()))


def latest_of(found: pl.DataFrame) -> datetime:
    """Give the latest reading, else the latest post; rows of `extent`, with at least one time."""
    latest = (found[name].max() for name in ("measured_at", "posted_at"))
    return next(one.astimezone(UTC) for one in latest if isinstance(one, datetime))


def _extent(rows: pl.DataFrame) -> Tables:
    return {"extent": extent(rows)}
