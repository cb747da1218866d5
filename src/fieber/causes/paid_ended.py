"""Advertising ended, and with it what it had brought.

## What it looks like

Before a day many posts were advertised, after it none. Posts without advertising do as always.

## Why it happens

Paid reach stops on the day on which the money stops. The old average was bought in part, so the new one looks like a
loss.

## What would refute it

Posts without advertising fell as much.

## Example

In spring seven of ten posts were advertised and had 6,000 likes, the rest 2,500. Since May nothing is advertised, and
the posts have 2,500.

## Sources

- Facebook Help Centre: organic, paid and post reach (the reach of a post holds both).
- Fahrmeir, L., Kneib, T., Lang, S., and Marx, B. (2013): Regression. Springer, chapter 4 (effects held apart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.causes._kind_of_post import became_rare
from fieber.causes._protocol import Cause

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
    from fieber.causes._protocol import Silent, Weighed
DEUTSCH = """Die Werbung ist zu Ende, und mit ihr, was sie gebracht hat.

## Woran man es sieht

Vorher waren viele Posts beworben, danach keiner mehr. Posts ohne Werbung laufen wie immer.

## Warum es passiert

Bezahlte Reichweite endet an dem Tag, an dem das Geld endet. Der alte Durchschnitt war zum Teil gekauft, darum sieht
der neue wie ein Verlust aus.

## Was dagegen spräche

Posts ohne Werbung sind genauso gefallen.

## Beispiel

Im Frühjahr waren sieben von zehn Posts beworben und hatten 6.000 Likes, die übrigen 2.500. Seit Mai ist nichts
beworben, und die Posts haben 2.500.

## Quellen

- Facebook-Hilfebereich: organische, bezahlte und Beitragsreichweite (die eines Beitrags enthält beide).
- Fahrmeir, L., Kneib, T., Lang, S. und Marx, B. (2013): Regression. Springer, chapter 4 (Effekte getrennt).
"""


def _weigh(examination: Examination) -> Weighed | Silent:
    """Advertised posts became rare, and what they brought is missing."""
    return became_rare(examination, "paid", "advertising")


CAUSE = Cause(
    name="paid_ended",
    title={
        "en": "Paid reach ended",
        "de": "Die Werbung ist zu Ende",
    },
    evidence={
        "en": "Around {at:day} the advertising ended: {before:whole} of a hundred posts before, {after:whole} since.",
        "de": "Um den {at:day} endete die Werbung: vorher {before:whole} von hundert Posts, seitdem {after:whole}.",
    },
    refuted_by={
        "en": "It would speak against this if posts that were never advertised had fallen too.",
        "de": "Dagegen spräche, wenn auch Posts ohne Werbung gefallen wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
