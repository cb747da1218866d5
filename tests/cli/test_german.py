"""German as an equal: help, what was typed wrongly, and what stands on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieber.cli import commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

NAMES = ", ".join(commands())
TYPED_WRONGLY: dict[str, tuple[tuple[str, ...], str, str]] = {
    "no such command": (
        ("chek", "x.csv"),
        f"There is no command chek; there are {NAMES}. All options: fieber --help",
        f"Einen Befehl chek gibt es nicht; es gibt {NAMES}. Alle Optionen: fieber --help",
    ),
    "no such option": (
        ("check", "x.csv", "--nonsense"),
        "There is no option --nonsense. All options: fieber check --help",
        "Eine Option --nonsense gibt es nicht. Alle Optionen: fieber check --help",
    ),
    "nearly an option": (
        ("claim", "x", "x.csv", "--sinc", "2026-01-01"),
        "There is no option --sinc; did you mean --since? All options: fieber claim --help",
        "Eine Option --sinc gibt es nicht; meinst du --since? Alle Optionen: fieber claim --help",
    ),
    "no value": (
        ("check", "x.csv", "--since"),
        "--since needs a value after it. All options: fieber check --help",
        "Nach --since fehlt noch ein Wert. Alle Optionen: fieber check --help",
    ),
    "a value too many": (
        ("trial", "-o", "x", "--quick=3"),
        "--quick takes no value. All options: fieber trial --help",
        "--quick steht allein, ohne Wert dahinter. Alle Optionen: fieber trial --help",
    ),
    "no file": (
        ("check",),
        "PATH is missing. All options: fieber check --help",
        "PFAD fehlt. Alle Optionen: fieber check --help",
    ),
    "no option that is needed": (
        ("trial",),
        "-o / --output is missing. All options: fieber trial --help",
        "-o / --output fehlt. Alle Optionen: fieber trial --help",
    ),
    "no such choice": (
        ("check", "x.csv", "--format", "docx"),
        (
            "--format: choose one of terminal, json, md, html, pdf, client-pdf, png, xlsx, audio."
            " All options: fieber check --help"
        ),
        (
            "--format: Wähle eins davon: terminal, json, md, html, pdf, client-pdf, png, xlsx, audio."
            " Alle Optionen: fieber check --help"
        ),
    ),
    "no such language": (
        ("check", "x.csv", "--lang", "fr"),
        "--lang: choose one of de, en. All options: fieber check --help",
        "--lang: Wähle eins davon: de, en. Alle Optionen: fieber check --help",
    ),
}


@pytest.mark.parametrize("case", TYPED_WRONGLY)
def test_typed_wrongly(fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """What was typed wrongly is one sentence of our own in the language of the system, with exit 2."""
    arguments, english, german = TYPED_WRONGLY[case]

    in_english = fieber(*arguments)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    in_german = fieber(*arguments)

    assert (in_english.code, in_english.out, in_english.err) == (2, "", f"Error: {english}\n")
    assert (in_german.code, in_german.out, in_german.err) == (2, "", f"Fehler: {german}\n")


def test_language_that_is_told_is_that_of_errors(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """--lang holds for errors of the options themselves and of the input, wherever it stands."""
    told = [
        fieber("check", posts_csv, "--nonsense", "--lang", "de"),
        fieber("check", "--lang=de", posts_csv, "--since", "gestern"),
        fieber("--lang", "de", "check", "nothing.csv"),
        fieber("--lang", "de"),
        fieber("trial", "--lang", "de", "-o", posts_csv),
    ]

    assert [ran.code for ran in told] == [2] * len(told)
    assert [ran.err.partition(": ")[0] for ran in told] == ["Fehler"] * len(told)
    assert told[1].err.startswith("Fehler: --since: 'gestern' ist kein Datum; schreib 2026-03-09")
    assert told[2].err.startswith("Fehler: Es gibt keine Datei nothing.csv in diesem Ordner")
    assert told[3].err.startswith(f"Fehler: Welcher Befehl? Es gibt {NAMES}.")


def test_language_before_the_command_is_that_of_the_finding(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """--lang before the command speaks to the end; one that stands after it gives the same."""
    assert fieber("--lang", "de", "check", posts_csv).out == fieber("check", posts_csv, "--lang", "de").out
    assert "Du hast kein Fieber" in fieber("--lang", "de", "check", posts_csv).out


@pytest.mark.parametrize("arguments", [(), *[(command,) for command in sorted(commands())]])
def test_help_is_german_throughout(fieber: Callable[..., Ran], arguments: tuple[str, ...]) -> None:
    """Not one of the parser's own English words is left in German help, and English help has no German one."""
    german = fieber(*arguments, "--help", "--lang", "de")
    english = fieber(*arguments, "--help", "--lang", "en")

    assert (german.code, english.code) == (0, 0)
    foreign = ("Usage", "Options:", "Arguments", "Commands", "COMMAND", "ARGS", "Show this", "required", "PATH", "FILE")
    assert [word for word in foreign if word in german.out] == []
    assert german.out.startswith("Aufruf: fieber")
    assert english.out.startswith("Usage: fieber")
    assert "Optionen" not in english.out
    assert "{" not in german.out + english.out


@pytest.mark.parametrize("lang", ["de", "en"])
def test_unknown_ending_is_refused(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path, lang: str) -> None:
    """-o with an ending that has no form writes nothing and lists the endings; --format says what to do with it."""
    page = tmp_path / "page.docx"

    refused = fieber("check", posts_csv, "-o", page, "--lang", lang)
    is_untouched = not page.exists()
    written = fieber("check", posts_csv, "-o", page, "--lang", lang, "--format", "html")

    assert (refused.code, refused.out, is_untouched) == (2, "", True)
    assert all(
        ending in refused.err
        for ending in (".docx", ".pdf", ".png", ".xlsx", ".html", ".json", ".jsonl", ".md", ".txt", "--format")
    )
    assert written.code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_text_file_is_the_screen(fieber: Callable[..., Ran], posts_csv: Path, tmp_path: Path) -> None:
    """A .txt file and one without an ending get what the terminal shows."""
    shown = fieber("check", posts_csv).out
    for name in ("finding.txt", "FINDING.TXT", "finding"):
        assert fieber("check", posts_csv, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8") == shown


def test_faults_in_german(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """The line about faults is German, knows one from several, and what it points to lists their kinds."""
    path = tmp_path / "posts.csv"
    head = "posted_at,likes\n2026-06-01,3\n2026-06-02,4\n"
    path.write_text(head + "2026-06-02,4\n")
    one = fieber("check", path, "--format", "json", "--lang", "de").err
    path.write_text(head + "2026-06-02,4\n2026-06-03,-4\n")
    two = fieber("check", path, "--format", "json", "--lang", "de").err

    pointer = "Was es war, zeigt fieber check mit --format md.\n"
    assert one == f"An einer Stelle in deinen Daten stimmte etwas nicht. {pointer}"
    assert two == f"An 2 Stellen in deinen Daten stimmte etwas nicht. {pointer}"
    assert "posts.csv" in fieber("check", path, "--format", "md", "--lang", "de").out.partition("| Datei |")[2]
