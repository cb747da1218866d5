"""A folder of results: opened, and asked for its tables.

accounts/part-*.parquet   ACCOUNTS, a row an account
vitals/part-*.parquet     VITALS, a row an account, metric and format
weather.parquet           the weather table of a sample of accounts, as `fieber check --roster` takes it
state.json                method, moment of judgement, engine, counts: written last, so it says that the rest is whole
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.errors import UnreadableError, UsageError
from fieber.files import write_whole
from fieber.rosters._schemas import ACCOUNTS, VITALS

if TYPE_CHECKING:
    from pathlib import Path

STATE = "state.json"
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class State:
    """What a finished run was about.

    as_of: moment of judgement, ISO. priors: whose they are; None: the shipped ones. buckets: over which accounts are
    spread. counts: accounts, by verdict, judged, expected_fevers, posts, faults. inputs: name, size and time of change
    of files.
    """

    method: str
    as_of: str
    buckets: int
    fieber: str
    priors: str | None = None
    counts: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[tuple[str, int, int], ...] = ()
    layout: int = LAYOUT


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a roster."""

    folder: Path
    state: State

    def accounts(self) -> pl.LazyFrame:
        """Give ACCOUNTS, not yet read."""
        return _table(self.folder / "accounts", ACCOUNTS)

    def vitals(self) -> pl.LazyFrame:
        """Give VITALS, not yet read."""
        return _table(self.folder / "vitals", VITALS)


def open_results(folder: Path) -> Results:
    """Open what `fieber roster` wrote.

    Raises:
        UsageError: there are no finished results. UnreadableError: a later fieber wrote them.
    """
    try:
        said = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if said["layout"] != LAYOUT:
            raise UnreadableError(
                f"{folder.name} was written by another version of fieber; run fieber roster again",
                de=f"{folder.name} ist von einer anderen Version von fieber; ruf fieber roster noch einmal auf",
            )
        state = State(**said | {"inputs": tuple(tuple(one) for one in said["inputs"])})
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{folder.name} holds no finished results; fieber roster PATH -o {folder.name} makes them",
            de=f"In {folder.name} liegen keine fertigen Ergebnisse; fieber roster PFAD -o {folder.name} legt sie an",
        ) from None
    return Results(folder, state)


def write_state(folder: Path, state: State) -> None:
    """Say that the results are whole."""
    text = json.dumps(asdict(state), ensure_ascii=False)
    write_whole(folder / STATE, lambda file: file.write(text.encode()))


def _table(folder: Path, schema: pl.Schema) -> pl.LazyFrame:
    files = sorted(folder.glob("part-*.parquet"))
    return pl.scan_parquet(files) if files else pl.LazyFrame(schema=schema)
