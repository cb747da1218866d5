"""Where on the way of a like a change lies: followers, reach, likes per reach, rhythm, formats. DESIGN.md section 3.

What the total is, and what is laid over what: docs/decisions/0006.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from fieber.checkup._beside import beside
from fieber.checkup._chain import chain_of, formats_of
from fieber.checkup._stretch import (
    change_over,
    laid_over_links,
    scanned,
    spoken_of,
    stretch_since,
    surely_fell,
    whole_of,
)
from fieber.checkup.series import PLAIN_EFFECTS
from fieber.model.diagnosis import ADDITIVE
from fieber.model.moments import moment
from fieber.model.surroundings import Link, Split
from fieber.model.text import Message
from fieber.stats import decompose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.checkup._beside import Beside
    from fieber.checkup._chain import Chain
    from fieber.checkup._stretch import Change, Stretch
    from fieber.checkup._view import View
    from fieber.checkup.vital import Judged
    from fieber.model.diagnosis import Coverage, Diagnosis
    from fieber.stats.decompose import Parts
    from fieber.stats.thermometer import Course

ORDER = (
    "followers",
    "reach_followers",
    "reach_non_followers",
    "engagement_per_reach",
    "posting_rate",
    "format_mix",
    "rest",
)
COUNTED_PER_REACH = ADDITIVE - {"views"}
REACH = frozenset({"reach_followers", "reach_non_followers"})
MIX = "format_mix"
SEARCH_DAYS = (28, 42, 63, 91)  # from four weeks to a quarter, as in docs/decisions/0003
SEARCH_DEVIATE = 2.5  # four stretches that share posts, two questions each: one in fifty by chance instead of one in 20
FEWEST_SEARCHED = 4  # posts; with fewer the thermometer has no window of its own
LEAST_LOSS = -10.0  # points; less is never called a loss: DESIGN.md section 2
LEAST_NAMED, NAMED_SHARE = -1.5, 0.05  # points, and share of the loss, below which a link is not worth a sentence
UNHURT_SHARE = 0.2  # of the loss; what has less of it is almost as before
MOST = 0.5  # share of the loss that lies where it "mostly" lies
COLLAB_AND_PAID = (2, 3)  # groups of effects


def with_split(view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with its split, or with the sentence why there is none."""
    one = laid_over_links(view, diagnosis)
    found = None if one is None else _told_of(view, one, diagnosis.coverage)
    if found is None:
        return replace(diagnosis, caveats=(*diagnosis.caveats, Message("split.none")))
    stretch, change = found
    if diagnosis.verdict == "healthy" and not stretch.is_told:
        # a single vital may run higher than the headline; among so many one does, and no loss is told for it
        change = replace(change, is_loss=False)
    split = split_of(view, stretch, change, diagnosis.coverage)
    is_wider = stretch.judged is not spoken_of(view, diagnosis)
    return replace(diagnosis, split=replace(split, is_wider=is_wider))


def _told_of(view: View, one: Judged, coverage: Coverage) -> tuple[Stretch, Change] | None:
    """Give the stretch of a vital; that of all formats where one format has too few posts for anything to be told."""
    found = _stretch_of(view, one, coverage)
    if one.vital.kind is None or (found is not None and _tells_something(view, found[0])):
        return found
    whole = whole_of(view, one.vital.metric)
    wider = None if whole is None else _stretch_of(view, whole, coverage)
    return found if wider is None or not _tells_something(view, wider[0]) else wider


def _tells_something(view: View, stretch: Stretch) -> bool:
    chain = chain_of(view, stretch)
    return chain.has_followers or chain.reached_by is not None


