"""Fuzzes one reader in a process of its own, which scripts/fuzz.py starts, and prints what came out as a line of JSON.

What counts as a finding: any exception but a FieberError; more than 5 seconds of processor time; more than 1 GB of
memory above what the process had before; rows that do not add up. What was found is kept.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning
from tests.fuzz.mutate import Files, mean_zips, packed, tarred, whole

from fieber.errors import FieberError
from fieber.readers import read_export

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTS = Path(__file__).parent.parent / "exports"
HANG_SECONDS = 5.0
MOST_MEMORY_MB = 1024
BATCH = 60
FORGET_PEAK = Path("/proc/self/clear_refs")


class HangError(BaseException):
    """Raised by the timer; nothing in the readers catches it."""


class TooMuchMemoryError(Exception):
    """More than the limit for one input."""


def main(reader: str, seconds: float, first_seed: int, folder: Path) -> dict[str, Any]:
    """Fuzz until the time is up; give what was found."""
    cases = [case for case in sorted((EXPORTS / reader).iterdir()) if case.is_dir() and case.name != "__pycache__"]
    exports = [_files(case) for case in cases]
    run = _Run(reader, folder)
    for files in exports:
        run.once("folder", files)
    for name, content in mean_zips(exports[first_seed % len(exports)]).items():
        run.checked(f"mean zip: {name}", partial(run.once, "raw", {"export.zip": content}))
    end, turn = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        _batch(run, exports[turn % len(exports)], first_seed + turn, end)()
        turn += 1
    return run.result()


def _batch(run: _Run, files: Files, number: int, end: float) -> Callable[[], None]:
    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # to make a finding small takes minutes, and a hang for ever
        print_blob=False,
    )
    @given(whole(files))
    def fuzz(mutated: tuple[str, Files]) -> None:
        if time.monotonic() < end:
            run.checked("", partial(run.once, *mutated))  # not left to hypothesis, which would read it again

    return fuzz


def _files(case: Path) -> Files:
    return {
        path.relative_to(case).as_posix(): path.read_bytes()
        for path in sorted(case.rglob("*"))
        if path.is_file() and path != case / "reading.json"
    }


class _Run:
    """Counts what became of each input, and keeps what went wrong."""

    def __init__(self, reader: str, folder: Path) -> None:
        self.reader, self.folder = reader, folder
        self.counts: Counter[str] = Counter()
        self.findings: dict[str, str] = {}
        self.slowest = 0.0
        self.most_mb = 0.0
        self.last: tuple[str, Files] = ("", {})

    def once(self, form: str, files: Files) -> None:
        """Read one input; raises what is a finding."""
        self.last = (form, files)
        with tempfile.TemporaryDirectory(prefix="fieber-fuzz-") as place:
            paths = _written(form, files, Path(place))
            before, start = _memory_now(), time.process_time()
            signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
            try:
                reading = read_export(paths)
                dropped = sum(fault.count for fault in reading.faults if fault.kind.endswith("_dropped"))
                assert reading.rows_read == reading.posts.height + dropped, "rows do not add up"
                self.counts["read"] += 1
            except FieberError as error:
                self.counts["refused" if str(error) and error.in_language("de") else "refused without a word"] += 1
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        self.slowest = max(self.slowest, time.process_time() - start)
        used = _memory_at_most() - before
        self.most_mb = max(self.most_mb, used)
        if used > MOST_MEMORY_MB:
            raise TooMuchMemoryError(f"{used:.0f} MB")

    def checked(self, label: str, work: Callable[[], None]) -> None:
        """Do it; a finding is kept once for each place in the code."""
        try:
            work()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - what is looked for is what nobody expects; a panic is no Exception
            self.counts["found"] += 1
            where = [frame for frame in traceback.extract_tb(error.__traceback__) if "/fieber/" in frame.filename]
            place = f"{Path(where[-1].filename).name}:{where[-1].lineno}" if where else "?"
            name = f"{type(error).__name__} at {place}"
            if name not in self.findings:
                self.findings[name] = label
                self._keep(name, error)

    def _keep(self, name: str, error: BaseException) -> None:
        form, files = self.last
        safe = "".join(letter if letter.isalnum() else "_" for letter in name)
        place = self.folder / self.reader / safe
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        (place / "traceback.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        (place / "form.txt").write_text(form, encoding="utf-8")
        (place / "input.zip").write_bytes(packed(files))

    def result(self) -> dict[str, Any]:
        """Give what came out, for the record."""
        return {
            "reader": self.reader,
            "inputs": self.counts.total(),
            "read": self.counts["read"],
            "refused": self.counts["refused"],
            "processor_seconds": round(time.process_time(), 1),
            "slowest_seconds": round(self.slowest, 2),
            "memory_mb": round(self.most_mb),
            "findings": [f"{name} ({label})" if label else name for name, label in self.findings.items()],
        }


def _written(form: str, files: Files, place: Path) -> list[Path]:
    """Put an input on disk; a name that no disk takes, or that leads out, exists in ZIPs only."""
    if form == "tar":
        (place / "export.tar.gz").write_bytes(tarred(files))
        return [place / "export.tar.gz"]
    if form in {"zip", "wrapped"}:
        content = packed(files)
        (place / "export.zip").write_bytes(content if form == "zip" else packed({"export.zip": content}))
        return [place / "export.zip"]
    chosen = files if form in {"folder", "raw"} else dict([max(files.items(), key=lambda one: len(one[1]))])
    tops: dict[Path, None] = {}
    for name, content in chosen.items():
        path = (place / name.replace("\0", "").replace("\\", "_")).resolve()
        if not path.is_relative_to(place.resolve()) or path == place.resolve():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError:
            continue
        tops.setdefault(place / path.relative_to(place.resolve()).parts[0])
    return list(tops)


def _memory_now() -> float:
    """Give the memory in MB that the process has, and forget how much it had: mutating takes some too."""
    if not FORGET_PEAK.exists():  # not Linux: the most that it ever had, which hides some of what comes later
        return _memory_at_most()
    FORGET_PEAK.write_text("5")
    return _status_mb("VmRSS")


def _memory_at_most() -> float:
    """Give the most memory in MB that the process had since `_memory_now`."""
    if not FORGET_PEAK.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _status_mb("VmHWM")


def _status_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def _hang(*_: object) -> None:
    raise HangError


def start(arguments: list[str]) -> None:
    """Do what the command line says: READER SECONDS SEED FOLDER."""
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", HypothesisWarning)
    signal.signal(signal.SIGPROF, _hang)
    reader, seconds, first_seed, folder = arguments
    print(json.dumps(main(reader, float(seconds), int(first_seed), Path(folder))))  # noqa: T201 - its answer
