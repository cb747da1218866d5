"""What the account itself does: other formats, hours, topics, more posts, none at all, partners, money, deleting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate._case import Cause, Happened, changed, ramp
from fieber.simulate.audience import TOPICS
from fieber.simulate.life import at_hours

if TYPE_CHECKING:
    from fieber.simulate._case import Case

NIGHT = (1, 2, 3, 4)  # local hours at which hardly anybody looks in
MONTH_DAYS = 30.0


def format_mix(case: Case) -> Happened:
    """From the start on, most posts of the format that most strangers see are made in the one that fewest see."""
    explore = np.array([one.explore * np.exp(one.taste) for one in case.traits.platform.formats])
    best, worst = int(explore.argmax()), int(explore.argmin())
    posts, share = case.life.posts, case.between(0.7, 1.0)
    kind = posts.kind.copy()
    # before it, the best format is a habit of this account; else there is nothing to give up
    kind[(case.random.uniform(size=len(kind)) < 0.5) & ~case.is_after] = best
    usual = case.random.uniform(size=len(kind)) < 0.5
    kind[usual & case.is_after] = best
    without = case.life.with_posts(kind=kind.copy())
    moved = case.is_after & (kind == best) & (case.random.uniform(size=len(kind)) < share)
    kind[moved] = worst
    return Happened(case.life.with_posts(kind=kind), share, without=without)


def posting_time(case: Case) -> Happened:
    """From the start on, most posts wait for the middle of the coming night, where their people are."""
    posts, share = case.life.posts, case.between(0.7, 1.0)
    n, offset = len(posts.at), case.traits.offset_hours / 24
    hour = case.random.choice(NIGHT, size=n) + case.random.integers(0, 60, n) / 60
    night = np.floor(posts.at + offset) + 1 + hour / 24 - offset
    # what would come after the end of the record stays where it is
    moved = case.is_after & (night < case.end) & (case.random.uniform(size=n) < share)
    at = np.where(moved, night, posts.at)
    return Happened(replace(case.life, posts=replace(posts, at=at).pick(np.argsort(at, kind="stable"))), share)


def posting_more(case: Case) -> Happened:
    """From the start on there are two to four times as many posts; each finds the account's others in its way."""
    times = case.between(2.0, 4.0)
    span = case.end - case.start
    n = case.random.poisson(max(1.0, (times - 1) * case.traits.posts_per_week / 7 * span))
    day = np.sort(case.start + case.random.uniform(0.0, span, n))
    at = at_hours(case.random, case.traits, day, case.end, case.traits.hours)
    return Happened(case.extra_posts(at[at >= case.start]), times)


def pause(case: Case) -> Happened:
    """From the start on there is no post for some weeks; then the platform has to be warmed up again."""
    days = (case.end - case.start) * case.between(0.5, 0.75)
    posts = case.life.posts
    keep = (posts.at < case.start) | (posts.at >= case.start + days)
    return Happened(replace(case.life, posts=posts.pick(keep)), days)


def content(case: Case) -> Happened:
    """Those who see the posts like them less: another topic than they came for, and the same again and again."""
    tired = case.between(0.2, 0.65)
    posts = case.life.posts
    topic = posts.topic.copy()
    moved = case.is_after & (case.random.uniform(size=len(topic)) < case.between(0.15, 0.5))
    topic[moved] = len(TOPICS) - 1
    fatigue = -tired * ramp(case, 14.0)
    return Happened(
        replace(changed(case, appeal=fatigue), posts=replace(posts, topic=topic)), float(np.expm1(-tired)) * 100
    )


def fewer_collabs(case: Case) -> Happened:
    """Until the start every second post was made with a partner and shown to the partner's people; then hardly any."""
    posts, share = case.life.posts, case.between(0.35, 0.6)
    n = len(posts.at)
    collab = case.random.uniform(size=n) < share
    partner = np.where(collab, 0.25 * np.exp(case.random.normal(0.5, 0.4, n)), 0.0)
    before, without = ~case.is_after, case.life.with_posts(collab=collab, partner=partner)
    return Happened(case.life.with_posts(collab=collab & before, partner=partner * before), share, without=without)


def paid_ended(case: Case) -> Happened:
    """Until the start most posts were shown for money; then none."""
    posts, share = case.life.posts, case.between(0.5, 0.9)
    n = len(posts.at)
    paid = case.random.uniform(size=n) < share
    boost = np.where(paid, case.between(0.6, 1.6) * np.exp(case.random.normal(0.0, 0.3, n)), 0.0)
    before, without = ~case.is_after, case.life.with_posts(paid=paid, boost=boost)
    return Happened(case.life.with_posts(paid=paid & before, boost=boost * before), share, without=without)


def deleted_flops(case: Case) -> Happened:
    """The weakest older posts were deleted, as always some weeks after; the newest are all still there."""
    share = case.between(0.3, 0.5)
    posts = case.life.posts
    old = ~case.is_after
    keep = np.ones(len(posts.at), dtype=np.bool_)
    # what does badly is the account's own judgement: quality and luck of each month's posts
    worth = posts.quality + posts.luck
    month = np.floor(posts.at / MONTH_DAYS)
    for one in np.unique(month[old]):
        rows = np.flatnonzero(old & (month == one))
        keep[rows[np.argsort(worth[rows], kind="stable")[: round(share * len(rows))]]] = False
    return Happened(case.life.with_posts(is_kept=keep), share)


def giveaway(case: Case) -> Happened:
    """Three posts with a prize bring many who came for it; they look in rarely and leave again."""
    grown = case.between(0.08, 0.4)
    posts = case.life.posts
    rows = np.flatnonzero(case.is_after)[:3]
    quality = posts.quality.copy()
    quality[rows] += 1.5
    joins = case.life.joins.copy()
    first = int(case.start) - case.life.first
    spread = np.array([0.3, 0.3, 0.2, 0.1, 0.1])[: len(joins) - first]
    joins[first : first + len(spread), -2] += grown * spread
    return Happened(replace(case.life, joins=joins, posts=replace(posts, quality=quality)), 100 * grown)


CAUSES = {
    "format_mix": Cause(format_mix, "own", "share of the best format's posts that became another format"),
    "posting_time": Cause(posting_time, "own", "share of the posts that moved into the night"),
    "posting_more": Cause(posting_more, "own", "times as many posts"),
    "pause": Cause(pause, "own", "days without a post"),
    "content": Cause(content, "own", "percent of likes of those who see a post, of the same topic"),
    "fewer_collabs": Cause(fewer_collabs, "own", "share of the posts that were made with a partner before"),
    "paid_ended": Cause(paid_ended, "own", "share of the posts that were advertised before"),
    "deleted_flops": Cause(deleted_flops, "own", "share of the older posts that were deleted", is_measurement=True),
    "giveaway": Cause(giveaway, "own", "new followers in percent of those who were there"),
}
