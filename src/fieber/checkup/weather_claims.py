"""A feared loss held against the others: is it everyone's? The fear and the finding then say the same."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from fieber.checkup.finding import OF_COUNTERS, OF_FOLLOWER_COUNTERS, counted_otherwise
from fieber.checkup.purge import own_followers, steps_of_account
from fieber.checkup.record import posts_with
from fieber.checkup.series import post_sample
from fieber.checkup.weather import FEWEST_PEERS, Net, Question, kinds_of, net_of_weather
from fieber.checkup.weather_step import HALF, weather_of, whose
from fieber.checkup.weather_table import FOLLOWERS
from fieber.model.moments import date_number, day_number
from fieber.stats import cohort

if TYPE_CHECKING:
    from fieber.checkup.record import Record
    from fieber.model.diagnosis import Claim, Fear, Finding, Tested, Vital

OF_STEPS: dict[str, Fear] = {"followers_purged": "market", "counter_bug": "unfounded"}
COUNTED = OF_COUNTERS | OF_FOLLOWER_COUNTERS
COUNTED_AWAY = 0.5  # share of lost followers that went on days when everybody's did: most of them
LONGEST_SINCE = 14.0  # days that a peer's reading may lie before the date that is compared with
PERCENT = 100.0


def fear_of_drop(record: Record, claim: Claim, vital: Vital, since: float | None) -> Fear:
    """Say whether a real drop of a metric is the market's or the account's own.

    Args:
        record: the account. claim: with the metric and format that were tested. vital: as judged. since: the told day.
    """
    found = posts_with(record, claim.metric, claim.kind_of_post)
    if record.peers is None or not record.is_dated or isinstance(found, str):
        return "right"
    metric, posts = found
    sample = post_sample(posts, metric, record.now)
    posted = posts["posted"].to_numpy()[sample.rows]
    judged = 0 if vital.recent is None else vital.recent.n
    count = judged if since is None else int((posted >= since).sum())
    if not count:
        return "right"
    kinds = kinds_of(posts["kind"].gather(sample.rows).to_list())
    date = float(posted[-count:].min()) if since is None else since
    question = Question(sample, posted, kinds, count, date, record.now)
    diagnosis = record.diagnosis
    net = net_of_weather(question, record.peers, account=diagnosis.account, platform=diagnosis.platform)
    if not isinstance(net, Net):
        return "right"
    return "market" if whose(weather_of(net, vital, question)) == "everyone" else "right"


def fear_of_followers(record: Record, tested: Tested) -> tuple[Fear, str | None]:
    """Say whether lost followers are everyone's, with what it was where they went on days when everybody's did.

    Accounts that the platform removed everywhere are really gone, and everyone's: market. Where only the counter erred
    nobody is gone: unfounded.
    """
    own = counted_otherwise(record.diagnosis, FOLLOWERS) if _went_at_once(record, tested) else None
    if record.peers is None or tested.since is None or not tested.before or tested.now is None:
        return ("right", None) if own is None else ("unfounded", own)
    since = day_number(tested.since)
    found = steps_of_account(record.posts, record.days, record.peers, record.diagnosis.platform, record.now)
    steps = [step for step in found if date_number(step.day) >= np.floor(since)]
    on_days = sum(-step.percent / PERCENT * tested.before for step in steps)
    if on_days >= COUNTED_AWAY * (tested.before - tested.now):
        largest = min(steps, key=lambda step: step.percent)
        return OF_STEPS[largest.what], largest.what
    others = _others_change(record, since)
    lost = log1p(tested.percent / PERCENT)
    if others is not None and others.interval()[1] < 0 and others.value / lost >= HALF:
        return "market", None
    return ("right", None) if own is None else ("unfounded", own)


def _went_at_once(record: Record, tested: Tested) -> bool:
    """Whether those who went, went in a night within the time that was compared; unknown steps are no objection."""
    steps = [event for event in record.diagnosis.follower_events if event.people < 0]
    if not steps or tested.since is None or tested.before is None or tested.now is None:
        return True
    within = sum(-event.people for event in steps if event.end >= tested.since)
    return within >= COUNTED_AWAY * (tested.before - tested.now)


def _others_change(record: Record, since: float) -> cohort.Estimate | None:
    """Give the change of the others' followers from a date to now; None with fewer than twenty of them."""
    if record.peers is None or own_followers(record.posts, record.days) is None:
        return None
    cells = record.peers.table.cells(FOLLOWERS, record.diagnosis.platform)
    changes = []
    for i, name in enumerate(cells.names):
        own = (cells.owner == i) & (cells.day <= record.now) & (cells.mean > 0)
        then = np.flatnonzero(own & (cells.day <= since) & (cells.day >= since - LONGEST_SINCE))
        later = np.flatnonzero(own & (cells.day > since))
        if name.casefold() != record.diagnosis.account.casefold() and then.size and later.size:
            changes.append(float(np.log(cells.mean[later[-1]] / cells.mean[then[-1]])))
    if len(changes) < FEWEST_PEERS:
        return None
    value, error = cohort.deviation(np.array(changes), np.zeros(len(changes)))
    return cohort.Estimate(value, error, len(changes))


def finding_of(fear: Fear, claim: Claim, record: Record, otherwise: Finding) -> Finding:
    """Give the finding that goes with the fear of the main claim, where the others were asked; else `otherwise`."""
    if claim.reason in COUNTED and fear == "unfounded":
        return "counter"
    weather = record.diagnosis.weather
    if fear != "right" or weather is None or (claim.metric, claim.kind_of_post) != (weather.metric, weather.kind):
        return otherwise
    found = whose(weather)
    return otherwise if found == "everyone" else found


def accounts_compared(record: Record, claim: Claim) -> int:
    """Give how many others a claim was held against, where the check-up itself had none."""
    known = record.diagnosis.compared_with
    is_asked = claim.kind == "follower_loss" and (claim.fear == "market" or claim.reason in OF_STEPS)
    if known or record.peers is None or not is_asked:
        return known
    return max(0, len(record.peers.table.cells(FOLLOWERS, record.diagnosis.platform).names) - 1)
