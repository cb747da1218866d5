"""The platform took accounts away that never looked.

## What it looks like

In one night the number of followers falls, and stays there. Likes, comments and reach go on as before. Other accounts
lose some on the same day.

## Why it happens

Platforms delete fake and abandoned accounts from time to time, many at once. They had never looked, so nobody is
missing.

## What would refute it

Likes and reach fell on the same day by as much, or people unfollow day after day. Then real people left.

## Example

On 19 December 2014 large accounts on Instagram lost 7.6 % of their followers in a night. Their likes stayed.

## Sources

- The calendar of events in fieber: docs/events.md, rows with the footprint purge.
- Search Engine Journal, December 2018: YouTube is removing spam accounts, which may cause a noticeable decrease in
  subscribers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieber.causes._followers import jump
from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.causes._words import percent
from fieber.model.moments import moment
from fieber.stats.shapes import fit, steps

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Die Plattform hat Konten entfernt, die nie hingeschaut haben.

## Woran man es sieht

In einer Nacht fällt die Zahl der Follower und bleibt dort. Likes, Kommentare und Reichweite laufen weiter wie vorher.
Andere Accounts verlieren am selben Tag auch welche.

## Warum es passiert

Plattformen löschen ab und zu falsche und verlassene Konten, viele auf einmal. Die haben nie hingeschaut, also fehlt
niemand.

## Was dagegen spräche

Likes und Reichweite sind am selben Tag um so viel gefallen. Oder die Leute gehen Tag für Tag. Dann sind echte
gegangen.

## Beispiel

Am 19. Dezember 2014 verloren große Accounts auf Instagram in einer Nacht 7,6\N{NO-BREAK SPACE}%
ihrer Follower. Likes fehlten keine.

## Quellen

- Der Kalender von fieber: docs/events.md, Zeilen mit der Spur purge.
- Search Engine Journal, Dezember 2018: YouTube is removing spam accounts, which may cause a noticeable decrease in
  subscribers.
"""

SMALLEST = 0.003  # log size of a loss that anybody sees
LONGEST_DAYS = 2.0
NAMED = 5.0  # log odds more where others lost some on the same day
FELT = (-0.5, 0.3)  # log size of a loss that people would be missing in
CONTROL = 20  # accounts from which on they are a control


def _weigh(examination: Examination) -> Weighed | Silent:
    """Followers fell in a night and stayed there, and nothing that people do fell with them."""
    if examination.followers is None:
        return Silent("column_missing")
    roster = examination.step_of_all("followers_purged")
    if roster is not None:
        values = {"at": roster.day, "size": -roster.percent}
        many = roster.accounts >= CONTROL
        return Weighed(NAMED, values, frozenset({"followers"}), "causal" if many else "associated")
    found = jump(examination, days=LONGEST_DAYS, up=False)
    values = {"at": moment(found.day), "size": percent(found.size)}
    if -found.size < SMALLEST or found.odds < 0 or found.came_back:
        return Weighed(-4.0, values, uses=frozenset({"followers"}))
    line = examination.line("likes")
    felt = 0.0
    if line is not None:
        felt = float(fit(line.weeks, steps(line.at, np.array([found.day]))).odds(*FELT)[0])
    return Weighed(found.odds - max(-1.0, min(felt, 4.0)), values, uses=frozenset({"followers"}))


CAUSE = Cause(
    name="followers_purged",
    title={
        "en": "Purged followers",
        "de": "Entfernte Follower",
    },
    evidence={
        "en": "Around {at:day} {size:whole} of a hundred followers went in one night, and the posts have as"
        " many likes as before.",
        "de": "Um den {at:day} gingen in einer Nacht {size:whole} von hundert Followern, und die Posts haben"
        " so viele Likes wie vorher.",
    },
    refuted_by={
        "en": "It would speak against this if likes and reach had fallen on that day by as much.",
        "de": "Dagegen spräche, wenn an dem Tag auch Likes und Reichweite um so viel gefallen wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
