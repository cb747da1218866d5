"""`fieber simulate`: accounts made by a command, and read by another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieber.cli._words import catalogue
from fieber.simulate.patients import CAUSES, PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def test_what_was_made_can_be_checked(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """The folder that is named at the end is one that fieber reads, an account a line."""
    made = fieber("simulate", "distribution", "noise", "--seed", 3, "-o", tmp_path / "ward")
    checked = fieber("check", tmp_path / "ward", "--format", "json")

    truth = json.loads((tmp_path / "ward" / "truth.json").read_text(encoding="utf-8"))
    accounts = truth["accounts"]
    assert truth["strength_is"].keys() == {"distribution", "noise"}
    assert (made.code, made.err, checked.code) == (0, "", 0)
    assert {json.loads(line)["account"] for line in checked.out.splitlines()} == {row["account"] for row in accounts}
    assert f"fieber check {tmp_path / 'ward'}" in made.out


def test_an_export_as_instagram_gives_it(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """One account is one ZIP, and the command says which file to check."""
    made = fieber("simulate", "content", "--format", "instagram", "-o", tmp_path, "--lang", "de", "--years", 1)

    (path,) = tmp_path.glob("*.zip")
    assert made.out.splitlines()[-1] == f"Was fieber daraus macht: fieber check {path}"
    assert fieber("check", path, "--format", "json").code == 0


def test_the_truth_is_printed(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """A line a cause, with what it really did; a healthy account has no date."""
    lines = fieber("simulate", "content", "noise", "--weather", -30, "-o", tmp_path).out.splitlines()

    assert lines[0].startswith("2 accounts on Instagram with ")
    assert lines[3].startswith("content ")
    assert lines[3].split()[2].startswith("−")
    assert lines[4].split() == ["noise", "1", "0", "%", "0", "%"]
    assert lines[6].startswith("The weather: −30 % for everybody since ")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_help_names_every_cause_and_platform(lang: str) -> None:
    """Whoever reads the help sees all there is to choose from."""
    words = catalogue(lang)

    assert all(cause in words["help.simulate"] for cause in CAUSES)
    assert all(platform in words["help.simulate.platform"] for platform in PLATFORMS)


def test_guides_name_every_cause(request: pytest.FixtureRequest) -> None:
    """The pages of both languages have a row for each cause."""
    for name in ("simulate.md", "simulate.de.md"):
        text = (request.config.rootpath / "docs" / "guide" / name).read_text(encoding="utf-8")
        assert all(f"| `{cause}`" in text for cause in CAUSES)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("gravity",), "gravity"),
        (("noise", "--platform", "myspace"), "myspace"),
        (("noise", "--accounts", "0"), "accounts"),
        (("noise", "--as-of", "soon"), "--as-of"),
        (("noise", "--platform", "x", "--format", "instagram"), "--format"),
        (("noise", "-o", "a_file"), "-o a_file"),
    ],
)
def test_what_is_refused(
    fieber: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], word: str
) -> None:
    """What cannot be made is one sentence with exit 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a_file").write_text("")

    ran = fieber("simulate", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert word in ran.err
    assert [path.name for path in tmp_path.iterdir()] in (["a_file"], ["a_file", "simulated"])


@pytest.mark.parametrize(
    ("option", "english", "german"),
    [
        (("--accounts", "0"), "choose 1 or more", "möglich ist 1 oder mehr"),
        (("--years", "0.1"), "choose 0.5 to 10", "möglich ist 0.5 bis 10"),
    ],
)
def test_limits_are_told_in_words(
    fieber: Callable[..., Ran], tmp_path: Path, option: tuple[str, str], english: str, german: str
) -> None:
    """What cannot be simulated is refused with what can be, in both languages."""
    told = fieber("simulate", "noise", *option, "-o", tmp_path / "ward")
    gesagt = fieber("simulate", "noise", *option, "-o", tmp_path / "ward", "--lang", "de")

    assert (told.code, gesagt.code) == (2, 2)
    assert told.err.endswith(f"{english}\n")
    assert gesagt.err.endswith(f"{german}\n")
