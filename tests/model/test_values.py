"""The frozen values between the steps of the pipeline."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from fieber.model import diagnosis, reading, text
from fieber.model.tables import TABLES

VALUES = [
    thing
    for module in (diagnosis, reading, text)
    for _, thing in inspect.getmembers(module, dataclasses.is_dataclass)
    if thing.__module__ == module.__name__
]


@pytest.mark.parametrize("value", VALUES)
def test_values_are_frozen(value: type) -> None:
    """No step can change what another one found."""
    parameters = value.__dataclass_params__  # type: ignore[attr-defined]

    assert parameters.frozen
    assert "__slots__" in vars(value)


def test_an_empty_reading_has_all_tables() -> None:
    """A reading of nothing has the four tables, without rows and with all columns."""
    nothing = reading.Reading()

    for table, columns in TABLES.items():
        assert getattr(nothing, table).columns == list(columns)
        assert getattr(nothing, table).is_empty()


def test_a_message_without_values_shares_nothing() -> None:
    """Two messages without values do not share their mapping."""
    assert text.Message("a").values is not text.Message("b").values
