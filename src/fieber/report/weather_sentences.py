"""What the others had, and what is then one's own, in sentences; whose drop it is arrives decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import FollowerStep, FormatOutlook, RosterWeather, WeatherStrip
    from fieber.model.text import Value
    from fieber.report.claim_sentences import Sentences
    from fieber.report.words import Words

ASKS_ABOUT_A_DROP = frozenset({"claim_drop", "algorithm"})
UNFIT = frozenset({"caveat.too_few_peers", "caveat.unfit_peers"})
WITH_A_DROP = frozenset({"everyone", "yours", "both", "real"})


def beside_the_loss(diagnosis: Diagnosis) -> Sentences:
    """Give the loss with and without the weather, where there is a loss or one is asked about; else nothing."""
    weather = diagnosis.weather
    if weather is None:  # whoever brought others is told why they do not help
        return tuple(message for message in diagnosis.caveats if message.key in UNFIT)
    is_asked = any(claim.kind in ASKS_ABOUT_A_DROP for claim in diagnosis.claims)
    if not (is_asked or diagnosis.finding in WITH_A_DROP):
        return ()
    others = change("weather.others", weather.percent, weather.low, weather.high)
    others = replace(
        others, values={**others.values, "n": weather.accounts, "at": weather.since, "metric": weather.metric}
    )
    if weather.own_percent is None or weather.own_low is None or weather.own_high is None:
        return (others,)
    return (others, change("weather.own", weather.own_percent, weather.own_low, weather.own_high))


def change(prefix: str, percent: float, low: float, high: float) -> Message:
    """Give a change with its interval: `<prefix>.loss`, `.gain`, or `.either` where the interval holds both."""
    direction = "loss" if high < 0 else "gain" if low > 0 else "either"
    return Message(f"{prefix}.{direction}", {"percent": percent, "low": low, "high": high})


def step_sentence(step: FollowerStep) -> Message:
    """Name one day on which followers fell everywhere at once."""
    values: dict[str, Value] = {"at": step.day, "n": step.fell, "accounts": step.accounts, "size": -step.percent}
    return Message(f"weather.steps.{step.what}", values)


def opening(weather: RosterWeather) -> Message:
    """Give how many accounts there are, and as of when."""
    if weather.as_of is None:
        return Message("weather.intro.none")
    return Message("weather.intro", {"n": weather.accounts, "as_of": weather.as_of})


def none_at_all(least: int) -> Message:
    """Say that there are too few accounts for a weather."""
    return Message("weather.none", {"least": least})


def title_of(strip: WeatherStrip, words: Words) -> Message:
    """Name a strip by platform, format and metric."""
    platform = words.word("weather.platform.unknown") if strip.platform is None else words.platform(strip.platform)
    if strip.kind is None:
        return Message("weather.strip.all", {"platform": platform, "metric": strip.metric})
    return Message("weather.strip.kind", {"platform": platform, "metric": strip.metric, "kind": strip.kind})


def seen_from(strip: WeatherStrip) -> Message:
    """Give how many accounts stand behind a strip."""
    return Message("weather.strip.accounts", {"n": strip.accounts})


def ahead(weather: RosterWeather, strip: WeatherStrip) -> tuple[Message, ...]:
    """Give the forecast of a strip's platform and format; nothing where there is none."""
    own = (strip.platform, strip.kind, strip.metric)
    return tuple(in_words(one) for one in weather.outlook if (one.platform, one.kind, one.metric) == own)


def format_ahead(outlook: FormatOutlook) -> Message:
    """Name what is foretold: one format of those whom the account was compared with, or all of them together."""
    if outlook.kind is None:
        return Message("outlook.all", {"metric": outlook.metric, "n": outlook.accounts})
    return Message("outlook.kind", {"metric": outlook.metric, "kind": outlook.kind})


def in_words(outlook: FormatOutlook) -> Message:
    """Say a forecast as one: in so many of ten cases it comes so, and when that can be checked."""
    found = change("weather.ahead", outlook.percent, outlook.low, outlook.high)
    return replace(found, values={**found.values, "until": outlook.until, "odds": 10 * outlook.level})


def lately(strip: WeatherStrip) -> Message:
    """Give the last four weeks against those before."""
    if strip.now_percent is None or strip.now_low is None or strip.now_high is None:
        return Message("weather.now.unknown")
    return change("weather.now", strip.now_percent, strip.now_low, strip.now_high)
