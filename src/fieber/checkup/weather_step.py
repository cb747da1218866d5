"""The step after the thermometer that asks the others: weather, what is then one's own, and whose drop it is."""

from __future__ import annotations

from dataclasses import replace
from math import log, log1p
from typing import TYPE_CHECKING

from fieber.checkup._stretch import asked_about, spoken_of
from fieber.checkup.vital import percent
from fieber.checkup.weather import Net, Question, common_break, kinds_of, net_of_weather
from fieber.model.moments import moment
from fieber.model.surroundings import Weather
from fieber.model.text import Message
from fieber.stats.cohort import in_percent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fieber.checkup._view import View
    from fieber.checkup.vital import Judged
    from fieber.checkup.weather import Peers
    from fieber.model.diagnosis import Diagnosis, Finding, Vital

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOSTLY = 0.75  # three quarters of a loss (log units) are most of it; what is left is too little to act on
HALF = 0.5  # where the rest is uncertain, the others must have had most of it to be the answer
SMALLEST = log(0.9)  # a loss below a tenth is never called one: DESIGN.md section 2
FEWEST_AFTER = 4  # posts from the others' day on; with fewer the stretch that was found says more
BACK_DAYS, BACK_WEEKS = 100.0, 14  # around then, and so many weeks from then, a break of all is looked for unasked


def with_weather(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis held against the others; unchanged where there are none or times only keep the order."""
    if view.peers is None or not view.seen.is_dated:
        return diagnosis
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
    return replace(held, weather=weather, compared_with=weather.accounts, finding=finding)


def sky(view: View) -> Weather | str:
    """Give the weather as the causes hear it: of the account's counts, whatever was asked; or why there is none.

    Where the others clearly changed within the last half year, it is since then, else over the stretch that the
    account's own test describes.
    """
    if view.peers is None or not view.seen.is_dated:
        return "no_peers"
    whole = [one for one in view.examined.judged if one.sample.metric.per == "post" and one.vital.kind is None]
    found = (_since_their_day(view, view.peers, one) for one in whole)
    return next((one for one in found if one is not None), "too_few_peers")


def _since_their_day(view: View, peers: Peers, one: Judged) -> Weather | None:
    found = _stretch_found(view, one)
    if found is None:
        return None
    account, platform = view.seen.account, view.seen.platform
    around = replace(found, date=view.now - BACK_DAYS)
    day = common_break(around, peers, account=account, platform=platform, weeks=BACK_WEEKS)
    after = int((found.posted >= day).sum())
    question = replace(found, posts=after, date=day) if day != around.date and after >= FEWEST_AFTER else found
    net = net_of_weather(question, peers, account=account, platform=platform)
    return weather_of(net, one.vital, question) if isinstance(net, Net) else None


def _asked(view: View, diagnosis: Diagnosis) -> Judged | None:
    """Give the vital that the sentence names or the finding speaks of.

    For a told date its metric as a whole, whose test has most posts.
    """
    one = asked_about(view) or _spoken_of(view, diagnosis) or spoken_of(view, diagnosis)
    if one is None or view.told is None:
        return one
    whole = (other for other in view.examined.judged if other.vital.kind is None and other.vital.since is not None)
    return next((other for other in whole if other.vital.metric == one.vital.metric), one)


def _spoken_of(view: View, diagnosis: Diagnosis) -> Judged | None:
    """Give the vital that the finding speaks of, be it of posts or of days."""
    wanted = diagnosis.spoken_of
    if wanted is None:
        return None
    same = (one for one in view.examined.judged if (one.vital.metric, one.vital.kind) == (wanted.metric, wanted.kind))
    return next(same, None)


def _question(view: View, one: Judged, peers: Peers, *, is_real: bool) -> Question | None:
    """Ask for the time from the told date on; else for the stretch that the change speaks of.

    Where there is a real drop and the others clearly changed near its begin, their day is asked for: it was not found
    by looking at this account's numbers.
    """
    found = _stretch_found(view, one)
    if view.told is not None and one.vital.since is not None:
        posted, kinds = _posts_of(view, one)
        return Question(one.sample, posted, kinds, int((posted >= view.told).sum()), view.told, view.now)
    if found is None:
        return None
    if not is_real:
        return found
    day = common_break(found, peers, account=view.seen.account, platform=view.seen.platform)
    after = int((found.posted >= day).sum())
    return replace(found, posts=after, date=day) if day != found.date and after >= FEWEST_AFTER else found


def _stretch_found(view: View, one: Judged) -> Question | None:
    """Ask for the stretch that the change of a vital speaks of; None where it has none."""
    if one.vital.recent is None:
        return None
    posted, kinds = _posts_of(view, one)
    posts = one.vital.recent.n
    return Question(one.sample, posted, kinds, posts, float(posted[-posts:].min()), view.now)


def _posts_of(view: View, one: Judged) -> tuple[Floats, Ints]:
    """Give the day and the format of each entry of a vital's series, both (n,)."""
    if one.sample.metric.per == "day":
        return one.sample.series.when - 1, kinds_of([None] * len(one.sample.rows))
    posts = view.examined.posts
    return posts["posted"].to_numpy()[one.sample.rows], kinds_of(posts["kind"].gather(one.sample.rows).to_list())


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
        return "everyone" if share >= HALF else "both" if share > 1 - MOSTLY else "yours"
    if share >= MOSTLY:
        return "everyone"
    return "yours" if share <= 1 - MOSTLY else "both"


def _step(percents: float) -> float:
    """Turn percent into log units."""
    return log1p(max(percents, -99.9) / 100)


def _without_absence(diagnosis: Diagnosis, peers: Peers) -> Diagnosis:
    """The others are there: nothing is missing on their account."""
    told = () if peers.is_told else (Message("caveat.peers_of_the_input"),)
    return replace(diagnosis, caveats=(*(one for one in diagnosis.caveats if one.key != "caveat.no_peers"), *told))


def _too_few(diagnosis: Diagnosis, accounts: int, peers: Peers) -> Diagnosis:
    """Somebody was there, but too few of them posted before and after."""
    values = {"n": accounts, "least": peers.at_least}
    missing = Message("caveat.too_few_peers", values) if accounts else Message("caveat.unfit_peers")
    return replace(
        diagnosis, caveats=tuple(missing if one.key == "caveat.no_peers" else one for one in diagnosis.caveats)
    )
