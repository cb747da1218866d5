"""The list of whom to look at: every account with a fever, those that stand out most first; as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from fieber.report.contract import fieber_version, iso
from fieber.report.roster_headline import headline, slow_losses
from fieber.report.roster_parts import harmless
from fieber.report.words import Words
from fieber.rosters._schemas import KEYS
from fieber.rosters._weigh import FEVERS, ORDER

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.api import Lang
    from fieber.model.roster import RosterTotals
    from fieber.rosters.results import Results

COLUMNS = (
    *KEYS,
    "verdict",
    "temperature",
    "p_value",
    "q_value",
    "stands_out",
    "metric",
    "kind",
    "change_percent",
    "change_low",
    "change_high",
    "recent_since",
    "finding",
    "weather_percent",
    "own_percent",
    "cause",
    "posts",
    "last",
    "as_of",
)


def look_at(results: Results) -> pl.DataFrame:
    """Give COLUMNS and the contract of every account with a fever, the smallest q-value first."""
    fevers = results.accounts().filter(pl.col("verdict").is_in(FEVERS))
    return fevers.select(*COLUMNS, "contract").collect(engine="streaming").sort(ORDER, nulls_last=True)


def look_at_csv(results: Results) -> str:
    """Give the list as CSV with the numbers of the contract; no cell of it is a formula."""
    rows = look_at(results).select(COLUMNS)
    safe = [pl.col(name).map_elements(harmless, return_dtype=pl.String) for name in KEYS]
    return rows.with_columns(safe).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ", line_terminator="\r\n")


def look_at_json(results: Results, totals: RosterTotals, lang: Lang) -> str:
    """Give headline, counts and list as one JSON object; accounts that were diagnosed in full have their `checkup`."""
    words = Words(lang)
    rows = []
    for row in look_at(results).iter_rows(named=True):
        contract = row.pop("contract")
        rows.append(row | {"checkup": None if contract is None else json.loads(contract)})
    state = results.state
    said = {
        "fieber": fieber_version(),
        "method": state.method,
        "as_of": state.as_of,
        "lang": lang,
        "headline": words.join((*headline(totals), *slow_losses(totals))),
        "accounts": totals.accounts,
        "counts": totals.counts,
        "judged": totals.judged,
        "fevers": totals.fevers,
        "expected_fevers": totals.expected_fevers,
        "stand_out": state.counts.stand_out,
        "slow": totals.slow,
        "faults": state.faults,
        "look_at": rows,
    }
    return json.dumps(said, default=_written, ensure_ascii=False, allow_nan=False) + "\n"


def _written(moment: datetime) -> str:
    return iso(moment)
