"""`fieber.plan_experiment`: a plan for a trial, drawn by chance, that a later check can evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fieber.advice.choice import read_choice
from fieber.advice.clock import check_zone, zone_of
from fieber.advice.own_record import options, record_scatter
from fieber.advice.plan import POST_METRICS, account_hash
from fieber.advice.schedule import MOST, draw_plan, kept_up, lines_needed
from fieber.api import as_reading, charts, latest_moment
from fieber.checkup import view_at
from fieber.checkup.own_record import main_count, record_of, season_of
from fieber.errors import UsageError
from fieber.stats.prior import PRIOR

if TYPE_CHECKING:
    from fieber.advice.plan import Plan
    from fieber.api import Moment
    from fieber.checkup import Chart
    from fieber.checkup._view import View

RATE_DAYS = 84.0  # the usual rhythm is that of the last twelve weeks


def plan_experiment(
    posts: Any,
    what: str,
    *,
    account: str | None = None,
    as_of: Moment | None = None,
    lines: int | None = None,
    zone: str | None = None,
    seed: int | None = None,
) -> Plan:
    """Draw a plan for a trial over the next posts of one account.

    Args:
        posts: a posts table or a `Reading`, as for `check`.
        what: what is tried: "hour=19", "hour=18-20", "weekday=friday", "kind=reel", "per_week=3".
        account: whose posts, where there are several accounts.
        as_of: only posts after it take part; if not given, the latest reading, else the latest post.
        lines: posts (weeks, for per_week) of the plan; if not given, as many as it takes by the account's own scatter.
        zone: whose clock the hours are of; if not given, that of the account's country, else UTC.
        seed: of the draw; if not given, it hangs on the account, what is tried, and the day.

    Raises:
        UsageError: nothing that can be tried, several accounts, no dates or counts, or a number out of range.
    """
    choice = read_choice(what)
    if lines is not None and not 2 <= lines <= 4 * MOST:
        raise UsageError(
            f"--posts {lines}: from 2 to {4 * MOST} posts", de=f"--posts {lines}: möglich sind 2 bis {4 * MOST} Posts"
        )
    chart, now = _only_one(posts, account, as_of)
    clock = zone_of(chart.country) if zone is None else check_zone(zone)
    view = view_at(chart, now)
    scatter, needed = _from_record(view, choice.word, clock)
    return draw_plan(
        account_hash(chart.account, chart.platform),
        choice,
        metric=_metric(view),
        zone=clock,
        made=now,
        per_week=_per_week(view),
        lines=lines or kept_up(needed or lines_needed(choice, scatter)),
        scatter=scatter,
        seed=seed,
    )


def _only_one(posts: Any, account: str | None, as_of: Moment | None) -> tuple[Chart, Any]:
    reading = as_reading(posts, None, account)
    found = charts(reading, account)
    if len(found) > 1:
        raise UsageError(
            f"a plan is for one account, and there are {len(found)}; name one with --account",
            de=f"Ein Plan ist für einen Account, und hier sind {len(found)}; nenne einen mit --account",
        )
    if not found[0].is_dated or not found[0].posts.height:
        raise UsageError(
            "a plan needs posts with dates, and there are none; read an export or a table",
            de="Für einen Plan braucht es Posts mit Datum, und hier sind keine; lies einen Export oder eine Tabelle",
        )
    return found[0], latest_moment(reading, as_of)


def _metric(view: View) -> str:
    """The first thing that is counted on each post."""
    judged = main_count(view)
    if judged is not None:
        return judged.sample.metric.name
    table = view.seen.posts
    for name in POST_METRICS:
        if table[name].null_count() < table.height:
            return name
    raise UsageError(
        "no likes, views or the like in this input; without a count there is nothing to compare",
        de="In diesen Daten stehen keine Likes, Aufrufe oder Ähnliches; ohne Zahl gibt es nichts zu vergleichen",
    )


def _from_record(view: View, word: str, zone: str) -> tuple[float, int | None]:
    """Give the noise of a post, and the posts that a trial of the choice needs where the record promises something."""
    judged = main_count(view)
    if judged is None:
        return PRIOR.scatter, None
    record = record_of(judged.sample, season_of(judged), view.examined.posts, zone)
    needed = next((one.posts_needed for one in options(record, view.now) if one.choice.word == word), None)
    return record_scatter(record, view.now) or PRIOR.scatter, needed


def _per_week(view: View) -> float:
    posted = np.sort(view.seen.posts["posted"].to_numpy())
    late = posted[posted > view.now - RATE_DAYS]
    days = min(RATE_DAYS, max(view.now - float(posted[0]), 7.0))
    return max(len(late), 1) / days * 7
