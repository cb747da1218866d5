"""After a big hit it goes back to the usual, and that feels like a crash.

## What it looks like

One post had many times the usual. The next ones were better than usual too, and less and less so. Now it is as it was
before the hit.

## Why it happens

A hit brings many people who stay for one post. The platform tries the next ones on more people for a while and then
stops. After something very good the usual follows, that is regression to the mean.

## What would refute it

It fell below what was usual before the hit.

## Example

A Reel had 310,000 likes, with 8,000 as usual. The next five had 15,000 on average, those of this week 8,200. Against
the hit that is a crash; against the time before it is nothing.

## Sources

- Galton, F. (1886): Regression towards mediocrity in hereditary stature. Journal of the Anthropological Institute 15,
  246-263.
- Cheng, J., et al. (2014): Can cascades be predicted? WWW, 925-936.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.model.moments import moment
from fieber.stats.shapes import level_around, mean_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
DEUTSCH = """Nach einem großen Hit geht es zurück aufs Übliche, und das fühlt sich wie ein Absturz an.

## Woran man es sieht

Ein Post hatte ein Vielfaches vom Üblichen. Auch die nächsten waren besser als sonst, aber immer weniger. Jetzt ist es
wie vor dem Hit.

## Warum es passiert

Ein Hit bringt viele Leute, die nur für diesen einen Post da sind. Die Plattform zeigt auch die nächsten eine Weile
mehr Leuten und hört dann auf. Auf sehr Gutes folgt das Übliche.

## Was dagegen spräche

Es ist unter das gefallen, was vor dem Hit üblich war.

## Beispiel

Ein Reel hatte 310.000 Likes, üblich sind 8.000. Die nächsten fünf hatten im Schnitt 15.000, die von dieser Woche
8.200. Gegen den Hit ist das ein Absturz, gegen die Zeit davor ist es nichts.

## Quellen

- Galton, F. (1886): Regression towards mediocrity in hereditary stature. Journal of the Anthropological Institute 15,
  246-263.
- Cheng, J., et al. (2014): Can cascades be predicted? WWW, 925-936.
"""

RECENT_DAYS = 150.0  # an older hit is no answer to what is felt today
SMALLEST = 1.5  # log units above the level: four and a half times
SCATTERS = 3.0  # and so many scatters
FEWEST_SINCE = 4  # posts
AS_LARGE = 0.75  # of the hit's height, from which another one is as large
UNSEEN = 1.0  # hits that a record without any other may have missed by chance
GLOW_DAYS = (7.0, 14.0, 28.0)
GLOW_WORTH = (-2.5, 6.0)  # log odds that it may be worth
GLOW = (0.8, 0.5)  # log size of what the next posts have of it


def _weigh(examination: Examination) -> Weighed | Silent:
    """A post far above everything, some time ago; the posts since are not below the level before it."""
    line = examination.line("likes")
    if line is None:
        return Silent("too_few_posts")
    rest = line.value - level_around(line.value)
    late = (line.at > examination.now - RECENT_DAYS) & (np.arange(len(rest)) < len(rest) - 1)
    place = int(np.argmax(np.where(late, rest, -np.inf)))
    height, scatter = float(rest[place]), line.weeks.scatter
    values = {"at": moment(float(line.at[place])), "times": float(np.exp(height))}
    over = (height - max(SMALLEST, SCATTERS * scatter)) / scatter
    if not late.any() or over < 0:
        return Weighed(-3.0, values, uses=frozenset({"hit"}))
    # healthy accounts have hits too: one says as much as it is rare here
    as_large = int((np.delete(rest, place) > AS_LARGE * height).sum())
    rare = -float(np.log((as_large + UNSEEN) * RECENT_DAYS / max(line.at[-1] - line.at[0], RECENT_DAYS)))
    day = line.at[place]
    after = line.at > day

    def glows(at: Floats) -> Floats:
        return np.column_stack([np.where(at > day, np.exp(-(at - day) / length), 0.0) for length in GLOW_DAYS])

    glow = 0.0
    if after.sum() > 1:  # the next posts have something of it; where they have not, it was one good post and no more
        _, _, glowing = examination.clearest(("likes", "reach", "reach_others"), glows, *GLOW)
        glow = float(np.clip(mean_odds(glowing), *GLOW_WORTH))
    odds = rare + glow - examination.lower(day, day + GLOW_DAYS[-1])
    if after.sum() < FEWEST_SINCE:  # then nobody can say yet that it goes back to what was
        odds = min(odds, 0.0)
    return Weighed(odds, values, uses=frozenset({"likes", "reach"}))


CAUSE = Cause(
    name="after_viral_hit",
    title={
        "en": "After a big hit",
        "de": "Nach einem großen Hit",
    },
    evidence={
        "en": "On {at:day} a post had {times:whole} times the usual. Since then it goes back to what was usual before.",
        "de": "Am {at:day} hatte ein Post {times:whole}-mal so viel wie üblich. Seitdem geht es zurück auf"
        " das, was vorher üblich war.",
    },
    refuted_by={
        "en": "It would speak against this if it fell below what was usual before the hit.",
        "de": "Dagegen spräche, wenn es unter das fällt, was vor dem Hit üblich war.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
