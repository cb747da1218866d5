"""The step after the thermometer that asks the others: weather, what is then one's own, and whose drop it is."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from math import erfc, log, log1p, sqrt
from typing import TYPE_CHECKING

from fieber.checkup._stretch import asked_about, spoken_of
from fieber.checkup.purge import with_follower_steps
from fieber.checkup.vital import moment, percent
from fieber.checkup.weather import Net, Question, common_break, kinds_of, net_of_weather
from fieber.model.diagnosis import Abstention, CauseWeight
from fieber.model.surroundings import Weather
from fieber.model.text import Message
from fieber.stats.cohort import in_percent

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.checkup.vital import Judged
    from fieber.checkup.weather import Peers
    from fieber.model.diagnosis import Diagnosis, Finding, Vital

MOSTLY = 0.75  # three quarters of a loss (log units) are most of it; what is left is too little to act on
A_THIRD = 1 / 3  # where the rest is uncertain, the others must have had so much of it to be the answer
SMALLEST = log(0.9)  # a loss below a tenth is never called one: DESIGN.md section 2
FEWEST_AFTER = 4  # posts from the others' day on; with fewer the stretch that was found says more
FAINTEST = 0.05  # weight from which a cause is told at all


def with_weather(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis held against the others; unchanged where there are none or times only keep the order."""
    if view.peers is None or not view.seen.is_dated:
        return diagnosis
    diagnosis = with_follower_steps(view, view.peers, diagnosis)
    one = _asked(view, diagnosis)
    question = None if one is None else _question(view, one, view.peers, is_real=diagnosis.finding == "real")
    if one is None or question is None:
        return diagnosis
    found = net_of_weather(question, view.peers, account=view.seen.account, platform=view.seen.platform)
    if not isinstance(found, Net):
        return _too_few(diagnosis, found, view.peers)
    held = _without_absence(diagnosis, view.peers)
    weather = weather_of(found, one.vital, question)
    finding = whose(weather) if held.finding == "real" else held.finding
    causes = _with_cause(held, found, weather) if _is_low(one) else held.causes
    return replace(held, weather=weather, compared_with=weather.accounts, finding=finding, causes=causes)


def _asked(view: View, diagnosis: Diagnosis) -> Judged | None:
    """Give the vital that the sentence names or the finding speaks of.

    For a told date its metric as a whole, whose test has most posts.
    """
    one = asked_about(view) or _carrier(view, diagnosis) or spoken_of(view, diagnosis)
    if one is None or view.told is None:
        return one
    whole = (other for other in view.examined.judged if other.vital.kind is None and other.vital.since is not None)
    return next((other for other in whole if other.vital.metric == one.vital.metric), one)


def _carrier(view: View, diagnosis: Diagnosis) -> Judged | None:
    """Give the vital that carries the headline, of posts or of days."""
    place = diagnosis.carried_by if diagnosis.described is None else diagnosis.described
    if place is None:
        return None
    wanted = diagnosis.vitals[place]
    same = (one for one in view.examined.judged if (one.vital.metric, one.vital.kind) == (wanted.metric, wanted.kind))
    return next(same, None)


def _question(view: View, one: Judged, peers: Peers, *, is_real: bool) -> Question | None:
    """Ask for the time from the told date on; else for the stretch that the change speaks of.

    Where there is a real drop and the others clearly changed near its begin, their day is asked for: it was not found
    by looking at this account's numbers.
    """
    vital, sample = one.vital, one.sample
    if sample.metric.per == "day":
        posted, kinds = sample.series.when - 1, kinds_of([None] * len(sample.rows))
    else:
        posted = view.examined.posts["posted"].to_numpy()[sample.rows]
        kinds = kinds_of(view.examined.posts["kind"].gather(sample.rows).to_list())
    if view.told is not None and vital.since is not None:
        return Question(sample, posted, kinds, int((posted >= view.told).sum()), view.told, view.now)
    if vital.recent is None:
        return None
    found = Question(sample, posted, kinds, vital.recent.n, float(posted[-vital.recent.n :].min()), view.now)
    if not is_real:
        return found
    day = common_break(found, peers, account=view.seen.account, platform=view.seen.platform)
    after = int((posted >= day).sum())
    return replace(found, posts=after, date=day) if day != found.date and after >= FEWEST_AFTER else found


