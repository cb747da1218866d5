"""People are elsewhere: the same days of earlier years were low too.

## What it looks like

For one to a few weeks everything is lower, then it is as before. In earlier years it was the same in the same weeks.

## Why it happens

At Christmas, Easter and in school holidays people travel, meet and look at their phone at other hours. Whole groups
are away at once.

## What would refute it

It stays low long after the holidays, or the same weeks of last year were as good as any.

## Example

Between 20 December and 2 January posts have 40 % fewer likes, as they had a year ago. On 8 January it is as before.

## Sources

- Nationwide public holidays: the package holidays (Vacanza), computed on your machine.
- Ferienordnung, Kultusministerkonferenz (school holidays of the German states).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._examination import FEWEST_AFTER
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import moment
from fieber.stats.shapes import YEAR, mean_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
DEUTSCH = """Die Leute sind woanders: An denselben Tagen war es auch früher weniger.

## Woran man es sieht

Ein bis ein paar Wochen lang ist alles niedriger, dann wieder wie vorher. In früheren Jahren war es in denselben
Wochen genauso.

## Warum es passiert

An Weihnachten, Ostern und in den Schulferien fährt man weg, trifft sich und schaut zu anderen Zeiten aufs Handy.
Ganze Gruppen sind auf einmal weg.

## Was dagegen spräche

Lange nach den Ferien ist es noch immer niedrig. Oder dieselben Wochen im letzten Jahr waren so gut wie alle anderen.

## Beispiel

Zwischen dem 20. Dezember und dem 2. Januar haben Posts 40\N{NO-BREAK SPACE}% weniger Likes, wie
vor einem Jahr. Am 8. Januar ist es
wie vorher.

## Quellen

- Landesweite Feiertage: das Paket holidays (Vacanza), auf deinem Rechner berechnet.
- Ferienordnung, Kultusministerkonferenz (Schulferien der Länder).
"""

DIP = (-0.6, 0.3)  # log size of a holiday that is felt
LENGTHS = (11.0, 18.0, 32.0)  # days
ENDS = 45.0  # days before now in which it ended; later is over
STEP = 6.0
EARLIER_POSTS = 4  # in the same weeks of earlier years, to know them
FEAST = 3.0  # days around a public holiday that lie in a window, to count as one
KNOWN, UNKNOWN = 0.5, -0.7  # log odds with and without a holiday in the window


def _weigh(examination: Examination) -> Weighed | Silent:
    """A short dip that just was, or is, and that earlier years have on the same days."""
    line = examination.line("likes")
    if line is None:
        return Silent("too_few_posts")
    now = examination.now
    ends = np.arange(now + 1, now - ENDS, -STEP)
    windows = [(end - length, end) for end in ends for length in LENGTHS]
    years = range(int((now - line.at[0]) // YEAR) + 1)
    inside = np.column_stack([_within(line.at, window, years) for window in windows])
    known = (inside & (line.at < now - YEAR / 2)[:, None]).sum(axis=0) >= EARLIER_POSTS
    here = (inside & (line.at >= now - YEAR / 2)[:, None]).sum(axis=0) >= FEWEST_AFTER
    usable = known & here
    if not usable.any():
        return Silent("too_short")
    chosen = [window for window, one in zip(windows, usable, strict=True) if one]
    _, odds = examination.clearest(
        ("likes", "reach_followers"),
        lambda at: np.column_stack([_within(at, window, years) for window in chosen]).astype(np.float64),
        *DIP,
    )
    feast = np.array([_has_feast(window, examination.holidays) for window in chosen])
    odds = odds + np.where(feast, KNOWN, UNKNOWN if examination.holidays else 0.0)
    first, last = chosen[int(np.argmax(odds))]
    values = {"from": moment(float(first)), "to": moment(float(min(last, now)))}
    return Weighed(mean_odds(odds), values, uses=frozenset({"likes", "reach", "liking"}))


def _within(at: Floats, window: tuple[float, float], years: range) -> Flags:
    found = np.zeros(len(at), dtype=np.bool_)
    for back in years:
        found |= (at >= window[0] - back * YEAR) & (at < window[1] - back * YEAR)
    return found


def _has_feast(window: tuple[float, float], holidays: tuple[tuple[float, float], ...]) -> bool:
    return any(first < window[1] + FEAST and last > window[0] - FEAST for first, last in holidays)


CAUSE = Cause(
    name="holiday",
    title={
        "en": "Holidays",
        "de": "Ferien und Feiertage",
    },
    evidence={
        "en": "In the weeks up to {to:day} it was lower, and in the same weeks a year before too.",
        "de": "In den Wochen bis {to:day} war es weniger, und in denselben Wochen ein Jahr davor auch.",
    },
    refuted_by={
        "en": "It would speak against this if it is still as low some weeks after the holidays.",
        "de": "Dagegen spräche, wenn es einige Wochen nach den Ferien noch genauso wenig ist.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
