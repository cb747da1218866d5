"""The newest posts are still gathering, or were read too early.

## What it looks like

Only the newest posts look small. Their counters were read hours after posting, those of the older ones after days or
weeks.

## Why it happens

A post gathers for days. After an hour it has a part of what it will have, and video goes on longest. Who compares
fresh posts with old ones sees a fall every time.

## What would refute it

Read again after some days, these posts are still as low.

## Example

A Reel has 1,200 likes three hours after posting; the usual one has 4,000, but after a month. At the same age the
usual one had 1,300.

## Sources

- Graffius, S. (2024): Lifespan (half-life) of social media posts.
- docs/method.md, Age at reading (how posts mature, with its sources).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.causes._examination import FEWEST
from fieber.causes._protocol import Cause, Silent, Weighed

if TYPE_CHECKING:
    from fieber.causes._examination import Examination
DEUTSCH = """Die neuesten Posts sammeln noch, oder sie wurden zu früh gelesen.

## Woran man es sieht

Nur die neuesten Posts sehen klein aus. Sie wurden Stunden nach dem Posten gelesen, die älteren nach Tagen
oder Wochen.

## Warum es passiert

Ein Post sammelt tagelang. Nach einer Stunde hat er einen Teil von dem, was er haben wird, und Videos sammeln am
längsten. Wer frische mit alten Posts vergleicht, sieht jedes Mal einen Absturz.

## Was dagegen spräche

Ein paar Tage später gelesen, sind diese Posts noch genauso niedrig.

## Beispiel

Ein Reel hat drei Stunden nach dem Posten 1.200 Likes, sonst sind es 4.000, aber nach einem Monat. Im selben Alter
hatte das übliche 1.300.

## Quellen

- Graffius, S. (2024): Lifespan (half-life) of social media posts.
- docs/method.md, Age at reading (wie Posts reifen, mit Quellen).
"""

FRESH_DAYS = 1.2  # younger, and a fifth and more of the likes is still missing: docs/method.md
NEWEST = 12  # posts in which a person sees a fall
LOW = -0.25  # log units below older posts: less is no fall that anybody sees
TODAY = 0.6  # log odds of each post that is as young as it was read
PER_POST = 1.6  # log odds of each fresh post beyond the first two, which every account has


def _weigh(examination: Examination) -> Weighed | Silent:
    """Several of the newest posts were read within hours, and they are low only therefore."""
    count = examination.counted or "likes"
    posts = examination.posts.filter(pl.col(count).is_not_null()).sort("posted")
    if posts["measured_at"].null_count() == posts.height:
        return Silent("column_missing")
    if posts.height < FEWEST:
        return Silent("too_few_posts")
    age = (posts["measured_at"] - posts["posted_at"]).dt.total_seconds().fill_null(10**9).to_numpy() / 86_400
    value = np.log(posts[count].cast(pl.Float64).to_numpy() + 0.5)
    fresh = age < FRESH_DAYS
    newest = np.flatnonzero(fresh)[-NEWEST:]
    newest = newest[newest >= len(age) - 2 * NEWEST]
    mature = value[~fresh][-60:]
    values = {"n": len(newest)}
    if not len(newest) or len(mature) < FEWEST:
        return Weighed(-4.0, values, uses=frozenset({"young"}))
    missing = float(np.median(value[newest]) - np.median(mature))
    if missing > LOW:
        return Weighed(-2.0, values, uses=frozenset({"young"}))
    # who posts often always has some posts of today; those read early and never again say more
    today = int((posts["posted"].to_numpy()[newest] > examination.now - FRESH_DAYS).sum())
    worth = PER_POST * (len(newest) - today) + TODAY * today - PER_POST * 2 - 1.0
    return Weighed(worth, values, uses=frozenset({"young", "likes"}))


CAUSE = Cause(
    name="young_posts",
    title={
        "en": "Fresh posts",
        "de": "Frische Posts",
    },
    evidence={
        "en": "{n:small_first} of your newest posts were read when fresh. They look smaller than they will be.",
        "de": "{n:small_first} deiner neuesten Posts wurden gelesen, als sie frisch waren. Sie sehen kleiner aus,"
        " als sie werden.",
    },
    refuted_by={
        "en": "It would speak against this if they are still as low in a few days.",
        "de": "Dagegen spräche, wenn sie in ein paar Tagen noch genauso niedrig sind.",
    },
    english=__doc__ or "",
    german=DEUTSCH,
    weighs=_weigh,
)
