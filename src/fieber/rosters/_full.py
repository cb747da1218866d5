"""The whole diagnosis of the few that stand out, as `fieber check` makes it, with the roster as its weather."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from fieber.api import charts
from fieber.checkup import diagnose
from fieber.engines.local import end_with_parent, one_core_each, without_main
from fieber.model.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import polars as pl

    from fieber.checkup import Chart
    from fieber.checkup.priors import Priors
    from fieber.checkup.weather import Peers
    from fieber.model.diagnosis import Diagnosis

FEW = 4  # accounts that are diagnosed sooner than other processes start


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Work on one account: its chart and the moment of its judgement → its diagnosis."""

    peers: Mapping[str | None, Peers]
    priors: Priors

    def __call__(self, chart: Chart, as_of: datetime) -> Diagnosis:
        """Give the diagnosis."""
        return diagnose(chart, as_of=as_of, peers=self.peers.get(chart.platform))


def diagnose_in_full(
    posts: pl.DataFrame, moments: Mapping[tuple[str, str | None], datetime], work: Diagnose, processes: int | None
) -> dict[tuple[str, str | None], Diagnosis]:
    """Give the diagnosis of each account by its name and platform.

    Args:
        posts: rows of POSTS of these accounts. moments: when each is judged. processes: None: one a core.
    """
    mine = [
        chart for chart in charts(Reading(posts=posts), None, work.priors) if (chart.account, chart.platform) in moments
    ]
    keys = [(chart.account, chart.platform) for chart in mine]
    whens = [moments[key] for key in keys]
    if processes == 1 or len(mine) < FEW:
        found: Sequence[Diagnosis] = [work(chart, when) for chart, when in zip(mine, whens, strict=True)]
    else:
        with (
            one_core_each(),
            ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start, initargs=(work,)) as pool,
        ):
            with without_main():
                asked = pool.map(_work_on, mine, whens)
            found = list(asked)
    return dict(zip(keys, found, strict=True))


_work: list[Diagnose] = []  # of a process: what it was started for


def _start(work: Diagnose) -> None:
    _work[:] = [work]
    end_with_parent()


def _work_on(chart: Chart, as_of: datetime) -> Diagnosis:
    return _work[0](chart, as_of)
