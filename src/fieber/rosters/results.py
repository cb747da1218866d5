"""A folder of results: opened, and asked for its tables.

accounts/part-*.parquet   ACCOUNTS, a row an account
vitals/part-*.parquet     VITALS, a row an account, metric and format
weather.parquet           the weather table of a sample of accounts, as `fieber check --roster` takes it
groups.parquet            GROUPS, a row a group of accounts and posts
weather.json, roster.html, look_at.csv, look_at.json    for people
state.json                method, moment of judgement, counts: written last
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.checkup.weather_table import load_table
from fieber.errors import UnreadableError, UsageError
from fieber.files import write_whole
from fieber.rosters._schemas import ACCOUNTS, VITALS

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.checkup.weather_table import WeatherTable

STATE = "state.json"
WEATHER = "weather.parquet"
GROUPS_FILE = "groups.parquet"
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are.

    accounts: all. by_verdict: of them. judged: those that might have had a fever, also where they are too noisy for
    a temperature. expected_fevers: of the judged, if all of them were healthy. fevers: 38.5 °C and more. stand_out: of
    these, beyond what chance brings. in_full: of these, with a whole diagnosis. slow: a sure loss against the year
    before, and no fever. judged_again: accounts whose rows are of this run; the others stand as they were
    (`--since-last`). posts: of all accounts. cut: accounts with more posts than are judged. sampled: accounts that
    make the weather.
    """

    accounts: int
    by_verdict: dict[str, int]
    judged: int
    expected_fevers: float
    fevers: int
    stand_out: int
    in_full: int
    slow: int
    judged_again: int
    posts: int
    cut: int
    sampled: int


@dataclass(frozen=True, slots=True)
class State:
    """What a finished run was about.

    as_of: moment of judgement, ISO. buckets: over which accounts are spread. sample: by platform, the share of accounts
    that the weather is made of. rows: by platform, how many were read. inputs: path, size and time of change of each
    file. hashes: whose hashes these are, so that what was kept of one version is not held against another. faults:
    file, field, kind, count.
    """

    method: str
    as_of: str
    buckets: int
    fieber: str
    hashes: str
    counts: Counts
    sample: tuple[tuple[str | None, float], ...] = ()
    rows: tuple[tuple[str | None, int], ...] = ()
    inputs: tuple[tuple[str, int, int], ...] = ()
    faults: tuple[dict[str, Any], ...] = ()
    priors: str | None = None
    layout: int = field(default=LAYOUT)


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a roster."""

    folder: Path
    state: State

    def accounts(self) -> pl.LazyFrame:
        """Give ACCOUNTS, not yet read."""
        return table_in(self.folder / "accounts", ACCOUNTS)

    def vitals(self) -> pl.LazyFrame:
        """Give VITALS, not yet read."""
        return table_in(self.folder / "vitals", VITALS)

    def groups(self) -> pl.DataFrame:
        """Give GROUPS: by platform, the weather itself first, then those that stand apart from the others most."""
        return pl.read_parquet(self.folder / GROUPS_FILE)

    def weather(self) -> WeatherTable:
        """Give the weather table, for `fieber.check(…, peers=…)` among others."""
        return load_table(self.folder / WEATHER)


def open_results(folder: Path) -> Results:
    """Open what `fieber roster` wrote.

    Raises:
        UsageError: there are no finished results. UnreadableError: another version of fieber wrote them.
    """
    try:
        said = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if said["layout"] != LAYOUT:
            raise UnreadableError(
                f"{folder.name} was written by another version of fieber; run fieber roster again",
                de=f"{folder.name} ist von einer anderen Version von fieber; ruf fieber roster noch einmal auf",
            )
        pairs = {name: tuple(tuple(one) for one in said.get(name, ())) for name in ("inputs", "sample", "rows")}
        state = State(**said | pairs | {"counts": Counts(**said["counts"]), "faults": tuple(said["faults"])})
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


def table_in(folder: Path, schema: pl.Schema) -> pl.LazyFrame:
    """Give the parts of a table as one, not yet read; without rows where there are none."""
    files = sorted(folder.glob("part-*.parquet"))
    return pl.scan_parquet(files) if files else pl.LazyFrame(schema=schema)
