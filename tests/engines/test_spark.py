"""The engine of a cluster gives what the engine of one machine gives, on a real cluster of two workers."""

from __future__ import annotations

import shutil
import sys
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl
import pytest
from deltalake import write_deltalake
from polars.testing import assert_frame_equal
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from tests.engines.cluster import Cluster, cluster
from tests.engines.spoiled import spoil

import fieber
from fieber.engines import engines
from fieber.engines._protocol import Posts, Settings
from fieber.errors import UnreadableError, UsageError
from fieber.rosters import roster
from fieber.stats import _core

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieber.engines._protocol import Tables
    from fieber.engines.spark import ClusterSession

pytestmark = pytest.mark.slow
SOURCES = Path(fieber.__file__).parents[1]
TRAVELS = "--archives {wheel}#travelled --conf spark.executorEnv.PYTHONPATH=./travelled pyspark-shell"
START = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a cluster, with a session of Spark that is open already, as a notebook has one.

    fieber gets to the workers as docs/guide/cluster.md says: what is in its wheel, as an archive.
    """
    wheel = shutil.make_archive(str(tmp_path_factory.mktemp("wheel") / "fieber"), "zip", SOURCES, "fieber")
    with pytest.MonkeyPatch.context() as patch, cluster(tmp_path_factory.mktemp("spark")) as made:
        patch.setenv("SPARK_CONF_DIR", str(made.configuration))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_SUBMIT_ARGS", TRAVELS.format(wheel=wheel))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas 3
            session = SparkSession.builder.getOrCreate()
        # the workers cannot import a test
        cloudpickle.register_pickle_by_value(sys.modules[__name__])  # type: ignore[no-untyped-call]
        yield made
        session.stop()


@pytest.fixture
def session(spark: Cluster, tmp_path: Path) -> Iterator[ClusterSession]:
    """Give the engine at work."""
    with engines()["spark"].open(Settings(tmp_path / "scratch", master=spark.url)) as opened:
        yield cast("ClusterSession", opened)


def many(accounts: int, posts: int, seed: int = 7) -> pl.DataFrame:
    """Give posts of accounts; every third loses most of its likes in the last month."""
    chance = np.random.default_rng(seed)
    n = accounts * posts
    owner = np.repeat(np.arange(accounts), posts)
    day = np.sort(chance.uniform(0, 600, (accounts, posts)), axis=1).ravel()
    level = 200 * np.where((owner % 3 == 0) & (day > 570), 0.1, 1.0)
    return pl.DataFrame(
        {
            "account": [f"account {number:03}" for number in owner],
            "platform": np.where(owner % 2 == 0, "instagram", "tiktok"),
            "posted_at": [START + timedelta(seconds=round(86_400 * float(d))) for d in day],
            "kind": chance.choice(["reel", "photo"], n),
            "likes": chance.poisson(level * np.exp(chance.normal(0, 0.4, n))),
            "views": chance.poisson(20 * level * np.exp(chance.normal(0, 0.4, n))),
        }
    )


def in_folders(folder: Path) -> None:
    """Write what a platform's own tables look like: folders, an empty file, a file without a column, rows twice."""
    posts = many(24, 80)
    for (platform,), part in posts.partition_by("platform", as_dict=True, include_key=False).items():
        place = folder / f"platform={str(platform).replace('k', '%6B')}"  # escaped, as other programs do
        place.mkdir(parents=True)
        part[::2].write_parquet(place / "a file [1].parquet")
        part[1::2].write_parquet(place / "b.parquet")
        part.clear().write_parquet(place / "c.parquet")
        part.tail(50).drop("views").write_parquet(place / "d.parquet")
    unnamed = posts.head(80).with_columns(account=pl.lit(None, dtype=pl.String))
    unnamed.drop("platform").write_parquet(folder / "unnamed.parquet")


def in_odd_types(folder: Path) -> None:
    """Write times in nanoseconds, counts with and without a sign or a point, names as categories, −1 for hidden."""
    folder.mkdir()
    many(12, 80).with_columns(
        pl.col("posted_at").dt.replace_time_zone(None).dt.cast_time_unit("ns") + pl.duration(nanoseconds=999),
        pl.col("account").cast(pl.Categorical),
        pl.when(pl.col("likes") % 7 == 0).then(-1).otherwise("likes").cast(pl.Int16).alias("likes"),
        pl.col("views").cast(pl.UInt64),
        reach=pl.when(pl.col("views") % 5 == 0).then(float("nan")).otherwise(pl.col("views") * 0.7),
    ).write_parquet(folder / "posts.parquet")


