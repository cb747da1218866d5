"""fieber on tables: the same numbers as the check-up, whoever holds the table; and a function in DuckDB's SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.checkup.rosters import World, roster

import fieber
from fieber import sql
from fieber.checkup.priors import Priors
from fieber.errors import UsageError
from fieber.stats.prior import PRIOR

if TYPE_CHECKING:
    from collections.abc import Iterator

AS_OF = datetime(2026, 2, 20, tzinfo=UTC)
POSTS = roster(World(accounts=8, own={3: -1.2}))
ANSWERS = "SELECT account, unnest(fieber(list(posts), TIMESTAMP '2026-02-20')) FROM posts GROUP BY account ORDER BY 1"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the roster as its table `posts`, and fieber in its SQL."""
    with duckdb.connect() as connection:
        connection.register("given", POSTS)
        connection.execute("CREATE TABLE posts AS FROM given")
        sql.register(connection)
        yield connection


def overall(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("metric") == "overall")


def test_every_row_is_what_a_check_says() -> None:
    """Headline and vitals of each account are those of its check-up at the same moment."""
    found = fieber.temperatures(POSTS, as_of=AS_OF)

    for account in POSTS["account"].unique():
        told: Any = fieber.check(POSTS, account=account, as_of=AS_OF)
        contract = told.to_dict()
        mine = found.filter(pl.col("account") == account)
        (head,) = overall(mine).to_dicts()
        vitals = {(one["metric"], one["kind"]): one for one in contract["vitals"]}
        assert (head["verdict"], head["temperature"]) == (contract["verdict"], contract["temperature"])
        assert head["p_value"] == pytest.approx(contract["p_value"], rel=1e-6)
        assert head["method"] == "1"
        for row in mine.filter(pl.col("metric") != "overall").to_dicts():
            vital = vitals[row["metric"], row["kind"]]
            assert (row["verdict"], row["temperature"], row["reason"]) == (
                *(vital["verdict"], vital["temperature"], vital["reason"]),
            )


def test_the_one_who_fell_stands_out() -> None:
    """Of eight accounts the one that lost two thirds has the highest temperature."""
    found = overall(fieber.temperatures(POSTS, as_of=AS_OF)).sort("temperature", descending=True, nulls_last=True)

    assert found["account"][0] == "a003"
    assert found["verdict"][0] in {"fever", "high_fever"}
    assert found["carried_by"][0] == "likes"


def test_whoever_holds_the_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Frame, lazy frame, pandas, Arrow and a relation of DuckDB give the same rows, in whatever order they lie."""
    expected = fieber.temperatures(POSTS, as_of=AS_OF)
    shuffled = POSTS.sample(fraction=1.0, shuffle=True, seed=3)

    for table in (shuffled, shuffled.lazy(), POSTS.to_pandas(), POSTS.to_arrow(), connection.sql("FROM posts")):
        assert_frame_equal(fieber.temperatures(table, as_of=AS_OF), expected, rel_tol=1e-9)


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is judged in portions of whole accounts gives the rows that it gives at once."""
    expected = fieber.temperatures(POSTS, as_of=AS_OF)

    monkeypatch.setattr(sql, "ROWS", 300)

    assert_frame_equal(fieber.temperatures(POSTS, as_of=AS_OF), expected, rel_tol=1e-9)


def test_a_table_without_rows_gives_one_without_rows() -> None:
    """No posts, no temperatures; the columns are the same."""
    found = fieber.temperatures(POSTS.clear())

    assert (found.height, found.schema) == (0, sql.TEMPERATURES)
    with pytest.raises(UsageError, match="table"):
        fieber.temperatures(3)


def test_what_comes_out_is_a_table_of_duckdb(connection: duckdb.DuckDBPyConnection) -> None:
    """DuckDB queries the frame by its name, beside its own tables."""
    found = fieber.temperatures(connection.sql("FROM posts"), as_of=AS_OF)

    rows = connection.sql(
        "SELECT account, count(*) FROM posts JOIN found USING (account) WHERE metric = 'overall'"
        " GROUP BY ALL ORDER BY 1"
    ).fetchall()

    assert len(found) > 8
    assert rows == POSTS.group_by("account").len().sort("account").rows()


