"""Turns what exports write for a moment into UTC: ISO, Unix seconds, "29.06.2026 18:00", "Jun 29, 2026"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import polars as pl

from fieber.model.tables import UTC_TIME

MONTHS = {
    1: ("jan", "janv", "ene", "gen", "jän"),
    2: ("feb", "fév", "fev", "febr"),
    3: ("mar", "mär", "mrz"),
    4: ("apr", "avr", "abr"),
    5: ("may", "mai", "mag"),
    6: ("jun", "juin", "giu"),
    7: ("jul", "juil", "lug"),
    8: ("aug", "aoû", "aou", "ago"),
    9: ("sep", "set"),
    10: ("oct", "okt", "out", "ott"),
    11: ("nov",),
    12: ("dec", "dez", "déc", "dic"),
}
MONTH_NUMBER = {name: number for number, names in MONTHS.items() for name in names}
ZONE_HOURS = {"z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "est": -5, "edt": -4}
ZONE_HOURS |= {"cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "bst": 1}

_TIME = r"(?:[t,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*uhr)?\s*(am|pm|a\.m\.|p\.m\.)?)?"
_ZONE = r"\s*([a-z]{1,4}|(?:utc|gmt)?[+-]\d{2}:?\d{0,2})?"
_WEEKDAY = r"^(?:[\p{L}]{2,10}\.?,?\s+)?"
YEAR_FIRST = rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}$"
YEAR_LAST = rf"{_WEEKDAY}(\d{{1,2}})([./-])(\d{{1,2}})[./-](\d{{4}}|\d{{2}}){_TIME}{_ZONE}$"
MONTH_FIRST = rf"{_WEEKDAY}(\p{{L}}{{3,10}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}{_ZONE}$"
DAY_FIRST = (
    rf"{_WEEKDAY}(\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:de\s+)?(\p{{L}}{{3,10}})\.?,?\s+(?:de\s+)?(\d{{4}}){_TIME}{_ZONE}$"
)
ENGLISH_MAIL = rf"{_WEEKDAY}(\p{{L}}{{3}})\s+(\d{{1,2}})\s+(\d{{1,2}}):(\d{{2}}):(\d{{2}})\s+([+-]\d{{4}})\s+(\d{{4}})$"

# numbers that can be moments, by size; the ranges do not touch
EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119, counted from 1899-12-30
UNIX_SECONDS = (1e8, 1e11)
UNIX_MILLISECONDS = (1e11, 1e14)
UNIX_MICROSECONDS = (1e14, 1e17)
EARLIEST, LATEST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1e6) for year in (1900, 2200))

# spellings that fill whole columns: read without regular expressions, twenty times as fast; whether a zone is missing
COMMON_FORMS = (("%Y-%m-%dT%H:%M:%SZ", False), ("%Y-%m-%d %H:%M:%S", True), ("%Y-%m-%d", False))


@dataclass(frozen=True, slots=True)
class Times:
    """Moments of one column in UTC, and what is known about them.

    `unreadable` counts texts that are no moment; `without_zone` those with a clock time but no zone, taken as UTC;
    `is_order_assumed` says that day and month could not be told apart by the values.
    """

    values: pl.Series
    unreadable: int
    without_zone: int
    is_order_assumed: bool


def parse_times(column: pl.Series, *, day_first: bool | None) -> Times:
    """Read a column of moments; mixed zones and mixed spellings are fine.

    Args:
        column: texts, numbers (Unix seconds, milliseconds, microseconds, Excel days), dates or datetimes.
        day_first: what the header's language suggests for "03/04/2026"; a value above 12 decides. None: month first.

    Returns:
        The moments; those before 1900 or after 2199 are unreadable, and Python has no date for some of them.
    """
    times = _parsed(column, day_first=day_first)
    microseconds = times.values.to_physical()
    is_possible = microseconds.is_between(EARLIEST, LATEST, closed="left")
    n_beyond = int((~is_possible).sum())
    if n_beyond == 0:
        return times
    values = pl.select(pl.when(is_possible).then(times.values).alias(times.values.name)).to_series()
    return replace(times, values=values, unreadable=times.unreadable + n_beyond)


def _parsed(column: pl.Series, *, day_first: bool | None) -> Times:
    if isinstance(column.dtype, pl.Datetime):
        zone = column.dtype.time_zone
        utc = column.dt.convert_time_zone("UTC") if zone else column.dt.replace_time_zone("UTC")
        return Times(utc.cast(UTC_TIME), 0, 0 if zone else len(column) - column.null_count(), False)
    if column.dtype == pl.Date:
        return Times(column.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"), 0, 0, False)
    if column.dtype.is_numeric():
        values = _select(column, _from_number(pl.col("text").cast(pl.Float64)))
        return Times(values, values.null_count() - column.null_count(), 0, False)
    texts = column.cast(pl.String, strict=False)
    for form, lacks_zone in COMMON_FORMS:
        whole = texts.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)
        if whole.null_count() == texts.null_count():
            return Times(whole, 0, len(whole) - whole.null_count() if lacks_zone else 0, False)
    return _parse_texts(texts, day_first=day_first)


def _parse_texts(column: pl.Series, *, day_first: bool | None) -> Times:
    texts = _select(column, pl.col("text").str.strip_chars().str.to_lowercase().replace("", None))
    order = _day_first(texts)
    is_day_first = order if order is not None else bool(day_first)
    frame = texts.to_frame("text")
    parts = frame.select(_parts(is_day_first=is_day_first, has_names=_has_month_names(texts)).alias("parts")).unnest(
        "parts"
    )
    naive = _assemble()
    offset = _offset_minutes()
    parsed = parts.select(
        at=(naive - pl.duration(minutes=offset.fill_null(0))).dt.replace_time_zone("UTC"),
        is_local=naive.is_not_null() & pl.col("hour").is_not_null() & offset.is_null(),
    )
    number = frame.select(_from_number(pl.col("text").cast(pl.Float64, strict=False))).to_series()
    values = parsed["at"].cast(UTC_TIME).zip_with(parsed["at"].is_not_null(), number).alias(column.name)
    return Times(
        values=values,
        unreadable=values.null_count() - texts.null_count(),
        without_zone=int(parsed["is_local"].sum()),
        is_order_assumed=order is None and _has_slashes(texts),
    )


def _select(column: pl.Series, expression: pl.Expr) -> pl.Series:
    return column.alias("text").to_frame().select(expression.alias("text")).to_series().alias(column.name)


def _ambiguous(texts: pl.Series) -> pl.DataFrame:
    first = pl.col("text").str.extract(YEAR_LAST, 1).cast(pl.Int64)
    second = pl.col("text").str.extract(YEAR_LAST, 3).cast(pl.Int64)
    sign = pl.col("text").str.extract(YEAR_LAST, 2)
    return texts.to_frame("text").select(first=first, second=second, sign=sign).filter(pl.col("sign").is_in(["/", "-"]))


def _has_slashes(texts: pl.Series) -> bool:
    return not _ambiguous(texts).is_empty()


def _day_first(texts: pl.Series) -> bool | None:
    """Decide by values above 12, the more frequent way if both occur; None if no value tells."""
    pairs = _ambiguous(texts)
    days_first = int((pairs["first"] > 12).sum())
    months_first = int((pairs["second"] > 12).sum())
    return None if days_first == months_first else days_first > months_first


def _struct(pattern: str, names: dict[str, int]) -> pl.Expr:
    """Named parts of `pattern`; null as a whole where the text does not match."""
    text = pl.col("text")
    order = ("year", "month", "day", "hour", "minute", "second", "half", "zone")
    fields = [
        (text.str.extract(pattern, names[name]) if name in names else pl.lit(None, dtype=pl.String)).alias(name)
        for name in order
    ]
    return pl.when(text.str.contains(pattern)).then(pl.struct(fields))


def _clock(start: int) -> dict[str, int]:
    return dict(zip(("hour", "minute", "second", "half", "zone"), range(start, start + 5), strict=True))


def _has_month_names(texts: pl.Series) -> bool:
    # zones and weekdays count too: this only saves the slow patterns where there are surely no names
    return bool(texts.str.contains(r"\p{L}{3}").any())


def _parts(*, is_day_first: bool, has_names: bool) -> pl.Expr:
    day_month = _struct(YEAR_LAST, {"day": 1, "month": 3, "year": 4, **_clock(5)})
    month_day = _struct(YEAR_LAST, {"month": 1, "day": 3, "year": 4, **_clock(5)})
    first = pl.col("text").str.extract(YEAR_LAST, 1).cast(pl.Int64)
    second = pl.col("text").str.extract(YEAR_LAST, 3).cast(pl.Int64)
    # with dots the day always stands first, whatever the language
    is_dotted = pl.col("text").str.extract(YEAR_LAST, 2) == "."
    day_leads = is_dotted | (first > 12) | (pl.lit(is_day_first) & (second <= 12))
    in_numbers = (
        _struct(YEAR_FIRST, {"year": 1, "month": 2, "day": 3, **_clock(4)}),
        pl.when(day_leads).then(day_month).otherwise(month_day),
    )
    if not has_names:
        return pl.coalesce(in_numbers)
    return pl.coalesce(
        *in_numbers,
        _struct(MONTH_FIRST, {"month": 1, "day": 2, "year": 3, **_clock(4)}),
        _struct(DAY_FIRST, {"day": 1, "month": 2, "year": 3, **_clock(4)}),
        _struct(ENGLISH_MAIL, {"month": 1, "day": 2, "hour": 3, "minute": 4, "second": 5, "zone": 6, "year": 7}),
    )


def _assemble() -> pl.Expr:
    """Clock time as written, without zone; null where the date does not exist."""
    named = pl.col("month").str.slice(0, 4).replace_strict(MONTH_NUMBER, default=None, return_dtype=pl.Int64)
    short = pl.col("month").str.slice(0, 3).replace_strict(MONTH_NUMBER, default=None, return_dtype=pl.Int64)
    month = pl.coalesce(pl.col("month").cast(pl.Int64, strict=False), named, short)
    year = pl.col("year").cast(pl.Int64)
    year = pl.when(year < 100).then(year + 2000).otherwise(year)
    hour = pl.col("hour").cast(pl.Int64).fill_null(0)
    half = pl.col("half").str.slice(0, 1)
    hour = pl.when(half == "p").then(hour % 12 + 12).when(half == "a").then(hour % 12).otherwise(hour)
    text = pl.format(
        "{}-{}-{} {}:{}:{}",
        year,
        month.cast(pl.String).str.zfill(2),
        pl.col("day").str.zfill(2),
        hour.cast(pl.String).str.zfill(2),
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00"),
    )
    return text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)


def _offset_minutes() -> pl.Expr:
    """Minutes east of UTC; null where no zone is written, or one whose meaning is not known."""
    zone = pl.col("zone").str.replace(r"^(utc|gmt)([+-])", "${2}")
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    hours = zone.str.extract(r"^[+-](\d{2})", 1).cast(pl.Int64)
    minutes = zone.str.extract(r"^[+-]\d{2}:?(\d{2})$", 1).cast(pl.Int64).fill_null(0)
    named = zone.replace_strict(ZONE_HOURS, default=None, return_dtype=pl.Int64) * 60
    return pl.coalesce(sign * (hours * 60 + minutes), named)


def _from_number(number: pl.Expr) -> pl.Expr:
    def between(limits: tuple[float, float]) -> pl.Expr:
        return (number >= limits[0]) & (number < limits[1])

    microseconds = (
        pl.when(between(EXCEL_DAYS))
        .then((number - 25_569) * 86_400e6)  # Excel's day 25,569 is 1970-01-01
        .when(between(UNIX_SECONDS))
        .then(number * 1e6)
        .when(between(UNIX_MILLISECONDS))
        .then(number * 1e3)
        .when(between(UNIX_MICROSECONDS))
        .then(number)
    )
    return microseconds.round().cast(pl.Int64).cast(UTC_TIME)


def looks_like_moment(text: str) -> bool:
    """Say whether a cell holds a date: then it is no column's name."""
    return parse_times(pl.Series([text], dtype=pl.String), day_first=None).values.null_count() == 0
