"""The step that asks why: every cause weighs itself against the record, and then against the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from fieber.causes import Examination, Silent, causes, unknown_odds, weigh_all, weights
from fieber.checkup.purge import steps_lately
from fieber.checkup.vital import moment
from fieber.checkup.weather_step import sky
from fieber.context.holidays import public_holidays
from fieber.model.diagnosis import Abstention, CauseWeight
from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.causes import Cause, Weighed
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

SEEN_AS_IT_IS = frozenset({"young", "known"})  # what needs no statistics
MOST_MISSING = 0.25  # of the posts; a reading that lacks more was one of some posts only
FAINTEST = 0.05  # weight from which a cause is told at all
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
    weighed = {name: one for name, one in found.items() if not isinstance(one, Silent)}
    by_name = {cause.name: cause for cause in causes()}
    if "noise" not in weighed:  # too little to judge the numbers by; what is plain to see is still told
        weighed = {name: one for name, one in weighed.items() if one.uses & SEEN_AS_IT_IS and one.log_odds > 0}
    share = weights(weighed, unknown=unknown_odds(examination)) if weighed else {}
    told = [_told(by_name[name], weighed[name], weight) for name, weight in share.items()]
    ordered = sorted(told, key=lambda one: (-one.weight, one.cause))
    kept = tuple(one for i, one in enumerate(ordered) if one.weight >= FAINTEST or not i)
    silent = [_silence(by_name[name], one) for name, one in found.items() if isinstance(one, Silent)]
    return replace(diagnosis, causes=kept, abstentions=tuple(silent))


def examination_of(view: View, diagnosis: Diagnosis) -> Examination:
    """Give what the causes may look at."""
    return Examination(
        diagnosis=diagnosis,
        posts=view.examined.posts,
        days=view.seen.days,
        now=view.now,
        holidays=_holidays(view, diagnosis),
        vanished=vanished(view.seen.posts),
        sky=sky(view),
        steps_of_all=steps_lately(view),
    )


def vanished(posts: pl.DataFrame) -> int:
    """Give how many posts an earlier reading has that the last one lacks, of the time that the last one covers.

    0 where there is one reading, or where the last is no reading of the whole account but of some posts.
    """
    read = posts.filter(pl.col("post_id").is_not_null()).select(
        "post_id", "posted_at", day=pl.col("measured_at").dt.date()
    )
    if read["day"].n_unique() < 2:
        return 0
    last = read.filter(pl.col("day") == pl.col("day").max())
    covered = read.filter(
        pl.col("posted_at") >= last["posted_at"].min(), pl.col("posted_at").dt.date() < pl.col("day").max()
    )
    missing = covered.join(last, on="post_id", how="anti")["post_id"].n_unique()
    return missing if missing <= MOST_MISSING * covered["post_id"].n_unique() else 0


def _told(cause: Cause, weighed: Weighed, weight: float) -> CauseWeight:
    return CauseWeight(
        cause=cause.name,
        ladder=weighed.ladder,
        weight=weight,
        evidence=cause.sentence("evidence", weighed.values),
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
    return tuple(
        (float((event.start.date() - date(1970, 1, 1)).days), float((event.start.date() - date(1970, 1, 1)).days + 1))
        for event in public_holidays(view.seen.country, first, last)
    )


__all__ = ["examination_of", "with_causes"]
