"""Times each form of a finding, and the page of many accounts; prints seconds and sizes.

`.venv/bin/python benchmarks/outputs.py [ROUNDS]`: an account of 1,000 posts is checked once, then written in each form;
medians in a warm process, and the first call, which loads the library. Exit 1 where PDF or PNG take longer than 2 s.
"""

from __future__ import annotations

import gzip
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

import fieber
from fieber.checkup.roster_summary import summarise
from fieber.report.audio import to_wav
from fieber.report.html import to_html
from fieber.report.notebook import to_notebook
from fieber.report.roster_page import Roster, roster_page
from fieber.report.typeset import to_client_pdf, to_pdf, to_png
from fieber.report.workbook import to_xlsx
from fieber.simulate.creator import simulated_creator

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieber.model.diagnosis import Diagnosis

ROUNDS = 5
MOST = {"pdf": 2.0, "client-pdf": 2.0, "png": 2.0}  # seconds, the first call included: issue 6
ACCOUNTS = (2, 75, 5000)


def main(rounds: int) -> int:
    """Time every form; 1 where one takes longer than it may."""
    found = fieber.check(simulated_creator(posts=1000, as_of=datetime(2026, 11, 1, tzinfo=UTC)), lang="de")
    if isinstance(found, list):
        message = "the simulated creator is one account"
        raise TypeError(message)
    forms: dict[str, Callable[[Diagnosis], str | bytes]] = {
        "html": lambda one: to_html(one, "de"),
        "notebook": lambda one: to_notebook(one, "de"),
        "pdf": lambda one: to_pdf(one, "de"),
        "client-pdf": lambda one: to_client_pdf(one, "de"),
        "png": lambda one: to_png(one, "de"),
        "xlsx": lambda one: to_xlsx([one], "de"),
        "audio": lambda one: to_wav(one, "de"),
    }
    seconds = {name: _timed(name, form, found.diagnosis, rounds) for name, form in forms.items()}
    for n in ACCOUNTS:
        _many(found.diagnosis, n)
    return int(any(seconds[name] > most for name, most in MOST.items()))


def _timed(name: str, form: Callable[[Diagnosis], str | bytes], diagnosis: Diagnosis, rounds: int) -> float:
    """Print and give the seconds of the first call."""
    seconds, size = [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        written = form(diagnosis)
        seconds.append(time.perf_counter() - start)
        size = len(written if isinstance(written, bytes) else written.encode())
    limit = f", at most {MOST[name]:.0f} s" if name in MOST else ""
    then = median(seconds[1:] or seconds)
    print(f"{name:<12}{seconds[0]:6.2f} s first{limit}, {then:.2f} s then, {size / 1000:,.0f} kB")
    return seconds[0]


def _many(diagnosis: Diagnosis, n: int) -> None:
    several = [replace(diagnosis, account=f"account_{i:04d}") for i in range(n)]
    start = time.perf_counter()
    page = roster_page(Roster(several, summarise(several)), "de").encode()
    seconds = time.perf_counter() - start
    packed = len(gzip.compress(page)) / 1000
    print(f"page of {n:<5}{seconds:5.2f} s, {len(page) / 1000:,.0f} kB, {packed:,.0f} kB gz")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
