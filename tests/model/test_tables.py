"""The door of every table: exactly the columns and types of DESIGN.md section 6, whatever comes in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.errors import UsageError
from fieber.model.tables import COUNTS, KIND_SYNONYMS, KINDS, TABLES, UTC_TIME, conform, empty

NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
CAPTION = "anna.privat wrote this"


def column(name: str, values: Any, table: str = "posts") -> list[Any]:
    return conform(pl.DataFrame({name: values}), table)[name].to_list()


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_its_type_unit_and_meaning(table: str) -> None:
    """An empty table has all columns with their types; each column says what it means, each count what is counted."""
    frame = empty(table)

    assert frame.schema == {name: one.dtype for name, one in TABLES[table].items()}
    assert all(one.meaning for one in TABLES[table].values())
    assert all(one.unit for one in TABLES[table].values() if one.dtype in {pl.Int64, UTC_TIME})


@pytest.mark.parametrize("table", TABLES)
def test_a_conformed_table_stays_as_it_is(table: str) -> None:
    """Missing columns become null, unknown ones are dropped, and a second time changes nothing."""
    once = conform(pl.DataFrame({"platform": ["x", None], "mood": [1, 2]}), table)

    assert once.schema == empty(table).schema
    assert once["platform"].to_list() == ["x", None]
    assert all(once[name].null_count() == 2 for name in once.columns if name != "platform")
    assert conform(once, table).equals(once)


def test_the_tables_are_those_of_the_design() -> None:
    """Tables and columns have the names that DESIGN.md section 6 promises."""
    posts = (
        "account platform post_id posted_at kind likes comments shares saves views reach reach_followers "
        "reach_non_followers follows followers measured_at collab impressions url paid likes_hidden topic"
    )
    days = (
        "account platform day followers follows unfollows reach reach_non_followers views interactions "
        "profile_views link_clicks"
    )

    assert list(TABLES) == ["posts", "days", "accounts", "events"]
    assert list(TABLES["posts"]) == posts.split()
    assert list(TABLES["days"]) == days.split()
    assert list(TABLES["events"]) == ["platform", "from", "to", "metric", "what", "source"]


@pytest.mark.parametrize("dtype", ["us", "ms", "ns"])
@pytest.mark.parametrize(("zone", "hour"), [(None, 12), ("UTC", 12), ("Europe/Berlin", 10), ("America/Sao_Paulo", 15)])
def test_times_become_utc(dtype: Any, zone: str | None, hour: int) -> None:
    """A zone is turned into UTC, no zone is UTC already, whatever the resolution."""
    noon = pl.Series("posted_at", [NOON.replace(tzinfo=None), None]).cast(pl.Datetime(dtype))

    found = column("posted_at", noon.dt.replace_time_zone(zone))

    assert found == [NOON.replace(hour=hour), None]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-07-01", NOON.replace(hour=0)),
        ("2024-07-01 12:00:00", NOON),
        ("2024-07-01T12:00:00Z", NOON),
        ("2024-07-01T14:00:00+02:00", NOON),
    ],
)
def test_times_as_texts(text: str, moment: datetime) -> None:
    """ISO texts are read, with the zone they tell; also where they are categories."""
    assert column("posted_at", [text, None]) == [moment, None]
    assert column("posted_at", pl.Series([text, None], dtype=pl.Categorical)) == [moment, None]


def test_a_day_is_its_first_moment() -> None:
    """A date as time of posting is midnight UTC; in the table of days it stays a date."""
    assert column("posted_at", [date(2024, 7, 1)]) == [NOON.replace(hour=0)]
    assert column("day", [date(2024, 7, 1)], "days") == [date(2024, 7, 1)]
    assert column("day", [NOON], "days") == [date(2024, 7, 1)]


@pytest.mark.parametrize("name", COUNTS)
def test_null_is_not_zero(name: str) -> None:
    """What the platform did not say stays null, what it said as zero stays zero."""
    assert column(name, [None, 0, 5]) == [None, 0, 5]


def test_numbers_that_are_not_whole() -> None:
    """Floats and decimals are rounded; what is no number is unknown, never zero."""
    assert column("likes", [1.4, 1.6, float("nan"), float("inf"), None, 1e300]) == [1, 2, None, None, None, None]
    assert column("likes", pl.Series(["1.6"]).cast(pl.Decimal(10, 2))) == [2]
    assert column("likes", ["12", None]) == [12, None]
    assert column("likes", pl.Series([7], dtype=pl.UInt8)) == [7]
    assert column("likes", [-1]) == [-1]


@given(st.lists(st.none() | st.integers(0, 2**53), max_size=8))
@settings(deadline=None, max_examples=50)
def test_whole_numbers_survive_as_floats(counts: list[int | None]) -> None:
    """A count that went through pandas as float comes back as the same count."""
    floats = [None if count is None else float(count) for count in counts]

    assert column("likes", pl.Series(floats, dtype=pl.Float64)) == counts


def test_hidden_likes_are_unknown() -> None:
    """Where the platform hid the likes, a number beside it is not taken for one."""
    given_rows = pl.DataFrame({"likes": [0, 0, 3, 5], "likes_hidden": [True, False, None, True]})

    assert conform(given_rows, "posts")["likes"].to_list() == [None, 0, 3, None]


@given(st.sampled_from([*KINDS, *KIND_SYNONYMS]), st.booleans(), st.sampled_from(["", " ", "\t"]))
@settings(deadline=None, max_examples=60)
def test_every_kind_is_one_of_the_known(word: str, upper: bool, blank: str) -> None:
    """A format and each of its synonyms becomes one of KINDS, whatever its case and blanks."""
    written = blank + (word.upper() if upper else word.title()) + blank

    assert column("kind", [written]) == [word if word in KINDS else KIND_SYNONYMS[word]]


def test_kinds_of_the_design() -> None:
    """The mappings that DESIGN.md names hold; a word nobody knows is "other", none is none."""
    words = ["IGTV", "status", "tweet", "post", "Karussell", "hologram", "", None]

    assert column("kind", words) == ["video", "text", "text", "other", "carousel", "other", "other", None]
    assert set(KIND_SYNONYMS.values()) <= set(KINDS)


def test_numbers_as_identity_become_text() -> None:
    """An identity read as a number is the text of the number."""
    assert column("post_id", [18_000_000_000_000_001]) == ["18000000000000001"]


def frames() -> dict[str, Any]:
    """One table, as every library that hands over Arrow would give it."""
    values = {"posted_at": [NOON, NOON + timedelta(days=1)], "kind": ["Reels", "Foto"], "likes": [3, None]}
    pandas = pd.DataFrame(values).astype({"kind": "category", "likes": "Int64"})
    return {
        "polars": pl.DataFrame(values),
        "lazy": pl.LazyFrame(values),
        "pandas": pandas,
        "pandas with floats and an index": pandas.astype({"likes": float}).set_index(pd.Index(["x", "y"])),
        "arrow": pa.table(values),
        "arrow batches": pa.Table.from_batches(pa.table(values).to_batches(1)),
    }


@pytest.mark.parametrize("library", frames())
def test_every_library_gives_the_same(library: str) -> None:
    """Polars, lazy Polars, pandas with categories and Arrow give the same table."""
    found = conform(frames()[library], "posts")

    assert found.select("posted_at", "kind", "likes").rows() == [
        (NOON, "reel", 3),
        (NOON + timedelta(days=1), "photo", None),
    ]


@pytest.mark.parametrize("thing", [None, {"likes": [1]}, [{"likes": 1}], "posts.csv", 3])
def test_what_is_no_table_is_told(thing: Any) -> None:
    """The error names what may come in and what came."""
    with pytest.raises(UsageError, match=f"Polars, pandas or Arrow table, got {type(thing).__name__}"):
        conform(thing, "posts")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("likes", ["12", CAPTION]),
        ("likes", [[1]]),
        ("posted_at", [CAPTION]),
        ("posted_at", [1_704_067_200]),
        ("posted_at", [45_292.5]),
        ("collab", [CAPTION]),
    ],
)
def test_a_column_that_does_not_fit_is_named_without_its_values(name: str, values: list[Any]) -> None:
    """The error names table and column and what is wanted; nothing of the export is in it, nor in its cause."""
    with pytest.raises(UsageError, match=f"table posts: column '{name}' .* (correct|drop) ") as told:
        column(name, values)

    assert CAPTION not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_numbers_that_are_all_missing_are_no_times() -> None:
    """A column of NaN, as pandas has it where nothing is known, is a column without times."""
    assert column("measured_at", [float("nan"), None]) == [None, None]


def test_a_mixed_column_of_pandas_is_told() -> None:
    """A column of numbers and texts cannot be handed over; the error says so and quotes nothing."""
    with pytest.raises(UsageError, match="mixed types; give each column one type") as told:
        conform(pd.DataFrame({"likes": [1, CAPTION]}), "posts")

    assert CAPTION not in str(told.value)
