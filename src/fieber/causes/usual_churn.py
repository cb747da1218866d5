"""Followers leave as always; only fewer new ones come.

## What it looks like

On most days the number of followers goes down. No more people leave than before, but fewer follow.

## Why it happens

Every account loses followers every day: people tidy up, delete their account, lose interest. As long as more come
than go, nobody sees it.

## What would refute it

More people leave than used to. Then something drives them away.

## Example

About 168 a day leave, and 163 have always left. But 140 come instead of 220, so the number falls by 28 a day.

## Sources

- docs/method.md, Followers (gained and lost against usual).
- Kwak, H., Chun, H., and Moon, S. (2011): Fragile online relationship: unfollow dynamics in Twitter. CHI, 1091-1100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import percent
from fieber.model.moments import moment
from fieber.stats.shapes import fit, mean_odds, ramps, steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
DEUTSCH = """Follower gehen wie immer; nur kommen weniger neue.

## Woran man es sieht

An den meisten Tagen sinkt die Zahl deiner Follower. Es gehen nicht mehr als früher, aber es kommen weniger.

## Warum es passiert

Jeder Account verliert jeden Tag Follower: Leute räumen auf, löschen ihr Konto, haben andere Interessen. Solange mehr
kommen als gehen, sieht das niemand.

## Was dagegen spräche

Es gehen mehr als früher. Dann vertreibt sie etwas.

## Beispiel

Am Tag gehen etwa 168, und 163 sind immer gegangen. Aber statt 220 kommen 140, also sinkt die Zahl am Tag um 28.

## Quellen

- docs/method.md, Followers (Gewonnene und Verlorene gegen das Übliche).
- Kwak, H., Chun, H., und Moon, S. (2011): Fragile online relationship: unfollow dynamics in Twitter. CHI, 1091-1100.
"""

FEWER = (-0.8, 0.45)  # log size of what is missing of new followers
MORE = (0.6, 0.4)  # log size of a wave of people who leave: then it is not the usual churn
SEEN = (-0.6, 0.4)  # log size of a loss of reach that explains missing followers
FLOW_WORTH = (-4.0, 1.0)  # log odds that the flows are worth where the posts tell who follows
GROWS = 2.0  # log odds that healthy growth takes away
STARTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the record, where it may have begun
GROWING = 0.3  # of the gains that stay: who grows so well has nothing to be afraid of
LATELY_DAYS = 56.0


def _weigh(examination: Examination) -> Weighed | Silent:
    """Gains fell, losses did not, little is left of the growth, and it is not that fewer people see the posts."""
    gained, lost = examination.flow("follows"), examination.flow("unfollows")
    if gained is None or lost is None:
        return Silent("column_missing")
    starts = gained.at[0] + np.array(STARTS) * (gained.at[-1] - gained.at[0])

    def shape(at: Floats) -> Floats:
        return np.column_stack([steps(at, starts), ramps(at, starts)])

    sizes = fit(gained.weeks, shape(gained.at))
    odds = sizes.odds(*FEWER) - np.maximum(0.0, fit(lost.weeks, shape(lost.at)).odds(*MORE))
    apart = examination.fits("following", shape)
    if apart is not None:  # whether those who see a post follow less, which the showing cannot explain, counts most
        odds = apart.odds(*FEWER) + np.clip(odds, *FLOW_WORTH)
    else:
        seen = examination.fits("reach", shape)
        odds = odds - (0.0 if seen is None else np.maximum(0.0, seen.odds(*SEEN)))
    place = int(np.argmax(odds))
    values = {"at": moment(float(np.tile(starts, 2)[place])), "percent": percent(float(sizes.size[place]))}
    late = gained.at > examination.now - LATELY_DAYS
    come, go = (float(np.exp(one.value[late]).mean()) for one in (gained, lost))
    stays = -GROWS if come - go > GROWING * come else 0.0
    return Weighed(mean_odds(odds) + stays, values, uses=frozenset({"follows"}))


CAUSE = Cause(
    name="usual_churn",
    title={
        "en": "The usual coming and going",
        "de": "Das übliche Kommen und Gehen",
    },
    evidence={
        "en": "Since about {at:month} {percent:fewer} new followers come, and no more leave than usual.",
        "de": "Seit etwa {at:month} kommen {percent:change} neue Follower, und es gehen nicht mehr als sonst.",
    },
    refuted_by={
        "en": "It would speak against this if clearly more people left than before.",
        "de": "Dagegen spräche, wenn klar mehr Leute gingen als früher.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
