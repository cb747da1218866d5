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

from fieber.causes._calendars import BY_COUNTRY, holidays_of
from fieber.causes._examination import FEWEST_AFTER
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.model.moments import moment
from fieber.stats.shapes import YEAR, fit, mean_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.causes._examination import Examination

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Windows = tuple[tuple[float, float], ...]
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
SHOWS_IN = ("likes", "reach_followers", "own_share")
LENGTHS = (11.0, 18.0, 32.0)  # days
ENDS = 45.0  # days before now in which it ended; later is over
STEP = 6.0
EARLIER_POSTS = 4  # in the same weeks of earlier years, to know them
FEAST = 3.0  # days around a public holiday that lie in a window, to count as one
KNOWN, UNKNOWN = 0.5, -0.7  # log odds with and without a holiday in the window


def _weigh(examination: Examination) -> Weighed | Silent:
    """A dip that just was, or is: on days that were low in earlier years too, or in all holidays of some country."""
    line = examination.line("likes")
    if line is None:
        return Silent("too_few_posts")
    kinds = [one for one in (_same_weeks(examination, line.at), *_calendars(examination, line.at)) if one[0]]
    if not kinds:
        return Silent("too_short")
    weighed, spans = [], []
    for windows, latest in kinds:
        odds = _low_each_time(examination, windows, latest)
        feast = np.array([_has_feast(one, examination.holidays) for one in latest])
        odds = odds + np.where(feast, KNOWN, UNKNOWN if examination.holidays else 0.0)
        weighed.append(mean_odds(odds))
        spans.append((float(odds.max()), latest[int(np.argmax(odds))]))
    first, last = max(spans)[1]
    values = {"from": moment(first), "to": moment(min(last, examination.now))}
    return Weighed(mean_odds(np.array(weighed)), values, uses=frozenset({"likes", "reach", "liking"}))


def _low_each_time(examination: Examination, windows: list[Windows], latest: Windows) -> Floats:
    """Give the log odds that it was low in all of each windows, in the latest and in the earlier ones by themselves.

    A fall that has only now begun fits the latest as well; the earlier ones tell a holiday from it.
    """
    earlier = [tuple(span for span in each if span != last) for each, last in zip(windows, latest, strict=True)]
    found = []
    for name in SHOWS_IN:
        line = examination.line(name)
        if line is not None:
            parts = (windows, [(last,) for last in latest], earlier)
            shapes = (np.column_stack([_within(line.at, one) for one in part]).astype(np.float64) for part in parts)
            whole, now, then = (fit(line.weeks, shape).odds(*DIP) for shape in shapes)
            found.append(np.minimum(whole, now + then))
    return np.asarray(max(found, key=lambda odds: float(odds.max())) - 0.5 * np.log(len(found)))


def _same_weeks(examination: Examination, at: Floats) -> tuple[list[Windows], Windows]:
    """Give windows of some weeks that end about now, each with the same weeks of earlier years, and the latest."""
    now = examination.now
    years = range(int((now - at[0]) // YEAR) + 1)
    found = [
        tuple((end - length - back * YEAR, end - back * YEAR) for back in years)
        for end in np.arange(now + 1, now - ENDS, -STEP).tolist()
        for length in LENGTHS
    ]
    kept = [one for one in found if _is_known(at, one, now)]
    return kept, tuple(one[0] for one in kept)


def _calendars(examination: Examination, at: Floats) -> list[tuple[list[Windows], Windows]]:
    """Give the holidays of each country of which one is now or just was, and the latest of each; and this one alone."""
    now = examination.now
    found = [holidays_of(country, float(at[0]), now) for country in BY_COUNTRY]
    lately = [one for one in found if one and one[-1][1] > now - ENDS]
    alone = [tuple(span for span in one if _same_time_of_year(span, one[-1])) for one in lately]
    kinds = [[one for one in dict.fromkeys(each) if _is_known(at, one, now)] for each in (lately, alone)]
    return [(kept, tuple(one[-1] for one in kept)) for kept in kinds]


def _same_time_of_year(span: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs((span[0] - other[0] + YEAR / 2) % YEAR - YEAR / 2) < FEAST


def _is_known(at: Floats, windows: Windows, now: float) -> bool:
    inside = _within(at, windows)
    here, earlier = inside & (at >= now - YEAR / 2), inside & (at < now - YEAR / 2)
    return bool(here.sum() >= FEWEST_AFTER and earlier.sum() >= EARLIER_POSTS)


def _within(at: Floats, windows: Windows) -> Flags:
    found = np.zeros(len(at), dtype=np.bool_)
    for first, last in windows:
        found |= (at >= first) & (at < last)
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
        "en": "In the weeks up to {to:day} it was lower, as it was in earlier holidays.",
        "de": "In den Wochen bis {to:day} war es weniger, wie in früheren Ferien auch.",
    },
    refuted_by={
        "en": "It would speak against this if it is still as low some weeks after the holidays.",
        "de": "Dagegen spräche, wenn es einige Wochen nach den Ferien noch genauso wenig ist.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
