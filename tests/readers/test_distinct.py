"""Identical rows and orders of tables."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from fieber.readers._distinct import distinct, ordered

KEYS = ("account", "at")


def table(seed: int, height: int = 40) -> pl.DataFrame:
    """Few values, so that rows come twice; some are null."""
    random = np.random.default_rng(seed)
    names = [None if number == 0 else f"a{number}" for number in random.integers(0, 5, height)]
    at = [None if number == 0 else int(number) for number in random.integers(0, 6, height)]
    return pl.DataFrame({"account": names, "at": at, "row": random.integers(0, 3, height)})


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_left_out_as_by_comparing_them(seed: int) -> None:
    """With and without keys, the same rows stay as where every row is compared with every other."""
    some = table(seed)

    assert distinct(some).equals(some.unique(maintain_order=True))
    assert distinct(some, KEYS, keep="last").equals(some.unique(KEYS, keep="last", maintain_order=True))


@pytest.mark.parametrize("seed", range(20))
def test_order_is_that_of_sorting(seed: int) -> None:
    """A table in order and one out of order come out as sorting leaves them, nulls first, equal rows as they stand."""
    some = table(seed)
    whole = some.sort(KEYS, maintain_order=True)

    assert ordered(some, KEYS).equals(whole)
    assert ordered(whole, KEYS).equals(whole)


def test_nothing_to_do_costs_nothing() -> None:
    """A table without twins that is in order is given back itself."""
    some = pl.DataFrame({"account": ["a", "a", "b"], "at": [1, 2, 1]})

    assert distinct(some) is some
    assert ordered(some, KEYS) is some
