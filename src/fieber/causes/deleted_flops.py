"""Weak older posts were deleted, so the past looks better than it was.

## What it looks like

Among older posts the weak ones are missing; the best ones are as good as ever. The newest posts are all there, weak
ones too. Older months also seem to have fewer posts.

## Why it happens

Many tidy up: what did badly is taken away after some weeks. What is left is a past of good posts only, and everything
new looks weak beside it.

## What would refute it

An older list of the posts shows that nothing was deleted, or the best posts became worse too.

## Example

Of 20 posts in March 12 are left, the weakest has 3,000 likes. Of 20 posts in October all are there, and six are below
3,000. The best ones are alike.

## Sources

- Wald, A. (1943): A method of estimating plane vulnerability based on damage of survivors. SRG Memo 85.
- Elton, Gruber and Blake (1996): Survivorship bias and mutual fund performance. RFS 9, 1097-1120.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import maybe, moment, percent
from fieber.stats.shapes import YEAR, Sizes, mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Schwache ältere Posts sind gelöscht, darum sieht die Vergangenheit besser aus, als sie war.

## Woran man es sieht

Unter den älteren Posts fehlen die schwachen, die besten sind so gut wie immer. Die neuesten sind alle da, auch die
schwachen. In älteren Monaten scheinen es auch weniger Posts zu sein.

## Warum es passiert

Viele räumen auf: Was schlecht lief, kommt nach ein paar Wochen weg. Übrig bleibt eine Vergangenheit aus lauter guten
Posts, und alles Neue sieht daneben schwach aus.

## Was dagegen spräche

Eine ältere Liste der Posts zeigt, dass nichts gelöscht ist. Oder auch die besten Posts sind schlechter geworden.

## Beispiel

Von 20 Posts im März sind 12 übrig, der schwächste hat 3.000 Likes. Von 20 im Oktober sind alle da, und sechs liegen
unter 3.000. Die besten sind gleich gut.

## Quellen

- Wald, A. (1943): A method of estimating plane vulnerability based on damage of survivors. SRG Memo 85.
- Elton, Gruber und Blake (1996): Survivorship bias and mutual fund performance. RFS 9, 1097-1120.
"""

APART = (-0.45, 0.25)  # log units by which the weak posts fell more than the good ones
DENSER = (0.45, 0.3)  # log size of what is there again of the newer posts
WEAK, GOOD = 0.2, 0.8  # quantiles
QUANTILE_ERROR = 1.43  # of these quantiles of a normal law: standard error in scatters over the root of n
FEWEST_NEWER = 6
EVERY = 3  # of the dates, that one is tried
GONE = 3  # posts of an earlier reading that a later one has no more
SEEN = 5.0  # log odds where posts were seen to vanish
RARE = 1.0  # log odds: other falls have long lower ends too


def _weigh(examination: Examination) -> Weighed | Silent:
    """The weak end of the newer posts lies lower than that of the older ones, the good end does not."""
    line = examination.line("likes")
    if line is None or not len(examination.dates):
        return Silent("too_few_posts")
    days, size, error = [], [], []
    for day in examination.dates[::EVERY]:
        newer, older = line.value[line.at >= day], line.value[(line.at < day) & (line.at >= day - YEAR)]
        if min(len(newer), len(older)) < FEWEST_NEWER:
            continue
        newer, older = np.sort(newer), np.sort(older)
        weak, good = (
            float(newer[round(q * (len(newer) - 1))] - older[round(q * (len(older) - 1))]) for q in (WEAK, GOOD)
        )
        # both ends share no post worth mentioning, so their errors add up
        spread = line.weeks.scatter * QUANTILE_ERROR * np.sqrt(2 * (1 / len(newer) + 1 / len(older)))
        days.append(day)
        size.append(weak - good)
        error.append(float(spread))
    if not days:
        return Silent("too_few_posts")
    pace = examination.pace_odds(*DENSER)[np.isin(examination.dates, days)]
    odds = Sizes(np.array(size), np.array(error)).odds(*APART) + maybe(pace)
    place = int(np.argmax(odds))
    seen = SEEN if examination.vanished >= GONE else 0.0
    values = {"at": moment(float(days[place])), "percent": percent(size[place])}
    return Weighed(mean_odds(odds) + seen - RARE, values, uses=frozenset({"tail", "likes", "pace"}))


CAUSE = Cause(
    name="deleted_flops",
    title={
        "en": "Deleted posts",
        "de": "Gelöschte Posts",
    },
    evidence={
        "en": "Among your older posts the weak ones are missing, while your best ones are as good as before.",
        "de": "Unter deinen älteren Posts fehlen die schwachen, und deine besten sind so gut wie vorher.",
    },
    refuted_by={
        "en": "It would speak against this if your best posts had become worse by as much.",
        "de": "Dagegen spräche, wenn auch deine besten Posts so viel schlechter geworden wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
