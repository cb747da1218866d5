"""Progress: on a terminal and after a while, else never."""

from __future__ import annotations

import io
import sys
import time

import pytest

from fieber.cli import _progress
from fieber.cli._progress import CLEAR_LINE, Progress


class Terminal(io.StringIO):
    """Standard error that a person looks at."""

    def isatty(self) -> bool:  # noqa: D102 - as in the class it stands for
        return True


def work(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, patience: float) -> str:
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "PATIENCE_SECONDS", patience)
    monkeypatch.setattr(_progress, "TICK_SECONDS", 0.01)
    with Progress() as progress:
        progress.say("Reading …")
        time.sleep(0.2)
    return screen.getvalue()


def test_long_work_is_told_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the patience is over, the line appears once and is gone at the end."""
    assert work(Terminal(), monkeypatch, patience=0.0) == f"{CLEAR_LINE}Reading …{CLEAR_LINE}"


def test_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done in time leaves no trace."""
    assert work(Terminal(), monkeypatch, patience=60.0) == ""


def test_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where standard error is no terminal."""
    assert work(io.StringIO(), monkeypatch, patience=0.0) == ""


def test_line_makes_room_for_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that was wiped for a result does not come back until there is something new to say."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(_progress, "TICK_SECONDS", 0.01)

    with Progress() as progress:
        progress.say("one")
        time.sleep(0.2)
        progress.wipe()
        time.sleep(0.2)
        progress.say("two")
        time.sleep(0.2)

    assert screen.getvalue() == f"{CLEAR_LINE}one{CLEAR_LINE}{CLEAR_LINE}two{CLEAR_LINE}"


def test_work_that_fails_leaves_a_clean_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is wiped before an error is told."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(_progress, "TICK_SECONDS", 0.01)

    def fail() -> None:
        with Progress() as progress:
            progress.say("Reading …")
            time.sleep(0.2)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()

    assert screen.getvalue().endswith(CLEAR_LINE)
