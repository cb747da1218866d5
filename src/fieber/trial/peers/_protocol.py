"""What a peer is, and what it says of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.trial.accounts import Case


@dataclass(frozen=True, slots=True)
class Verdict:
    """score: higher is more surely a drop. alarm: the method's own rule at nominal 5 %. percent: change, or None."""

    score: float
    alarm: bool
    percent: float | None


def no_judge(_case: Case) -> Verdict:
    """Stand in for peers that run in an environment of their own."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Peer:
    """A rival method.

    how: how its users use it, in a sentence. judge: for those in this environment; `modules` are what they import.
    environment, script: for those with their own. is_slow: a second a case, so it gets fewer cases.
    """

    name: str
    how: str
    judge: Callable[[Case], Verdict] = no_judge
    modules: tuple[str, ...] = ()
    environment: str | None = None
    script: str = ""
    is_slow: bool = False