def in_text(folder: Path) -> None:
    """Write CSV by hand: quotes, commas, line ends in a cell, a cell too few, one too many, no date, no number."""
    folder.mkdir()
    many(12, 80).with_columns(pl.col("posted_at").dt.to_string("iso:strict")).write_csv(folder / "posts.csv")
    head = "account,platform,posted_at,kind,likes,views\n"
    bad = [
        '"a, ""quoted""\nname",instagram,2026-01-03T10:00:00Z,reel,5,6',
        "short,instagram,2026-01-03T10:00:00Z,reel",
        "long,instagram,2026-01-03T10:00:00Z,reel,5,6,7,8",
        "undated,instagram,soon,reel,5,6",
        "uncounted,instagram,2026-01-03T10:00:00Z,reel,many,",
        ',"",2026-01-03T10:00:00Z,reel,5,6',
    ]
    (folder / "by-hand.csv").write_text(head + "\r\n".join(bad) + "\n", encoding="utf-8")


@pytest.mark.parametrize("write", [in_folders, in_odd_types, in_text])
def test_every_field_of_every_row_is_the_same(
    spark: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    """A roster on a cluster equals one on this machine, bit for bit, whatever the files look like."""
    write(tmp_path / "posts")
    monkeypatch.setattr("fieber.rosters._plan.ROWS", 300)  # several buckets

    here = roster(tmp_path / "posts", tmp_path / "here", processes=1)
    there = roster(tmp_path / "posts", tmp_path / "there", engine="spark", master=spark.url, processes=1)

    assert here.state.buckets > 1
    assert here.accounts().filter("stands_out").collect().height > 0, "the second pass has nothing to do"
    assert here.state == there.state
    for ours, theirs in ((here.accounts(), there.accounts()), (here.vitals(), there.vitals())):
        assert_frame_equal(in_order(ours), in_order(theirs), check_exact=True)
    assert_frame_equal(here.weather().rows, there.weather().rows, check_exact=True)
    assert (here.folder / "look_at.json").read_bytes() == (there.folder / "look_at.json").read_bytes()


def test_a_cluster_opens_addresses(spark: Cluster, tmp_path: Path) -> None:
    """What only Spark can open is judged as the same files here are, folders that are columns and all."""
    posts = many(8, 80).select("account", "platform", "posted_at", "likes")
    for (platform,), part in posts.partition_by("platform", as_dict=True, include_key=False).items():
        (tmp_path / "posts" / f"platform={platform}").mkdir(parents=True)
        part.write_parquet(tmp_path / "posts" / f"platform={platform}" / "posts.parquet")

    here = roster(tmp_path / "posts", tmp_path / "here", processes=1)
    there = roster(f"file://{tmp_path}/posts", tmp_path / "there", engine="spark", master=spark.url, processes=1)

    assert_frame_equal(in_order(here.accounts()), in_order(there.accounts()), check_exact=True)
    with pytest.raises(UsageError, match="engine spark"):
        roster(f"file://{tmp_path}/posts", tmp_path / "not here")
    with pytest.raises(UsageError, match="PATH_NOT_FOUND"):
        roster(f"file://{tmp_path}/nowhere", tmp_path / "nothing", engine="spark")
    with pytest.raises(UsageError, match="since-last"):
        roster(f"file://{tmp_path}/posts", tmp_path / "there", engine="spark", since_last=True)
    # a cluster without Delta's package says so, and reads no file of a table that no longer counts
    write_deltalake(tmp_path / "table", posts)
    with pytest.raises(UsageError, match="is a Delta table, and the cluster cannot read those"):
        roster(f"file://{tmp_path}/table", tmp_path / "nothing", engine="spark")


def test_a_damaged_file_is_told_with_its_name(spark: Cluster, tmp_path: Path) -> None:
    """Of many files the one whose inside is broken is named, and nobody reads what Java says."""
    (tmp_path / "posts").mkdir()
    for name in ("sound", "a broken one"):
        many(4, 60).write_parquet(tmp_path / "posts" / f"{name}.parquet")
    spoil(tmp_path / "posts" / "a broken one.parquet", "likes")

    with pytest.raises(UnreadableError, match=r"^a broken one\.parquet is damaged"):
        roster(tmp_path / "posts", tmp_path / "out", engine="spark", master=spark.url, processes=1)


def in_order(table: pl.LazyFrame) -> pl.DataFrame:
    """Sort a table of results by what each row is about."""
    names = table.collect_schema().names()
    return table.collect().sort(
        [name for name in ("account", "platform", "metric", "kind") if name in names], nulls_last=True
    )


def rows_by_account(rows: pl.DataFrame) -> Tables:
    """Say how many rows each account has."""
    return {"rows": rows.group_by("account").agg(rows=pl.len(), likes=pl.col("likes").sum())}


def added_up(tables: Tables) -> Tables:
    """Put what is said of pieces together."""
    return {"rows": tables["rows"].group_by("account").agg(pl.col("rows", "likes").sum())}


def as_it_is(tables: Tables) -> Tables:
    """Keep every answer."""
    return tables


def written(folder: Path, posts: pl.DataFrame) -> Posts:
    """Give posts as an engine takes them."""
    posts.write_parquet(folder / "posts.parquet", row_group_size=20_000)
    return Posts((str(folder / "posts.parquet"),), "parquet", ("account", "posted_at", "likes"))


def found(out: Path) -> dict[str, int]:
    """Give what `rows_by_account` said."""
    parts = sorted((out / "rows").glob("part-*.parquet"))
    table = pl.concat([pl.read_parquet(part) for part in parts])
    assert table["account"].n_unique() == table.height, "an account is in two buckets"
    return dict(table.select("account", "rows").rows())


def test_buckets_without_rows_and_an_account_with_most_of_them(session: ClusterSession, tmp_path: Path) -> None:
    """Three accounts in twenty buckets, one with 300,000 posts: whole, and the empty buckets are done too."""
    table = pl.concat([many(2, 10), many(1, 300_000).with_columns(account=pl.lit(None, dtype=pl.String))])
    told: list[tuple[int, int]] = []
    posts = written(tmp_path, table)

    session.map_accounts(posts, rows_by_account, tmp_path, buckets=20, tell=lambda *state: told.append(state))

    assert found(tmp_path) == {"account 000": 10, "account 001": 10, "account": 300_000}
    assert told == [(done, 20) for done in range(21)]


def test_what_is_done_is_not_done_again(session: ClusterSession, tmp_path: Path) -> None:
    """Who comes back finds what was written untouched, and only the rest is done; some accounts may be asked for."""
    table = many(20, 10)
    posts = written(tmp_path, table)
    asked = pl.DataFrame({"account": ["account 003", "account 011", None]}, schema={"account": pl.String})
    session.map_accounts(posts, rows_by_account, tmp_path, buckets=4, only=asked)
    before = found(tmp_path)
    (tmp_path / ".done" / "00002").unlink()
    told: list[int] = []

    session.map_accounts(posts, rows_by_account, tmp_path, buckets=4, tell=lambda done, _: told.append(done))

    asked_for = {"account 003": 10, "account 011": 10}
    assert before == asked_for
    assert told == [3, 4]
    assert found(tmp_path).keys() > asked_for.keys()


def test_pieces_are_put_together(session: ClusterSession, tmp_path: Path) -> None:
    """Answers about pieces of the rows arrive as one table, and nothing is lost."""
    table = many(20, 200)

    answer = session.map_rows(written(tmp_path, table), ["likes", "account"], rows_by_account, added_up)["rows"]

    assert answer.height == 20
    assert answer["rows"].sum() == table.height
    assert answer["likes"].sum() == table["likes"].sum()


def where_fieber_is(_rows: pl.DataFrame) -> Tables:
    """Say from where a worker has the code, and its compiled core."""
    return {"where": pl.DataFrame({"file": [fieber.__file__, _core.__file__]})}


def test_the_code_travels(session: ClusterSession, tmp_path: Path) -> None:
    """Workers use what was sent to them, not what happens to be installed there."""
    answer = session.map_rows(written(tmp_path, many(2, 5)), ["likes"], where_fieber_is, as_it_is)["where"]

    assert answer.height > 0
    assert answer["file"].str.contains("/travelled/fieber/", literal=True).all()


def refuse(_rows: pl.DataFrame) -> Tables:
    """Ask the person for something else."""
    raise UsageError("not so", de="so nicht")


def test_an_error_for_the_person_reaches_the_person(session: ClusterSession, tmp_path: Path) -> None:
    """What a worker says to the person is what the person reads, in the person's language."""
    with pytest.raises(UsageError) as refused:
        session.map_accounts(written(tmp_path, many(2, 5)), refuse, tmp_path, buckets=3)

    assert refused.value.in_language("de") == "so nicht"


def test_a_duckdb_file_stays_where_it_is(session: ClusterSession) -> None:
    """A cluster cannot open it, and says what to do."""
    with pytest.raises(UsageError, match="DuckDB"):
        session.map_rows(Posts(("posts.duckdb",), "duckdb", ("likes",), "posts"), ["likes"], rows_by_account, added_up)


def test_a_worker_that_is_killed_changes_nothing(session: ClusterSession, spark: Cluster, tmp_path: Path) -> None:
    """SIGKILL for a worker and its executors, when some buckets are done: the other worker does the rest."""
    table = many(60, 50)
    killed = []

    def tell(done: int, _buckets: int) -> None:
        if done == 2:
            spark.kill_worker("one")
            killed.append(done)

    session.map_accounts(written(tmp_path, table), rows_by_account, tmp_path, buckets=12, tell=tell)

    assert killed == [2]
    assert found(tmp_path) == dict(table.group_by("account").len().rows())