def _stretch_of(view: View, one: Judged, coverage: Coverage) -> tuple[Stretch, Change] | None:
    """Give the stretch that is asked about.

    A date that was told, unless only the scan surely finds a loss (docs/decisions/0010, "later"); else what the scan
    found; else, where the vital itself did not surely fall, the stretch in which rhythm or formats surely did.
    """
    course = one.course
    if course is None:
        return None
    told, falls = one.vital.since, surely_fell(one.vital)
    day = view.told if told is not None and (told.high < 0 or not falls) else None
    if day is None and not falls and view.seen.is_dated:
        day = _day_of_own_change(view, one, course, coverage)
    stretch = None if day is None else stretch_since(view, one, course, day)
    change = None if stretch is None else change_over(stretch, course)
    return scanned(view, one, course) if stretch is None or change is None else (stretch, change)


def _day_of_own_change(view: View, one: Judged, course: Course, coverage: Coverage) -> float | None:
    """Give the day from which on rhythm or formats cost most, if they surely did, the search paid for."""
    least, best = -SEARCH_DEVIATE, None
    for days in SEARCH_DAYS:
        stretch = stretch_since(view, one, course, view.now - days)
        if stretch is None or len(stretch.after) < FEWEST_SEARCHED:
            continue
        for found in beside(view, stretch, formats_of(view, stretch), coverage):
            if found.deviate < least:
                least, best = found.deviate, stretch.since
    return best


def split_of(view: View, stretch: Stretch, change: Change, coverage: Coverage) -> Split:
    """Lay the change of a stretch over the links that the tables know; the points add up to the total."""
    sample = stretch.judged.sample
    metric = sample.metric.name
    chain = chain_of(view, stretch)
    others = beside(view, stretch, chain, coverage)
    rest = "engagement_per_reach" if metric == "engagement_per_reach" else "rest"
    last = "engagement_per_reach" if metric in COUNTED_PER_REACH else rest
    parts = decompose.within(*chain.told, rest=rest, last=last)
    parts = decompose.held_to(parts, change.step + _left_out(stretch, others), change.variance, rest=rest)
    missing = _missing(view, stretch, chain)
    total, links = _links(parts, others, change.level, sample.series.offset, frozenset(link for link, _ in missing))
    named = {one.link for one in others}
    cost = any(link.percent_points <= LEAST_LOSS for link in links if link.link in named)
    is_loss = (change.is_loss and total < 0) or (cost and total <= LEAST_LOSS)
    return Split(
        metric=metric,
        total_percent=total,
        links=links,
        missing=missing,
        kind=sample.kind,
        per="week" if any(one.is_sure for one in others if one.link == "posting_rate") else "post",
        since=moment(stretch.since) if view.seen.is_dated else None,
        posts=len(stretch.after),
        reached_by=chain.reached_by,
        is_loss=is_loss,
        mostly=_mostly(links, total) if is_loss else None,
        named=_named(links, total) if is_loss else (),
        unhurt=_unhurt(links, total) if is_loss else None,
    )


def _links(
    parts: Parts, others: list[Beside], level: float, offset: float, missing: frozenset[str]
) -> tuple[float, tuple[Link, ...]]:
    """Everything in percentage points; what is not surely a change counts zero, with the interval it has."""
    joined = decompose.joined(
        parts,
        tuple(one.link for one in others),
        np.array([one.change if one.is_sure else 0.0 for one in others]),
        np.array([one.variance for one in others]),
    )
    total, points, low, high = decompose.points(joined, level, offset)
    factor = decompose.points_per_log(float(joined.change.sum()), level, offset)
    unsure = {one.link: factor * one.change for one in others if not one.is_sure}
    found = {
        name: Link(
            name,
            float(points[i]),
            float(low[i]) + unsure.get(name, 0.0),
            float(high[i]) + unsure.get(name, 0.0),
            _held_in(name, joined.names, missing),
        )
        for i, name in enumerate(joined.names)
    }
    return total, tuple(found[name] for name in ORDER if name in found)


def _held_in(link: str, told: tuple[str, ...], missing: frozenset[str]) -> tuple[str, ...]:
    """What else is in a link: followers nobody counted are in the reach of followers, everything untold in the rest."""
    if link == "reach_followers":
        return ("followers",) if "followers" in missing else ()
    if link != "rest":
        return ()
    elsewhere = {"followers"} if "reach_followers" in told else set()
    return tuple(name for name in ORDER[:4] if name in missing - elsewhere)


