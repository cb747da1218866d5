"""Plugins are found by folder and by entry point; two of one name are an error."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fieber import plugins
from fieber.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MODULE = """
from dataclasses import dataclass
import polars as pl

@dataclass(frozen=True)
class Impressions:
    name: str = "{name}"
    unit: str = "displays"
    per: str = "post"
    needs: tuple[str, ...] = ("impressions",)
    offset: float = 1.0

    def measure(self) -> pl.Expr:
        return pl.col("impressions").cast(pl.Float64)

METRIC = Impressions()
"""


def install(folder: Path, name: str, group: str = "fieber.metrics") -> None:
    """What pip leaves behind for a package with one metric of that name and its entry point."""
    (folder / "outside_metric.py").write_text(MODULE.format(name=name))
    info = folder / "outside-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\nimpressions = outside_metric:METRIC\n")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path, as site-packages is, that is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "outside_metric", raising=False)
    return tmp_path


def test_every_file_of_the_folder_is_found() -> None:
    """Each module that is not private gives its constant, by name, in order."""
    found = plugins.discover("metrics", "METRIC")

    assert list(found) == sorted(found)
    assert {"likes", "engagement_per_reach", "posting_rate"} <= set(found)
    assert all(name == plugin.name for name, plugin in found.items())


def test_a_metric_from_outside_is_found(outside: Path) -> None:
    """An installed package adds a metric by an entry point alone."""
    install(outside, "impressions")

    found = plugins.discover("metrics", "METRIC")

    assert found["impressions"].unit == "displays"


def test_other_groups_are_left_alone(outside: Path) -> None:
    """An entry point of another kind of plugin is no metric."""
    install(outside, "impressions", group="fieber.readers")

    assert "impressions" not in plugins.discover("metrics", "METRIC")


def test_two_of_one_name_are_an_error(outside: Path) -> None:
    """The error names the plugin and where both lie."""
    install(outside, "likes")

    with pytest.raises(
        UsageError, match=r"two metrics are called 'likes': fieber\.metrics\.likes and outside_metric:METRIC"
    ):
        plugins.discover("metrics", "METRIC")


def test_a_metric_from_outside_becomes_a_vital(outside: Path) -> None:
    """In a fresh process the newcomer has a temperature like the others, shown after them."""
    install(outside, "impressions")
    code = """
import polars as pl
import fieber
when = pl.datetime_range(pl.datetime(2024, 1, 1), pl.datetime(2024, 4, 1), "1d", eager=True)
posts = pl.DataFrame({"posted_at": when}).with_columns(impressions=500 + pl.int_range(pl.len()) * 37 % 101)
found = fieber.check(posts).diagnosis.vitals
print([(v.metric, v.verdict) for v in found if v.p_value is not None])
"""

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(outside)},
        text=True,
        capture_output=True,
        check=True,
    )

    assert done.stdout.strip() == "[('impressions', 'healthy')]"
