"""The step that looks at a person's trial: the posts since the plan was drawn, by the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.advice.evaluate import Made, evaluate
from fieber.advice.own_record import others_out
from fieber.advice.plan import account_hash
from fieber.advice.wording import chosen
from fieber.checkup.own_record import record_of, season_of
from fieber.checkup.series import post_sample
from fieber.metrics import metrics
from fieber.model.moments import day_number, moment
from fieber.model.text import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.advice.plan import Plan
    from fieber.checkup._view import View
    from fieber.checkup.series import Sample
    from fieber.metrics._protocol import Metric
    from fieber.model.diagnosis import Diagnosis


def with_experiment(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with what came out of the trial whose plan was told, if it is this account's."""
    plan = view.plan
    if plan is None or not view.seen.is_dated or plan.account != account_hash(diagnosis.account, diagnosis.platform):
        return diagnosis
    tried = Message(f"experiment.tried.{plan.choice.name}", chosen(plan.choice, plan.zone))
    sample = post_sample(view.examined.posts, metrics_by_name()[plan.metric], view.now)
    made, level = _made(view, plan, sample)
    now = moment(view.now)
    found = evaluate(plan, made, now=now, tried=tried, level=level, offset=sample.series.offset)
    return replace(diagnosis, experiment=found)


def metrics_by_name() -> dict[str, Metric]:
    """Give the metrics that are counted on each post, by name."""
    return {metric.name: metric for metric in metrics() if metric.per == "post"}


def _made(view: View, plan: Plan, sample: Sample) -> tuple[Made, float]:
    """Give the posts since the plan was drawn, and the usual log value before it.

    What else is known of a post (weekday, format, …, but not what is tried) is taken out as it was known before the
    plan, so that nothing that the trial did can be taken out with it.
    """
    drawn = day_number(plan.made)
    posts = view.examined.posts
    record = record_of(sample, _season(view, sample), posts, plan.zone)
    value = np.full(posts.height, np.nan)
    day = posts["posted"].to_numpy()
    value[sample.rows[np.argsort(day[sample.rows], kind="stable")]] = others_out(record, drawn, kept=plan.choice.name)
    usual = record.value[record.day <= drawn]
    level = float(np.median(usual if len(usual) else record.value)) if len(record.value) else 0.0
    late = np.flatnonzero(day > drawn)
    late = late[np.argsort(day[late], kind="stable")]
    # a post that was read too early may still be judged when it is read again; one without the counter never
    is_young = ~(posts["ripe"].fill_null(np.inf).to_numpy()[late] <= view.now)
    after = posts[late]
    return Made(after["posted_at"].to_list(), after["kind"].to_list(), value[late], is_young), level


def _season(view: View, sample: Sample) -> NDArray[np.float64] | float:
    """Give the season that the thermometer took out of the same posts, 0 where it judged others."""
    same = [one for one in view.examined.judged if one.sample.kind is None and one.sample.metric == sample.metric]
    fits = same and len(same[0].sample.rows) == len(sample.rows)
    return season_of(same[0]) if fits else 0.0
