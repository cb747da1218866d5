"""What was told already, and what still has to be delivered: one file, replaced whole.

A run first writes down what it has to tell, then delivers it, then strikes it off. One that is stopped in between tells
it in the next run: at least once, never not at all. What is delivered twice has the same id both times.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieber.errors import UnreadableError
from fieber.files import write_whole
from fieber.stats.alarms import CALM_DAYS, WINDOW_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "watch.json"
LAYOUT = 1
MEMORY_DAYS = 28  # a mark, a day or a best month that was told is not told again for so long
FEVERS = frozenset({"fever", "shared_fever", "weather", "group"})  # these are over when it has been calm for a while


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was told.

    family: what it is counted with, "fever", "shared_fever", "weather", "group", "milestone", "followers_fell" or
    "best_month". key: of what. at: when, ISO. calm_since: since when it has been calm again; None: it is not. is_over:
    it may be told again.
    """

    family: str
    key: tuple[str, ...]
    at: str
    calm_since: str | None = None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """News of one run on their way. open: where they have not arrived yet ("out", "mail", "webhook")."""

    id: str
    subject: str
    text: str
    document: str
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """as_of: moment of the last run, ISO. told: what is remembered. letters: what is on its way, oldest first."""

    as_of: str | None = None
    told: tuple[Told, ...] = ()
    letters: tuple[Letter, ...] = ()


def lately(told: Iterable[Told], family: str, now: datetime) -> int:
    """Count what was told of a family in the last four weeks."""
    start = now - timedelta(days=WINDOW_DAYS)
    return sum(one.family == family and datetime.fromisoformat(one.at) > start for one in told)


def load(folder: Path) -> State:
    """Give the state of a folder of results; an empty one before the first run.

    Raises:
        UnreadableError: there is a file, but of another version, or damaged.
    """
    path = folder / FILE
    if not path.exists():
        return State()
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["layout"] != LAYOUT:
            raise KeyError  # noqa: TRY301 - told below, with the rest of what can be wrong with it
        told = tuple(Told(**one | {"key": tuple(one["key"])}) for one in said["told"])
        letters = tuple(Letter(**one | {"open": tuple(one["open"])}) for one in said["letters"])
        return State(said["as_of"], told, letters)
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(
            f"{FILE} in {folder.name} is damaged or of another version; delete it, and what was told is told once more",
            de=f"{FILE} in {folder.name} ist beschädigt oder von einer anderen Version; lösch die Datei, dann wird"
            " schon Gesagtes noch einmal gesagt",
        ) from None


def save(folder: Path, state: State) -> None:
    """Replace the state; only its owner may read it, since it has names."""
    document = json.dumps({"layout": LAYOUT} | asdict(state), ensure_ascii=False)
    write_whole(folder / FILE, lambda file: file.write(document.encode()), private=True)


def after_a_look(told: Iterable[Told], now: datetime, *, still: set[tuple[str, tuple[str, ...]]]) -> tuple[Told, ...]:
    """Give what is remembered after a look: a fever is over after a calm week, the rest after four.

    Args:
        still: family and key of what is at 37.5 °C or more now.
    """
    kept = []
    for one in told:
        age = now - datetime.fromisoformat(one.at)
        is_old = age >= timedelta(days=MEMORY_DAYS)
        found = _looked_at(one, now, is_calm=(one.family, one.key) not in still) if one.family in FEVERS else one
        if one.family not in FEVERS:
            found = replace(one, is_over=is_old)
        if not (found.is_over and is_old):  # a young one still counts among the alarms of four weeks
            kept.append(found)
    return tuple(kept)


def _looked_at(one: Told, now: datetime, *, is_calm: bool) -> Told:
    if not is_calm:
        return replace(one, calm_since=None)
    since = one.calm_since or now.isoformat()
    rested = now - datetime.fromisoformat(since) >= timedelta(days=CALM_DAYS)
    return replace(one, calm_since=since, is_over=one.is_over or rested)
