"""Weak older posts were deleted, so the past looks better than it was.

## What it looks like

An earlier list has posts that a later one lacks, and these are the weak ones. From one list alone it cannot be told:
what is left of the older posts looks like good months.

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
from fieber.causes._words import fact, percent
from fieber.stats.shapes import Sizes

if TYPE_CHECKING:
    from fieber.causes._examination import Examination

DEUTSCH = """Schwache ältere Posts sind gelöscht, darum sieht die Vergangenheit besser aus, als sie war.

## Woran man es sieht

Eine frühere Liste hat Posts, die einer späteren fehlen, und das sind die schwachen. Aus einer Liste allein sieht man
es nicht: Was von den älteren Posts übrig ist, sieht nach guten Monaten aus.

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

WEAKER = (-0.7, 0.4)  # log units by which the deleted ones lie below those that stayed
FEWEST_GONE = 3
SEEN = 2.0  # log odds that so many gone posts are worth by themselves
MEDIAN_ERROR = 1.25  # of a normal law: standard error of a median in scatters over the root of n
ONE_READING = {
    "en": "That takes an older list of your posts: then I see which are gone.",
    "de": "Dafür brauche ich eine ältere Liste deiner Posts, dann sehe ich, welche fehlen.",
}


def _weigh(examination: Examination) -> Weighed | Silent:
    """Posts of an earlier reading are gone, and they were the weak ones; a single reading cannot tell."""
    line, gone = examination.line("likes"), examination.gone
    if gone is None:
        return Silent("one_reading", ONE_READING)
    if line is None:
        return Silent("too_few_posts")
    values = {"n": len(gone), "percent": percent(float(np.median(gone))) if len(gone) else 0.0}
    if len(gone) < FEWEST_GONE:
        return Weighed(-4.0, values, uses=frozenset({"tail"}))
    error = np.array([MEDIAN_ERROR * line.weeks.scatter / np.sqrt(len(gone))])
    weaker = Sizes(np.array([np.median(gone)]), error).odds(*WEAKER)
    return Weighed(float(fact(SEEN + weaker)[0]), values, uses=frozenset({"tail", "likes"}))


CAUSE = Cause(
    name="deleted_flops",
    title={
        "en": "Deleted posts",
        "de": "Gelöschte Posts",
    },
    evidence={
        "en": "{n} posts of an earlier reading are gone; they had {percent:fewer} likes than those that stayed.",
        "de": "{n} Posts einer früheren Abfrage sind weg; sie hatten {percent:fewer} Likes als die gebliebenen.",
    },
    refuted_by={
        "en": "It would speak against this if your best posts had become worse by as much.",
        "de": "Dagegen spräche, wenn auch deine besten Posts so viel schlechter geworden wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
