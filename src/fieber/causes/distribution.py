"""The posts are shown to fewer people who do not follow the account.

## What it looks like

Posts reach far fewer people who do not follow the account. Followers see them as before, and those who see them like
them as before. It begins on a day, and from then on every format is hit.

## Why it happens

Platforms show a post to strangers only as long as they recommend it. A recommendation can end because of a rule (a
restriction), because the ranking changed, or because early viewers scrolled on. From outside these look the same.

## What would refute it

Reach to people who do not follow stays the same, or it only went with fewer partners, other formats or less
advertising. Or: followers are reached less by the same share, then it is no matter of recommendation.

## Example

Until March a Reel reached 9,000 people who do not follow. Since 9 March it is 1,500. Of the followers, 4,000 see it as
before, and eight of a hundred still tap the heart.

## Sources

- Instagram Help Centre: Account Status and recommendations. CNET, 7 December 2022: Instagram will now tell you if
  you've been shadow-banned and why.
- Regulation (EU) 2022/2065 (Digital Services Act), Articles 17, 20 and 27.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import maybe
from fieber.stats.shapes import fit, mean_odds, steps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination

DEUTSCH = """Die Posts werden weniger Leuten gezeigt, die dir nicht folgen.

## Woran man es sieht

Die Posts erreichen viel weniger Leute, die dir nicht folgen. Deine Follower sehen sie wie vorher, und wer sie sieht,
mag sie wie vorher. Es fängt an einem Tag an und trifft dann jedes Format.

## Warum es passiert

Fremde sehen einen Post nur, solange die Plattform ihn empfiehlt. Das kann enden, weil eine Regel greift (eine
Einschränkung), weil anders sortiert wird oder weil die Ersten schnell weitergewischt haben. Von außen sieht das gleich
aus.

## Was dagegen spräche

Die Reichweite bei Leuten, die dir nicht folgen, ist gleich geblieben. Oder sie ging nur, weil du weniger Collabs,
andere Formate oder weniger Werbung hattest. Oder deine Follower sehen dich genauso viel weniger: Dann liegt es nicht
an den Empfehlungen.

## Beispiel

Bis März sahen ein Reel 9.000 Leute, die dir nicht folgen. Seit dem 9. März sind es 1.500. Von deinen Followern sehen es
4.000 wie vorher, und acht von hundert tippen noch aufs Herz.

## Quellen

- Instagram-Hilfebereich: Kontostatus und Empfehlungen. CNET, 7. Dezember 2022: Instagram will now tell you if
  you've been shadow-banned and why.
- Verordnung (EU) 2022/2065 (Gesetz über digitale Dienste), Artikel 17, 20 und 27.
"""

OTHERS = (-1.2, 0.7)  # log size of what happens to the reach of those who do not follow, and how much it varies
ALONE = (-4.0, 1.0)  # log odds that others without a look at the followers may be worth: they scatter more
FEWER = (-0.7, 0.45)  # log size of what is missing of new followers
WHOLE = {
    "en": "Since about {at:day} your posts reach {percent:fewer} people; who follows you is not told apart.",
    "de": "Seit etwa dem {at:day} erreichen deine Posts {percent:fewer} Leute; wer dir folgt, steht nicht dabei.",
}
EVERYBODY = (-0.6, 0.35)  # the same where followers and others are not told apart


def _weigh(examination: Examination) -> Weighed | Silent:
    """Fewer others are reached from a day on; where the reach is not split, fewer people at all."""
    if examination.line("reach") is None:
        return Silent("column_missing")
    apart = examination.steps("reach_others")
    name = "reach_others" if apart is not None else "reach"
    if not len(examination.dates):
        return Silent("too_few_posts")
    if apart is None:
        odds = examination.odds(name, *EVERYBODY)
    else:  # others must have become fewer, and fewer against the followers, who tell how good a post was
        odds = examination.odds("apart", *OTHERS) + np.clip(examination.odds(name, *OTHERS), *ALONE)
    gained = examination.flow("follows")
    if gained is not None:  # most new followers come from those who did not follow
        odds = odds + maybe(fit(gained.weeks, steps(gained.at, examination.dates)).odds(*FEWER))
    uses, said = frozenset({"reach", "likes", "follows"}), WHOLE if apart is None else None
    return Weighed(mean_odds(odds), examination.likeliest(name, odds), uses, evidence=said)


CAUSE = Cause(
    name="distribution",
    title={"en": "Fewer people who do not follow you", "de": "Weniger Leute, die dir nicht folgen"},
    evidence={
        "en": "Since about {at:day} your posts reach {percent:fewer} people who do not follow you.",
        "de": "Seit etwa dem {at:day} erreichen deine Posts {percent:fewer} Leute, die dir nicht folgen.",
    },
    refuted_by={
        "en": "It would speak against this if your followers were reached less by the same share.",
        "de": "Dagegen spräche, wenn deine Follower um denselben Anteil weniger erreicht würden.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
