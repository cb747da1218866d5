"""Many people on one desk at once, on a real PostgreSQL: nobody gets an error; `benchmarks/desk.py` says how fast."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from tests.desk.servers import HAS_POSTGRES

pytestmark = pytest.mark.slow
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "desk.py"


@pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
def test_nobody_gets_an_error(tmp_path: Path) -> None:
    """Two hundred people read for twenty seconds; every page of every role is opened, and each answers."""
    benchmark = runpy.run_path(str(BENCHMARK))

    signing_in, reading = benchmark["measure"](tmp_path, people=200, seconds=20.0)

    assert (signing_in.errors, reading.errors) == ({}, {})
    assert len(signing_in.seconds["sign in"]) == benchmark["SIGN_IN"]
    assert {path for pages in benchmark["PAGES"].values() for path in pages} <= set(reading.seconds)
