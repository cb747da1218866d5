"""Other formats than before: each does as always, the mixture does not.

## What it looks like

The formats that used to do well come less often. Within each format the numbers are as they were; only the average
falls.

## Why it happens

Formats reach different people. A Reel is shown to many who do not follow, a photo mostly to followers. Who makes more
of one and less of the other changes the average without any post doing worse.

## What would refute it

Within a single format it fell just as much.

## Example

Half of the posts were Reels with 6,000 likes, half photos with 2,000. Now nine of ten are photos. The average falls
from 4,000 to 2,400, and no photo does worse than before.

## Sources

- Simpson, E. H. (1951): The interpretation of interaction in contingency tables. JRSS B 13, 238-241.
- Fahrmeir, L., Kneib, T., Lang, S., and Marx, B. (2013): Regression. Springer, chapter 4 (effects held apart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import fact
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
DEUTSCH = """Andere Formate als vorher: Jedes läuft wie immer, die Mischung nicht.

## Woran man es sieht

Die Formate, die gut liefen, kommen seltener. In jedem Format für sich sind die Zahlen wie vorher, nur der
Durchschnitt fällt.

## Warum es passiert

Formate erreichen verschiedene Leute. Ein Reel sehen viele, die dir nicht folgen, ein Foto vor allem deine Follower.
Wer mehr vom einen macht und weniger vom anderen, ändert den Durchschnitt, ohne dass ein Post schlechter läuft.

## Was dagegen spräche

In einem einzelnen Format ist es genauso gefallen.

## Beispiel

Die Hälfte waren Reels mit 6.000 Likes, die Hälfte Fotos mit 2.000. Jetzt sind neun von zehn Fotos. Der Durchschnitt
fällt von 4.000 auf 2.400, und kein Foto läuft schlechter als vorher.

## Quellen

- Simpson, E. H. (1951): The interpretation of interaction in contingency tables. JRSS B 13, 238-241.
- Fahrmeir, L., Kneib, T., Lang, S. und Marx, B. (2013): Regression. Springer, chapter 4 (Effekte getrennt).
"""

LATELY = 0.15  # of the posts, in which a change of the mixture is looked for
COST = (-3.0, 5.0)  # log odds that what it costs may be worth
GAINS = 4.0  # log odds less where the new mixture brings more: that explains no fall
FALL = (-0.45, 0.3)  # log size of what another mixture costs, and how much it varies


def _weigh(examination: Examination) -> Weighed | Silent:
    """What the formats explain fell, and the whole with it."""
    kinds = examination.judged["kind"]
    if kinds.null_count() > kinds.len() / 2:
        return Silent("column_missing")
    if not len(examination.dates) or examination.line("formats") is None:
        return Silent("too_few_posts")
    if kinds.n_unique() == 1:
        return Weighed(-6.0, examination.likeliest("formats", examination.dates), uses=frozenset({"formats"}))
    changed = fact(examination.share_odds(_most_changed(examination), rises=True))
    steps = examination.steps("formats")
    gains = np.zeros(len(changed)) if steps is None else np.where(steps.size > 0, GAINS, 0.0)
    odds = changed - gains + np.clip(examination.odds("formats", *FALL), *COST)
    return Weighed(mean_odds(odds), examination.likeliest("formats", odds), uses=frozenset({"formats"}))


def _most_changed(examination: Examination) -> Floats:
    """Give 1 for posts of the format whose share grew most lately, 0 for others; (n,)."""
    kinds = examination.judged["kind"].fill_null("?").to_numpy()
    late = max(3, round(LATELY * len(kinds)))
    shares = {kind: (kinds == kind).astype(np.float64) for kind in dict.fromkeys(kinds.tolist())}
    return max(shares.values(), key=lambda one: float(one[-late:].mean() - one[:-late].mean()))


CAUSE = Cause(
    name="format_mix",
    title={
        "en": "Other formats than usual",
        "de": "Andere Formate als sonst",
    },
    evidence={
        "en": "Since about {at:day} you post other formats; that alone makes {percent:fewer} {metric:unit}.",
        "de": "Seit etwa dem {at:day} postest du andere Formate; allein das macht {percent:fewer} {metric:unit}.",
    },
    refuted_by={
        "en": "It would speak against this if a single format had fallen by as much.",
        "de": "Dagegen spräche, wenn ein Format für sich genauso gefallen wäre.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
