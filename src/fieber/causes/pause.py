"""A time without posts, and the first ones after it.

## What it looks like

For weeks there was no post, much longer than usual for this account. The first posts afterwards are often weaker, and
it comes back.

## Why it happens

Nothing comes without posts: a gap is not a drop. Afterwards platforms and people have to get used to the account
again.

## What would refute it

It had gone down before the pause already, or it stays down long after it.

## Example

From 1 July to 20 August there was no post. The first three afterwards had half of the usual, the next ones nearly all
of it again.

## Sources

- thumblytics.com, The importance of taking breaks as a YouTuber (what YouTube found: no one effect).
- docs/method.md, The model (a gap makes the level less sure, it does not lower it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._examination import FEWEST
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import maybe
from fieber.model.moments import moment
from fieber.stats.shapes import steps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Eine Zeit ohne Posts, und die ersten danach.

## Woran man es sieht

Wochenlang kam kein Post, viel länger als bei dir üblich. Die ersten danach sind oft schwächer, dann kommt es wieder.

## Warum es passiert

Ohne Posts kommt nichts: Eine Lücke ist kein Absturz. Danach müssen sich Plattform und Leute erst wieder an dich
gewöhnen.

## Was dagegen spräche

Es ging schon vor der Pause zurück, oder es bleibt lange danach unten.

## Beispiel

Vom 1. Juli bis zum 20. August kam kein Post. Die ersten drei danach hatten die Hälfte, die nächsten wieder fast
alles.

## Quellen

- thumblytics.com, The importance of taking breaks as a YouTuber (was YouTube fand: kein einheitlicher Effekt).
- docs/method.md, The model (eine Lücke macht unsicher, sie senkt nichts).
"""

SHORTEST_DAYS = 10.0  # shorter is a busy week
RECENT_DAYS = 150.0  # an older one is no answer to what is felt today
BURSTS = 0.7  # gaps are less even than those of chance alone: what of their log odds is believed
FALL = (-0.35, 0.3)  # log size of what the first posts afterwards lack
MOST = 4.0  # log odds that a gap alone is worth
SHORT_DAYS, SHORTER = 26.0, 0.3  # a gap that is shorter is a holiday of one's own: log odds less for each day
SUCH, PER_EARLIER = 0.6, 1.0  # of its length, from which another gap is such a one, and what each takes away


def _weigh(examination: Examination) -> Weighed | Silent:
    """A gap that this account's rhythm does not have by chance, and less after it."""
    posted = np.sort(examination.posts["posted"].to_numpy())
    if len(posted) < FEWEST or posted[-1] - posted[0] < SHORTEST_DAYS:
        return Silent("too_few_posts")
    ends = np.append(posted[1:], examination.now)
    gaps = ends - posted
    recent = ends > examination.now - RECENT_DAYS
    place = int(np.argmax(np.where(recent, gaps, 0.0)))
    # the longest of n gaps of chance is about mean times log n, plus a Gumbel deviate
    usual = float(np.mean(np.sort(gaps)[: max(len(gaps) - 3, 1)]))
    odds = min(MOST, BURSTS * (gaps[place] / usual - float(np.log(len(gaps)))) - 1.0)
    # who goes away every year knows such gaps; only one that is longer than those says something
    odds -= PER_EARLIER * float((np.delete(gaps, place) > SUCH * gaps[place]).sum())
    odds -= SHORTER * max(0.0, SHORT_DAYS - float(gaps[place]))
    values = {"from": moment(float(posted[place])), "to": moment(float(ends[place])), "days": round(float(gaps[place]))}
    if gaps[place] < SHORTEST_DAYS or odds < 0:
        return Weighed(min(odds, 0.0) - 2.0, values, uses=frozenset({"pace"}))
    day = np.array([ends[place]])
    after = examination.fits("likes", lambda at: steps(at, day))
    less = 0.0 if after is None else float(maybe(after.odds(*FALL))[0])
    return Weighed(odds + less, values, uses=frozenset({"pace"}))


CAUSE = Cause(
    name="pause",
    title={
        "en": "A pause",
        "de": "Eine Pause",
    },
    evidence={
        "en": "From {from:day} to {to:day} there was no post, {days} days in a row. A gap is not a drop.",
        "de": "Vom {from:day} bis zum {to:day} kam kein Post, {days} Tage lang. Eine Lücke ist kein Absturz.",
    },
    refuted_by={
        "en": "It would speak against this if it had gone down before the pause.",
        "de": "Dagegen spräche, wenn es schon vor der Pause zurückgegangen wäre.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
