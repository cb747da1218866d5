"""Work that is done stays done, and work that has changed is done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fieber.simulate.worlds import HEALTHY
from fieber.trial import peers
from fieber.trial.healthy import treat
from fieber.trial.store import Job, blocks, code_print, collect, keep

if TYPE_CHECKING:
    from pathlib import Path

MONTHLY = next(world for world in HEALTHY if world.name == "monthly")


def job(start: int) -> Job:
    return Job("power", f"monthly-{start}", treat, (MONTHLY, start, start + 1, 10.0))


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """Only the job without a file is run, and the frames come in the order of the jobs."""
    keep(job(1), job(1).path(tmp_path))
    kept = job(1).path(tmp_path).stat().st_mtime_ns
    told: list[str] = []

    frame = collect([job(0), job(1)], tmp_path, tell=told.append)

    assert frame["account"].to_list() == [0, 1]
    assert told == ["power: 2 of 2"]
    assert job(1).path(tmp_path).stat().st_mtime_ns == kept


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    """Results do not hang on who did the work, nor in which order."""
    frame = collect([job(1), job(0)], tmp_path, tell=lambda _: None)

    assert frame.equals(pl.concat([treat(*job(1).arguments), treat(*job(0).arguments)], how="vertical_relaxed"))


def test_a_half_written_file_is_no_result(tmp_path: Path) -> None:
    """A killed job leaves nothing under the final name."""
    target = job(0).path(tmp_path)

    keep(job(0), target)

    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_other_arguments_have_another_file(tmp_path: Path) -> None:
    """A job's file is named by its arguments and by the code that it depends on."""
    same = Job("power", "monthly-0", treat, (MONTHLY, 0, 1, 10.0))
    longer = Job("power", "monthly-0", treat, (MONTHLY, 0, 1, 9.0))
    other_code = Job("power", "monthly-0", treat, (MONTHLY, 0, 1, 10.0), ("stats", "checkup"))
    of_package = Job("peers", "x", peers.run, ("x", (), 1, (1.0,)))

    names = {one.path(tmp_path).name for one in (job(0), same, longer, other_code)}

    assert len(names) == 3
    assert of_package.path(tmp_path).name.startswith("x-")
    assert code_print(("stats",)) != code_print(("stats", "checkup"))


def test_blocks_cover_everything_once() -> None:
    """Blocks are half-open, in order, and the last one may be short."""
    assert blocks(5, 2) == [(0, 2), (2, 4), (4, 5)]
    assert blocks(0, 2) == []
