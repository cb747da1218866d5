"""Findings as files: PDF, one page, card, workbook, sound, a folder of pages; and without names."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

BEGINNINGS = {".pdf": b"%PDF", ".png": b"\x89PNG", ".xlsx": b"PK", ".wav": b"RIFF"}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_the_ending_chooses_the_form(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path, ending: str) -> None:
    """A file is what its name says."""
    file = tmp_path / f"finding{ending.upper()}"

    ran = fieber("check", posts_csv, "-o", file)

    assert (ran.code, ran.out) == (0, "")
    assert file.read_bytes().startswith(BEGINNINGS[ending])


def test_the_one_page_has_a_name_of_its_own(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path) -> None:
    """`--format client-pdf` writes another PDF than the long one."""
    long, short = tmp_path / "long.pdf", tmp_path / "short.pdf"

    fieber("check", posts_csv, "-o", long)
    ran = fieber("check", posts_csv, "--format", "client-pdf", "-o", short)

    assert ran.code == 0
    assert short.read_bytes().startswith(b"%PDF")
    assert short.read_bytes() != long.read_bytes()


def test_a_picture_goes_through_a_pipe(posts_csv: Path) -> None:
    """Without -o the bytes go to whatever reads them, untouched."""
    command = [sys.executable, "-m", "fieber", "check", str(posts_csv), "--format", "png"]

    ran = subprocess.run(command, capture_output=True, check=True)

    assert ran.stdout.startswith(b"\x89PNG")
    assert ran.stdout.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize(("lang", "said"), [("en", "name a file with -o"), ("de", "nenne eine Datei mit -o")])
def test_no_picture_on_a_screen(
    fieber: Callable[..., Ran], posts_csv: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    """On a terminal a form that is no text is refused in one sentence, before any work."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    ran = fieber("check", posts_csv, "--format", "pdf", "--lang", lang)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_several_accounts_need_a_folder(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """A card shows one account; several go into a folder, a file each, with their names."""
    refused = fieber("check", two_csv, "-o", tmp_path / "card.png")
    is_untouched = not (tmp_path / "card.png").exists()
    written = fieber("check", two_csv, "--format", "png", "-o", f"{tmp_path}/cards/")

    assert (refused.code, is_untouched) == (2, True)
    assert "--account NAME" in refused.err
    assert written.code == 0
    assert sorted(file.name for file in (tmp_path / "cards").iterdir()) == [
        "0001-adam.steady.png",
        "0002-zoe.falls.png",
    ]


def test_a_folder_of_pages_has_a_list(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """A name that ends like a folder gets the list as index.html and a page an account, which it leads to."""
    ran = fieber("check", two_csv, "-o", f"{tmp_path}/reports/")

    index = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert ran.code == 0
    assert 'href="0002-zoe.falls.html"' in index
    assert (tmp_path / "reports" / "0002-zoe.falls.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_several_accounts_are_one_page(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """Into one file goes the page of many accounts."""
    file = tmp_path / "all.html"

    fieber("check", two_csv, "-o", file)

    assert "Whom to call today" in file.read_text(encoding="utf-8")


def test_a_workbook_has_all_accounts(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """A workbook is for several accounts as for one."""
    file = tmp_path / "all.xlsx"

    assert fieber("check", two_csv, "-o", file).code == 0
    assert file.read_bytes().startswith(b"PK")


def test_redacted_output_names_nobody(fieber: Callable[..., Ran], two_csv: Path, tmp_path: Path) -> None:
    """With --redact no account, file or sentence is named, in what is printed nor in the names of files."""
    ran = fieber("check", two_csv, "--redact", "--format", "json", "--complaint", "adam.steady fell by half")
    fieber("check", two_csv, "--redact", "-o", f"{tmp_path}/reports/")

    told = ran.out + ran.err + " ".join(file.name + file.read_text() for file in (tmp_path / "reports").iterdir())
    assert [json.loads(line)["account"] for line in ran.out.splitlines()] == ["Account 1", "Account 2"]
    assert not any(secret in told for secret in ("adam", "zoe", "two.csv"))


def test_a_folder_that_cannot_be_made(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path) -> None:
    """Where a file is in the way, one sentence says so."""
    (tmp_path / "taken").write_text("x")

    ran = fieber("check", posts_csv, "-o", f"{tmp_path}/taken/")

    assert ran.code == 2
    assert "folder cannot be made" in ran.err
