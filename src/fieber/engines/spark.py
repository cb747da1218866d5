"""Many machines: Spark moves the rows, and a bucket of accounts is one call of the same function as everywhere.

Rows meet in one shuffle, by a hash of their account. What a bucket gives comes to the driver as Parquet, as it is to
lie on disk: nothing but the input has to be where all machines can see it.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import unquote

import polars as pl

from fieber.engines._damage import damaged
from fieber.engines._fold import folded
from fieber.engines._parts import left, write_parts
from fieber.engines._protocol import Tables, tell_nobody
from fieber.engines._spark_rows import rows_of
from fieber.engines.local import ALONE
from fieber.errors import FieberError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession

    from fieber.engines._protocol import Combine, Engine, Posts, Settings, Tell, Work

    Batches = Iterator[Any]  # of pyarrow, which only Spark needs

Answer = tuple[str, bytes]  # name of a table, and its content as Parquet
Used = TypeVar("Used")
PIECE = 1_000_000  # rows
BATCH = 50_000  # rows that cross from Java to Python at once; a row of posts has about 100 bytes
ANSWERS = "name string, content binary"
ERROR = "!"  # in place of a table's name: the content is an error that a person is to read
SQL = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.adaptive.enabled": "false",  # a bucket is a partition, and stays one
    "spark.sql.ansi.enabled": "false",  # numbers and text in one column are text
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # of a folder `kind=1` too
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    "spark.sql.legacy.parquet.nanosAsLong": "true",
}
OWN = {
    **{f"spark.executorEnv.{name}": value for name, value in ALONE.items()},  # a task has one core
    "spark.ui.showConsoleProgress": "false",  # fieber says itself how far it is
}


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Work of an executor: a function and pieces of rows, cut anyhow."""

    function: Work

    def __call__(self, batches: Batches) -> Batches:
        """Give the answers about each piece."""
        waiting: list[pl.DataFrame] = []
        for batch in batches:
            waiting.append(_frame(batch))
            if sum(map(len, waiting)) >= PIECE:
                yield from _answers(self.function, waiting)
                waiting = []
        yield from _answers(self.function, waiting)


@dataclass(frozen=True, slots=True)
class Whole:
    """Work of an executor: a function and one bucket."""

    function: Work

    def __call__(self, batches: Batches) -> Batches:
        """Give the answers about all the rows of the partition."""
        yield from _answers(self.function, [_frame(batch) for batch in batches])


def _frame(batch: Any) -> pl.DataFrame:
    return cast("pl.DataFrame", pl.from_arrow(batch))


def _answers(function: Work, pieces: Sequence[pl.DataFrame]) -> Batches:
    """Call the function and give each of its tables as one row of ANSWERS; nothing where there are no rows."""
    if not sum(map(len, pieces)):
        return
    try:
        found = {name: _content(table) for name, table in function(pl.concat(pieces)).items()}
    except FieberError as error:
        found = {ERROR: pickle.dumps(error)}
    for name, content in found.items():
        yield from pl.DataFrame({"name": [name], "content": [content]}).to_arrow().to_batches()


def _content(table: pl.DataFrame) -> bytes:
    file = BytesIO()
    table.write_parquet(file)
    return file.getvalue()


def _write(content: bytes, file: IO[bytes]) -> None:
    file.write(content)


def _told(rows: Iterable[Answer]) -> list[Answer]:
    """Give the answers; an error that is to be read by a person is raised here, where the person is."""
    answers = [(name, bytes(content)) for name, content in rows]
    for name, content in answers:
        if name == ERROR:
            raise pickle.loads(content)  # noqa: S301 - our own workers wrote it
    return answers


