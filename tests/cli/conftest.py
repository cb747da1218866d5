"""What every test of the command line needs: a table of posts, and a way to run the command and see all it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieber.cli import main
from fieber.simulate.creator import simulated_creator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)


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
    """A healthy made-up account of 60 posts with likes."""
    path = tmp_path_factory.mktemp("posts") / "posts.csv"
    table = simulated_creator(posts=60, as_of=AS_OF)
    table.select("account", "posted_at", "kind", "likes", "measured_at").write_csv(path)
    return path


@pytest.fixture(scope="session")
def two_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two accounts in one table, the healthy one and one whose last 15 of 120 posts fell to a fifth."""
    path = tmp_path_factory.mktemp("posts") / "two.csv"
    lines = ["account,posted_at,likes,measured_at"]
    for number in range(120):
        day = datetime.fromtimestamp(AS_OF.timestamp() - (130 - number) * 86400, tz=UTC).isoformat()
        likes = 900 + 37 * (number * 7 % 11)
        lines.append(f"zoe.falls,{day},{likes // 5 if number >= 105 else likes},{AS_OF.isoformat()}")
        lines.append(f"adam.steady,{day},{likes},{AS_OF.isoformat()}")
    path.write_text("\n".join(lines) + "\n")
    return path
