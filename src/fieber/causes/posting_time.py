"""Other hours than before, when fewer people look in.

## What it looks like

From a day on most posts come at hours at which the account hardly ever posted. Those few that still come at the old
hours do as before.

## Why it happens

In the first hours a post is shown to those who are there. At four in the morning these are few, and the ranking
learns from the first ones.

## What would refute it

Posts at the old hours fell by as much.

## Example

Until August the posts came around seven in the evening. Since then an app sends them at three in the night. The two
that came in the evening had the usual numbers.

## Sources

- docs/method.md, Population priors (how much the hour matters over accounts: less than most people think).
- Fahrmeir, L., Kneib, T., Lang, S., and Marx, B. (2013): Regression. Springer, chapter 4 (effects held apart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import fact
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Andere Uhrzeiten als vorher, zu denen weniger Leute da sind.

## Woran man es sieht

Von einem Tag an kommen die meisten Posts zu Zeiten, zu denen du sonst fast nie gepostet hast. Die wenigen zur alten
Zeit laufen wie vorher.

## Warum es passiert

In den ersten Stunden sehen einen Post die, die gerade da sind. Um vier Uhr früh sind das wenige, und von den Ersten
lernt die Plattform.

## Was dagegen spräche

Posts zur alten Zeit sind genauso gefallen.

## Beispiel

Bis August kamen die Posts gegen sieben Uhr abends. Seitdem schickt sie eine App um drei Uhr nachts ab. Die zwei, die
abends kamen, hatten die üblichen Zahlen.

## Quellen

- docs/method.md, Population priors (wie viel die Uhrzeit ausmacht: weniger, als die meisten denken).
- Fahrmeir, L., Kneib, T., Lang, S. und Marx, B. (2013): Regression. Springer, chapter 4 (Effekte getrennt).
"""

FALL = (-0.25, 0.2)  # log size of what other hours cost, and how much it varies


def _weigh(examination: Examination) -> Weighed | Silent:
    """Most posts moved to unusual hours, and what the hours explain, or the whole, fell."""
    if not len(examination.dates) or examination.line("raw") is None:
        return Silent("too_few_posts")
    moved = fact(examination.share_odds(examination.unusual_hours, rises=True))
    odds = moved + np.clip(examination.odds("raw", *FALL), -3.0, 3.0)
    return Weighed(mean_odds(odds), examination.likeliest("raw", odds), uses=frozenset({"hours"}))


CAUSE = Cause(
    name="posting_time",
    title={
        "en": "Other times than usual",
        "de": "Andere Uhrzeiten als sonst",
    },
    evidence={
        "en": "Since about {at:day} most of your posts come at hours at which you hardly ever posted before.",
        "de": "Seit etwa dem {at:day} kommen deine meisten Posts zu Zeiten, zu denen du vorher fast nie gepostet hast.",
    },
    refuted_by={
        "en": "It would speak against this if posts at your old hours had fallen by as much.",
        "de": "Dagegen spräche, wenn auch Posts zu deinen alten Zeiten so viel weniger hätten.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
