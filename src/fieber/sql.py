"""fieber on tables: a frame of temperatures, and a function in the SQL of DuckDB.

DuckDB's Python interface cannot make a function that gives a table (docs/decisions/0029). So a table goes in and a
frame comes out, which DuckDB queries like a table; and within SQL a function takes an account's posts as a list.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from fieber.api import as_reading, as_time, latest_moment
from fieber.checkup import day_number
from fieber.checkup.many import examine_many
from fieber.checkup.priors import priors_of
from fieber.errors import UsageError
from fieber.rosters._alone import headlines
from fieber.rosters._schemas import KEYS, VITALS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieber.api import Moment
    from fieber.checkup.priors import Priors

ROWS = 1_000_000  # judged at a time: a quarter of a gigabyte
OVERALL = "overall"  # the metric of an account's headline, as in `fever_curve`
TEMPERATURES = pl.Schema(
    {name: VITALS[name] for name in KEYS}
    | {"metric": pl.String(), "kind": pl.String(), "carried_by": pl.String(), "carried_by_kind": pl.String()}
    | {"method": pl.String()}
    | {name: dtype for name, dtype in VITALS.items() if name not in {*KEYS, "metric", "kind"}}
)
ANSWER = {
    "temperature": "DOUBLE",
    "verdict": "VARCHAR",
    "p_value": "DOUBLE",
    "return_period_days": "DOUBLE",
    "carried_by": "VARCHAR",
    "carried_by_kind": "VARCHAR",
    "change_percent": "DOUBLE",
    "change_low": "DOUBLE",
    "change_high": "DOUBLE",
    "detectable_percent": "DOUBLE",
    "reason": "VARCHAR",
}


def temperatures(posts: Any, *, as_of: Moment | None = None, priors: Priors | str | Path | None = None) -> pl.DataFrame:
    """Take the temperature of every account of a table.

    Args:
        posts: a Polars frame or lazy frame, pandas, Arrow, or a relation of DuckDB; columns as in the posts table.
        as_of, priors: as in `check`; the moment is one for all accounts.

    Returns:
        A row an account, metric and format, and one an account for its headline: `metric` is "overall" there, and
        `carried_by` the vital that it comes from. The columns are those of `vitals` in the results of `fieber.roster`,
        the numbers those of `check`. Followers and the rhythm of posting have no rows.

    Raises:
        UsageError: not a table, or no `posted_at`.
    """
    reading = as_reading(posts, None, None)
    known, now = priors_of(priors), latest_moment(reading, as_of)
    parts = [_judged(part, now, known) for part in _portions(reading.posts)]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=TEMPERATURES)
    turn = pl.col("metric") != OVERALL
    return found.sort(*KEYS, turn, "metric", "kind", nulls_last=[True, True, False, False, False])


def register(connection: Any, *, name: str = "fieber", priors: Priors | str | Path | None = None) -> None:
    """Give a connection of DuckDB a function that takes the posts of an account and gives its headline.

        SELECT account, unnest(fieber(list(posts), TIMESTAMP '2026-09-01')) FROM posts GROUP BY account

    The list holds rows with the columns of the posts table; times without a zone are UTC. The second argument is the
    moment of judgement: one for all, because an account that has fallen silent cannot be judged by its own last post.
    It gives a struct with the fields of ANSWER. Needs the extra `duckdb`.

    Args:
        connection: what `duckdb.connect` gives. name: of the function. priors: as in `check`.
    """
    known = priors_of(priors)

    def answer(*arguments: Any) -> Any:
        return _answers(_two(arguments), known).to_struct().to_arrow()

    fields = ", ".join(f'"{field}" {kind}' for field, kind in ANSWER.items())
    connection.create_function(name, answer, None, f"STRUCT({fields})", type="arrow")


def _portions(posts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Give the posts in portions of whole accounts."""
    sizes = posts.group_by(KEYS).len().sort(*KEYS, nulls_last=True)
    numbered = sizes.select(*KEYS, portion=(pl.col("len").cum_sum() - pl.col("len")) // ROWS)
    if numbered.height and numbered["portion"][-1] == 0:
        yield posts
        return
    placed = posts.join(numbered, on=KEYS, nulls_equal=True)
    yield from placed.partition_by("portion", include_key=False)


def _judged(posts: pl.DataFrame, now: datetime, priors: Priors) -> pl.DataFrame:
    vitals, accounts = examine_many(posts, day_number(now), priors)
    accounts = accounts.with_columns(pl.col("owner").cast(pl.Int64))
    named = accounts.select("owner", *KEYS).join(vitals, on="owner")
    overall = headlines(accounts, vitals).rename({"metric": "carried_by", "kind": "carried_by_kind"})
    rows = pl.concat([overall.with_columns(metric=pl.lit(OVERALL)), named], how="diagonal_relaxed")
    told = rows.with_columns(
        kind=pl.when(pl.col("metric") != OVERALL).then("kind"), as_of=pl.lit(now), method=pl.lit(priors.method)
    )
    return told.select(pl.col(column).cast(dtype) for column, dtype in TEMPERATURES.items())


def _two(arguments: tuple[Any, ...]) -> tuple[pl.Series, pl.Series]:
    """Give the posts of each account and its moment of judgement.

    Raises:
        UsageError: anything else was given.
    """
    told = [cast("pl.Series", pl.from_arrow(argument)) for argument in arguments]
    kinds = [one.dtype for one in told]
    is_list = len(told) == 2 and isinstance(kinds[0], pl.List) and isinstance(kinds[0].inner, pl.Struct)
    if not is_list or not isinstance(kinds[1], pl.Datetime | pl.Date):
        raise UsageError(
            "write fieber(list(posts), as_of): rows of posts, and the moment of judgement as a timestamp or a date",
            de="schreib fieber(list(posts), as_of): Zeilen mit Posts, und den Moment des Urteils als timestamp oder"
            " date",
        )
    return told[0], told[1]


def _answers(told: tuple[pl.Series, pl.Series], priors: Priors) -> pl.DataFrame:
    """Give the headline of each account, null where there is not one post; (n,) in the order of the lists."""
    lists, moments = told
    rows = pl.DataFrame({"account": pl.int_range(len(lists), eager=True).cast(pl.String), "moment": moments})
    posts = rows.select("account", post=lists).explode("post").filter(pl.col("post").is_not_null())
    fields = [field.name for field in cast("pl.Struct", posts.schema["post"]).fields if field.name != "account"]
    posts = posts.select("account", *(pl.col("post").struct.field(field) for field in fields))
    kept = as_reading(posts, None, None).posts
    if kept.select("account", "platform").n_unique() > kept["account"].n_unique():
        raise UsageError(
            "one list holds posts of several platforms; group by account and platform",
            de="In einer Liste stehen Posts mehrerer Plattformen; gruppiere nach account und platform",
        )
    found = [
        _judged(kept.join(asked.select("account"), on="account", how="semi"), _moment(moment), priors)
        for (moment,), asked in rows.filter(pl.col("moment").is_not_null()).group_by("moment")
    ]
    told_all = pl.concat([pl.DataFrame(schema=TEMPERATURES), *found]).filter(pl.col("metric") == OVERALL)
    return rows.join(told_all, on="account", how="left", maintain_order="left").select(*ANSWER)


def _moment(told: object) -> datetime:
    """Give the moment as UTC; a day alone is its end, as in `check`."""
    if isinstance(told, datetime) and told.tzinfo is None:
        return told.replace(tzinfo=UTC)
    return as_time(cast("date", told), "as_of", end_of_day=True)