def _left_out(stretch: Stretch, others: list[Beside]) -> float:
    """What the vital leaves out and the total takes in, in log units, with the effects known before the window.

    Fewer collaborations or less advertising lie in the reach that they brought. Of the formats, what the thermometer
    took off more or less than they are found to have moved, where they surely did.
    """
    sample, course = stretch.judged.sample, stretch.judged.course
    if course is None or not sample.series.params:
        return 0.0
    memory = course.memory
    earlier = int((memory.order[: course.counted] < stretch.after[0]).sum())
    effects = memory.betas[memory.snapshot[earlier]]
    found = sum(_moved(stretch, effects, group) for group in COLLAB_AND_PAID)
    if sample.series.params > PLAIN_EFFECTS:  # formats are the last group of effects
        found += sum(_moved(stretch, effects, -1) - one.change for one in others if one.is_sure and one.link == MIX)
    return found


def _moved(stretch: Stretch, effects: NDArray[np.float64], group: int) -> float:
    code = stretch.judged.sample.series.codes[:, group]
    effect = np.where(code >= 0, effects[np.maximum(code, 0)], 0.0)
    usual = float(np.average(effect[stretch.before], weights=stretch.weight))
    return float(effect[stretch.after].mean()) - usual


def _missing(view: View, stretch: Stretch, chain: Chain) -> tuple[tuple[str, str], ...]:
    """Links of this metric's way that the tables do not tell apart, each with the column that would."""
    metric, kind = stretch.judged.sample.metric.name, stretch.judged.sample.kind
    missing: list[tuple[str, str]] = []
    if metric != "engagement_per_reach":
        missing += [] if chain.has_followers else [("followers", "followers")]
        missing += [] if chain.has_share else [(link, link) for link in ("reach_followers", "reach_non_followers")]
    if metric in COUNTED_PER_REACH and chain.reached_by is None:
        missing.append(("engagement_per_reach", "reach"))
    if metric in ADDITIVE and not view.seen.is_dated:
        missing.append(("posting_rate", "posted_at"))
    if kind is None and not chain.has_kinds:
        missing.append(("format_mix", "kind"))
    return tuple(missing)


def _mostly(links: tuple[Link, ...], total: float) -> Literal["distribution", "own"] | None:
    """Where more than half of a loss lies: with fewer people reached, or with the account; None if neither, or unsure.

    What cannot be told apart counts for reach only where it holds nothing but reach.
    """
    reached = [
        link for link in links if link.link in REACH or (link.holds and set(link.holds) <= REACH | {"followers"})
    ]
    own = [link for link in links if link not in reached and link.link != "rest"]
    sides: tuple[tuple[Literal["distribution", "own"], list[Link]], ...] = (("distribution", reached), ("own", own))
    for name, side in sides:
        if sum(link.percent_points for link in side) < MOST * total and any(link.high < 0 for link in side):
            return name
    return None


def _named(links: tuple[Link, ...], total: float) -> tuple[str, ...]:
    """The links that surely lost, and enough to be named, the largest loss first."""
    lost = [link for link in links if link.high < 0 and link.percent_points <= min(LEAST_NAMED, NAMED_SHARE * total)]
    return tuple(link.link for link in sorted(lost, key=lambda link: link.percent_points))


def _unhurt(links: tuple[Link, ...], total: float) -> Literal["liking", "liking_more", "showing"] | None:
    """What a person can be glad about: a link that was told and surely gained, or is as good as unchanged."""
    liking = next((link for link in links if link.link == "engagement_per_reach"), None)
    if liking is None or len(links) == 1:
        return None
    little = UNHURT_SHARE * abs(total)
    if abs(liking.percent_points) <= little:
        return "liking"
    if liking.low > 0:
        return "liking_more"
    shown = [link.percent_points for link in links if link.link in REACH or link.holds]
    return "showing" if shown and abs(sum(shown)) <= little else None
