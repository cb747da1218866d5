"""What every test of the command line needs: a table of posts, and a way to run the command and see all it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieber.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
N_POSTS = 120
HEAD = "account,posted_at,likes,measured_at"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def fieber(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command in this process, in English unless told otherwise."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def run(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def posts_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An account that has never changed, 120 posts with likes: no rule of statistics could call it ill."""
    path = tmp_path_factory.mktemp("posts") / "posts.csv"
    path.write_text("\n".join([HEAD, *rows("adam.steady")]) + "\n")
    return path


@pytest.fixture(scope="session")
def two_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two accounts in one table: the one that has never changed, and one whose last 15 posts fell to a fifth."""
    path = tmp_path_factory.mktemp("posts") / "two.csv"
    path.write_text("\n".join([HEAD, *rows("zoe.falls", fallen=15), *rows("adam.steady")]) + "\n")
    return path


def rows(account: str, *, fallen: int = 0) -> list[str]:
    """One post a day, read eleven days after the last; the newest `fallen` have a fifth of the likes."""
    lines = []
    for number in range(N_POSTS):
        day = (AS_OF - timedelta(days=N_POSTS + 10 - number)).isoformat()
        likes = 900 + 37 * (number * 7 % 11)
        shown = likes // 5 if number >= N_POSTS - fallen else likes
        lines.append(f"{account},{day},{shown},{AS_OF.isoformat()}")
    return lines
