"""The step that asks why: every cause weighs itself against the record, and then against the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.causes import COUNTED, Examination, Silent, causes, unknown_odds, weigh_all, weights
from fieber.checkup.purge import steps_lately
from fieber.checkup.weather_step import sky
from fieber.context.holidays import public_holidays
from fieber.model.diagnosis import Abstention, CauseWeight
from fieber.model.moments import date_number, moment
from fieber.model.text import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes import Cause, Weighed
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

    Floats = NDArray[np.float64]

SEEN_AS_IT_IS = frozenset({"young", "known"})  # what needs no statistics
MOST_MISSING = 0.25  # of the posts; a reading that lacks more was one of some posts only
FAINTEST = 0.05  # weight from which a cause is told at all; the others are in the abstentions, each with its reason
UNLIKELY = Silent("unlikely")
UNDATED = {
    "en": "Without dates there is nothing that this could be seen in.",
    "de": "Ohne Datum lässt sich das nicht sehen.",
}


def with_causes(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with its causes, the heaviest first, and those that could not be weighed."""
    examination = examination_of(view, diagnosis)
    found = weigh_all(examination)
    if not diagnosis.coverage.is_dated:
        found = {name: one if name == "noise" else Silent("undated", UNDATED) for name, one in found.items()}
    chance = found["noise"]
    if isinstance(chance, Silent):  # too little to judge the numbers by; what is plain to see is still told
        found = {name: one if isinstance(one, Silent) or _is_plain(one) else chance for name, one in found.items()}
    weighed = {name: one for name, one in found.items() if not isinstance(one, Silent)}
    share = weights(weighed, unknown=unknown_odds(examination)) if weighed else {}
    ordered = sorted(share, key=lambda name: (-share[name], name))
    kept = [name for i, name in enumerate(ordered) if share[name] >= FAINTEST or not i]
    silent = {name: one if isinstance(one, Silent) else UNLIKELY for name, one in found.items() if name not in kept}
    by_name = {cause.name: cause for cause in causes()}
    return replace(
        diagnosis,
        causes=tuple(_told(by_name[name], weighed[name], share[name]) for name in kept),
        abstentions=tuple(_silence(by_name[name], one) for name, one in silent.items()),
    )


def _is_plain(weighed: Weighed) -> bool:
    return bool(weighed.uses & SEEN_AS_IT_IS) and weighed.log_odds > 0


def examination_of(view: View, diagnosis: Diagnosis) -> Examination:
    """Give what the causes may look at."""
    return Examination(
        diagnosis=diagnosis,
        posts=view.examined.posts,
        days=view.seen.days,
        now=view.now,
        holidays=_holidays(view, diagnosis),
        gone=vanished(view.seen.posts),
        sky=sky(view),
        steps_of_all=steps_lately(view),
    )


def vanished(posts: pl.DataFrame) -> Floats | None:
    """Give the posts of an earlier reading that the last one should have and lacks: their counts against the others.

    Returns:
        (g,) log units from the median of those that stayed; None where there is one reading, or where the last is no
        reading of the whole account but of some posts.
    """
    count = next((name for name in COUNTED if posts[name].null_count() < posts.height), None)
    read = posts.filter(pl.col("post_id").is_not_null()).with_columns(day=pl.col("measured_at").dt.date())
    last = read.filter(pl.col("day") == pl.col("day").max())
    if count is None or read["day"].n_unique() < 2:
        return None
    covered = read.filter(
        pl.col("posted_at") >= last["posted_at"].min(), pl.col("posted_at").dt.date() < pl.col("day").max()
    ).unique("post_id", keep="last", maintain_order=True)
    is_gone = ~covered["post_id"].is_in(last["post_id"].implode()).to_numpy()
    if is_gone.sum() > MOST_MISSING * covered.height:
        return None
    value = np.log(covered[count].cast(pl.Float64).to_numpy() + 0.5)
    known = np.isfinite(value)
    stayed = value[~is_gone & known]
    return value[is_gone & known] - float(np.median(stayed)) if len(stayed) else None


def _told(cause: Cause, weighed: Weighed, weight: float) -> CauseWeight:
    evidence = cause.sentence("evidence", weighed.values)
    return CauseWeight(
        cause=cause.name,
        ladder=weighed.ladder,
        weight=weight,
        evidence=evidence if weighed.evidence is None else replace(evidence, said=weighed.evidence),
        refuted_by=cause.sentence("refuted_by", weighed.values),
        title=cause.sentence("title", weighed.values),
    )


def _silence(cause: Cause, silent: Silent) -> Abstention:
    said = None if silent.said is None else Message(f"reason.{silent.reason}", {}, silent.said)
    return Abstention(cause.name, silent.reason, cause.sentence("title", {}), said)


def _holidays(view: View, diagnosis: Diagnosis) -> tuple[tuple[float, float], ...]:
    """Give the public holidays over the record as stretches of days."""
    if view.seen.country is None or diagnosis.coverage.first is None:
        return ()
    first, last = diagnosis.coverage.first.date() - timedelta(days=1), moment(view.now).date()
    days = (float(date_number(event.start.date())) for event in public_holidays(view.seen.country, first, last))
    return tuple((day, day + 1) for day in days)


__all__ = ["examination_of", "with_causes"]
