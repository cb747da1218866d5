"""Chance alone: the usual ups and downs of an account.

## What it looks like

Some posts do better, some do worse, and now a few weak ones came in a row. The numbers stay within the range that this
account has had for a long time. No date stands out.

## Why it happens

Likes scatter a lot. Half of your posts are below your usual number, that is what "usual" means. In a year of posts
there is always a bad fortnight, just as there is a good one. We remember the good one.

## What would refute it

Go on as before and look again after about twenty posts. If these are clearly below the usual too, it was more than
chance.

## Example

A usual post has 8,800 likes, and eight of ten lie between 3,600 and 21,600. Six posts in a row have about 6,000. A
healthy account like this one has many such weeks in a year.

## Sources

- Galton, F. (1886): Regression towards mediocrity in hereditary stature. Journal of the Anthropological Institute 15,
  246-263.
- Tversky, A., and Kahneman, D. (1971): Belief in the law of small numbers. Psychological Bulletin 76, 105-110.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from fieber.causes._protocol import Cause, Silent, Weighed

if TYPE_CHECKING:
    from fieber.causes._examination import Examination

DEUTSCH = """Nur Zufall: das übliche Auf und Ab eines Accounts.

## Woran man es sieht

Mal läuft ein Post besser, mal schlechter, und nun kamen ein paar schwache hintereinander. Die Zahlen bleiben in dem
Bereich, den dein Account schon lange hat. Kein Tag sticht heraus.

## Warum es passiert

Likes schwanken stark. Die Hälfte deiner Posts liegt unter deinem üblichen Wert, genau das heißt ja „üblich“. In einem
Jahr gibt es immer zwei schlechte Wochen, so wie es zwei gute gibt. An die guten denkt man länger.

## Was dagegen spräche

Mach weiter wie bisher und schau nach etwa zwanzig Posts noch einmal hin. Liegen auch die klar unter dem Üblichen, war
es mehr als Zufall.

## Beispiel

Ein üblicher Post hat 8.800 Likes, acht von zehn liegen zwischen 3.600 und 21.600. Sechs Posts nacheinander haben rund
6.000. Ein gesunder Account wie dieser hat im Jahr viele solche Wochen.

## Quellen

- Galton, F. (1886): Regression towards mediocrity in hereditary stature. Journal of the Anthropological Institute 15,
  246-263.
- Tversky, A., und Kahneman, D. (1971): Belief in the law of small numbers. Psychological Bulletin 76, 105-110.
"""

LEAST = 0.03  # of a probability: the thermometer is not surer than this
BELIEVED = 0.15  # of its log odds: each cause has weighed the same fall itself
MOST = 0.5  # log odds for chance: what is not lower now may have been higher before, and each cause weighs that itself


def _weigh(examination: Examination) -> Weighed | Silent:
    """Chance is as likely as the thermometer holds "no loss of a tenth or more" to be, all vitals heard."""
    diagnosis = examination.diagnosis
    tested = (vital for vital in diagnosis.vitals if vital.kind is None and vital.p_value is not None)
    # where all ups and downs are too large for a temperature, there is still a test
    carried = diagnosis.carrier or next(tested, None)
    if carried is None:
        return Silent("too_few_posts")
    p_drop, p = carried.p_drop or 0.0, diagnosis.p_value or 1.0
    # the headline has paid for all vitals and dates that were tried; one vital's own probability has not
    p_drop = min(max(p_drop * (1 - p), LEAST), 1 - LEAST)
    values = {"detectable": carried.detectable_percent}
    return Weighed(min(MOST, BELIEVED * (log(1 - p_drop) - log(p_drop))), values, uses=frozenset())


CAUSE = Cause(
    name="noise",
    title={"en": "The usual ups and downs", "de": "Das übliche Auf und Ab"},
    evidence={
        "en": "Your account has such ups and downs in good times too.",
        "de": "Solche Schwankungen hat dein Account auch in guten Zeiten.",
    },
    refuted_by={
        "en": "It would speak against this if your next posts are clearly below the usual.",
        "de": "Dagegen spräche, wenn auch deine nächsten Posts klar unter dem Üblichen liegen.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
