"""The workbook: a row an account, typed cells, no formula, heads in the language of the person."""

import io
import sys
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from tests.report import samples

from fieber.errors import UsageError
from fieber.report.words import Words
from fieber.report.workbook import SHEETS, to_xlsx

FORMULAS = ("=1+1", "+SUM(A1)", "-2", "@x", '=HYPERLINK("https://e.org")')


def opened(xlsx: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_sheets_and_heads(lang: str) -> None:
    """Each sheet has its heads in the language, frozen, and as many rows as there are things to tell."""
    diagnoses = list(samples.every().values())
    words, book = Words(lang), opened(to_xlsx(diagnoses, lang))

    for name, heads in SHEETS.items():
        sheet = book[words.word(f"xlsx.{name}")]
        assert [cell.value for cell in sheet[1]] == [words.word(f"xlsx.{head}") for head in heads]
        assert sheet.freeze_panes == "B2"
    rows = {name: book[words.word(f"xlsx.{name}")].max_row - 1 for name in SHEETS}
    assert rows["accounts"] == len(diagnoses)
    assert rows["vitals"] == sum(len(one.vitals) for one in diagnoses)
    assert rows["causes"] == sum(len(one.causes) for one in diagnoses)
    assert rows["advice"] == sum(len(one.advice) for one in diagnoses)


def test_cells_are_what_they_are() -> None:
    """A temperature is a number, a day a day, a change a share of one that Excel shows in percent."""
    sheet = opened(to_xlsx([samples.sample_c()], "en"))["Accounts"]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))

    assert row["Temperature (°C)"].value == 39.0
    assert row["As of"].value == datetime(2025, 4, 10, 12)  # noqa: DTZ001 - Excel knows no time zones
    assert row["Since"].value == datetime(2025, 3, 9)  # noqa: DTZ001 - likewise
    assert (row["Change"].value, row["Change"].number_format) == (-0.44, "0%")
    assert row["Posts"].value == 104


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_is_a_formula(name: str) -> None:
    """Whatever an account is called is text."""
    cell = opened(to_xlsx([replace(samples.sample_a(), account=name)], "de"))["Accounts"]["A2"]

    assert (cell.value, cell.data_type) == (name, "s")


def test_a_sentence_about_the_person_is_not_passed_on() -> None:
    """Who said that they cannot go on is not listed in a manager's table."""
    base = samples.sample_a()
    told = replace(base, claims=(replace(base.claims[0], kind="distress", text="Ich kann nicht mehr."),))

    book = opened(to_xlsx([told], "de"))

    assert "kann nicht mehr" not in str([[cell.value for row in sheet for cell in row] for sheet in book])


def test_no_account_is_an_empty_table() -> None:
    """Nothing read gives a workbook with heads only."""
    assert opened(to_xlsx([], "en"))["Accounts"].max_row == 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XlsxWriter is missing, one sentence names the command that brings it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(UsageError, match=r"fieber\[excel\]"):
        to_xlsx([], "en")
