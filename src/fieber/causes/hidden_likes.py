"""The like counts are hidden, so they are missing, not zero.

## What it looks like

From a day on posts have no like count any more, or the platform says that it is hidden. Reach, comments and saves go
on.

## Why it happens

On Instagram the number of likes can be hidden, for each post or for all. What is read from outside then shows nothing
or nonsense.

## What would refute it

The counts are there in your own statistics and are lower all the same.

## Example

Since 5 May the list shows a dash where the likes were. In the app they can still be seen: as many as before.

## Sources

- Instagram, 26 May 2021: Giving people more control (hide like counts).
- Instagram Help Centre: hide like counts on your posts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._examination import FEWEST
from fieber.causes._protocol import Cause, Silent, Weighed

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Die Likes sind verborgen: Sie fehlen, aber sie sind nicht null.

## Woran man es sieht

Von einem Tag an haben die Posts keine Like-Zahl mehr, oder die Plattform sagt, dass sie verborgen ist. Reichweite,
Kommentare und Gespeichertes laufen weiter.

## Warum es passiert

Auf Instagram kann man die Zahl der Likes verbergen, je Post oder für alle. Wer von außen liest, sieht dann nichts
oder Unsinn.

## Was dagegen spräche

In deinen eigenen Statistiken sind die Zahlen da und trotzdem niedriger.

## Beispiel

Seit dem 5. Mai steht in der Liste ein Strich, wo die Likes waren. In der App siehst du sie noch: so viele wie vorher.

## Quellen

- Instagram, 26. Mai 2021: Giving people more control (hide like counts).
- Instagram-Hilfebereich: Anzahl der Likes verbergen.
"""

RISE = (0.9, 0.2)  # of the share of posts without likes
FEW = 4  # posts from which on it is no oversight
SEEN = 6.0  # log odds where most newer posts show none: it is seen, not inferred


def _weigh(examination: Examination) -> Weighed | Silent:
    """Newer posts have no likes while older ones have some."""
    posts = examination.posts.sort("posted")
    hidden = (posts["likes_hidden"].fill_null(value=False) | posts["likes"].is_null()).to_numpy().astype(np.float64)
    if len(hidden) < FEWEST:
        return Silent("too_few_posts")
    if hidden.all():
        return Silent("no_counts")
    newer = hidden[-max(FEW, len(hidden) // 20) :]
    usual = float(hidden[: -len(newer)].mean()) if len(hidden) > len(newer) else 0.0
    run = len(hidden) - 1 - int(np.flatnonzero(hidden == 0)[-1])
    values = {"hidden": int(newer.sum()), "newer": len(newer)}
    if run < FEW and newer.mean() - usual < RISE[0] - 2 * RISE[1]:
        return Weighed(-4.0, values, uses=frozenset({"known"}))
    return Weighed(SEEN, values, uses=frozenset({"known", "likes"}))


CAUSE = Cause(
    name="hidden_likes",
    title={
        "en": "Hidden likes",
        "de": "Verborgene Likes",
    },
    evidence={
        "en": "Of your {newer:whole} newest posts {hidden:whole} show no likes: they are hidden. Missing is not zero.",
        "de": "Von deinen {newer:whole} neuesten Posts zeigen {hidden:whole} keine Likes, sie sind verborgen. Das"
        " heißt nicht null.",
    },
    refuted_by={
        "en": "It would speak against this if your own statistics showed the likes and they were lower.",
        "de": "Dagegen spräche, wenn deine eigenen Statistiken die Likes zeigen und es weniger sind.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
