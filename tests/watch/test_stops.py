"""A night that is stopped at every single step: each piece of news is told at least once, each time with one id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.watch.nights import seen

from fieber.watch._find import news_of
from fieber.watch._state import FILE, Letter, State, load
from fieber.watch.deliver import Ways, deliver, with_letter

if TYPE_CHECKING:
    from collections.abc import Callable

ILL = {"anna": 1e-7}
STEPS = ("replace", "unlink")


class StoppedError(BaseException):
    """Power is gone."""


def a_night(folder: Path, number: int, said: list[str], step: Callable[[], None]) -> None:
    """One run: what is new is written down, told and struck off."""
    state = load(folder)
    night, after = news_of(seen(number, ILL), state)
    names = [one.account for one in night.news if hasattr(one, "account")]
    text = ",".join(names)
    letter = Letter(f"id-{number}", "subject", text, "{}", ("out",)) if names else None
    state = with_letter(folder, after, letter)

    def say(one: Letter) -> None:
        step()  # stopped before it is told
        said.append(f"{one.id} {one.text}")
        step()  # or after it, and before it is struck off

    deliver(folder, state, Ways(), say)


def nights_stopped_at(folder: Path, wanted: int) -> tuple[list[str], bool]:
    """Two nights, the first one stopped before a step and then called again; what was said, and whether it stopped."""
    said: list[str] = []
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps >= wanted:  # and all after it, as of a process that is gone
            raise StoppedError

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def count(path: Path, *args: Any, **options: Any) -> Any:
            step()
            return work(path, *args, **options)

        return count

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(Path, name, counted(getattr(Path, name)))
        try:
            a_night(folder, 0, said, step)
            is_stopped = False
        except StoppedError:
            is_stopped = True
    if is_stopped:
        assert not (folder / FILE).exists() or load(folder) != State()
        a_night(folder, 0, said, lambda: None)
    a_night(folder, 1, said, lambda: None)
    return said, is_stopped


def test_no_step_at_which_a_night_is_stopped_loses_its_news(tmp_path: Path) -> None:
    """Stopped before and after every rename, and before and after it is said: told once or twice, never not at all."""
    told = []
    for wanted in range(1, 100):
        folder = tmp_path / str(wanted)
        folder.mkdir()
        said, is_stopped = nights_stopped_at(folder, wanted)
        if not is_stopped:
            break
        assert said, f"lost at step {wanted}"
        assert set(said) == {"id-0 anna"}
        assert load(folder).letters == ()
        told.append(len(said))
    assert said == ["id-0 anna"]
    assert len(told) >= 5
    assert set(told) == {1, 2}, "stopped between telling and striking off, it is told twice"
