"""Stopped at every single step of writing: what is there afterwards is whole, and the next call ends the work."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.rosters.many import many_posts

from fieber.files import LOCK, UNFINISHED
from fieber.rosters import _plan, roster, run
from fieber.rosters._publish import publish
from fieber.rosters.results import STATE, open_results

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = ("replace", "unlink", "mkdir")  # each changes what others see of a folder


class Stops:
    """Counts the steps; the one with this number and all after it are not made, as when a process is gone."""

    def __init__(self, patch: pytest.MonkeyPatch, before: int) -> None:
        """Begin to count."""
        self.steps, self.before = 0, before
        for name in STEPS:
            patch.setattr(Path, name, self._counted(getattr(Path, name)))

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def count(path: Path, *args: Any, **options: Any) -> Any:
            self.steps += 1
            if self.steps >= self.before:
                raise KeyboardInterrupt
            return step(path, *args, **options)

        return count


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the results."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != LOCK and file.suffix != UNFINISHED)
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def stopped_before(step: int, work: Callable[[], object]) -> bool:
    """Do the work, stopped before a step; whether it came so far."""
    with pytest.MonkeyPatch.context() as patch:
        stops = Stops(patch, step)
        try:
            work()
        except KeyboardInterrupt:
            return True
        assert stops.steps > 5, "the steps are not seen"
        return False


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Any, ...]]:
    """Give a folder with last results and a night's work that only has to be published, and what publishing takes."""
    place = tmp_path_factory.mktemp("ready")
    posts = many_posts(8, posts=60, ill=1)
    kept: list[tuple[Any, ...]] = []

    def keep(*given: Any, as_delta: bool) -> None:
        kept.append(given)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_plan, "ROWS", 200)
        posts.write_parquet(place / "posts.parquet")
        roster(place / "posts.parquet", place / "out", processes=1)
        posts.with_columns(likes=posts["likes"] + 1).write_parquet(place / "posts.parquet")
        patch.setattr(run, "publish", keep)
        with pytest.raises(KeyboardInterrupt):
            roster(place / "posts.parquet", place / "out", since_last=True, processes=1)
    return place / "out", kept[0]


def test_publishing_can_be_stopped_at_every_step(ready: tuple[Path, tuple[Any, ...]], tmp_path: Path) -> None:
    """Before each step of it the work is stopped, and done again: every file is that of an undisturbed run."""
    source, (_, whole, gathered, state, lang) = ready

    def published(name: str) -> tuple[Path, Callable[[], None]]:
        folder = tmp_path / name
        shutil.copytree(source, folder)
        parts = folder / whole.relative_to(source)
        return folder, lambda: publish(folder, parts, gathered, state, lang, as_delta=False)

    calm, work = published("calm")
    before = open_results(calm).state
    work()
    expected, step = contents(calm), 1
    while True:
        folder, work = published(str(step))
        if not stopped_before(step, work):
            break
        told = open_results(folder).state
        assert told == before or contents(folder) == expected, "the state says more than there is"
        work()
        assert contents(folder) == expected, f"stopped before step {step}"
        step += 1
    assert step > 20
    assert expected[STATE] != (source / STATE).read_bytes()


def test_a_whole_run_can_be_stopped_at_some_steps(ready: tuple[Path, tuple[Any, ...]], tmp_path: Path) -> None:
    """One call after another, each stopped at a later step than the one before, end with what one call gives."""
    source, _ = ready
    posts = source.parent / "posts.parquet"
    calm = roster(posts, tmp_path / "calm", processes=1)
    step = 1
    while stopped_before(step, lambda: roster(posts, tmp_path / "out", processes=1)):
        step += 7

    found = open_results(tmp_path / "out")
    assert step > 20
    assert found.state == calm.state
    assert contents(found.folder).keys() == contents(calm.folder).keys()
    for name in ("accounts", "vitals"):
        assert getattr(found, name)().collect().equals(getattr(calm, name)().collect())
