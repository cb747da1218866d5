"""Those who could be interested know the account by now.

## What it looks like

Bit by bit posts reach fewer people who do not follow, and fewer new followers come. The followers themselves see and
like the posts as before.

## Why it happens

Every topic, language and region has only so many people. A growing account has shown itself to most of them at some
time; who has said no will not be asked again.

## What would refute it

Reach to others broke off on one day, or the followers like the posts less too. Then it is something else.

## Example

In its first year a cooking channel gained 900 followers a month, in the second 400, now 120. Likes from followers are
as ever.

## Sources

- Bass, F. M. (1969): A new product growth model for consumer durables. Management Science 15, 215-227.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import maybe, percent
from fieber.model.moments import moment
from fieber.stats.shapes import fit, mean_odds, ramps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Wen es interessieren könnte, der kennt dich schon.

## Woran man es sieht

Nach und nach erreichen die Posts weniger Leute, die dir nicht folgen, und es kommen weniger neue Follower. Deine
Follower sehen und mögen die Posts wie vorher.

## Warum es passiert

Jedes Thema, jede Sprache und jede Gegend hat nur so viele Leute. Wer wächst, hat sich irgendwann den meisten gezeigt;
wer Nein gesagt hat, wird nicht noch einmal gefragt.

## Was dagegen spräche

Die Reichweite bei anderen brach an einem Tag ab. Oder auch deine Follower mögen die Posts weniger. Dann ist es etwas
anderes.

## Beispiel

Im ersten Jahr kamen zu einem Kochkanal 900 Follower im Monat, im zweiten 400, jetzt 120. Die Likes der Follower sind
wie immer.

## Quellen

- Bass, F. M. (1969): A new product growth model for consumer durables. Management Science 15, 215-227.
"""

FALL = (-0.8, 0.45)  # log size of what is missing by now of those who do not follow
ALONE = (-4.0, 1.0)  # log odds that others without a look at the followers may be worth: they scatter more
FEWER = (-0.7, 0.45)  # the same of new followers
STARTS = (0.15, 0.3, 0.4, 0.5, 0.6, 0.7)  # of the record, where it may have begun
BROKE = 0.7  # of what a step is ahead of a slope
LEAST_DAYS = 150.0  # shorter is not bit by bit


def _weigh(examination: Examination) -> Weighed | Silent:
    """Fewer others are reached and fewer follow, along a slope; the followers stay as they are."""
    line = examination.line("reach_others")
    if line is None:
        return Silent("column_missing")
    starts = line.at[0] + np.array(STARTS) * (line.at[-1] - line.at[0])
    starts = starts[line.at[-1] - starts >= LEAST_DAYS]
    if not len(starts):
        return Silent("too_short")
    sizes = fit(line.weeks, ramps(line.at, starts))
    # others must have become fewer, and fewer against the followers: else it is a decline of everything
    apart = examination.fits("apart", lambda at: ramps(at, starts))
    odds = sizes.odds(*FALL) if apart is None else apart.odds(*FALL) + np.clip(sizes.odds(*FALL), *ALONE)
    gained = examination.flow("follows")
    if gained is not None:
        odds = odds + maybe(fit(gained.weeks, ramps(gained.at, starts)).odds(*FEWER))
    place = int(np.argmax(odds))
    values = {"at": moment(float(starts[place])), "percent": percent(float(sizes.size[place]))}
    name = "reach_others" if apart is None else "apart"
    broke = BROKE * examination.at_once(
        (name,), lambda at: ramps(at, starts)
    )  # a day on which it fell speaks against it
    return Weighed(mean_odds(odds) - broke, values, uses=frozenset({"likes", "reach", "follows", "slow"}))


CAUSE = Cause(
    name="saturation",
    title={
        "en": "Your audience knows you already",
        "de": "Dein Publikum kennt dich schon",
    },
    evidence={
        "en": "Since about {at:month} fewer and fewer people who do not follow you are reached: {percent:fewer} by now,"
        " more than among your followers.",
        "de": "Seit etwa {at:month} werden nach und nach weniger Leute erreicht, die dir nicht folgen: jetzt"
        " {percent:fewer}, und bei deinen Followern nicht so viel.",
    },
    refuted_by={
        "en": "It would speak against this if the reach had broken off on a single day.",
        "de": "Dagegen spräche, wenn die Reichweite an einem einzigen Tag abgebrochen wäre.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
