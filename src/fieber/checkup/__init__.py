"""The pipeline: one account's tables in, a diagnosis out. Pure: no clock, no disk, no language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from fieber.checkup import conclusion
from fieber.checkup._view import View
from fieber.checkup.claims import told_date, with_claims
from fieber.checkup.coverage import pauses, viral_spans
from fieber.checkup.cuts import cut_counters, cut_days, is_cut
from fieber.checkup.headline import overall
from fieber.checkup.later import later_posts
from fieber.checkup.looks import epochs, grid, one_reading
from fieber.checkup.maturity import growths, turning_points
from fieber.checkup.priors import SHIPPED
from fieber.checkup.rate import posting_rate
from fieber.checkup.record import Record
from fieber.checkup.series import Sample, add_ripeness, day_sample, first_looks, post_sample
from fieber.checkup.steps import STEPS
from fieber.checkup.trace import trace
from fieber.checkup.vital import Judged, judge, unknown
from fieber.metrics import metrics
from fieber.model.diagnosis import Coverage, Diagnosis, Look, Vital
from fieber.model.moments import date_number, day_number, moment
from fieber.model.text import Message
from fieber.stats import temperature
from fieber.stats.percent import change_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieber.advice.plan import Plan
    from fieber.checkup.priors import Priors
    from fieber.checkup.weather import Peers
    from fieber.complaint import ClaimDict
    from fieber.model.reading import Fault, Source
    from fieber.model.surroundings import Event

    Floats = NDArray[np.float64]

KIND_MIN_POSTS = 40  # posts of one format: 10 of history and the usual 30
SHOWN_LOOKS = 52  # a year of fever curve in a report


@dataclass(frozen=True, slots=True)
class Chart:
    """One account as it was read: everything a check-up may look at.

    posts: rows of POSTS of one account, days: rows of DAYS. is_dated: False where times only keep the order.
    country: of most of the audience, where it is known. cuts: changes of a counter before which its numbers are gone.
    priors: what is taken as known of any account.
    """

    account: str
    platform: str | None
    posts: pl.DataFrame
    days: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    sources: tuple[Source, ...] = ()
    unknown_paths: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    is_dated: bool = True
    country: str | None = None
    cuts: tuple[Event, ...] = ()
    priors: Priors = SHIPPED


@dataclass(frozen=True, slots=True)
class Examined:
    """All vitals of one account over the same looks, and the headline at each of them."""

    looks: Floats
    judged: tuple[Judged, ...]  # those with a temperature at some look
    silent: tuple[Vital, ...]  # those of which only the reason is known
    headline: Floats
    carriers: NDArray[np.int64]
    posts: pl.DataFrame


def diagnose(
    chart: Chart,
    *,
    as_of: datetime,
    since: datetime | None = None,
    said: Sequence[ClaimDict] = (),
    peers: Peers | None = None,
    events: pl.DataFrame | None = None,
    restriction: datetime | None = None,
    plan: Plan | None = None,
) -> Diagnosis:
    """Give the finding for one account at `as_of`.

    Args:
        chart: the account. since: a date that was told, tested beside the scan.
        said: what a person says about the account, as `understand` gives it; its date is tested where none is told.
        peers: the roster to compare with. events: rows of EVENTS of the person's own.
        restriction: since when the app says that the account is restricted. plan: of a trial that the person makes.
    """
    now = day_number(as_of)
    seen = _seen(chart, now)
    posted = np.sort(seen.posts["posted"].to_numpy())
    looks = _recent_looks(seen, now) if chart.is_dated else np.array([now])
    told = _told_date(since, said) if chart.is_dated else None
    examined = _examine(seen, looks, since=told)
    rate = posting_rate(posted, now) if chart.is_dated else unknown("posting_rate", None, "column_missing")
    vitals = (*(one.vital for one in examined.judged), *examined.silent, rate)
    main = examined.judged[0] if examined.judged else None
    coverage = Coverage(
        posts=seen.posts.height,
        first=moment(float(posted[0])) if len(posted) else None,
        last=moment(float(posted[-1])) if len(posted) else None,
        faults=chart.faults,
        unknown_paths=chart.unknown_paths,
        pauses=pauses(posted, now) if chart.is_dated else (),
        viral=viral_spans(main, _days_of(main.sample, examined.posts)) if main else (),
        sources=chart.sources,
        is_dated=chart.is_dated,
    )
    diagnosis = conclusion.conclude(
        seen,
        as_of=as_of,
        vitals=vitals,
        headline=(float(examined.headline[-1]), int(examined.carriers[-1])),
        coverage=coverage,
        traces=tuple(trace(one, examined.posts) for one in examined.judged if one.sample.kind is None),
        looks=_fever_curve(examined),
        too_young=max((one.sample.too_young for one in examined.judged), default=0),
        remarks=(*_remarks(chart, seen, vitals, main, since), *later_posts(chart, seen, now)),
    )
    view = View(seen, examined, now, told, peers, events, said, restriction, plan)
    for step in STEPS:
        diagnosis = step(view, diagnosis)
    if not said:
        return diagnosis
    told_beside = None if since is None else told
    return with_claims(Record(seen.posts, seen.days, now, told_beside, diagnosis, peers), said)


def _remarks(
    chart: Chart, seen: Chart, vitals: tuple[Vital, ...], main: Judged | None, since: datetime | None
) -> tuple[Message, ...]:
    """What a person should hear besides: it goes very well, the told date cannot be tested, posts only come later."""
    remarks: list[Message] = []
    course = main.course if main else None
    if course is not None and course.viral[-1]:
        ordinary = np.flatnonzero(~course.viral)
        run = slice(int(ordinary[-1]) + 1 if len(ordinary) else 0, None)
        rise = float(np.median(course.series.value[run] - course.season[run]) - course.memory.middle[course.counted])
        percents = change_percent(np.array([rise]), course.memory.middle[[course.counted]], course.series.offset)
        posts = len(course.series.value[run])
        remarks.append(Message("caveat.going_well", {"n": posts, "percent": float(percents[0])}))
    if since is not None and not any(vital.since for vital in vitals):
        remarks.append(Message("caveat.since_untested", {"at": since}))
    first = chart.posts["posted_at"].min()
    if isinstance(first, datetime) and not seen.posts.height:
        remarks.append(Message("caveat.posts_are_later", {"first": first}))
    return tuple(remarks)


def _told_date(since: datetime | None, said: Sequence[ClaimDict]) -> float | None:
    """Give the date to be tested: the one told by itself, else the one in the sentence; days since 1970."""
    if since is not None:
        return day_number(since)
    day = told_date(said)
    return None if day is None else float(date_number(day))


def curve(
    chart: Chart, *, as_of: datetime, every: str = "7d"
) -> list[tuple[Floats, tuple[Judged, ...], Floats, NDArray[np.int64]]]:
    """Give the vitals at every look up to `as_of`, in pieces between which a newer reading of some post came in."""
    now = day_number(as_of)
    seen = _seen(chart, now)
    if not seen.posts.height and not seen.days.height:
        return []
    whole = _looks_of(chart, seen, now, every)
    pieces = []
    for looks in epochs(
        chart.posts, whole, np.append(turning_points(chart.posts, chart.priors.growth), cut_days(chart.platform))
    ):
        then = _seen(chart, now, reading=float(looks[0]))
        examined = _examine(then, looks)
        pieces.append((looks, examined.judged, examined.headline, examined.carriers))
    return pieces


def _seen(chart: Chart, now: float, *, reading: float | None = None) -> Chart:
    """Give the chart as it could be seen: no later posts, one reading a post (the latest at `reading`, else at now)."""
    read = one_reading(chart.posts, now if reading is None else reading)
    known = growths(chart.posts, now if reading is None else reading, chart.priors.growth)
    newest = cast("datetime | None", chart.posts["posted_at"].max())
    posts = add_ripeness(read, newest, known).filter(pl.col("posted") <= now)
    days = chart.days.filter(pl.col("day").cast(pl.Int32).cast(pl.Float64) + 1 <= now)
    if not chart.is_dated:
        return replace(chart, posts=posts, days=days)
    posts, days, cuts = cut_counters(posts, days, chart.platform, now if reading is None else reading)
    return replace(chart, posts=posts, days=days, cuts=cuts)


def chart_at(chart: Chart, as_of: datetime) -> Chart:
    """Give the chart as it could be seen at `as_of`: one reading a post, nothing later, changed counters cut."""
    return _seen(chart, day_number(as_of))


def view_at(chart: Chart, as_of: datetime) -> View:
    """Give the account as it could be seen at `as_of`, with its vitals judged then, and nothing around it."""
    now = day_number(as_of)
    seen = _seen(chart, now)
    return View(seen, _examine(seen, np.array([now])), now, None)


def _examine(chart: Chart, looks: Floats, *, since: float | None = None) -> Examined:
    """Judge every metric that the tables allow, as a whole and per format."""
    judged: list[Judged] = []
    silent: list[Vital] = []
    for sample in _samples(chart, float(looks[-1]) if len(looks) else 0.0, silent):
        one = judge(sample, looks, _days_of(sample, chart.posts), since=since)
        if np.isnan(one.p_at_looks).all():
            silent.append(one.vital)
        else:
            judged.append(one)
    places = [metric.name for metric in metrics()]
    silent.sort(key=lambda vital: places.index(vital.metric))
    headline, carriers = overall(judged, looks)
    return Examined(looks, tuple(judged), tuple(silent), headline, carriers, chart.posts)


def _samples(chart: Chart, now: float, silent: list[Vital]) -> list[Sample]:
    """Give the series to judge; what cannot be one is put into `silent` with its reason."""
    samples: list[Sample] = []
    formats = chart.posts.filter(pl.col("kind").is_not_null()).group_by("kind").agg(pl.len(), pl.col("posted").min())
    kinds = formats.filter(pl.col("len") >= KIND_MIN_POSTS).sort("len", "kind", descending=[True, False])["kind"]
    # one format alone is the account as a whole
    mixed = formats["posted"].sort()[1] if formats.height > 1 else inf
    for metric in metrics():
        table = chart.days if metric.per == "day" else chart.posts
        if metric.per == "week":
            continue
        if any(table[column].null_count() == table.height for column in metric.needs):
            reason = "metric_changed" if is_cut(metric, chart.cuts) else "column_missing"
            silent.append(unknown(metric.name, None, reason))
        elif metric.per == "day":
            samples.append(day_sample(chart.days, metric, now))
        else:
            samples.append(post_sample(chart.posts, metric, now, dated=chart.is_dated))
            parts = [post_sample(chart.posts, metric, now, kind=kind, dated=chart.is_dated) for kind in kinds]
            samples += [_from_then_on(one, mixed) for one in parts if len(one.series.value) >= KIND_MIN_POSTS]
    return [replace(sample, prior=chart.priors.thermometer) for sample in samples if sample.opens <= now]


def _from_then_on(sample: Sample, mixed: float) -> Sample:
    """A format is judged from the look on at which it has enough posts and is not the only one: as at that look."""
    return replace(sample, opens=max(mixed, float(sample.series.when[KIND_MIN_POSTS - 1])))


def _days_of(sample: Sample, posts: pl.DataFrame) -> Floats:
    """Day of each entry of a sample: of posting, or the day itself."""
    if sample.metric.per == "day":
        return sample.series.when - 1
    return posts["posted"].to_numpy()[sample.rows]


def _looks_of(chart: Chart, seen: Chart, now: float, every: str) -> Floats:
    """Give the looks up to now: one by one where a post could first be judged, else in steps."""
    if not chart.is_dated:
        return np.array([now])
    if every != "post":
        return _all_looks(seen, now, every)
    newest = cast("datetime | None", chart.posts["posted_at"].max())
    looks = first_looks(chart.posts, newest, chart.priors.growth)
    return looks[looks <= now]


def _all_looks(chart: Chart, now: float, every: str) -> Floats:
    posted = chart.posts["posted"].to_numpy()
    days = chart.days["day"].drop_nulls().cast(pl.Int32).to_numpy()
    return grid(float(np.concatenate([posted, days]).min()), now, every)


def _recent_looks(chart: Chart, now: float) -> Floats:
    """Give the last year of weekly looks, and now."""
    if not chart.posts.height and not chart.days.height:
        return np.array([now])
    looks = _all_looks(chart, now, "7d")
    return np.append(looks[looks < now][-SHOWN_LOOKS:], now)


def _fever_curve(examined: Examined) -> tuple[Look, ...]:
    """Give the headline at each look as it is shown, capped like the vital that carried it."""
    found: list[Look] = []
    for i, (day, p, carrier) in enumerate(zip(examined.looks, examined.headline, examined.carriers, strict=True)):
        course = examined.judged[carrier].course if carrier >= 0 else None
        if course is None:
            found.append(Look(moment(float(day)), None, "unknown"))
        else:
            p_drop = float(course.p_drop[i])
            found.append(Look(moment(float(day)), temperature.shown(p, p_drop), temperature.verdict(p, p_drop)))
    return tuple(found)


__all__ = ["Chart", "Examined", "chart_at", "curve", "day_number", "diagnose"]
