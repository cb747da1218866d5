"""The platform counts differently from a day on.

## What it looks like

One number, mostly views or reach, jumps from one day to the next for every format. What people do (likes, comments,
new followers) goes on as if nothing had happened.

## Why it happens

Platforms change what a word means: what is a view, who counts as reached, over how many days. The new number cannot
be compared with the old one.

## What would refute it

The likes fell on the same day by the same share. Then people really saw less.

## Example

On 31 March 2025 YouTube began to count a Short as viewed as soon as it starts. Views rose overnight, while likes and
time watched did not.

## Sources

- YouTube Help, 31 March 2025: change in how Shorts views are counted.
- The calendar of events in fieber: docs/events.md, rows with the footprint counter_changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._examination import COUNTED
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.model.moments import day_number
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
    from fieber.model.surroundings import Event

DEUTSCH = """Die Plattform zählt von einem Tag an anders.

## Woran man es sieht

Eine Zahl springt von einem Tag auf den anderen, meist Aufrufe oder Reichweite, in jedem Format. Was die Leute tun
(Likes, Kommentare, neue Follower), läuft weiter, als wäre nichts.

## Warum es passiert

Plattformen ändern, was ein Wort bedeutet: was ein Aufruf ist, wer als erreicht gilt, über wie viele Tage. Die neue
Zahl lässt sich mit der alten nicht vergleichen.

## Was dagegen spräche

Die Likes sind am selben Tag um denselben Anteil gefallen. Dann haben es wirklich weniger Leute gesehen.

## Beispiel

Am 31. März 2025 fing YouTube an, einen Short schon beim Start als Aufruf zu zählen. Über Nacht gab es mehr Aufrufe,
aber nicht mehr Likes.

## Quellen

- YouTube-Hilfe, 31. März 2025: So werden Shorts-Aufrufe gezählt.
- Der Kalender von fieber: docs/events.md, Zeilen mit der Spur counter_changed.
"""

CHANGE = (0.4, 0.25)  # log size of a change in what is counted, and how much it varies
ALIKE = 0.1  # log units by which likes may change beside
USES = frozenset({"reach", "liking", "likes"})
CUT = 5.0  # log odds where the calendar knows of the change and it lies in this record
LATELY_DAYS = 90.0  # in which numbers from before and after a known change lie side by side and are compared
KNOWN = {
    "en": "On {at:day} the platform began to count {metric:unit} in another way. Before is not like after.",
    "de": "Am {at:day} hat die Plattform begonnen, {metric:unit} anders zu zählen. Vorher ist nicht wie nachher.",
}
VIEWS = {
    "en": "Since about {at:day} there are {percent:fewer} views per person reached, and the rest goes on as before.",
    "de": "Seit etwa dem {at:day} gibt es {percent:fewer} Aufrufe je erreichter Person, und der Rest läuft wie vorher.",
}


def _weigh(examination: Examination) -> Weighed | Silent:
    """Reach fell and likes per reach rose by as much on the same day; or views and reach went apart."""
    known = _known(examination)
    if known is not None:
        values = {"at": known.start, "metric": known.metric}
        return Weighed(CUT, values, frozenset({"reach", "liking"}), "associated", evidence=KNOWN)
    if examination.line("reach") is None:
        return Silent("column_missing")
    if not len(examination.dates):
        return Silent("too_few_posts")
    middle, spread = CHANGE
    # followers and others are counted by the same counter, and how many followers see a post scatters least
    counted = "reach" if examination.line("reach_followers") is None else "reach_followers"
    odds = examination.odds(counted, -middle, spread) + examination.opposite("liking", counted, ALIKE)
    weighed = Weighed(mean_odds(odds), examination.likeliest(counted, odds), USES)
    if examination.line("plays") is None:
        return weighed
    apart = np.maximum(examination.odds("plays", -middle, spread), examination.odds("plays", middle, spread))
    views = Weighed(mean_odds(apart), examination.likeliest("plays", apart), USES, evidence=VIEWS)
    return weighed if weighed.log_odds > views.log_odds else views


def _known(examination: Examination) -> Event | None:
    """Give the latest change of a counter that the calendar knows: near the drop, or it lately cut the numbers."""
    changes = [one for one in examination.diagnosis.events if one.footprint == "counter_changed" and one.metric]
    return next((one for one in reversed(changes) if one.is_near or _cuts(examination, one)), None)


def _cuts(examination: Examination, event: Event) -> bool:
    """Whether the numbers from before the change were taken out, and it was lately."""
    if event.metric not in COUNTED or (examination.moment - event.start).days > LATELY_DAYS:
        return False
    day, numbers = day_number(event.start), np.isfinite(examination.numbers(event.metric))
    return bool(numbers.any() and (examination.at < day).any() and not numbers[examination.at < day].any())


CAUSE = Cause(
    name="metric_change",
    title={
        "en": "The counting changed",
        "de": "Es wird anders gezählt",
    },
    evidence={
        "en": "Since about {at:day} {percent:fewer} people reached are counted, while the likes go on as before.",
        "de": "Seit etwa dem {at:day} werden {percent:fewer} Erreichte gezählt, und die Likes laufen wie vorher.",
    },
    refuted_by={
        "en": "It would speak against this if the likes had fallen on the same day by as much.",
        "de": "Dagegen spräche, wenn am selben Tag auch die Likes um so viel gefallen wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