@dataclass(frozen=True, slots=True)
class ClusterSession:
    """Work on a cluster; see `_protocol.Session`."""

    spark: SparkSession

    def map_rows(self, posts: Posts, columns: Sequence[str], function: Work, combine: Combine) -> Tables:
        """See `_protocol.Session`."""
        rows = rows_of(self.spark, posts)
        wanted = rows.select(*(name for name in columns if name in rows.columns))
        answers = _mapped(wanted, Piecewise(function)).rdd
        parts = self._each(answers, range(answers.getNumPartitions()), lambda _, parts: parts)
        return folded(({name: pl.read_parquet(content)} for part in parts for name, content in part), combine)

    def map_accounts(
        self,
        posts: Posts,
        function: Work,
        out: Path,
        *,
        buckets: int,
        only: pl.DataFrame | None = None,
        tell: Tell = tell_nobody,
    ) -> None:
        """See `_protocol.Session`."""
        rows = rows_of(self.spark, posts)
        if only is not None:
            asked = self.spark.createDataFrame(only.to_arrow())
            rows = rows.join(asked, rows["account"].eqNullSafe(asked["account"]), "left_semi")
        bucket = f"CAST(pmod(xxhash64(coalesce(account, '')), {buckets}) AS int) AS `@bucket`"
        placed = rows.selectExpr("*", bucket).repartitionById(buckets, "@bucket").drop("@bucket")
        answers = _mapped(placed, Whole(function)).rdd
        waiting = left(out, buckets)
        done = buckets - len(waiting)
        tell(done, buckets)

        def keep(number: int, parts: Sequence[Answer]) -> None:
            write_parts({name: partial(_write, content) for name, content in parts}, out, number)

        for _ in self._each(answers, waiting, keep):
            done += 1
            tell(done, buckets)

    def _each(
        self, answers: RDD[Any], numbers: Iterable[int], use: Callable[[int, list[Answer]], Used]
    ) -> Iterator[Used]:
        """Use the answers of each of these partitions, in the order in which they come.

        A job a partition, all on one shuffle: what is done is used at once, and the driver holds few at a time.
        """
        context = self.spark.sparkContext

        def work(number: int) -> Used:
            return use(number, _told(context.runJob(answers, list, [number])))

        with ThreadPoolExecutor(2 * context.defaultParallelism) as pool:
            try:
                for finished in as_completed([pool.submit(work, number) for number in numbers]):
                    yield finished.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                context.cancelAllJobs()
                raise


def _mapped(rows: DataFrame, work: Piecewise | Whole) -> DataFrame:
    with _quiet():
        return rows.mapInArrow(work, ANSWERS)


@dataclass(frozen=True, slots=True)
class Spark:
    """The engine of a cluster."""

    name: str = "spark"

    @contextmanager
    def open(self, settings: Settings) -> Iterator[ClusterSession]:
        """See `_protocol.Engine`; a session of Spark that is there already is used, and left as it is."""
        try:
            from pyspark.errors import AnalysisException  # noqa: PLC0415 - an extra, and this is its one door
            from pyspark.sql import SparkSession  # noqa: PLC0415 - likewise
        except ImportError:
            raise UsageError(
                "Spark needs one more package: pip install 'fieber[spark]'",
                de="Für Spark braucht es noch ein Paket: pip install 'fieber[spark]'",
            ) from None
        running = SparkSession.getActiveSession()
        session = (running or _started(SparkSession.builder, settings.master)).newSession()
        for name, value in SQL.items():
            session.conf.set(name, value)
        try:
            yield ClusterSession(session)
        except AnalysisException as error:  # nothing there, no right to read it, types that do not fit together
            reason = _first_line(error)
            raise UsageError(
                f"Spark cannot read the posts: {reason}", de=f"Spark kann die Posts nicht lesen: {reason}"
            ) from None
        except Exception as error:
            broken = re.search(r"FAILED_READ_FILE.*?reading file (\S+?)\.?\s", str(error), re.DOTALL)
            if broken is not None:
                raise damaged(unquote(broken[1]).rpartition("/")[2]) from None
            missing = re.search(r"ModuleNotFoundError: No module named '(\w+)", str(error))
            if missing is None:
                raise
            raise UsageError(
                f"the Python of the executors has no {missing[1]}; docs/guide/cluster.md says how it gets there",
                de=f"Das Python der Executors hat kein {missing[1]}; docs/guide/cluster.de.md sagt, wie es dahin kommt",
            ) from None
        finally:
            if running is None:
                session.stop()


def _started(builder: SparkSession.Builder, master: str | None) -> SparkSession:
    """Start Spark as it is configured (spark-defaults.conf, PYSPARK_SUBMIT_ARGS).

    Raises:
        UsageError: there is no Java, or no cluster.
    """
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise UsageError(
            "Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless",
            de="Spark braucht Java 17 oder neuer: apt-get install openjdk-17-jre-headless",
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers take whatever python3 they find
    builder = builder.appName("fieber")
    for name, value in OWN.items():
        builder = builder.config(name, value)
    if master is not None:
        builder = builder.master(master)
    try:
        with _quiet():
            return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - of Java, in many kinds; what it says is all that is known
        reason = _first_line(error)
        raise UsageError(
            f"Spark does not start at {master or 'the configured master'}: {reason}",
            de=f"Spark startet nicht ({master or 'kein Master genannt'}): {reason}",
        ) from None


def _first_line(error: Exception) -> str:
    """Give what was said, without what Java was doing; of an error in Java that is the line after a colon."""
    lines = str(error).splitlines() or [""]
    return next((line.removeprefix(": ") for line in lines if line.startswith(": ")), lines[0])


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Spark not warn of pandas 3: it asks for pandas even where, as here, no table of pandas is ever made."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


ENGINE: Engine = Spark()
