"""The roster in small: what each account had on each day, metric and format; all that the weather needs.

A table is made once for a roster and asked for every account, each time without that account's own rows. It can be
kept as a Parquet file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup.looks import one_reading
from fieber.checkup.series import PLAIN_EFFECTS, add_ripeness, effect_codes
from fieber.errors import UnreadableError, UsageError
from fieber.metrics import metrics
from fieber.model.tables import KIND_NUMBERS, KINDS
from fieber.stats.account_effects import without_effects

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from fieber.metrics._protocol import Metric
    from fieber.model.reading import Reading
    from fieber.model.surroundings import FollowerStep, FormatOutlook

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FEWEST_POSTS = 4  # of one account; with fewer there is no level before and after
# sd of their effects, log units: formats and collaborations as in the thermometer; weekday and hour less, so that an
# account with a dozen posts does not hide a fall in them
PRIOR = np.array([0.1] * 13 + [0.3] * (2 + len(KINDS)))
STEEPEST = 0.3  # of log(1 + x) against log x, at a median below half a like; less and a like would be a landslide
FOLLOWERS = "followers"  # the rows of follower counts, in the same table
SCHEMA = pl.Schema(
    {
        "metric": pl.String(),
        "account": pl.String(),
        "platform": pl.String(),
        "kind": pl.String(),
        "day": pl.Int32(),
        "ripe": pl.Float64(),
        "posts": pl.Int32(),
        "mean": pl.Float64(),
        "scatter": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Cells:
    """One metric of one platform as arrays, a cell per account, format and day.

    owner: (n,) index in `names`. kind: (n,) index in KINDS or −1. day: (n,) days since 1970 of posting. ripe: (n,) day
    from which the counters can be judged. posts: (n,). mean: (n,) log value without effects. scatter: (a,).
    """

    names: tuple[str, ...]
    owner: Ints
    kind: Ints
    day: Floats
    ripe: Floats
    posts: Floats
    mean: Floats
    scatter: Floats
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)  # by name without capitals


@dataclass(frozen=True, slots=True)
class WeatherTable:
    """Rows of SCHEMA: posts of one account, format and day, their mean log value without effects, and scatter.

    `metric` "followers": the number of followers on a day, in `mean`. Times are days since 1970; days are UTC.
    """

    rows: pl.DataFrame
    _cells: dict[tuple[str, str | None], Cells] = field(default_factory=dict, repr=False, compare=False)
    steps: dict[tuple[str | None, int], tuple[FollowerStep, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )  # what `purge` found, kept for the next account
    ahead: dict[tuple[str | None, str | None, float], tuple[FormatOutlook, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )  # what `format_outlook` found, likewise

    def accounts(self) -> pl.DataFrame:
        """Give the accounts in it: account, platform."""
        return self.rows.select("account", "platform").unique().sort("account", "platform", nulls_last=True)

    def cells(self, metric: str, platform: str | None) -> Cells:
        """Give one metric of a platform; an account whose platform nobody said belongs to every one."""
        key = (metric, platform)
        if key not in self._cells:
            self._cells[key] = _cells_of(self.of(metric, platform))
        return self._cells[key]

    def of(self, metric: str, platform: str | None) -> pl.DataFrame:
        """Give the rows of one metric and platform."""
        same = pl.lit(value=True) if platform is None else pl.col("platform").is_null()
        if platform is not None:
            same = same | (pl.col("platform").str.to_lowercase() == platform.lower())
        return self.rows.filter((pl.col("metric") == metric) & same)

    def save(self, path: Path) -> None:
        """Write it as a Parquet file."""
        self.rows.write_parquet(path, compression="zstd")


def load_table(path: Path) -> WeatherTable:
    """Read what `save` wrote.

    Raises:
        UnreadableError: it is no such file.
    """
    try:
        rows = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        rows = pl.DataFrame()
    if rows.schema != SCHEMA:
        raise UnreadableError(
            f"{path.name} is no weather table; make one with: fieber weather ROSTER -o weather.parquet",
            de=f"{path.name} ist keine Wettertabelle; eine machst du mit: fieber weather ROSTER -o wetter.parquet",
        )
    return WeatherTable(rows)


def is_table(path: Path) -> bool:
    """Say whether a file is a weather table, by its columns."""
    if path.suffix.lower() != ".parquet" or not path.is_file():
        return False
    try:
        return pl.read_parquet_schema(path) == SCHEMA
    except (pl.exceptions.PolarsError, OSError):
        return False


def table_of(reading: Reading) -> WeatherTable:
    """Make the table of a roster; posts whose counters were read too early for a verdict are left out.

    Raises:
        UsageError: times in it only keep the order.
    """
    if not reading.is_dated:
        raise UsageError(
            "a roster needs dates, and typed numbers have none; give files with dates",
            de="Zum Vergleichen braucht es Daten mit Datum, und getippte Zahlen haben keins; gib Dateien mit Datum",
        )
    posts = one_reading(reading.posts.filter(pl.col("posted_at").is_not_null()), None)
    newest = pl.col("posted_at").max().over("account", "platform")
    is_read = posts["measured_at"].is_not_null()
    posts = posts.with_columns(measured_at=pl.coalesce("measured_at", newest))
    posts = add_ripeness(posts, None)
    # a counter of which nobody says when it was read is not completed: docs/decisions/0008
    posts = posts.with_columns(grown=pl.when(is_read).then("grown").otherwise(0.0)).filter(pl.col("ripe").is_not_null())
    frames = [pl.DataFrame(schema=SCHEMA), _followers(posts, reading.days)]
    for metric in metrics():
        if metric.per == "post":
            frames.append(_of_posts(posts, metric))
        elif metric.per == "day":
            frames.append(_of_days(reading.days, metric))
    return WeatherTable(pl.concat(frames))


def _of_posts(posts: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    grown = (-pl.col("grown")).exp() if metric.offset > 0 else 1.0  # as the account's own posts: series.post_sample
    table = posts.with_columns(value=metric.measure() * grown).filter(pl.col("value") > -metric.offset)
    return _adjusted(table.rename({"posted": "time"}), metric)


def _of_days(days: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    number = pl.col("day").cast(pl.Int32).cast(pl.Float64)
    table = days.with_columns(value=metric.measure(), time=number, kind=pl.lit(None, dtype=pl.String))
    table = table.filter((pl.col("value") > -metric.offset) & pl.col("time").is_not_null())
    table = table.with_columns(collab=pl.lit(value=False), paid=pl.lit(value=False), ripe=pl.col("time") + 1)
    return _adjusted(table, metric)


def _adjusted(table: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """Take each account's effects off, and add up what it had of each format on each day."""
    table = table.filter(pl.len().over("account", "platform") >= FEWEST_POSTS)
    table = table.sort("account", "platform", "time", "value", "kind")
    if not table.height:
        return pl.DataFrame(schema=SCHEMA)
    value = np.log(metric.offset + table["value"].to_numpy().astype(np.float64))
    codes = _codes(table)
    sizes = table.group_by("account", "platform", maintain_order=True).len()["len"].to_numpy()
    edges = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    adjusted, scatter = np.empty(len(value)), np.empty(len(value))
    for first, last in pairwise(edges.tolist()):
        own = slice(first, last)
        adjusted[own], scatter[own] = _in_log(*without_effects(value[own], codes[own], PRIOR), metric.offset)
    return (
        table.select("account", "platform", "kind", "ripe", day=pl.col("time").floor().cast(pl.Int32))
        .with_columns(adjusted=adjusted, scatter=scatter)
        .group_by("account", "platform", "kind", "day")
        .agg(
            ripe=pl.col("ripe").max(),
            posts=pl.len().cast(pl.Int32),
            mean=pl.col("adjusted").mean(),
            scatter=pl.col("scatter").first(),
        )
        .with_columns(metric=pl.lit(metric.name))
        .select(SCHEMA.names())
        .sort("account", "platform", "day", "kind", nulls_last=True)
    )


