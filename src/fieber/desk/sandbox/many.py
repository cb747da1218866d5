"""A manager's whole list behind the walls: a file of everybody's posts is judged, a list of accounts is read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.api import read
from fieber.checkup import day_number
from fieber.checkup.groups import group_temperatures
from fieber.checkup.priors import priors_of
from fieber.checkup.roster_weather import Asked
from fieber.desk.sandbox.small_weather import in_small
from fieber.engines._scan import scan
from fieber.errors import UnreadableError, UsageError
from fieber.model.news import BestMonth
from fieber.model.tables import COUNTS, conform
from fieber.readers._excel import read_sheet
from fieber.report.group_sentences import about_groups
from fieber.report.roster_headline import headline, slow_losses
from fieber.report.roster_parts import FORMULA
from fieber.report.watch_text import sentences
from fieber.report.words import Words
from fieber.rosters import roster, totals_of
from fieber.rosters._input import find_posts
from fieber.rosters._judge import latest_posts
from fieber.rosters._mend import mended
from fieber.rosters._rows import believed_until, conformed
from fieber.watch.run import Wanted, find_news

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieber.rosters import Results

MOST_ACCOUNTS = 20_000
LANGUAGES = ("de", "en")
MOMENT = "%Y-%m-%dT%H:%M:%S%.6fZ"
TABLES = (".csv", ".parquet")  # what the two passes read as it lies there; all else is read account by account
KEYS = ("account", "platform")
ROW = (
    *KEYS,
    *("verdict", "temperature", "p_value", "q_value", "stands_out", "finding"),
    *("change_percent", "change_low", "change_high", "weather_percent", "posts"),
)
KEPT = ("post_id", "posted_at", "kind", *COUNTS, "measured_at", "collab", "paid", "likes_hidden")  # never what was said
# words over the columns of a list of accounts → ours
HEADS = {
    **dict.fromkeys(("account", "name", "handle", "konto"), "account"),
    **dict.fromkeys(("platform", "plattform"), "platform"),
    **dict.fromkeys(("tags", "tag", "schlagwörter"), "tags"),
    **dict.fromkeys(("owner", "keeper", "wer", "zuständig", "betreut von"), "keeper"),
    **dict.fromkeys(("notes", "note", "notiz", "notizen"), "notes"),
}


def judge(paths: Sequence[Path], scratch: Path) -> dict[str, Any]:
    """Judge everybody in these files, in both passes.

    Args:
        scratch: an empty folder; each account's tidy posts stay there as `posts/N.csv`, N its place in `accounts`.

    Returns:
        `accounts` (ROW, and `good`: good news by language), `told` (headline and weather, by language), `weather`
        (`small_weather.in_small`) and `as_of` (ISO).

    Raises:
        UnreadableError: nothing in them can be read. UsageError: more accounts than that.
    """
    tables = [path for path in paths if path.suffix.lower() in TABLES]
    if len(tables) < len(paths):
        tables = [scratch / "read.parquet"]
        read(list(paths)).posts.write_parquet(tables[0])
    results = roster(tables, scratch / "results", processes=1)
    accounts = results.accounts().select(ROW).collect().sort("q_value", "p_value", *KEYS, nulls_last=True)
    _few_enough(accounts.height)
    _put_posts(tables, accounts, scratch / "posts", datetime.fromisoformat(results.state.as_of))
    good = _good_news(results, tables)
    found = [row | {"good": good.get((row["account"], row["platform"]), {})} for row in accounts.to_dicts()]
    more = {"weather": in_small(results.weather()), "as_of": results.state.as_of}
    return {"accounts": found, "told": _told(results), **more}


def _good_news(results: Results, tables: Sequence[Path]) -> dict[tuple[str, str | None], dict[str, str]]:
    """Give who had their best four weeks in two years, where `fieber watch` would tell it; by language."""
    night, _ = find_news(results, tables, Wanted(priors_of(None), good_news=True), processes=1)
    best = [news for news in night.news if isinstance(news, BestMonth)]
    said = {lang: Words(lang) for lang in LANGUAGES}
    return {
        (one.account, one.platform): {lang: words.join(sentences(one, words)) for lang, words in said.items()}
        for one in best
    }


def _few_enough(accounts: int) -> None:
    if accounts > MOST_ACCOUNTS:
        raise UsageError(
            f"there are {accounts} accounts in this file; give at most {MOST_ACCOUNTS} at a time",
            de=f"In dieser Datei sind {accounts} Accounts; gib höchstens {MOST_ACCOUNTS} auf einmal",
        )


def _told(results: Results) -> dict[str, str]:
    """Give headline and weather in sentences, by language."""
    now = datetime.fromisoformat(results.state.as_of)
    totals, groups = totals_of(results), group_temperatures(results.weather(), None, Asked(None, day_number(now)))
    said = {}
    for lang in LANGUAGES:
        words = Words(lang)
        said[lang] = words.join((*headline(totals), *slow_losses(totals), *about_groups(groups, words)))
    return said


def _put_posts(tables: Sequence[Path], accounts: pl.DataFrame, folder: Path, as_of: datetime) -> None:
    """Write each account's posts, as they were judged, to a file of its own."""
    folder.mkdir()
    places = {(row["account"], row["platform"]): row["place"] for row in accounts.with_row_index("place").to_dicts()}
    posts, _ = find_posts(tables, None)
    rows, _ = mended(posts, folder.parent / "mended")
    tidy = latest_posts(conformed(scan(rows).collect(), believed_until(as_of))[0], as_of)
    for (account, platform, *_), theirs in tidy.partition_by(KEYS, as_dict=True).items():
        kept = theirs.select(KEPT)
        kept = kept[[name for name in KEPT if kept[name].null_count() < kept.height]]
        kept.write_csv(folder / f"{places[account, platform]}.csv", datetime_format=MOMENT)


