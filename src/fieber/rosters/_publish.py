"""From the work folder to the results: every file whole, and the state last, so that a stop at any moment can go on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from fieber.checkup.finding import agreeing
from fieber.checkup.weather_many import HELD
from fieber.engines._delta import write_table
from fieber.files import write_whole
from fieber.report.contract import to_contract
from fieber.report.weather_text import to_json
from fieber.rosters._look_at import look_at_csv, look_at_json
from fieber.rosters._page import page, totals_of
from fieber.rosters._plan import WORK
from fieber.rosters._schemas import ACCOUNTS, GROUPS, KEYS, VITALS
from fieber.rosters._weigh import alone
from fieber.rosters.results import GROUPS_FILE, WEATHER, Results, write_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from fieber.api import Lang
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.groups import GroupTemperature
    from fieber.rosters._gather import Gathered
    from fieber.rosters.results import State

HELD_FIELDS = tuple(name for name in HELD if name not in KEYS)
FULL = pl.Schema(
    {"account": pl.String, "platform": pl.String, "finding": pl.String, "cause": pl.String, "contract": pl.String}
)


def publish(folder: Path, whole: Path, gathered: Gathered, state: State, lang: Lang, *, as_delta: bool) -> None:
    """Write the results.

    Args:
        folder: of results. whole: folder with the parts of both tables. gathered: what is known beside them. as_delta:
            both tables as Delta tables too.
    """
    ready, sources = folder / WORK / "ready", {"accounts": folder / WORK / "accounts", "vitals": whole / "vitals"}
    if not ready.exists():
        _finish(sources["accounts"], whole / "accounts", gathered, lang)
        names = {name: sorted(file.name for file in sources[name].glob("*.parquet")) for name in sources}
        write_whole(ready, lambda file: file.write(json.dumps(names).encode()))
    files = json.loads(ready.read_text(encoding="utf-8"))
    _move(sources["vitals"], folder / "vitals", files["vitals"])
    write_whole(folder / WEATHER, gathered.weather.rows.write_parquet)
    write_whole(folder / GROUPS_FILE, _in_rows(gathered.sky.groups).write_parquet)
    # their fingerprints tell --since-last which rows still hold, so no other table may be older than they are
    _move(sources["accounts"], folder / "accounts", files["accounts"])
    results = Results(folder, state)
    totals = totals_of(results)
    texts = {
        "weather.json": to_json(gathered.sky, lang),
        "look_at.csv": look_at_csv(results),
        "look_at.json": look_at_json(results, totals, lang),
        "roster.html": page(results, totals, gathered, lang),
    }
    for name, text in texts.items():
        write_whole(folder / name, lambda file, text=text: file.write(text.encode()))  # type: ignore[misc]
    for name, schema in {"accounts": ACCOUNTS, "vitals": VITALS}.items() if as_delta else ():
        parts = map(pl.read_parquet, sorted((folder / name).glob("*.parquet")))
        write_table(folder / "delta" / name, parts, schema)
    write_state(folder, state)


def _in_rows(groups: Iterable[GroupTemperature]) -> pl.DataFrame:
    """Give rows of GROUPS."""
    told = (asdict(one.place) | asdict(one) for one in groups)
    return pl.DataFrame([tuple(one[name] for name in GROUPS) for one in told], schema=GROUPS, orient="row")


def _finish(target: Path, source: Path, gathered: Gathered, lang: Lang) -> None:
    """Put beside each account what the second pass found, part by part."""
    target.mkdir(exist_ok=True)
    full = _in_columns(gathered.full, lang)
    for part in sorted(source.glob("*.parquet")):
        accounts = _with_findings(gathered.chance.beside(pl.read_parquet(part)), gathered.held, full)
        write_whole(target / part.name, accounts.write_parquet)


def _in_columns(full: Mapping[tuple[str, str | None], Diagnosis], lang: Lang) -> pl.DataFrame:
    """Give the whole diagnoses as rows: finding, the cause that goes with it, and the contract as one line of JSON."""
    rows = [
        (*key, one.finding, agreeing(one), json.dumps(to_contract(one, lang), ensure_ascii=False, allow_nan=False))
        for key, one in full.items()
    ]
    return pl.DataFrame(rows, schema=FULL, orient="row")


def _with_findings(accounts: pl.DataFrame, held: pl.DataFrame, full: pl.DataFrame) -> pl.DataFrame:
    """Give rows of ACCOUNTS: what was found in full counts most, then what the weather says, then the account alone."""
    missing = [
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in ACCOUNTS.items() if name not in accounts.columns
    ]
    joined = (
        accounts.with_columns(missing)
        .join(held, on=KEYS, how="left", nulls_equal=True, maintain_order="left", suffix="_held")
        .join(full, on=KEYS, how="left", nulls_equal=True, maintain_order="left", suffix="_full")
    )
    kept = [pl.coalesce(f"{name}_held", name).alias(name) for name in HELD_FIELDS if name != "finding"]
    found = pl.coalesce("finding_full", "finding_held", "finding", alone()).alias("finding")
    cause, contract = (pl.when("stands_out").then(pl.coalesce(f"{name}_full", name)) for name in ("cause", "contract"))
    finished = joined.with_columns(*kept, found, cause=cause, contract=contract)
    return finished.select(pl.col(name).cast(dtype) for name, dtype in ACCOUNTS.items())


def _move(source: Path, target: Path, files: list[str]) -> None:
    """Let finished parts take the place of the last ones; those that have no successor go."""
    target.mkdir(exist_ok=True)
    for name in files:
        if (source / name).exists():
            (source / name).replace(target / name)
    for old in target.glob("*.parquet"):
        if old.name not in files:
            old.unlink()
