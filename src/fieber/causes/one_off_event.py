"""Something outside made people look for some weeks, and it is over.

## What it looks like

For weeks everything was clearly higher, not one post only. Now it is as it was before these weeks.

## Why it happens

A television show, a headline, a tournament, a season of a series: people look for a name and find the account. When
the occasion is over, they are gone.

## What would refute it

It is now below the level before the event, or the better time has no beginning.

## Example

From 3 May to 20 June, while the show was on, posts had 12,000 likes. Before they had 6,000, and since then they have
6,000.

## Sources

- Leskovec, J., Backstrom, L., and Kleinberg, J. (2009): Meme-tracking and the dynamics of the news cycle. KDD,
  497-506.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.model.moments import moment
from fieber.stats.shapes import mean_odds, spells

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Etwas von außen ließ die Leute ein paar Wochen lang hinschauen, und das ist vorbei.

## Woran man es sieht

Wochenlang war alles klar höher, nicht nur ein Post. Jetzt ist es wie vor diesen Wochen.

## Warum es passiert

Eine Show im Fernsehen, eine Schlagzeile, ein Turnier, eine Staffel: Leute suchen einen Namen und finden deinen
Account. Ist der Anlass vorbei, sind sie weg.

## Was dagegen spräche

Es ist jetzt weniger als vor dem Ereignis. Oder die bessere Zeit hat keinen Anfang.

## Beispiel

Vom 3. Mai bis zum 20. Juni, solange die Show lief, hatten Posts 12.000 Likes. Davor waren es 6.000, und seitdem sind
es 6.000.

## Quellen

- Leskovec, J., Backstrom, L., und Kleinberg, J. (2009): Meme-tracking and the dynamics of the news cycle. KDD,
  497-506.
"""

RISE = (0.6, 0.3)  # log size of what such a time adds
LENGTHS = (20.0, 40.0, 70.0)  # days
SHOWS_IN = ("likes", "reach", "reach_others", "reach_followers")  # who looks at everything looks at them as well
TOLD = 2.0  # log odds more where the person told of an event that ended there
NEAR_DAYS = 10.0


def _weigh(examination: Examination) -> Weighed | Silent:
    """Some weeks were higher than what came before and after them."""
    ends = examination.dates[::2]
    line = examination.line("likes")
    if not len(ends) or line is None:
        return Silent("too_few_posts")
    _, _, odds = examination.clearest(SHOWS_IN, lambda at: spells(at, ends, LENGTHS), *RISE)
    length, end = divmod(int(np.argmax(odds)), len(ends))
    last = float(ends[end])
    values = {"from": moment(last - LENGTHS[length]), "to": moment(last)}
    lower = examination.lower(last - LENGTHS[length], last)
    own = [one.end or one.start for one in examination.diagnosis.events if one.is_own]
    told = any(abs((one - moment(last)).days) <= NEAR_DAYS for one in own)
    return Weighed(mean_odds(odds) - lower + TOLD * told, values, uses=frozenset({"likes", "reach", "liking"}))


CAUSE = Cause(
    name="one_off_event",
    title={
        "en": "A one-off event",
        "de": "Ein einmaliges Ereignis",
    },
    evidence={
        "en": "Between {from:day} and {to:day} everything was higher than usual. Now it is as it was before.",
        "de": "Zwischen dem {from:day} und dem {to:day} war alles höher als sonst. Jetzt ist es wie davor.",
    },
    refuted_by={
        "en": "It would speak against this if it is now below the level before that time.",
        "de": "Dagegen spräche, wenn es jetzt weniger ist als vor dieser Zeit.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