def posts_of(text: str, account: str, platform: str) -> pl.DataFrame:
    """Give posts that `judge` put aside, with whose they are."""
    table = pl.read_csv(text.encode(), infer_schema=False)
    times = [pl.col(name).str.to_datetime(MOMENT) for name in ("posted_at", "measured_at") if name in table.columns]
    flags = [pl.col(name) == "true" for name in ("collab", "paid", "likes_hidden") if name in table.columns]
    counts = [pl.col(name).cast(pl.Int64) for name in COUNTS if name in table.columns]
    whose = (pl.lit(account).alias("account"), pl.lit(platform or None, dtype=pl.String).alias("platform"))
    return conform(table.with_columns(*times, *flags, *counts, *whose), "posts")


def _as_it_was(told: str) -> str:
    """Take away the apostrophe that an export puts before what a spreadsheet would run."""
    return told[1:] if told.startswith("'") and told[1:].startswith(FORMULA) else told


def listed(path: Path) -> list[dict[str, str]]:
    """Give the rows of a list of accounts: account, platform, tags, keeper, notes; "" where nothing stands.

    Raises:
        UnreadableError: it is no table, or has no column with names.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            table = read_sheet(path.read_bytes(), where=path.name)
        else:
            text = path.read_text(encoding="utf-8-sig")
            head = text.partition("\n")[0]
            separator = ";" if head.count(";") > head.count(",") else ","
            table = pl.read_csv(text.encode(), separator=separator, infer_schema=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        table = pl.DataFrame()
    known = {name: HEADS[name.strip().casefold()] for name in table.columns if name.strip().casefold() in HEADS}
    if "account" not in known.values():
        raise UnreadableError(
            "the list needs a column “account” with the names, as CSV (UTF-8) or .xlsx",
            de="Die Liste braucht eine Spalte „account“ mit den Namen, als CSV (UTF-8) oder .xlsx",
        )
    _few_enough(table.height)
    named = table.select(list(known)).rename(known).cast(pl.String).fill_null("")
    rows = [{name: _as_it_was(told) for name, told in row.items()} for row in json.loads(named.write_json())]
    return [row for row in rows if row["account"].strip()]
