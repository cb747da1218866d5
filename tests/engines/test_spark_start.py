"""What Spark needs and does not find is said in one sentence."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fieber.engines import engines
from fieber.engines._protocol import Settings
from fieber.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def opened(folder: Path) -> UsageError:
    """Give what is said when the engine is opened and cannot be."""
    with pytest.raises(UsageError) as refused, engines()["spark"].open(Settings(folder)):
        pass
    return refused.value


def test_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that brings Java is named, in both languages."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    said = opened(tmp_path)

    assert "openjdk-17-jre-headless" in said.in_language("en")
    assert "openjdk-17-jre-headless" in said.in_language("de")


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PySpark is not installed, the extra is named."""
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)

    assert "fieber[spark]" in str(opened(tmp_path))


@pytest.mark.slow
def test_without_a_cluster(tmp_path: Path) -> None:
    """After all that Java says, one line says that Spark does not start, and the command ends with 2."""
    (tmp_path / "posts.csv").write_text("account,posted_at,likes\nanna,2026-01-01,5\n", encoding="utf-8")
    command = [sys.executable, "-m", "fieber", "roster", "posts.csv", "-o", "results", "--engine", "spark"]

    ran = subprocess.run([*command, "--master", "nonsense"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith("Error: Spark does not start at nonsense: ")
