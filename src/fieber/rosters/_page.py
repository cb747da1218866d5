"""The page of a roster: all accounts of a small one, of a large one those with a fever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.checkup.roster_summary import summarise
from fieber.model.roster import RosterTotals
from fieber.report.roster_page import Roster, roster_page
from fieber.rosters._as_diagnosis import as_diagnosis
from fieber.rosters._schemas import KEYS
from fieber.rosters._weigh import ORDER

if TYPE_CHECKING:
    import polars as pl

    from fieber.api import Lang
    from fieber.model.diagnosis import Diagnosis
    from fieber.rosters._gather import Gathered
    from fieber.rosters.results import Results

MOST_SHOWN = 1_000  # accounts; the page of 5,000 takes seconds to write and megabytes to send
FEWEST_SHOWN = 24  # of a large roster in which nobody has a fever: the lowest of it


def totals_of(results: Results) -> RosterTotals:
    """Give what is said of the roster as a whole."""
    counts = results.state.counts
    standing = results.accounts().filter("stands_out").select(*ORDER).collect(engine="streaming")
    return RosterTotals(
        accounts=counts.accounts,
        counts=counts.by_verdict,
        judged=counts.judged,
        fevers=counts.fevers,
        expected_fevers=counts.expected_fevers,
        slow=counts.slow,
        stand_out=tuple(standing.sort(ORDER, nulls_last=True)["account"]),
        in_full=counts.in_full,
    )


def page(results: Results, totals: RosterTotals, gathered: Gathered, lang: Lang) -> str:
    """Give the page."""
    most = MOST_SHOWN if totals.accounts <= MOST_SHOWN else max(FEWEST_SHOWN, min(MOST_SHOWN, totals.fevers))
    order = results.accounts().select(*ORDER).collect(engine="streaming").sort(ORDER, nulls_last=True)
    shown = order.head(most).select(KEYS)
    accounts, vitals = (
        table.join(shown.lazy(), on=KEYS, how="semi", nulls_equal=True).collect(engine="streaming")
        for table in (results.accounts().drop("contract"), results.vitals())
    )
    diagnoses = _diagnoses(accounts.sort(ORDER, nulls_last=True), vitals, gathered)
    return roster_page(Roster(diagnoses, summarise(diagnoses), gathered.sky, totals=totals), lang)


def _diagnoses(accounts: pl.DataFrame, vitals: pl.DataFrame, gathered: Gathered) -> list[Diagnosis]:
    """Give each account as a diagnosis: the whole one where there is one, else what stands in its rows."""
    rows = vitals.sort(*KEYS, "metric", "kind", nulls_last=True).partition_by(KEYS, as_dict=True)
    found = []
    for account in accounts.iter_rows(named=True):
        key = (account["account"], account["platform"])
        whole = gathered.full.get(key)
        own = rows.get(key, vitals[:0]).iter_rows(named=True)
        found.append(as_diagnosis(account, own) if whole is None else whole)
    return found