def weather_of(found: Net, vital: Vital, question: Question) -> Weather:
    """Write the weather and the rest in percent."""
    low, high = found.weather.interval()
    own = found.own
    steps = (None, None, None) if own is None else (own.median, own.low, own.high)
    level = 0.0 if own is None else own.level
    told = [None if step is None else percent(step, level, found.offset) for step in steps]
    return Weather(
        percent=in_percent(found.weather.value),
        low=in_percent(low),
        high=in_percent(high),
        accounts=found.weather.accounts,
        own_percent=told[0],
        own_low=told[1],
        own_high=told[2],
        own_p_value=None if own is None else own.p,
        metric=vital.metric,
        kind=vital.kind,
        since=moment(question.date),
    )


def whose(weather: Weather) -> Finding:
    """Say of a real drop whether it is everyone's, one's own, or both; "real" where neither is certain.

    Certain is what has its whole 90 % interval below zero, as everywhere. Shares are of the loss in log units.
    """
    weather_certain, market = weather.high < 0, _step(weather.percent)
    if weather.own_percent is None or weather.own_high is None:
        return "everyone" if weather_certain and market <= SMALLEST else "real"
    own_certain = weather.own_high < 0
    both = market + _step(weather.own_percent)
    share = min(1.0, max(0.0, market / both)) if both < 0 else float(weather_certain)
    if not weather_certain:
        return "yours" if own_certain else "real"
    if not own_certain:
        return "everyone" if share >= A_THIRD else "yours"
    if share >= MOSTLY:
        return "everyone"
    return "yours" if share <= 1 - MOSTLY else "both"


def _step(percents: float) -> float:
    """Turn percent into log units."""
    return log1p(max(percents, -99.9) / 100)


def _is_low(one: Judged) -> bool:
    vital = one.vital
    change = vital.since or vital.change
    return change is not None and change.percent < 0


def _with_cause(diagnosis: Diagnosis, found: Net, weather: Weather) -> tuple[CauseWeight, ...]:
    """Weigh the weather by the probability that the others really lost a tenth or more."""
    error = max(found.weather.error, 1e-9)
    weight = 0.5 * erfc(-(SMALLEST - found.weather.value) / error / sqrt(2))
    if weight < FAINTEST:
        return diagnosis.causes
    values = {"percent": weather.percent, "low": weather.low, "high": weather.high, "n": weather.accounts}
    evidence, refuted = Message("cause.weather.evidence", values), Message("cause.weather.refuted_by")
    causes = list(diagnosis.causes)
    insort(causes, CauseWeight("weather", "associated", weight, evidence, refuted), key=lambda cause: -cause.weight)
    return tuple(causes)


def _without_absence(diagnosis: Diagnosis, peers: Peers) -> Diagnosis:
    """The others are there: nothing is missing on their account."""
    told = () if peers.is_told else (Message("caveat.peers_of_the_input"),)
    return replace(
        diagnosis,
        abstentions=tuple(one for one in diagnosis.abstentions if one.cause != "weather"),
        caveats=(*(one for one in diagnosis.caveats if one.key != "caveat.no_peers"), *told),
    )


def _too_few(diagnosis: Diagnosis, accounts: int, peers: Peers) -> Diagnosis:
    """Somebody was there, but too few of them posted before and after."""
    values = {"n": accounts, "least": peers.at_least}
    missing = Message("caveat.too_few_peers", values) if accounts else Message("caveat.unfit_peers")
    return replace(
        diagnosis,
        abstentions=tuple(
            Abstention("weather", "too_few_peers") if one.cause == "weather" else one for one in diagnosis.abstentions
        ),
        caveats=tuple(missing if one.key == "caveat.no_peers" else one for one in diagnosis.caveats),
    )
