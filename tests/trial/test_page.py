"""The page in the docs is put there by one command, from a full trial alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fieber.trial import report
from fieber.trial.estimates import Estimate
from fieber.trial.page import page
from fieber.trial.run import LETTERS, Results
from fieber.trial.targets import at_least
from fieber.trial.weather_summary import FIGURES, GAIN, Comparison

SCRIPT = Path(__file__).parents[2] / "scripts" / "trial_page.py"
HOW = report.Circumstances("2026-11-23", "abc+", "full", 4.2, "0.1.0", earlier=88.0)


def test_the_page_says_when_of_what_and_from_which_seeds() -> None:
    """Date, commit, minutes of this run and those before it, and where the seeds come from."""
    text = "\n".join(page(Results(rows=[at_least("a", "power", 0.8, Estimate(0.9, 0.01, 7))]), HOW, {}))

    assert "2026-11-23, commit abc+ (+: the tree differed from it)" in text
    assert "full trial, 4 minutes, and 88 in earlier runs" in text
    assert "Seeds: " in text
    assert "| a | power | ≥ 0.8 | 0.900 ± 0.010 | yes | 7 |" in text


def test_every_column_of_the_weather_is_explained() -> None:
    """Whatever the head of the table says, the words above it say too."""
    figures = dict.fromkeys((*FIGURES,), Estimate(0.1, 0.01, 5))
    one = Comparison("facebook", "30 posts", 0.7, 5, 9, 0.08, {"alone": figures, "with peers": figures, GAIN: figures})

    section = "\n".join(page(Results(weather=[one]), HOW, {})).split("## The weather on real accounts")[1]
    words, head, *_ = section.split("\n|")

    names = [name.strip() for name in head.split("|")]
    assert set(FIGURES) < set(names)
    for name in {*FIGURES, "cases", "sd of the weather"}:
        assert f"*{name}*" in words
    assert section.count("| 9, facebook | 30 posts | 0.7 | 5 | 0.08 |") == 3


def test_minutes_of_earlier_runs_add_up(tmp_path: Path) -> None:
    """A run that went on counts what came before it; a folder without results counts nothing."""
    assert report.minutes_before(tmp_path) == 0
    report.write(Results(), HOW, tmp_path)
    assert report.minutes_before(tmp_path) == pytest.approx(92.2)
    (tmp_path / "results.json").write_text("[]", encoding="utf-8")
    assert report.minutes_before(tmp_path) == 0


def test_only_a_full_trial_becomes_the_page(tmp_path: Path) -> None:
    """A quick trial and an empty folder are refused with one sentence."""
    (tmp_path / "results.json").write_text(json.dumps({"circumstances": {"sizes": "quick"}}), encoding="utf-8")
    for folder in (tmp_path, tmp_path / "none"):
        told = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
        assert told.returncode == 2
        assert told.stderr.count("\n") == 1
        assert told.stdout == ""


def test_pictures_that_no_report_names_are_removed(tmp_path: Path) -> None:
    """The page's folder has the report, its numbers, and the pictures in it; jobs stay where they are."""
    run, target = tmp_path / "run", tmp_path / "page"
    (run / "jobs").mkdir(parents=True)
    target.mkdir()
    (target / "old.svg").touch()
    (run / "report.md").write_text("![scale](scale.svg)", encoding="utf-8")
    for name in ("results.json", "scale.svg", "other.svg"):
        (run / name).touch()

    code = "import runpy, sys, pathlib; runpy.run_path(sys.argv[1])['put'](*map(pathlib.Path, sys.argv[2:]))"
    subprocess.run([sys.executable, "-c", code, SCRIPT, run, target], check=True)

    assert sorted(path.name for path in target.iterdir()) == ["report.md", "results.json", "scale.svg"]


def test_both_guides_describe_every_part() -> None:
    """Each part stands in both guides by its letter and name, in the same order."""
    guides = Path(__file__).parents[2] / "docs" / "guide"
    for name in ("trial.md", "trial.de.md"):
        found = re.findall(r"^\| (\w) `(\w+)` \|", (guides / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert found == list(LETTERS.items())
