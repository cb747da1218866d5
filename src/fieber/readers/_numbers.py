"""Turns what exports write for a number into a whole number: "12,345", "12.345", "63.3K", "1,2 Mio.", "--"."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

# a suffix after the number → what it multiplies by
MULTIPLIERS = {
    "k": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "thousand": 1e3,
    "mil": 1e3,  # Portuguese and Spanish
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millionen": 1e6,
    "mi": 1e6,  # Portuguese
    "b": 1e9,
    "bn": 1e9,
    "mrd": 1e9,
}
NOTHING_SAID = ("", "-", "--", "---", "n/a", "#n/a", "na", "n.a.", "nan", "null", "none", "k.a.", "k. a.", "<na>")
LARGEST = 1e15  # beyond this it is an identity, not a count

_SUFFIXES = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_GROUPED = r"^[+-]?(\d{1,3}((\.\d{3})+|(,\d{3})+)|\d{1,2}(,\d{2})+,\d{3})$"  # the last: 12,34,567, as India writes it
_WITH_SUFFIX = rf"^([+-]?\d[\d.,]*)\s?({_SUFFIXES})\.?$"
_DECIMAL = r"^[+-]?(\d+([.,]\d*)?|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(,\d{3})+\.\d+)(e[+-]?\d+)?$"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one column: whole numbers or null; how many texts were no numbers at all, and how many rounded ones.

    A rounded number is one with a suffix, "12.3K": its last digits are not known.
    """

    values: pl.Series
    unreadable: int
    rounded: int = 0


def parse_counts(column: pl.Series) -> Counts:
    """Read a column of counts; null where the platform says nothing, 0 only where it says 0.

    One separator with groups of three digits means thousands ("12.345" is 12,345); otherwise the last separator is the
    decimal one. Suffixes (K, Tsd., Mio., …) multiply. Numbers with decimals are rounded.
    """
    if column.dtype.is_integer() or column.dtype == pl.Boolean:
        return Counts(column.cast(pl.Int64, strict=False), 0)
    if column.dtype.is_float() or column.dtype.is_decimal():
        number = pl.col("text").cast(pl.Float64)
        return Counts(_select(column, _rounded(number)), 0)
    if column.dtype == pl.Null:
        return Counts(column.cast(pl.Int64), 0)
    text = column.cast(pl.String, strict=False)
    plain = text.cast(pl.Int64, strict=False)
    if plain.null_count() == text.null_count():
        return Counts(_within(plain), 0)
    said = _select(text, _said())
    values = _select(said, _number())
    rounded = int(said.str.contains(_WITH_SUFFIX).sum() or 0)
    return Counts(values, values.null_count() - said.null_count(), rounded)


def _select(column: pl.Series, expression: pl.Expr) -> pl.Series:
    return column.alias("text").to_frame().select(expression.alias("text")).to_series().alias(column.name)


def _within(column: pl.Series) -> pl.Series:
    if column.is_between(-LARGEST, LARGEST).all():
        return column
    return _select(column, pl.when(pl.col("text").abs() <= LARGEST).then(pl.col("text")))


def _said() -> pl.Expr:
    """The text without spaces, apostrophes and typographic signs; null where it says nothing."""
    text = pl.col("text").str.strip_chars().str.to_lowercase()
    text = text.str.replace_all(r"[\u2212\u2013\u2014]", "-")
    # a space or an apostrophe between digits groups thousands: "10 000", "1'200"
    text = text.str.replace_all(r"(\d)[\s\u00a0\u202f\u2009'\u2019](\d)", "${1}${2}")
    text = text.str.replace_all(r"(\d)[\s\u00a0\u202f\u2009'\u2019](\d)", "${1}${2}")
    return pl.when(text.is_in(NOTHING_SAID)).then(None).otherwise(text)


def _number() -> pl.Expr:
    text = pl.col("text")
    grouped = text.str.replace_all(r"[.,]", "").cast(pl.Float64, strict=False)
    mantissa = _decimal(text.str.extract(_WITH_SUFFIX, 1))
    multiplier = text.str.extract(_WITH_SUFFIX, 2).replace_strict(MULTIPLIERS, default=None, return_dtype=pl.Float64)
    number = (
        pl.when(text.str.contains(_GROUPED))
        .then(grouped)
        .when(text.str.contains(_WITH_SUFFIX))
        .then(mantissa * multiplier)
        .when(text.str.contains(_DECIMAL))
        .then(_decimal(text))
    )
    return _rounded(number)


def _decimal(text: pl.Expr) -> pl.Expr:
    """The last separator is the decimal one, the ones before it group thousands."""
    whole = text.str.replace(r"^(.*)[.,]([^.,]*)$", "${1}").str.replace_all(r"[.,]", "")
    fraction = text.str.extract(r"[.,]([^.,]*)$", 1)
    joined = pl.when(fraction.is_null()).then(text).otherwise(whole + "." + fraction)
    return joined.cast(pl.Float64, strict=False)


def _rounded(number: pl.Expr) -> pl.Expr:
    is_count = number.is_finite() & (number.abs() <= LARGEST)
    return pl.when(is_count).then(number.round()).cast(pl.Int64, strict=False)


def looks_like_number(text: str) -> bool:
    """Say whether a cell holds a number: then it is no column's name."""
    counts = parse_counts(pl.Series([text], dtype=pl.String))
    return counts.values.null_count() == 0
