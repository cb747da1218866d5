"""The two passes over a roster, in a folder that can be come back to after a stop at any moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.api import as_time, check_lang
from fieber.checkup.priors import priors_of
from fieber.engines import engines
from fieber.engines._delta import need_delta
from fieber.engines._protocol import Settings
from fieber.errors import UnreadableError, UsageError
from fieber.files import alone_in
from fieber.model.tables import conform
from fieber.report.contract import fieber_version
from fieber.rosters import _gather, _since
from fieber.rosters._input import find_posts, inputs_of
from fieber.rosters._judge import Judge
from fieber.rosters._mend import mended
from fieber.rosters._plan import WORK, begin, end, made, planned, unmade
from fieber.rosters._publish import publish
from fieber.rosters.results import Results, State, open_results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieber.api import Lang, Moment
    from fieber.checkup.priors import Priors
    from fieber.engines._protocol import Engine, Posts, Session
    from fieber.model.reading import Fault
    from fieber.rosters._plan import Plan

    Tell = Callable[[str, int, int], None]
    Inputs = tuple[tuple[str, int, int], ...]


def _tell_nobody(_stage: str, _done: int, _all: int) -> None:
    """Leave it unsaid how far the work has come."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has begun: where, over what, with which priors, in which language, and who hears how far it is.

    about: rows of the accounts table. as_delta: the results as Delta tables too.
    """

    folder: Path
    posts: Posts
    unread: tuple[Fault, ...]
    about: pl.DataFrame | None
    priors: Priors
    lang: Lang
    processes: int | None
    tell: Tell
    as_delta: bool


def roster(
    source: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    engine: str = "local",
    master: str | None = None,
    as_of: Moment | None = None,
    since_last: bool = False,
    processes: int | None = None,
    table: str | None = None,
    accounts: Any = None,
    priors: Priors | str | Path | None = None,
    delta: bool = False,
    lang: Lang = "en",
    tell: Tell = _tell_nobody,
) -> Results:
    """Judge every account of a roster and write the results to a folder.

    A run that was stopped, by whatever, goes on where it was when it is called again with the same arguments. Every
    number is the same whatever the engine, the number of processes and the order of the rows.

    Args:
        source: .parquet or .csv files, folders of them, an archive, Delta tables, or a .duckdb file; for Spark also
            addresses (s3a://…, hdfs://…). Columns as in the posts table.
        out: folder of results; made where there is none. engine: "local" or "spark". master: where Spark listens.
        as_of: judge as of then; if not given, the latest reading, else the latest post.
        since_last: judge only accounts with new rows since the results that are in `out`; the others stay as they were
            judged then. processes: at the same time; as many as there are cores. table: of the DuckDB file.
        accounts: a table (a frame of any kind) with account, country and size_tier, for groups by country and size.
        priors: what is taken as known of any account (`fieber.learn`, or its file); if not given, what is shipped.
        delta: keep accounts and vitals as Delta tables too, a version a run, in the folder `delta` of the results.
        lang: of the page and of the diagnoses. tell: gets the stage ("reading", "judging", "weighing", "writing"), and
            how much of it is done.

    Raises:
        UsageError: no such path, engine or table, the folder holds something else, another run is at work in it, or an
            extra is missing.
        UnreadableError: no rows of posts.
    """
    if delta:
        need_delta()  # not after an hour of work
    posts, unread = find_posts([source] if isinstance(source, str | Path) else source, table)
    about = None if accounts is None else conform(accounts, "accounts")
    run = Run(Path(out), posts, unread, about, priors_of(priors), check_lang(lang), processes, tell, delta)
    told = None if as_of is None else as_time(as_of, "as_of", end_of_day=True)
    settings = Settings(run.folder / WORK / "scratch", processes, master)
    is_new = not run.folder.exists()
    with alone_in(made(run.folder)):
        last = open_results(run.folder) if since_last else None
        inputs = inputs_of(run.posts)  # as they are now: what is written while it works is new to the next run
        begin(run.folder, _question(run, inputs, engine, told, last))
        posts, wrong = mended(run.posts, run.folder / WORK / "mended")
        run = replace(run, posts=posts, unread=(*run.unread, *wrong))
        try:
            with _engine(engine).open(settings) as session:
                _work(run, session, inputs, told, last)
        except UnreadableError:
            unmade(run.folder, is_new=is_new)
            raise
        end(run.folder)
        return open_results(run.folder)


def _question(run: Run, inputs: Inputs, engine: str, told: datetime | None, last: Results | None) -> dict[str, Any]:
    """Give what makes a run another one: who comes back with the same goes on where it was stopped."""
    return {
        "inputs": inputs,
        "posts": [run.posts.form, run.posts.columns, run.posts.table],
        "as_of": None if told is None else told.isoformat(),
        "since": None if last is None else last.state.as_of,
        "lang": run.lang,
        "method": run.priors.method,
        "by": [fieber_version(), pl.__version__, engine],
    }


def _work(run: Run, session: Session, inputs: Inputs, told: datetime | None, last: Results | None) -> None:
    """Both passes, and what is made of them; each step is skipped where it was done before."""
    run.tell("reading", 0, 1)
    changed = None
    if last is None:
        plan = planned(run.folder, session, run.posts, told)
    else:
        plan, changed = _since.planned(run.folder, session, run.posts, told, last=last, method=run.priors.method)
    judged = run.folder / WORK / "judged"
    judged.mkdir(exist_ok=True)
    session.map_accounts(
        run.posts,
        Judge(plan.as_of, plan.until, plan.sample, run.priors),
        judged,
        buckets=plan.buckets,
        only=None if changed is None else changed.accounts,
        tell=lambda done, of: run.tell("judging", done, of),
    )
    whole = judged if last is None or changed is None else _since.merged(run.folder, last, changed, plan.sample)
    gathered = _gather.gather(run, session, plan, whole)
    run.tell("writing", 0, 1)
    state = state_of(run, inputs, plan, gathered)
    publish(run.folder, whole, gathered, state, run.lang, as_delta=run.as_delta)


def state_of(run: Run, inputs: Inputs, plan: Plan, gathered: _gather.Gathered) -> State:
    """Give what is said of the run."""
    return State(
        method=run.priors.method,
        as_of=plan.as_of.astimezone(UTC).isoformat(),
        buckets=plan.buckets,
        fieber=fieber_version(),
        hashes=pl.__version__,
        counts=gathered.counts,
        sample=tuple(plan.sample.items()),
        rows=tuple(plan.rows.items()),
        inputs=inputs,
        faults=gathered.faults,
        priors=run.priors.origin,
    )


def _engine(name: str) -> Engine:
    known = engines()
    if name not in known:
        choice = ", ".join(known)
        raise UsageError(
            f"engine {name!r} is not known; choose from {choice}",
            de=f"Die Engine {name!r} kennt fieber nicht; zur Wahl stehen {choice}",
        )
    return known[name]
