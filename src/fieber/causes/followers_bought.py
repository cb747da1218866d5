"""Many followers at once who never look.

## What it looks like

The number of followers jumps within days, but likes, comments and reach stay as they were. Likes per follower fall,
because there are more followers, not fewer likes.

## Why it happens

Such followers are made by the thousand and look at nothing. They may have been bought by the account, by a manager,
or by somebody who means harm. A giveaway looks alike at first.

## What would refute it

A post went far on those days, or the new ones like, write and look like the others.

## Example

Between 4 and 7 April there were 5,000 more followers, with 20,000 before. The posts had 900 likes before and 900
after.

## Sources

- Confessore, N., et al. (2018): The follower factory. The New York Times, 27 January 2018.
- Instagram, 19 November 2018: reducing inauthentic activity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._followers import jump
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import percent
from fieber.model.moments import moment
from fieber.stats.shapes import fit, level_around, steps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Viele Follower auf einmal, die nie hinschauen.

## Woran man es sieht

Die Zahl der Follower springt in wenigen Tagen, aber Likes, Kommentare und Reichweite bleiben. Die Likes je Follower
fallen, weil es mehr Follower sind, nicht weniger Likes.

## Warum es passiert

Solche Follower werden zu Tausenden hergestellt und schauen nichts an. Gekauft hat sie vielleicht jemand anderes, auch
jemand, der dir schaden will. Ein Gewinnspiel sieht zuerst ähnlich aus.

## Was dagegen spräche

An diesen Tagen ging ein Post weit herum. Oder die Neuen liken, schreiben und schauen wie die anderen.

## Beispiel

Vom 4. bis 7. April kamen 5.000 Follower dazu, vorher waren es 20.000. Die Posts hatten davor 900 Likes und danach
900.

## Quellen

- Confessore, N., et al. (2018): The follower factory. The New York Times, 27. Januar 2018.
- Instagram, 19. November 2018: reducing inauthentic activity.
"""

SMALLEST = 0.08  # log size of a jump that somebody pays for; a good week brings less
LONGEST_DAYS = 7.0
HIT, SCATTERS = 1.5, 3.0  # log units and scatters above the level: a post that explains new followers
BY_POST = 5.0  # log odds that such a post takes away: it is where they came from


def _weigh(examination: Examination) -> Weighed | Silent:
    """Followers jumped up, and nothing that people do went up with them."""
    if examination.followers is None:
        return Silent("column_missing")
    found = jump(examination, days=LONGEST_DAYS, up=True)
    values = {"at": moment(found.day), "size": percent(found.size)}
    if found.size < SMALLEST or found.odds < 0:
        return Weighed(-4.0, values, uses=frozenset({"followers"}))
    line = examination.line("likes")
    if line is None:
        return Weighed(found.odds - BY_POST, values, uses=frozenset({"followers"}))
    around = np.abs(line.at - found.day) <= LONGEST_DAYS
    rest = line.value - level_around(line.value)
    by_post = BY_POST if around.any() and float(rest[around].max()) > max(HIT, SCATTERS * line.weeks.scatter) else 0.0
    after = fit(line.weeks, steps(line.at, np.array([found.day])))
    # engaged newcomers would lift the posts by as much as the followers
    engaged = float(after.odds(found.size, 0.1)[0])
    return Weighed(found.odds - by_post - max(-3.0, min(engaged, 3.0)), values, uses=frozenset({"followers"}))


CAUSE = Cause(
    name="followers_bought",
    title={
        "en": "Followers who never look",
        "de": "Follower, die nie hinschauen",
    },
    evidence={
        "en": "Around {at:day} there were {size:whole} of a hundred followers more at once, and the posts had"
        " no more likes.",
        "de": "Um den {at:day} waren es auf einmal {size:whole} von hundert Followern mehr, und die Posts"
        " hatten nicht mehr Likes.",
    },
    refuted_by={
        "en": "It would speak against this if a post went far on those days, or if the new ones like your posts.",
        "de": "Dagegen spräche, wenn an diesen Tagen ein Post weit herumging oder die Neuen deine Posts mögen.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
