"""What a command file ends in: `COMMAND = Command("check", check)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """One command. The help of `run` and of its parameters are keys of the catalogues in `locales/`."""

    name: str
    run: Callable[..., int]  # parameters as typer reads them; gives the exit code
