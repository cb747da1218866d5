"""The loss hits almost everyone at the same time.

## What it looks like

Other accounts of the same platform have fewer likes in the same weeks, small ones and large ones. The own loss is
about as large as theirs.

## Why it happens

A platform changes its ranking, people spend their time elsewhere, or more posts compete for the same minutes. That is
like the weather: it does not mean you.

## What would refute it

A roster of comparable accounts shows no loss in these weeks, or the own loss is much larger than theirs.

## Example

Since March the likes are 30 % down. Of 212 comparable accounts the typical one is 27 % down since the same week.

## Sources

- Fanpage Karma, 27 January 2022: of 1,700 Instagram profiles four in five reached fewer in 2021 than in 2020.
- Metricool, December 2025: 2026 Social Media Study, 39.8 million posts (Reels reach a third fewer than a year before).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.model.moments import day_number
from fieber.stats.shapes import Sizes, steps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
    from fieber.causes._protocol import Ladder
DEUTSCH = """Der Rückgang trifft zur gleichen Zeit fast alle.

## Woran man es sieht

Andere Accounts auf derselben Plattform haben in denselben Wochen weniger Likes, kleine wie große. Dein Rückgang ist
ungefähr so groß wie ihrer.

## Warum es passiert

Eine Plattform sortiert anders, die Leute sind woanders, oder mehr Posts teilen sich dieselben Minuten. Das ist wie
das Wetter: Es meint nicht dich.

## Was dagegen spräche

Vergleichbare Accounts haben in diesen Wochen nichts verloren, oder du hast viel mehr verloren als sie.

## Beispiel

Seit März sind es 30\N{NO-BREAK SPACE}% weniger Likes. Unter 212 vergleichbaren Accounts hat der
typische seit derselben Woche 27\N{NO-BREAK SPACE}%
weniger.

## Quellen

- Fanpage Karma, 27. Januar 2022: Von 1.700 Instagram-Profilen erreichten vier von fünf 2021 weniger als 2020.
- Metricool, Dezember 2025: 2026 Social Media Study, 39,8 Millionen Posts (Reels erreichen ein Drittel weniger).
"""

FALL = (-0.35, 0.25)  # log size of what everybody loses, and how much it varies
NORMAL_90 = 3.29  # width of a 90 % interval in standard errors
MOST = 6.0  # log odds that the others can be worth
PLATFORM_WANDERS = 0.1  # log units that all go up and down together with nothing wrong: docs/method.md, weather
OWN_WAY = 2.0  # log odds that an own course may take away: one account wanders, the others are many
CONTROL = 20  # accounts from which on they are a control
SURE = 3.0  # log odds: the others really lost


def _weigh(examination: Examination) -> Weighed | Silent:
    """The others lost, and the own loss is about theirs."""
    weather = examination.sky
    if isinstance(weather, str) or weather.since is None:
        return Silent(weather if isinstance(weather, str) else "undated")
    low, step, high = (float(np.log1p(max(p, -99) / 100)) for p in (weather.low, weather.percent, weather.high))
    others = Sizes(np.array([step]), np.array([max((high - low) / NORMAL_90, 0.01)]))
    theirs = min(MOST, float(others.odds(*FALL, same=PLATFORM_WANDERS)[0]))
    values = {"percent": weather.percent, "n": weather.accounts, "at": weather.since, "metric": weather.metric}
    day = day_number(weather.since)
    own = examination.fits("likes", lambda at: steps(at, np.array([day])))
    mine = 0.0 if own is None else float(own.odds(step, 0.15)[0])
    ladder: Ladder = "causal" if theirs > SURE and mine > 0 and weather.accounts >= CONTROL else "associated"
    return Weighed(theirs + max(-OWN_WAY, mine), values, frozenset({"likes", "reach", "liking", "slow"}), ladder)


CAUSE = Cause(
    name="weather",
    title={
        "en": "It is hitting everyone",
        "de": "Es trifft gerade fast alle",
    },
    evidence={
        "en": "{n} other accounts typically have {percent:fewer} {metric:unit} since {at:day}.",
        "de": "{n} andere Accounts haben seit dem {at:day} typischerweise {percent:fewer} {metric:unit}.",
    },
    refuted_by={
        "en": "It would speak against this if other accounts like yours lost nothing in the same weeks.",
        "de": "Dagegen spräche, wenn Accounts wie deiner in denselben Wochen nichts verloren hätten.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