def _in_log(adjusted: Floats, scatter: float, offset: float) -> tuple[Floats, float]:
    """Stretch log(1 + x) to log x around the account's median, so that small and large accounts fall alike."""
    middle = float(np.median(adjusted))
    slope = steepness(middle, offset)
    return middle + (adjusted - middle) / slope, scatter / slope


def steepness(level: float, offset: float) -> float:
    """Give how much log(offset + x) moves for a unit of log x at a level of log(offset + x)."""
    return max(STEEPEST, 1 - offset * float(np.exp(-level)))


def _codes(table: pl.DataFrame) -> NDArray[np.int32]:
    known = {kind: PLAIN_EFFECTS + number for kind, number in KIND_NUMBERS.items()}
    formats = table["kind"].replace_strict(known, default=-1, return_dtype=pl.Int32).to_numpy()
    return effect_codes(table, table["time"].to_numpy(), formats)


def _followers(posts: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Give the follower counts a day: from the days, for other accounts as they stood beside the posts."""
    counted = days.filter(pl.col("followers").is_not_null() & pl.col("day").is_not_null()).select(
        "account", "platform", pl.col("day").cast(pl.Int32), "followers"
    )
    beside = posts.filter(pl.col("followers").is_not_null()).select(
        "account", "platform", pl.col("posted").floor().cast(pl.Int32).alias("day"), "followers"
    )
    beside = beside.join(counted.select("account").unique(), on="account", how="anti")
    both = pl.concat([counted, beside]).group_by("account", "platform", "day").agg(pl.col("followers").median())
    return both.select(
        metric=pl.lit(FOLLOWERS),
        account="account",
        platform="platform",
        kind=pl.lit(None, dtype=pl.String),
        day="day",
        ripe=pl.col("day") + 1.0,
        posts=pl.lit(1, dtype=pl.Int32),
        mean=pl.col("followers").cast(pl.Float64),
        scatter=pl.lit(0.0),
    ).sort("account", "platform", "day", nulls_last=True)


def _cells_of(rows: pl.DataFrame) -> Cells:
    names = tuple(rows["account"].unique(maintain_order=True))
    numbers = {name: i for i, name in enumerate(names)}
    owner = (
        rows["account"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy() if names else np.empty(0, np.int64)
    )
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name.casefold(), []).append(place)
    day = rows["day"].to_numpy().astype(np.float64)
    scatter = np.zeros(len(names))
    scatter[owner] = rows["scatter"].to_numpy()
    return Cells(
        names=names,
        owner=owner,
        kind=rows["kind"].replace_strict(KIND_NUMBERS, default=-1, return_dtype=pl.Int64).to_numpy(),
        day=day,
        ripe=rows["ripe"].to_numpy(),
        posts=rows["posts"].to_numpy().astype(np.float64),
        mean=rows["mean"].to_numpy(),
        scatter=scatter,
        places=places,
    )
