"""Reading what strangers upload, in a process of its own that can do nothing else.

The whole check-up runs there: what comes back is text, so that a file which breaks a parser breaks nothing but that
process. It may use so much memory and time, opens no connection, starts no program and no process, and of the disk sees
only the installed packages and the one folder it was given. Limits come from the kernel (rlimits, seccomp, Landlock),
none needs root; `missing` tells which of them this system cannot give.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieber.desk.sandbox.process import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieber.desk.sandbox.process import Ended

WALL_SECONDS = 180  # an export at the readers' own limits (4 GB) takes about a minute of one core
MOST_ANSWER = 64 * 2**20  # five accounts of ten years, as pages in two languages, have some 20 MB
ENVIRONMENT = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}
CHILD = (sys.executable, "-I", "-m", "fieber.desk.sandbox.child")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no finding, in one sentence a person reads; by language."""

    de: str
    en: str


OUT_OF_MEMORY = 3  # exit code of the other process, where Python itself noticed
TOO_MUCH = Refused(
    de="Deine Datei ist zu groß oder zu verschachtelt für mich; nimm einen kürzeren Zeitraum und lass die Bilder weg.",
    en="Your file is too large or too nested for me; take a shorter time and leave the pictures out.",
)


BROKEN = Refused(
    de="Beim Lesen ist bei mir etwas kaputtgegangen. Das liegt nicht an dir und nicht an deiner Datei.",
    en="Something of mine broke while reading. That is neither your fault nor your file's.",
)


def examine(folder: Path, names: Sequence[str], sentence: str) -> list[dict[str, Any]] | Refused:
    """Give a finding for each account in files that somebody uploaded.

    Args:
        folder: the only one that the process sees. names: of the files in it. sentence: what the person said.

    Returns:
        For each account the fields `account`, `platform`, `verdict`, `temperature` and `pages` (by language), or why
        there is none.

    Raises:
        RuntimeError: our own mistake.
    """
    told = _asked("examine", {"folder": str(folder), "names": list(names), "sentence": sentence})
    return told if isinstance(told, Refused) else list(told["findings"])


def judge(folder: Path, names: Sequence[str], scratch: Path) -> dict[str, Any] | Refused:
    """Judge everybody in files of many accounts' posts; see `many.judge`.

    Args:
        scratch: an empty folder that the process may write to.
    """
    return _asked("judge", {"folder": str(folder), "names": list(names), "scratch": str(scratch)})


def listed(folder: Path, names: Sequence[str]) -> list[dict[str, str]] | Refused:
    """Give the rows of lists of accounts; see `many.listed`."""
    told = _asked("listed", {"folder": str(folder), "names": list(names)})
    return told if isinstance(told, Refused) else list(told["list"])


def _asked(task: str, order: dict[str, Any]) -> dict[str, Any] | Refused:
    done = _run(task, order)
    if done.code < 0 or done.code == OUT_OF_MEMORY or len(done.told) > MOST_ANSWER:
        return TOO_MUCH  # it met a limit: killed by a signal, or out of memory
    if done.code != 0:
        message = f"the reading process ended with {done.code}"
        raise RuntimeError(message)
    told: dict[str, Any] = json.loads(done.told)
    return Refused(**told["refused"]) if "refused" in told else told


def missing(secret: Path) -> list[str]:
    """Give which walls this system cannot build: "network", "files", "programs", "memory".

    Args:
        secret: a file that the process must not be able to open.
    """
    done = _run("probe", {"folder": None, "secret": str(secret)})
    return list(json.loads(done.told)) if done.code == 0 else ["network", "files", "programs", "memory"]


def _run(task: str, order: dict[str, Any]) -> Ended:
    # an empty environment: what this process knows from its own (database, secrets) the other must not
    command, environment = (*CHILD, task), ENVIRONMENT | _room(order)
    return run(command, json.dumps(order).encode(), environment, seconds=WALL_SECONDS, most=MOST_ANSWER)


def _room(order: dict[str, Any]) -> dict[str, str]:
    """Where it may put what it needs for a while."""
    return dict.fromkeys(("TMPDIR", "POLARS_OOC_SPILL_DIR"), order["scratch"]) if "scratch" in order else {}
