"""The ranked feed: who sees each post, who of them likes it, and how the account's followers change by it.

A post competes with others for the few places that a follower sees; where it is placed hangs on how close the follower
is, on interest and quality, and on how many other posts of the account were just there. Then it is shown to a sample of
people who do not follow; those who like it carry it on, so that a success widens its own circle. Everything here is an
expected value: nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate.audience import GHOST
from fieber.simulate.platform import clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.simulate.audience import Traits
    from fieber.simulate.life import Life

    Floats = NDArray[np.float64]

OWN_DAYS, OWN_PENALTY, OWN_CROWDING = 1.5, 0.9, 0.4  # how long, and how much, an account's posts stand in their own way
RANKED_BY_QUALITY, RANKED_BY_TOPIC, LIKED_BY_QUALITY, LIKED_BY_TOPIC = 0.4, 0.5, 0.6, 1.0
CARRIED_AT_MOST, CARRIED_USUALLY, CARRIED_BY_QUALITY = 0.97, -0.35, 0.8  # strangers that each stranger brings
GLOW_DAYS, GLOW = 9.0, 0.3  # a success lets the platform try the next posts on more strangers, for some days
RUST_AFTER_DAYS, RUST, RUST_GAP_DAYS, RUST_LASTS_DAYS = 12.0, 0.5, 30.0, 10.0  # after a pause it tries fewer
STRANGERS_LIKE, PARTNERS_LIKE, SHOWN_FOR_MONEY_LIKE = 0.6, 0.6, 0.12  # of the likes of a usual follower
STEP_DAYS = 7
VISITS = 0.0002  # share of its followers that an account gains a day by its name alone, where it does not shrink


@dataclass(frozen=True, slots=True)
class Momentum:
    """What earlier posts leave for each post. own: (n,) posts still around. glow: (n,) log factor of exploration."""

    own: Floats
    glow: Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """What a post gets, whatever the followers' number: per segment and per follower reached.

    seen, liked: (n, N_SEGMENTS) share of a segment that sees it, and of these that like it. widened: (n,) strangers
    reached per follower reached. stranger_likes: (n,) share of them that like it.
    """

    seen: Floats
    liked: Floats
    widened: Floats
    stranger_likes: Floats


@dataclass(frozen=True, slots=True)
class Walk:
    """The followers on their way, at each of k steps.

    start: (k,) first day. people: (k, N_SEGMENTS). room: (k,) share of the strangers who are not used up. honest: (k,)
    what the ghosts among the followers leave of exploration.
    """

    start: NDArray[np.int64]
    people: Floats
    room: Floats
    honest: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is expected of each post: (n,) each.

    strangers: all people reached who do not follow, a partner's and those paid for too. followers: at posting.
    """

    reach_followers: Floats
    strangers: Floats
    likes: Floats
    followers: Floats
    gained: Floats


@dataclass(frozen=True, slots=True)
class Flows:
    """What is expected of each day, in followers: (d,) each. came: by other ways than posts. stock: at its start."""

    came: Floats
    left: Floats
    purged: Floats
    stock: Floats


def momentum_of(traits: Traits, life: Life) -> Momentum:
    """Follow the account from post to post: how crowded, how successful, how rusty it is."""
    posts = life.posts
    success = -np.log1p(-_carried(posts.quality, 0.0)) + np.log1p(-_carried(np.zeros(1), 0.0))
    weight = GLOW / np.sqrt(max(1.0, traits.posts_per_week / 3.0))
    own = glow = rust = 0.0
    owns, glows = [], []
    last = float(posts.at[0]) if len(posts.at) else 0.0
    for at, good in zip(posts.at.tolist(), success.tolist(), strict=True):
        gap, last = at - last, at
        own *= exp(-gap / OWN_DAYS)
        glow *= exp(-gap / GLOW_DAYS)
        rust = rust * exp(-gap / RUST_LASTS_DAYS) + RUST * (1 - exp(-max(0.0, gap - RUST_AFTER_DAYS) / RUST_GAP_DAYS))
        owns.append(own)
        glows.append(glow - rust)
        own += 1.0
        glow += weight * good
    return Momentum(np.array(owns), np.array(glows))


def shares_of(traits: Traits, life: Life, momentum: Momentum, *, quality: Floats, luck: Floats) -> Shares:
    """Give what each post gets if it is of the given quality and luck, (n,) each."""
    posts, platform = life.posts, traits.platform
    day = np.floor(posts.at).astype(np.int64) - life.first
    formats = platform.formats
    taste, bonus, explore = (
        np.array([getattr(one, name) for one in formats])[posts.kind] for name in ("taste", "seen", "explore")
    )
    good, cares = quality + life.form[day], life.interest[day]
    attention = np.exp(life.attention[day] + life.weather[day, posts.kind]) * clock(posts.at, traits.offset_hours)
    interest = traits.interest[:, posts.topic].T
    rank = (RANKED_BY_QUALITY * good + cares + bonus - OWN_PENALTY * np.log1p(momentum.own))[:, None]
    rank = rank + RANKED_BY_TOPIC * interest + traits.closeness - np.log(platform.crowding - 1)
    seen = np.minimum(traits.looks_in * attention[:, None], 1.0) / (1 + np.exp(-rank))
    warm = LIKED_BY_QUALITY * good + 0.6 * cares + life.appeal[day] + taste
    liked = platform.likes * np.exp(warm[:, None] + traits.liking + LIKED_BY_TOPIC * (interest - 1))
    carried = _carried(good, 0.5 * (life.appeal[day] + cares))
    first_sample = explore * traits.explore * np.exp(luck + momentum.glow + life.explore[day])
    widened = first_sample / (1 - carried) / (1 + OWN_CROWDING * momentum.own)
    strangers_like = platform.likes * STRANGERS_LIKE * np.exp(warm)
    return Shares(seen, np.minimum(liked, 0.7), widened, np.minimum(strangers_like, 0.6))


