"""How posts of each platform grow, as published; what an account's own readings add to it: `maturity`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from fieber.stats import maturity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.stats.maturity import Curve

Sort = tuple[str | None, bool]  # platform, and whether it is a clip


@dataclass(frozen=True, slots=True)
class Sourced:
    """A platform's growth as published: `stats.maturity.sourced`, and the age in days from which FIELD.md judges."""

    half_life: float
    shape: float
    doubt: float
    first_look: float
    horizon: float = 30.0

    def curve(self) -> Curve:
        """Give the curve that these figures make likely."""
        return maturity.sourced(self.half_life, self.shape, doubt=self.doubt, horizon=self.horizon)


# FIELD.md D3; shares are of the engagement of 30 days
INSTAGRAM = Sourced(
    0.029, 0.28, 1.25, 2.0
)  # "most ≥ 80 % after 24 h, ≥ 90 % on day 5": .85, .94; half-lives 1 h to 19 h
FACEBOOK = Sourced(
    0.056, 0.52, 0.7, 2.0
)  # 50 % after 1 h 20, 80 % after 7 h, 95 % after 22 h (2011); 30 to 50 min later
TWITTER = Sourced(0.015, 0.5, 0.7, 1.0)  # half-life 21 and 24 min; no other point, so Facebook's shape
FEDIVERSE = Sourced(0.015, 0.5, 1.2, 1.0)  # nothing published: X's, with more doubt
YOUTUBE = Sourced(1.2, 0.3, 1.4, 7.0)  # ~60 % after 24 h, ~75 % on day 5; half-life 6 d
CLIP = Sourced(0.3, 0.4, 1.3, 7.0)  # "in waves, slowing after 72 h", half-life ≈ 0: wide; provisional from day 7
TIKTOK = Sourced(0.3, 0.4, 1.3, 3.0)
LINKEDIN = Sourced(1.0, 0.5, 0.7, 3.0)  # half-life 24 h
PINTEREST = Sourced(105.0, 0.5, 0.7, 30.0, horizon=730.0)  # half-life 3.5 months
PLATFORMS = {
    "facebook": FACEBOOK,
    "twitter": TWITTER,
    "x": TWITTER,
    "bluesky": FEDIVERSE,
    "mastodon": FEDIVERSE,
    "tiktok": TIKTOK,
    "linkedin": LINKEDIN,
    "pinterest": PINTEREST,
    "youtube": YOUTUBE,
}


@dataclass(frozen=True, slots=True)
class Growth:
    """How one sort of posts grows, as far as it is known.

    full: days from which a post is taken as it is. judged: days from which it can be judged, never before `earliest`.
    reference: days; the age at which posts are compared, infinite where they are compared as full ones.
    """

    curve: Curve
    full: float
    judged: float
    earliest: float
    reference: float = inf


def expected(sort: Sort, learned: Mapping[Sort, Growth]) -> Growth:
    """Give how a sort of posts grows as far as is known beforehand: learned from a roster, else as published."""
    return learned[sort] if sort in learned else published(sort)


@cache
def published(sort: Sort) -> Growth:
    """Give the growth of this sort of posts as published."""
    return growth_from(sourced(sort).curve(), first_look(sort))


def first_look(sort: Sort) -> float:
    """Give the age in days before which the field judges no post of this sort."""
    return max(sourced(sort).first_look, CLIP.first_look if sort[1] else 0.0)


def sourced(sort: Sort) -> Sourced:
    """Give the published figures of this sort of posts."""
    platform, is_clip = sort
    return PLATFORMS.get(platform or "", CLIP if is_clip else INSTAGRAM)


def growth_from(curve: Curve, earliest: float, reference: float = inf) -> Growth:
    """Give what a curve says: full from when, judged from when, no earlier than `earliest` days."""
    full = maturity.full_age(curve)
    return compared_at(Growth(curve, full, maturity.judged_age(curve, at_least=earliest), earliest), reference)


def compared_at(growth: Growth, reference: float) -> Growth:
    """Give the same growth for posts compared at `reference` days; as full ones where they are full by then."""
    return replace(growth, reference=reference if reference < growth.full else inf)
