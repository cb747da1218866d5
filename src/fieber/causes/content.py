"""Those who see the posts like them less.

## What it looks like

As many people as before see the posts, but fewer of them tap the heart, write or save. It holds within each format,
and it begins at some time.

## Why it happens

A topic has been told, a style repeats itself, or the posts are now about something that the followers did not come
for. Platforms notice it too: what is liked less is shown less, somewhat later.

## What would refute it

Likes per person reached are as before, or only the likes fell while comments and saves stayed. Then it is the showing
or the counting.

## Example

Of a hundred people reached nine used to like a post, now it is five. The account began to post offers in June, and
comments and saves per person fell just as much.

## Sources

- That ranking follows what people do with a post: experience of many accounts, not a study of this cause.
- Fahrmeir, L., Kneib, T., Lang, S., and Marx, B. (2013): Regression. Springer, chapter 4 (effects held apart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.causes._protocol import Cause, Silent, Weighed
from fieber.stats.shapes import mean_odds

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Wer deine Posts sieht, mag sie seltener.

## Woran man es sieht

So viele Leute wie vorher sehen deine Posts, aber weniger davon tippen aufs Herz, schreiben oder speichern. Das gilt
in jedem Format und fängt irgendwann an.

## Warum es passiert

Ein Thema ist auserzählt, ein Stil wiederholt sich, oder es geht nun um etwas, weswegen dir die Leute nicht folgen.
Das merkt auch die Plattform: Was seltener gefällt, zeigt sie etwas später auch seltener.

## Was dagegen spräche

Die Likes je erreichter Person sind wie vorher. Oder nur die Likes sind gefallen, und Kommentare und Gespeichertes
nicht. Dann liegt es am Zeigen oder am Zählen.

## Beispiel

Von hundert Leuten mochten früher neun einen Post, jetzt sind es fünf. Seit Juni gibt es viele Angebote, und auch
Kommentare und Gespeichertes je Person sind so viel weniger.

## Quellen

- Dass sich das Zeigen nach den Reaktionen richtet, ist Erfahrung mit vielen Accounts; eine Studie dazu kenne ich nicht.
- Fahrmeir, L., Kneib, T., Lang, S. und Marx, B. (2013): Regression. Springer, chapter 4 (Effekte getrennt).
"""

FALL = (-0.45, 0.3)  # log size of what happens to likes per person reached, and how much it varies


def _weigh(examination: Examination) -> Weighed | Silent:
    """Likes per person reached fell within formats, and what else people do fell with them."""
    if examination.line("liking") is None:
        return Silent("column_missing")
    if not len(examination.dates):
        return Silent("too_few_posts")
    odds = examination.odds("liking", *FALL)
    return Weighed(mean_odds(odds), examination.likeliest("liking", odds), uses=frozenset({"liking", "likes"}))


CAUSE = Cause(
    name="content",
    title={
        "en": "Fewer likes per person reached",
        "de": "Weniger Likes je erreichter Person",
    },
    evidence={
        "en": "Since about {at:day} there are {percent:fewer} {metric:unit} per person reached, formats set aside.",
        "de": "Seit etwa dem {at:day} sind es {percent:fewer} {metric:unit} je erreichter Person, bei gleichem Format.",
    },
    refuted_by={
        "en": "It would speak against this if comments and saves per person reached had stayed the same.",
        "de": "Dagegen spräche, wenn Kommentare und Gespeichertes je erreichter Person gleich geblieben wären.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
