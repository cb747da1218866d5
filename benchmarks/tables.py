"""Times fieber on a table: a frame, a relation of DuckDB, and the function in its SQL; beside DuckDB only grouping.

`.venv/bin/python benchmarks/tables.py [ACCOUNTS]`: CPU seconds, so that a busy machine changes little.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl

import fieber
from fieber import sql

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNTS, POSTS = 2_000, 200
END = datetime(2026, 11, 1, tzinfo=UTC)
GROUPED = "SELECT account, list(posts) FROM posts GROUP BY account"
FUNCTION = "SELECT account, fieber(list({}), TIMESTAMP '2026-11-01') FROM posts GROUP BY account"
SLIM = "{posted_at: posted_at, kind: kind, likes: likes}"


def table(accounts: int) -> pl.DataFrame:
    """Posts of three formats with likes and comments, over a bit more than a year."""
    random = np.random.default_rng(1)
    n = accounts * POSTS
    days = np.sort(random.uniform(0, 450, (accounts, POSTS)), axis=1).ravel()
    scatter = 0.6 * random.normal(size=n)
    return pl.DataFrame(
        {
            "account": np.repeat([f"a{i}" for i in range(accounts)], POSTS),
            "platform": "instagram",
            "posted_at": END - timedelta(days=450) + pl.Series(days * 86_400e6).cast(pl.Duration("us")),
            "kind": random.choice(["photo", "reel", "carousel"], n),
            "likes": random.poisson(np.exp(8 + scatter)),
            "comments": random.poisson(np.exp(4 + scatter)),
        }
    )


def main(accounts: int) -> None:
    """Print CPU seconds of each way, and milliseconds an account."""
    posts = table(accounts)
    with duckdb.connect() as connection:
        connection.register("given", posts)
        connection.execute("CREATE TABLE posts AS FROM given")
        sql.register(connection)
        ways: dict[str, Callable[[], object]] = {
            "DuckDB groups": lambda: pl.DataFrame(connection.sql(GROUPED)),
            "frame": lambda: fieber.temperatures(posts),
            "frame, likes only": lambda: fieber.temperatures(posts.drop("comments")),
            "relation": lambda: fieber.temperatures(connection.sql("FROM posts")),
            "function, whole rows": lambda: pl.DataFrame(connection.sql(FUNCTION.format("posts"))),
            "function, likes only": lambda: pl.DataFrame(connection.sql(FUNCTION.format(SLIM))),
        }
        fieber.temperatures(posts.head(POSTS))  # loads what is loaded once
        for name, way in ways.items():
            start = time.process_time()
            way()
            seconds = time.process_time() - start
            print(f"{name:<22}{seconds:6.2f} s  {1000 * seconds / accounts:5.2f} ms an account")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ACCOUNTS)
