"""Fewer posts together with others.

## What it looks like

Before a day many posts were made with a partner, after it hardly any. Posts without a partner do as always.

## Why it happens

A collab is shown to the partner's people too. When collabs become rare, their people are missing, and with them likes
and new followers.

## What would refute it

Posts without a partner fell as much.

## Example

Until June every second post was a collab with 9,000 likes, those alone had 4,000. Since then there was none. The
average fell by 40 %, the posts alone did not.

## Sources

- Instagram, 19 October 2021: Collabs (a post shown to both audiences).
- Fahrmeir, L., Kneib, T., Lang, S., and Marx, B. (2013): Regression. Springer, chapter 4 (effects held apart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.causes._kind_of_post import became_rare
from fieber.causes._protocol import Cause

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
    from fieber.causes._protocol import Silent, Weighed
DEUTSCH = """Weniger Posts zusammen mit anderen.

## Woran man es sieht

Vorher waren viele Posts Collabs, danach fast keine mehr. Posts ohne Partner laufen wie immer.

## Warum es passiert

Eine Collab sehen auch die Leute des anderen. Werden Collabs selten, fehlen diese Leute, und mit ihnen Likes und neue
Follower.

## Was dagegen spräche

Posts ohne Partner sind genauso gefallen.

## Beispiel

Bis Juni war jeder zweite Post eine Collab mit 9.000 Likes, die anderen hatten 4.000. Seitdem gab es keine. Der
Durchschnitt fiel um 40\N{NO-BREAK SPACE}%, die Posts allein nicht.

## Quellen

- Instagram, 19. Oktober 2021: Collabs (ein Post für beide Publika).
- Fahrmeir, L., Kneib, T., Lang, S. und Marx, B. (2013): Regression. Springer, chapter 4 (Effekte getrennt).
"""


def _weigh(examination: Examination) -> Weighed | Silent:
    """Posts with a partner became rare, and what they brought is missing."""
    return became_rare(examination, "collab", "partners")


CAUSE = Cause(
    name="fewer_collabs",
    title={
        "en": "Fewer collabs",
        "de": "Weniger Collabs",
    },
    evidence={
        "en": "Collabs became rare around {at:day}: {before:whole} of a hundred posts before, {after:whole} since.",
        "de": "Um den {at:day} wurden Collabs selten: vorher {before:whole} von hundert Posts, seitdem {after:whole}.",
    },
    refuted_by={
        "en": "It would speak against this if your posts without a partner had fallen too.",
        "de": "Dagegen spräche, wenn auch deine Posts ohne Partner gefallen wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