def _carried(good: Floats, appeal: Floats | float) -> Floats:
    """Strangers that each stranger who was shown the post brings along: below one, so that every circle ends."""
    return np.asarray(CARRIED_AT_MOST / (1 + np.exp(-(CARRIED_USUALLY + CARRIED_BY_QUALITY * good + appeal))))


def conversion_of(traits: Traits, life: Life) -> float:
    """Give the share of reached strangers who follow with which the account grows as it usually does."""
    if not len(life.posts.at):
        return 0.0
    momentum = momentum_of(traits, life)
    shares = shares_of(traits, life, momentum, quality=life.posts.quality, luck=life.posts.luck)
    span = life.days[-1] + 1 - life.first
    # twenty hits of a lifetime do not tell what a usual week brings
    strangers = np.minimum(shares.widened, 20 * np.median(shares.widened)) * (shares.seen @ traits.start)
    leaving = float(traits.leaves @ traits.start)
    wanted = leaving + traits.growth * traits.followers / 365.25 - VISITS * traits.followers
    return float(max(wanted, 0.3 * leaving) * span / strangers.sum())


def walk(traits: Traits, life: Life, shares: Shares, conversion: float) -> Walk:
    """Go through the weeks with the followers by segment; stop at days on which people join or are taken away.

    Args:
        conversion: strangers who follow, per stranger reached (`conversion_of`).
    """
    n_days = len(life.form)
    dated = np.flatnonzero(life.joins.any(axis=1) | (life.purged > 0))
    opened = np.flatnonzero(life.pool[1:] != life.pool[:-1]) + 1
    edges = np.unique(np.concatenate([np.arange(0, n_days, STEP_DAYS), dated, opened, [n_days]]))
    found_by = _found_by_segment(life, shares, edges)
    start, length = edges[:-1], np.diff(edges)
    calling = conversion * np.exp(life.follows[start])
    staying = 1 - np.outer(length * np.exp(life.leaves[start]), traits.leaves)
    joins, eventful = life.joins[start] * traits.followers, np.isin(start, dated)
    people, used, fakes = traits.start.copy(), 0.0, traits.start[GHOST] / traits.start.sum()
    way, rooms, honests = np.empty((len(start), len(people))), np.empty(len(start)), np.empty(len(start))
    for i, pool in enumerate((life.pool[start] * traits.followers).tolist()):
        if eventful[i]:
            people[GHOST] *= 1 - life.purged[start[i]]
            people = people + joins[i]
        total = float(people.sum())
        way[i] = people
        # the platform tries a post on followers first; those who never look make it seem dull
        honests[i] = honest = ((1 - float(people[GHOST]) / total) / (1 - fakes)) ** 0.7
        rooms[i] = room = 1 / (1 + used / pool)
        found = float(found_by[i] @ people) * honest * room
        used += found if pool < np.inf else 0.0
        # who knows the account already does not follow it twice
        people = people * staying[i] + (VISITS * total * int(length[i]) + calling[i] * found * room) * traits.comes
    return Walk(start, way, rooms, honests)


def _found_by_segment(life: Life, shares: Shares, edges: NDArray[np.int64]) -> Floats:
    """Strangers found in each step, per follower of each segment."""
    found = np.zeros((len(life.posts.at) + 1, shares.seen.shape[1]))
    np.cumsum(shares.seen * shares.widened[:, None], axis=0, out=found[1:])
    rows = np.searchsorted(np.floor(life.posts.at).astype(np.int64) - life.first, edges)
    return np.diff(found[rows], axis=0)


def outcome(traits: Traits, life: Life, shares: Shares, way: Walk, conversion: float) -> Outcome:
    """Give what is expected of each post of a life whose followers went that way."""
    posts = life.posts
    day = np.floor(posts.at).astype(np.int64) - life.first
    step = np.searchsorted(way.start, day, side="right") - 1
    people, room = way.people[step], way.room[step]
    reach = np.einsum("ij,ij->i", shares.seen, people)
    found = reach * shares.widened * way.honest[step] * room
    likes = np.einsum("ij,ij,ij->i", shares.seen, shares.liked, people) + found * shares.stranger_likes
    extra = traits.followers * (posts.partner + posts.boost)
    warmth = shares.stranger_likes / STRANGERS_LIKE
    likes = likes + traits.followers * warmth * (PARTNERS_LIKE * posts.partner + SHOWN_FOR_MONEY_LIKE * posts.boost)
    gained = conversion * np.exp(life.follows[day]) * (found * room + 0.3 * extra)
    return Outcome(reach, found + extra, likes, people.sum(axis=1), gained)


def flows(traits: Traits, life: Life, way: Walk) -> Flows:
    """Give what is expected of each day's followers, apart from those whom posts bring."""
    step = np.searchsorted(way.start, np.arange(len(life.form)), side="right") - 1
    people = way.people[step]
    total = people.sum(axis=1)
    kept = np.where(life.purged < 1, 1 - life.purged, 1.0)
    purged = life.purged * people[:, GHOST] / kept
    came = VISITS * total + life.joins.sum(axis=1) * traits.followers
    return Flows(came, (people @ traits.leaves) * np.exp(life.leaves), purged, total)
