"""A little less every month, without a day on which it began.

## What it looks like

Over a year or two the numbers sink steadily. No month stands out, and a comparison with last month shows nothing.
Only last year's numbers do.

## Why it happens

Interest wears off, the first followers have grown out of the topic, others offer the same. Each single month is too
little to be noticed.

## What would refute it

A day can be named on which it fell, and before and after it the numbers were level.

## Example

In January of last year a post had 9,000 likes, in July 7,500, this January 6,100, now 5,000. From one month to the
next it was 3 % less.

## Sources

- docs/method.md, How much, since when (the last 90 days against the same 90 days a year before).
- Bai, J., and Perron, P. (1998): Estimating and testing linear models with multiple structural changes. Econometrica
  66, 47-78.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import percent
from fieber.model.moments import moment
from fieber.stats.shapes import mean_odds, ramps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Jeden Monat ein wenig weniger, ohne einen Tag, an dem es anfing.

## Woran man es sieht

Über ein, zwei Jahre sinken die Zahlen stetig. Kein Monat sticht heraus, und gegen den letzten Monat sieht man nichts.
Erst gegen das letzte Jahr.

## Warum es passiert

Das Interesse lässt nach, die Ersten sind dem Thema entwachsen, andere bieten dasselbe. Ein Monat allein ist zu wenig,
um es zu merken.

## Was dagegen spräche

Es lässt sich ein Tag nennen, an dem es fiel, und davor und danach waren die Zahlen gleichmäßig.

## Beispiel

Im Januar letztes Jahr hatte ein Post 9.000 Likes, im Juli 7.500, diesen Januar 6.100, jetzt 5.000. Von einem Monat
zum nächsten waren es 3\N{NO-BREAK SPACE}% weniger.

## Quellen

- docs/method.md, How much, since when (die letzten 90 Tage gegen dieselben ein Jahr davor).
- Bai, J., und Perron, P. (1998): Estimating and testing linear models with multiple structural changes. Econometrica
  66, 47-78.
"""

FALL = (-0.6, 0.35)  # log size of what a slow decline has taken by now
STARTS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7)  # of the record, where it may have begun
SAID = {  # where interest shows, and what is fewer then
    "likes": ("{metric:unit}", "{metric:unit}"),
    "per_follower": ("{metric:unit} per follower", "{metric:unit} je Follower"),
    "reach_followers": ("followers reached", "erreichte Follower"),
    "own_share": ("followers reached, of those that you have", "erreichte Follower von denen, die du hast"),
    "liking": ("{metric:unit} per person reached", "{metric:unit} je erreichter Person"),
}
SERIES = tuple(SAID)
EVIDENCE = {
    name: {
        "en": f"Since about {{at:month}} it has become less bit by bit: {{percent:fewer}} {english} by now.",
        "de": f"Seit etwa {{at:month}} wird es Stück für Stück weniger, bis jetzt {{percent:fewer}} {german}.",
    }
    for name, (english, german) in SAID.items()
}
BROKE = 0.7  # of what a step is ahead of a slope
LEAST_DAYS = 180.0  # shorter is not slow


def _weigh(examination: Examination) -> Weighed | Silent:
    """A straight line down over a long part of the record."""
    line = examination.line("likes")
    if line is None:
        return Silent("too_few_posts")
    starts = line.at[0] + np.array(STARTS) * (line.at[-1] - line.at[0])
    starts = starts[line.at[-1] - starts >= LEAST_DAYS]
    if not len(starts):
        return Silent("too_short")
    # growth hides a decline in the whole, and luck hides it in the likes; per follower there is less of both
    name, sizes, odds = examination.clearest(SERIES, lambda at: ramps(at, starts), *FALL)
    place = int(np.argmax(odds))
    fallen = percent(float(sizes.size[place]))
    values = {"at": moment(float(starts[place])), "percent": fallen, "metric": examination.counted}
    broke = BROKE * examination.at_once(
        SERIES, lambda at: ramps(at, starts)
    )  # a day on which it fell speaks against it
    uses = frozenset({"likes", "liking", "reach", "slow"})
    return Weighed(mean_odds(odds) - broke, values, uses, evidence=EVIDENCE[name])


CAUSE = Cause(
    name="slow_decline",
    title={
        "en": "A slow decline",
        "de": "Ein langsamer Rückgang",
    },
    evidence=EVIDENCE["likes"],
    refuted_by={
        "en": "It would speak against this if a day can be named on which it fell at once.",
        "de": "Dagegen spräche, wenn sich ein Tag nennen lässt, an dem es auf einmal fiel.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