def test_the_function_gives_the_headline(connection: duckdb.DuckDBPyConnection) -> None:
    """Within SQL each account's posts as a list give the row that the frame has."""
    expected = overall(fieber.temperatures(POSTS, as_of=AS_OF)).select("account", *sql.ANSWER)

    assert_frame_equal(pl.DataFrame(connection.sql(ANSWERS)), expected, rel_tol=1e-9)


def test_many_groups_are_answered_in_their_order(connection: duckdb.DuckDBPyConnection) -> None:
    """More groups than DuckDB hands over at a time each get their own answer."""
    query = """
        SELECT account, count(*), count(DISTINCT found.p_value), any_value(found.p_value) FROM (
            SELECT copy, account, fieber(list(posts), DATE '2025-04-30') AS found
            FROM posts, range(1100) copies(copy)
            WHERE account <= 'a001' AND posted_at < DATE '2025-04-30' GROUP BY ALL
        ) GROUP BY account ORDER BY account"""

    rows = connection.sql(query).fetchall()

    early = POSTS.filter(pl.col("account") <= "a001", pl.col("posted_at") < datetime(2025, 4, 30, tzinfo=UTC))
    expected = overall(fieber.temperatures(early, as_of="2025-04-30"))
    assert [row[:3] for row in rows] == [("a000", 1100, 1), ("a001", 1100, 1)]
    assert [row[3] for row in rows] == pytest.approx(expected["p_value"].to_list(), rel=1e-9)


def test_priors_reach_tables_and_sql(connection: duckdb.DuckDBPyConnection) -> None:
    """Learned priors are cited by the frame, and the function that was registered with them gives its numbers."""
    priors = Priors(thermometer=replace(PRIOR, scatter=1.2, scatter_weight=30.0), origin="team@123")
    sql.register(connection, name="ours", priors=priors)

    found = fieber.temperatures(POSTS, as_of=AS_OF, priors=priors)
    ours = pl.DataFrame(connection.sql(ANSWERS.replace("fieber(", "ours(")))

    assert found["method"].unique().to_list() == ["1+priors:team@123"]
    assert_frame_equal(ours, overall(found).select("account", *sql.ANSWER), rel_tol=1e-9)
    assert ours["p_value"].to_list() != pl.DataFrame(connection.sql(ANSWERS))["p_value"].to_list()


def test_nothing_in_is_nothing_out(connection: duckdb.DuckDBPyConnection) -> None:
    """A missing list or moment gives null, and too few posts give the reason why there is no temperature."""
    rows = connection.sql(
        "SELECT fieber(NULL, DATE '2026-01-01'), fieber(list(posts), NULL::DATE),"
        " fieber(list(posts)[:5], DATE '2026-01-01').reason FROM posts WHERE account = 'a001'"
    ).fetchall()

    assert rows == [(None, None, "too_few_posts")]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT fieber(list(likes), DATE '2026-01-01') FROM posts", "rows of posts"),
        ("SELECT fieber(list(posts)) FROM posts GROUP BY account", "moment of judgement"),
        ("SELECT fieber(list({likes: likes}), DATE '2026-01-01') FROM posts", "posted_at is missing"),
        (
            "SELECT fieber(list({posted_at: posted_at, platform: account, likes: 1}), DATE '2026-01-01') FROM posts",
            "group by",
        ),
    ],
    ids=["no rows", "no moment", "no times", "several platforms"],
)
def test_what_cannot_be_answered_says_why(connection: duckdb.DuckDBPyConnection, query: str, sentence: str) -> None:
    """A query that asks wrongly fails with our sentence."""
    with pytest.raises(duckdb.Error, match=sentence):
        connection.sql(query).fetchall()
