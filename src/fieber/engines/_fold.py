"""Answers about pieces of the rows, put together as they come: memory is that of what they come to, not of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieber.engines._protocol import Combine, Tables

FEW = 100_000  # rows of answers that may wait; one number of each of so many accounts is a megabyte


def folded(answers: Iterable[Tables], combine: Combine) -> Tables:
    """Give what all answers come to; without any of them no table.

    What waits is put together when it is more than twice what the last time left, so that a row is seen a few times
    however many pieces there are.
    """
    waiting: list[Tables] = []
    left = 0
    for answer in answers:
        waiting.append(answer)
        if sum(map(_rows, waiting)) > 2 * left + FEW:
            waiting = [combine(_together(waiting))]
            left = _rows(waiting[0])
    return combine(_together(waiting)) if waiting else {}


def _together(answers: Sequence[Tables]) -> Tables:
    names = dict.fromkeys(name for answer in answers for name in answer)
    return {name: pl.concat([answer[name] for answer in answers if name in answer]) for name in names}


def _rows(answer: Tables) -> int:
    return sum(table.height for table in answer.values())
