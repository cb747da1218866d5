"""Peers whose libraries clash with ours, or are large: their own environment, made by uv when first asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from fieber.errors import UsageError
from fieber.trial.peers._protocol import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.trial.accounts import Case

FOREIGN = Path(__file__).with_name("_foreign")
ENVIRONMENTS: dict[str, tuple[str, ...]] = {
    "forecasts": ("statsforecast==2.1.1", "prophet==1.5.0", "rbeast==0.1.25"),
    # the port is of 2021: it needs pandas and statsmodels of its time
    "causal_impact": (
        "pycausalimpact==0.1.1",
        "pandas==1.5.3",
        "statsmodels==0.13.5",
        "numpy==1.23.5",
        "scipy==1.9.3",
    ),
}
PYTHON = "3.11"  # the newest that has wheels of all of them
PATIENCE_SECONDS = 3600


def folder(name: str) -> Path:
    """Where an environment lies: in the user's cache, named by what is in it."""
    print_of = sha256(" ".join((PYTHON, *ENVIRONMENTS[name])).encode()).hexdigest()[:8]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "fieber" / "trial" / f"{name}-{print_of}"


def python_of(name: str) -> Path | None:
    """Give the environment's Python, or None where it has not been made."""
    python = folder(name) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    return python if (folder(name) / "ready").exists() else None


def make(name: str) -> str | None:
    """Make an environment; gives None, or why it could not be made."""
    uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if uv is None:
        return "uv is not installed"
    target = folder(name)
    commands = (
        [uv, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", PYTHON, str(target)],
        [uv, "pip", "install", "--quiet", "--python", str(target), *ENVIRONMENTS[name]],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            return f"uv {command[1]} failed"
    (target / "ready").touch()
    return None


def judge(name: str, script: str, work: Sequence[Case]) -> list[tuple[Verdict, float]]:
    """Let a program of an environment judge cases; gives verdicts and seconds."""
    python = python_of(name)
    if python is None:
        raise UsageError(
            f"trial: the environment {name!r} is gone; run the trial again to make it",
            de=f"trial: Die Umgebung {name!r} ist nicht mehr da; starte die Prüfung noch einmal, dann entsteht sie neu",
        )
    lines = [
        json.dumps({"values": case.values.tolist(), "days": case.days.tolist(), "window": case.window}) for case in work
    ]
    # one thread: the machine's cores are shared out by us
    quiet = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(  # noqa: S603 - our own program
        [str(python), str(FOREIGN / "run.py"), script],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        env=quiet,
        timeout=PATIENCE_SECONDS,
    )
    told = [json.loads(line[1:]) for line in done.stdout.splitlines() if line.startswith("\t")]
    return [(Verdict(one["score"], one["alarm"], one["percent"]), one["seconds"]) for one in told]
