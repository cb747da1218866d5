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

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
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
LOST = (-0.6, 0.3)  # log size of a loss of likes that no counter of reach explains
CUT = 5.0  # log odds where the calendar knows of the change and it lies in this record


def _weigh(examination: Examination) -> Weighed | Silent:
    """Reach fell and likes per reach rose by as much on the same day; or views and reach went apart."""
    known = [one for one in examination.diagnosis.events if one.footprint == "counter_changed" and one.is_near]
    if known:
        values = {"at": known[-1].start, "percent": 0.0}
        return Weighed(CUT, values, uses=frozenset({"reach", "liking"}), ladder="associated")
    if examination.line("reach") is None:
        return Silent("column_missing")
    if not len(examination.dates):
        return Silent("too_few_posts")
    middle, spread = CHANGE
    # followers and others are counted by the same counter, and how many followers see a post scatters least
    counted = "reach" if examination.line("reach_followers") is None else "reach_followers"
    odds = examination.odds(counted, -middle, spread) + examination.odds("liking", middle, spread)
    odds = odds - np.maximum(0.0, examination.odds("likes", *LOST))  # who is seen by fewer is liked by fewer
    if examination.line("plays") is None:
        weighed = mean_odds(odds)
        return Weighed(weighed, examination.likeliest("reach", odds), uses=frozenset({"reach", "liking", "likes"}))
    apart = np.maximum(examination.odds("plays", -middle, spread), examination.odds("plays", middle, spread))
    best = odds if mean_odds(odds) > mean_odds(apart) else apart
    return Weighed(mean_odds(best), examination.likeliest("reach", best), uses=frozenset({"reach", "liking", "likes"}))


CAUSE = Cause(
    name="metric_change",
    title={
        "en": "The counting changed",
        "de": "Es wird anders gezählt",
    },
    evidence={
        "en": "Since about {at:day} the counted reach is {percent:change}, while the likes go on as before.",
        "de": "Seit etwa dem {at:day} ist die gezählte Reichweite {percent:change}, und die Likes laufen wie vorher.",
    },
    refuted_by={
        "en": "It would speak against this if the likes had fallen on the same day by as much.",
        "de": "Dagegen spräche, wenn am selben Tag auch die Likes um so viel gefallen wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
