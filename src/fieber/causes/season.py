"""The time of year: it was less in these weeks of earlier years too.

## What it looks like

The numbers go up and down with the year, every year alike. Now is a way down, and last year at this time it was one
too.

## Why it happens

People have more or less time, weather, work and holidays change. Topics have their months as well: garden, skiing,
exams.

## What would refute it

It does not rise again when it did in earlier years, or the same weeks of last year were clearly higher.

## Example

Likes were low in both summers and high in both winters. It is July, and they are 30 % below those of March; against
July of last year they are the same.

## Sources

- Cleveland, R. B., et al. (1990): STL, a seasonal-trend decomposition. Journal of Official Statistics 6, 3-73.
- docs/method.md, The model (yearly season: from two cycles on).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import percent
from fieber.stats.shapes import YEAR, mean_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
DEUTSCH = """Die Jahreszeit: In diesen Wochen war es auch früher weniger.

## Woran man es sieht

Die Zahlen gehen mit dem Jahr auf und ab, jedes Jahr gleich. Jetzt geht es abwärts, und letztes Jahr um diese Zeit
auch.

## Warum es passiert

Die Leute haben mal mehr, mal weniger Zeit: Wetter, Arbeit, Ferien. Auch Themen haben ihre Monate: Garten, Ski,
Prüfungen.

## Was dagegen spräche

Es steigt nicht wieder, wenn es das in früheren Jahren tat. Oder dieselben Wochen im letzten Jahr waren klar höher.

## Beispiel

In beiden Sommern gab es wenige Likes, in beiden Wintern viele. Jetzt ist Juli, und es sind
30\N{NO-BREAK SPACE}% weniger als im März;
gegen Juli letztes Jahr ist es gleich.

## Quellen

- Cleveland, R. B., et al. (1990): STL, a seasonal-trend decomposition. Journal of Official Statistics 6, 3-73.
- docs/method.md, The model (Jahreszeiten: ab zwei Jahren).
"""

CYCLES = 1.9  # years below which a wave cannot be told from anything else
SWING = (0.45, 0.25)  # log half-height of a year that is felt
PHASES = 12
DOWN_DAYS, DOWN = 90.0, 0.35  # a wave is felt as a loss if it is so much (of its half-height) lower than then


def _weigh(examination: Examination) -> Weighed | Silent:
    """A wave of a year, the same in each, that now goes down."""
    line = examination.line("likes")
    if line is None:
        return Silent("too_few_posts")
    now = examination.now
    if now - line.at[0] < CYCLES * YEAR:
        return Silent("too_short")
    phases = now - YEAR * np.arange(PHASES) / PHASES  # the day of the wave's height

    def waves(at: Floats) -> Floats:
        return np.cos(2 * np.pi * (at[:, None] - phases[None, :]) / YEAR)

    _, sizes, odds = examination.clearest(("likes", "reach_followers", "own_share"), waves, *SWING)
    fell = (waves(np.array([now - DOWN_DAYS])) - waves(np.array([now])))[0] >= DOWN
    swing = float(sizes.size[fell][int(np.argmax(odds[fell]))])
    return Weighed(
        mean_odds(odds[fell]),
        {"percent": percent(-2 * abs(swing))},
        uses=frozenset({"likes", "reach", "liking", "slow"}),
    )


CAUSE = Cause(
    name="season",
    title={
        "en": "The season",
        "de": "Die Jahreszeit",
    },
    evidence={
        "en": "It goes up and down with the year, by {percent:whole} of a hundred from high to low, and now"
        " is the way down.",
        "de": "Es geht mit dem Jahr auf und ab, von oben nach unten um {percent:whole} von hundert, und"
        " gerade geht es abwärts.",
    },
    refuted_by={
        "en": "It would speak against this if it does not rise again when it did last year.",
        "de": "Dagegen spräche, wenn es nicht wieder steigt, wenn es letztes Jahr gestiegen ist.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
