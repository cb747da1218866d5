"""What the README and the guides show is what happens: every block runs, and prints what stands below it.

A `console` block is run line by line; where output stands below a command, it has to be the command's own
(FIEBER_GOLDEN=1 writes it anew, `make golden`). `python` blocks run as they are. `sh` blocks may only name what the
Makefile has.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.checkup.rosters import World, only, roster

from fieber import plugins
from fieber.cli import commands, main
from fieber.simulate.creator import CREATOR, simulated_creator

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "README.de.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs" / "guide").glob("*.md")),
]
PAGES += [ROOT / "benchmarks" / "README.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PIPED = re.compile(r'echo "([^"]*)" \| (.*)')
AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REWRITE = os.environ.get("FIEBER_GOLDEN") == "1"


def demo() -> Any:
    spec = importlib.util.spec_from_file_location("demo", ROOT / "scripts" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files that the pages name: those of the demo in out/, and some made-up tables."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "out").mkdir()
    script = demo()
    script.write_export(folder / "out" / f"instagram-{CREATOR}.zip")
    script.public_posts().write_csv(folder / "out" / "public_account.csv")
    posts = simulated_creator(as_of=AS_OF)
    wann = posts["posted_at"].dt.strftime("%Y-%m-%d %H:%M:%S")
    pl.DataFrame({"Wann": wann, "Applaus": posts["likes"]}).write_csv(folder / "posts.csv")
    three = [
        posts.tail(60 + 50 * seed).with_columns(account=pl.lit(name)) for seed, name in enumerate(("ada", "bo", "cy"))
    ]
    pl.concat(three).select("account", "posted_at", "kind", "likes").write_csv(folder / "three_accounts.csv")
    many = roster(World(accounts=30, common=-0.3))
    many.write_csv(folder / "roster.csv")
    about = (
        many.select("account").unique(maintain_order=True).with_columns(country=pl.lit("DE"), size_tier=pl.lit("micro"))
    )
    about.write_csv(folder / "accounts.csv")
    only(many, "a003").write_csv(folder / "one_account.csv")
    roster(World(accounts=60, scatter=0.7)).write_parquet(folder / "team.parquet")
    shutil.copytree(ROOT / "tests" / "exports" / "tidy" / "posts_and_days", folder / "posts_and_days")
    return folder


@pytest.fixture(autouse=True)
def _in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def output_of(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    piped = PIPED.fullmatch(command)
    typed, rest = (piped[1], piped[2]) if piped else ("", command)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    program, *arguments = shlex.split(rest)
    assert program == "fieber", command
    code = main(arguments)
    told = capsys.readouterr()
    assert (code, told.err) == (0, ""), command
    return told.out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_blocks(page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of a page runs, and prints what the page shows of it."""
    text = page.read_text(encoding="utf-8")
    new = text
    for language, block in BLOCK.findall(text):
        if language != "console":
            continue
        command, _, shown = block.partition("\n")
        real = output_of(command.removeprefix("$ "), capsys, monkeypatch)
        if shown:
            new = new.replace(block, f"{command}\n{real}")
    if REWRITE:
        page.write_text(new, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == new


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks(page: Path) -> None:
    """Each piece of Python on a page runs as it stands there."""
    for language, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(block, page.name, "exec"), {})  # noqa: S102 - our own pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_words(page: Path) -> None:
    """What a page tells to make, the Makefile can make."""
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    told = {
        word for language, block in BLOCK.findall(text) if language == "sh" for word in re.findall(r"make (\w+)", block)
    }
    told |= set(re.findall(r"`make (\w+)`", text))

    assert told <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link and picture of a page is there."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_pages_have_both_languages() -> None:
    """Each page for users exists in German and English, with the same number of headings, blocks and table rows."""
    for page in (
        ROOT / "README.md",
        *(path for path in PAGES if path.parent.name == "guide" and ".de." not in path.name),
    ):
        english, german = (path.read_text(encoding="utf-8") for path in (page, page.with_suffix(".de.md")))
        for mark in ("\n#", "\n```", "\n|", "\n- ", "\n1. "):
            assert english.count(mark) == german.count(mark), (page.name, mark)


def test_every_command_and_option_has_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command has a page in both languages, with all its options."""
    for command in commands():
        main([command, "--help"])
        options = set(re.findall(r"^  .*?(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
        for name in (f"{command}.md", f"{command}.de.md"):
            text = (ROOT / "docs" / "guide" / name).read_text(encoding="utf-8")
            assert options
            assert all(f"`{option}" in text or f", `{option}" in text for option in options), name


def test_every_reader_can_be_looked_up(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of formats shows the command that names each reader that discovery finds."""
    main(["formats"])
    told = capsys.readouterr().out
    assert all(reader in told for reader in plugins.discover("readers", "READER"))

    for name in ("formats.md", "formats.de.md"):
        assert "`fieber formats`" in (ROOT / "docs" / "guide" / name).read_text(encoding="utf-8"), name
