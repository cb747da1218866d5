"""More posts than before: each finds fewer people, all together as many.

## What it looks like

From a day on there are twice as many posts or more. Each of them has fewer likes, but a week's likes together are as
many as before or more.

## Why it happens

Followers have so much time a day and no more. Two posts of one account stand in each other's way, and platforms
rarely show both to the same person.

## What would refute it

The likes of a whole week fell too, or posts on days with a single post fell as much.

## Example

Three posts a week with 4,000 likes each were 12,000 a week. Now seven with 2,000 each are 14,000. Each post looks
weaker, the account is not.

## Sources

- That each post has less when there are many more rests on experience; I know of no study that shows it as a cause.
- docs/decisions/0006-what-the-split-splits.md (counts per post and per week).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import fact, maybe
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Mehr Posts als vorher: Jeder findet weniger Leute, alle zusammen so viele wie sonst.

## Woran man es sieht

Von einem Tag an sind es doppelt so viele Posts oder mehr. Jeder einzelne hat weniger Likes, aber alle Likes einer
Woche zusammen sind so viele wie vorher oder mehr.

## Warum es passiert

Deine Follower haben am Tag nur so viel Zeit. Zwei Posts von dir stehen sich im Weg, und selten zeigt eine Plattform
derselben Person beide.

## Was dagegen spräche

Auch die Likes der ganzen Woche sind weniger. Oder Posts an Tagen mit nur einem Post sind genauso gefallen.

## Beispiel

Drei Posts in der Woche mit je 4.000 Likes waren 12.000. Jetzt sind es sieben mit je 2.000, also 14.000. Jeder Post
sieht schwächer aus, dein Account ist es nicht.

## Quellen

- Dass bei viel mehr Posts jeder weniger hat, ist Erfahrung; eine Studie, die das als Ursache zeigt, kenne ich nicht.
- docs/decisions/0006-what-the-split-splits.md (Zahlen je Post und je Woche).
"""

RISE = (0.95, 0.35)  # log size of a change of pace that a person makes on purpose: two to four times
BEFORE_DAYS, LEAST, AS_EVER = 180.0, 1.4, 4.0  # less than so many times as often as then: log odds that it takes away
FALL = (-0.35, 0.3)  # log size of what each post loses, and how much it varies


def _weigh(examination: Examination) -> Weighed | Silent:
    """Posts came much more often from a day on, and each had less."""
    if not len(examination.dates) or examination.pace is None:
        return Silent("too_few_posts")
    posted = np.sort(examination.posts["posted"].to_numpy())
    after = len(posted) - np.searchsorted(posted, examination.dates)
    before = np.searchsorted(posted, examination.dates) - np.searchsorted(posted, examination.dates - BEFORE_DAYS)
    span = np.minimum(BEFORE_DAYS, examination.dates - posted[0])
    oftener = after / np.maximum(examination.now - examination.dates, 1.0) > LEAST * before / np.maximum(span, 1.0)
    odds = (
        np.where(oftener, 0.0, -AS_EVER) + fact(examination.pace_odds(*RISE)) + maybe(examination.odds("likes", *FALL))
    )
    return Weighed(mean_odds(odds), examination.likeliest("likes", odds), uses=frozenset({"pace", "likes", "reach"}))


CAUSE = Cause(
    name="posting_more",
    title={
        "en": "More posts than usual",
        "de": "Mehr Posts als sonst",
    },
    evidence={
        "en": "Since about {at:day} you post much more often, and each single post has {percent:fewer} {metric:unit}.",
        "de": "Seit etwa dem {at:day} postest du viel öfter, und jeder Post hat {percent:fewer} {metric:unit}.",
    },
    refuted_by={
        "en": "It would speak against this if all likes of a week together had fallen too.",
        "de": "Dagegen spräche, wenn auch alle Likes einer Woche zusammen weniger geworden wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
