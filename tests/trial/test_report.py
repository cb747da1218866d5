"""The report says what is inside, what is not, and how sure that is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from fieber.cli import main
from fieber.trial import page, report
from fieber.trial.estimates import Estimate
from fieber.trial.pictures import Chart, Line
from fieber.trial.run import PARTS, Results, Setting, run
from fieber.trial.sizes import QUICK, Sizes
from fieber.trial.targets import at_least, at_most, between, not_measured

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parents[2].parent / "shared" / "data"
HOW = report.Circumstances("2026-11-23", "abc", "quick", 1.5, "0.1.0")
TINY = Sizes(
    name="tiny",
    healthy_accounts=1,
    healthy_years=2.0,
    power_accounts=1,
    overall_accounts=1,
    overall_years=0.6,
    change_accounts=4,
    delay_accounts=2,
    delay_healthy=2,
    delay_horizon=600,
    cuts=1,
    slow_cuts=1,
    weather_cuts=1,
    weather_accounts=2,
    has_foreign=False,
    throughput_accounts=2,
    bootstraps=20,
    block=2,
)


def test_a_row_says_whether_it_is_inside_and_how_surely() -> None:
    """Inside is decided by the figure; within two standard errors of the limit it is said."""
    sure = between("a", "rate", (0.85, 1.15), Estimate(1.0, 0.05, 9))
    close = at_least("a", "power", 0.8, Estimate(0.79, 0.05, 9))
    exact = at_most("a", "ahead", 1e-9, Estimate(0.0, None, 9))

    assert page.verdict(sure) == "yes"
    assert page.verdict(close) == "no, within 2 se of the limit"
    assert page.verdict(exact) == "yes"
    assert page.verdict(at_least("t", "speed", 50, not_measured())) == "not measured"


@pytest.mark.parametrize(
    ("estimate", "written"),
    [
        (Estimate(0.91234, 0.0123, 5), "0.912 ± 0.012"),
        (Estimate(2806.4, 221.9, 5), "2,806 ± 221.9"),
        (Estimate(0.0, None, 5), "0.000"),
        (Estimate(9.8e-4, None, 5), "9.8e-04"),
        (Estimate(float("nan"), None, 0), "–"),
    ],
)
def test_figures_have_three_digits(estimate: Estimate, written: str) -> None:
    """Figures are written with their standard errors, small ones as powers."""
    assert page.figure(estimate) == written


def test_a_chart_is_well_formed_and_stays_in_its_frame() -> None:
    """Every name is escaped, every line drawn, and values beyond the axes are cut."""
    chart = Chart(
        "a < b", "x & y", "z", (0, 1), (0, 1), [Line("<one>", [0, 1], [0.5, 9.0], [0.1, 0.1])], band=(0.2, 0.8)
    )

    root = ET.fromstring(chart.svg())  # noqa: S314 - our own drawing

    assert root.get("role") == "img"
    assert root[0].text == "a < b"
    ys = [float(dot.get("cy", "-1")) for dot in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(ys) == 2
    assert all(30 <= y <= 360 for y in ys)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results, Sequence[str]]:
    """The whole trial at its smallest, without real accounts."""
    folder = tmp_path_factory.mktemp("trial")
    told: list[str] = []
    results = run(Setting(PARTS, TINY, (), folder, told.append))
    report.write(results, HOW, folder)
    return folder, results, told


@pytest.mark.slow
def test_the_whole_trial_runs_and_is_reported(tiny: tuple[Path, Results, Sequence[str]]) -> None:
    """Every simulated target has a row, the pictures are there, and the skipped parts are named."""
    folder, results, told = tiny

    kept = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    text = (folder / "report.md").read_text(encoding="utf-8")

    assert {row["part"] for row in kept["targets"]} == {"a", "e", "t"}
    assert kept["circumstances"]["commit"] == "abc"
    assert set(kept["worlds"]) == {"fevers", "elevated", "found"}
    assert any("No --accounts" in note for note in kept["notes"])
    for name in ("scale", "p_drop", "weeks", "delay"):
        ET.fromstring((folder / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own drawing
        assert f"({name}.svg)" in text
    assert "2026-11-23, commit abc" in text
    assert all(row.what in report.screen(results) for row in results.rows)
    assert told


@pytest.mark.slow
def test_a_second_run_only_reads(tiny: tuple[Path, Results, Sequence[str]]) -> None:
    """A finished trial gives the same simulated figures at once, without running a job."""
    folder, results, _ = tiny
    told: list[str] = []

    again = run(Setting(("simulated", "bound"), TINY, (), folder, told.append))

    first = [row for row in results.rows if row.part in {"a", "e"}]
    assert [page.figure(row.reached) for row in again.rows] == [page.figure(row.reached) for row in first]
    assert told == []


def test_wrong_use_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A part that is none, a file that is not there, and a file as the folder: exit 2, one sentence each."""
    file = tmp_path / "file"
    file.touch()

    for words in (
        ["-o", str(tmp_path), "--parts", "x"],
        ["-o", str(tmp_path), "--accounts", "no.csv"],
        ["-o", str(file)],
    ):
        assert main(["trial", *words]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1


@pytest.mark.slow
def test_the_quick_trial_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`fieber trial --quick` measures every simulated target and leaves a report."""
    assert main(["trial", "--quick", "-o", str(tmp_path), "--parts", "a,e"]) == 0

    told = capsys.readouterr().out
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert kept["circumstances"]["sizes"] == QUICK.name
    assert all(row["inside"] in {"yes", "no"} for row in kept["targets"])
    assert "no look ahead" in told
