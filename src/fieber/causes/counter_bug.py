"""A counter is wrong for a while; the audience is still there.

## What it looks like

Likes fall from one post to the next, but comments, saves and shares stay. Or the followers fall in one night and most
are back within days. Others have it on the same day.

## Why it happens

Counters are estimates that many machines keep. When one of them fails, numbers are missing that were there before.
Platforms mostly put them right.

## What would refute it

Comments and saves fell just as much, and no other account has it. Then people really did something else.

## Example

On 13 February 2019 large accounts on Instagram lost about 2 % of their followers in one night. It was a display bug,
and two days later they were back.

## Sources

- t3n, 14 February 2019 (Instagram-Fehler führt zu massiven Follower-Verlusten): shown wrongly, back within a day.
- The calendar of events in fieber: docs/events.md, rows with the footprint counter_bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Ein Zähler zeigt eine Zeit lang Falsches; dein Publikum ist noch da.

## Woran man es sieht

Von einem Post zum nächsten fallen die Likes, aber Kommentare, Gespeichertes und Geteiltes bleiben. Oder die Follower
fallen in einer Nacht und sind nach Tagen fast alle wieder da. Andere haben das am selben Tag.

## Warum es passiert

Solche Zahlen führen viele Rechner zusammen. Fällt einer aus, fehlt etwas, das vorher da war. Meistens bringt die
Plattform das wieder in Ordnung.

## Was dagegen spräche

Kommentare und Gespeichertes sind genauso gefallen, und kein anderer Account hat das. Dann haben die Leute wirklich
etwas anderes gemacht.

## Beispiel

Am 13. Februar 2019 verloren große Accounts auf Instagram in einer Nacht etwa 2\N{NO-BREAK SPACE}%
ihrer Follower. Es war ein
Anzeigefehler, und zwei Tage später waren sie wieder da.

## Quellen

- t3n, 14. Februar 2019 (Instagram-Fehler führt zu massiven Follower-Verlusten): falsch angezeigt, bald wieder da.
- Der Kalender von fieber: docs/events.md, Zeilen mit der Spur counter_bug.
"""

FALL = (-0.7, 0.35)  # log size of a fault in the likes, and how much it varies
ALIKE = 0.1  # log units by which what else people do may change beside
OF_LIKES = {
    "en": "Since about {at:day} {percent:fewer} likes are counted; comments and saves did not fall with them.",
    "de": "Seit etwa dem {at:day} werden {percent:fewer} Likes gezählt; Kommentare und Gespeichertes fielen nicht mit.",
}
NAMED = 6.0  # log odds where followers fell and came back, on this account or in a roster


def _weigh(examination: Examination) -> Weighed | Silent:
    """Likes fell and the rest rose against them by as much; or followers went and came back."""
    back = dip(examination)
    if examination.line("echo") is None or not len(examination.dates):
        if examination.followers is None:
            return Silent("column_missing")
        return back or Weighed(-4.0, {"at": examination.moment}, uses=frozenset({"followers"}))
    name = "liking" if examination.line("liking") is not None else "likes"
    odds = examination.odds(name, *FALL) + examination.opposite("echo", name, ALIKE, examination.luck_of_echoes())
    uses = frozenset({"liking", "likes", "reach", "echo"})
    weighed = Weighed(mean_odds(odds), examination.likeliest(name, odds), uses, evidence=OF_LIKES)
    return weighed if back is None or back.log_odds < weighed.log_odds else back


def dip(examination: Examination) -> Weighed | None:
    """Give what speaks for followers that were only not shown; None where nothing does."""
    roster = examination.step_of_all("counter_bug")
    if roster is not None:
        return Weighed(NAMED, {"at": roster.day}, uses=frozenset({"followers"}), ladder="associated")
    seen = [one for one in examination.diagnosis.follower_events if one.kind == "counter" and one.is_recent]
    return Weighed(NAMED, {"at": seen[-1].start}, uses=frozenset({"followers"})) if seen else None


CAUSE = Cause(
    name="counter_bug",
    title={
        "en": "A counter bug",
        "de": "Ein Fehler beim Zählen",
    },
    evidence={
        "en": "Around {at:day} the number of followers fell and came back: they were only not shown.",
        "de": "Um den {at:day} fiel die Zahl der Follower und kam zurück: Sie wurden nur nicht angezeigt.",
    },
    refuted_by={
        "en": "It would speak against this if comments, saves and shares had fallen too, or if nobody else had it.",
        "de": "Dagegen spräche, wenn auch Kommentare, Gespeichertes und Geteiltes gefallen wären oder es"
        " sonst niemand hätte.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
