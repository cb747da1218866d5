"""`fieber check`: what it writes, where, and in which language."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

import fieber as library
from fieber.cli.check import is_at_least

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


@pytest.mark.parametrize("lang", ["de", "en"])
def test_json_is_what_the_library_gives(fieber: Callable[..., Ran], two_csv: Path, lang: library.api.Lang) -> None:
    """Each line of JSON is the library's own, one account a line, by name."""
    expected = library.check(library.read(two_csv), lang=lang)
    assert isinstance(expected, list)

    ran = fieber("check", two_csv, "--format", "json", "--lang", lang)

    assert ran.code == 0
    assert ran.out.splitlines() == [checkup.to_json() for checkup in expected]
    assert [json.loads(line)["account"] for line in ran.out.splitlines()] == ["adam.steady", "zoe.falls"]
    assert ran.err == ""


def test_options_reach_the_library(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """--account, --since and --as-of are those of the library's call."""
    reading = library.read(two_csv)
    expected = library.check(reading, account="zoe.falls", since="2026-10-06", as_of="2026-10-25")
    assert isinstance(expected, library.Checkup)

    ran = fieber(
        *("check", two_csv, "--format", "json", "--account", "zoe.falls"),
        *("--since", "2026-10-06", "--as-of", "2026-10-25"),
    )

    assert ran.out == expected.to_json() + "\n"
    assert json.loads(ran.out)["as_of"].startswith("2026-10-25")


def test_own_sentence_is_answered(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """--complaint is quoted, held against the record, and is the library's own."""
    sentence = "I always have 50,000 likes"
    expected = library.check(library.read(posts_csv), complaint=sentence)
    assert isinstance(expected, library.Checkup)

    told = fieber("check", posts_csv, "--complaint", sentence)
    contract = fieber("check", posts_csv, "--complaint", sentence, "--format", "json")

    assert sentence in told.out
    assert contract.out == expected.to_json() + "\n"
    (claim,) = json.loads(contract.out)["claims"]
    assert (claim["value"], claim["verdict"], claim["count"]) == (50_000, "never", 0)


def test_columns_can_be_named_by_hand(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """--map overrides what the column names say."""
    path = tmp_path / "strange.csv"
    path.write_text("when exactly;applause\n" + "".join(f"2026-05-{day:02};{day}0\n" for day in range(1, 29)))

    ran = fieber("check", path, "--map", "posted_at=when exactly", "--map", "likes=applause", "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["coverage"]["posts"] == 28


def test_one_account_fits_a_terminal(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """A single finding is the terminal's report: no escape codes in a pipe, no line beyond 80 columns."""
    ran = fieber("check", posts_csv)

    assert ran.code == 0
    assert "No fever." in ran.out
    assert "\x1b" not in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 80


def test_several_accounts_are_a_list_by_name(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """Several accounts are listed with temperature, verdict and change, and how to see one in full."""
    ran = fieber("check", two_csv)

    adam, zoe = (next(line for line in ran.out.splitlines() if name in line) for name in ("adam.steady", "zoe.falls"))
    assert ran.out.index(adam) < ran.out.index(zoe)
    assert "no fever" in adam
    assert "°C" in zoe
    assert "clear fever  Likes \N{MINUS SIGN}" in zoe
    assert "--account NAME" in ran.out


def test_list_fits_a_narrow_screen(fieber: Callable[..., Ran], two_csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a line would not fit, the change stands below its account."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: os.terminal_size((60, 24)))
    monkeypatch.setenv("NO_COLOR", "1")

    ran = fieber("check", two_csv, "--lang", "de")

    lines = ran.out.splitlines()
    assert max(len(line) for line in lines) <= 60
    where = next(number for number, line in enumerate(lines) if line.startswith("zoe.falls"))
    assert lines[where + 1].startswith("  Likes \N{MINUS SIGN}")


def test_answer_stays_on_a_low_screen(
    fieber: Callable[..., Ran], posts_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a screen of 24 lines the picture gives way, so that the answer can still be seen."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: os.terminal_size((80, 24)))

    ran = fieber("check", posts_csv)

    assert len(ran.out.splitlines()) <= 23
    assert "\x1b[" in ran.out


@pytest.mark.parametrize(("lang", "answer"), [("de", "Du hast kein Fieber."), ("en", "No fever.")])
def test_each_language(fieber: Callable[..., Ran], posts_csv: Path, lang: str, answer: str) -> None:
    """German and English findings come in the terminal, in Markdown and as a page."""
    for form in ("terminal", "md", "html"):
        ran = fieber("check", posts_csv, "--lang", lang, "--format", form)

        assert ran.code == 0
        assert answer in ran.out


def test_language_of_the_system(fieber: Callable[..., Ran], posts_csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --lang, the first locale that is set decides."""
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "de_AT.UTF-8")
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    assert "Du hast kein Fieber." in fieber("check", posts_csv).out
    assert fieber("check", "nothing.csv").err.startswith("Fehler: ")


def test_page_of_several_accounts_is_one_page(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """HTML of several accounts is a single page with all of them."""
    ran = fieber("check", two_csv, "--format", "html")

    assert ran.out.count("<html") == 1
    assert "adam.steady" in ran.out
    assert "zoe.falls" in ran.out


@pytest.mark.parametrize(
    ("ending", "start"), [("html", "<!doctype html>"), ("json", '{"fieber"'), ("md", "# "), ("txt", "adam.steady")]
)
def test_ending_of_the_file_decides(
    fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path, ending: str, start: str
) -> None:
    """With -o and no --format, the file's ending says what is written."""
    page = tmp_path / f"finding.{ending}"

    ran = fieber("check", posts_csv, "-o", page)

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert page.read_text(encoding="utf-8").lower().startswith(start.lower())


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


def test_numbers_typed_in(fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers on standard input are posts, newest first, without dates."""
    typed(monkeypatch, "8.800 7200 12k 9,1k\n8300 7900 6500 1,1 Mio nix")

    found = json.loads(fieber("check", "-", "--format", "json", "--account", "me").out)

    assert found["account"] == "me"
    assert found["coverage"]["posts"] == 8
    assert found["coverage"]["is_dated"] is False
    assert [fault["count"] for fault in found["coverage"]["faults"]] == [1]


@pytest.mark.parametrize(("lang", "name"), [("de", "Getippte Zahlen"), ("en", "Typed in")])
def test_typed_numbers_have_a_name(
    fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, lang: str, name: str
) -> None:
    """Typed numbers without an account are called what they are."""
    typed(monkeypatch, "800 900 700")

    ran = fieber("check", "-", "--lang", lang)

    assert ran.code == 0
    assert ran.out.startswith(name)


def test_faults_are_told_on_standard_error(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """Where the finding is for a machine, a person still reads how many rows were wrong."""
    path = tmp_path / "posts.csv"
    path.write_text("posted_at,likes\n2026-06-01,3\n2026-06-01,3\n2026-06-02,-4\n")

    assert (
        fieber("check", path, "--format", "json").err
        == "Something was wrong in 2 places of your data. fieber check with --format md shows what it was.\n"
    )
    assert fieber("check", path).err == ""


def test_fail_on(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """Exit 1 only where an account's verdict is at least the one that was named; the finding is written too."""
    ran = fieber("check", two_csv, "--format", "json", "--fail-on", "fever")
    healthy = fieber("check", two_csv, "--format", "json", "--account", "adam.steady", "--fail-on", "elevated")

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 2
    assert healthy.code == 0
    assert json.loads(healthy.out)["verdict"] == "healthy"


@pytest.mark.parametrize(
    ("verdict", "level", "is_enough"),
    [
        ("healthy", "elevated", False),
        ("unknown", "elevated", False),
        ("elevated", "elevated", True),
        ("elevated", "fever", False),
        ("high_fever", "fever", True),
        ("fever", "high_fever", False),
    ],
)
def test_order_of_verdicts(verdict: str, level: str, is_enough: bool) -> None:
    """Verdicts are ordered as on the thermometer, and "unknown" is on no thermometer."""
    assert is_at_least(verdict, level) is is_enough  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["2015-01-01", "2027-01-01"])
def test_a_date_that_cannot_be_tested_is_told(fieber: Callable[..., Ran], posts_csv: Path, day: str) -> None:
    """Who names a date before or after all posts is not left without an answer."""
    ran = fieber("check", posts_csv, "--since", day)

    assert "too few posts before or after it" in " ".join(ran.out.split())
