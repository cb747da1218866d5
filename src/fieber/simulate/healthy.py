"""A healthy simulated account as the arrays of a healthy world, so that a trial can watch both in the same way."""

from __future__ import annotations

import numpy as np

from fieber.simulate.audience import draw_traits
from fieber.simulate.chance import generator
from fieber.simulate.counters import read_counters
from fieber.simulate.life import draw_life
from fieber.simulate.truth import conversion_of, course_of
from fieber.simulate.worlds import Patient

LAST_DAY = 20_758.0  # UTC days since 1970: 1 November 2026
READ_AFTER_DAYS = 60.0  # so long after the last post, every counter says what it will say


def healthy_patient(*, years: float, seed: int, platform: str = "instagram") -> Patient:
    """Give one healthy account of the made-up platform, its counters read long after its last post.

    Returns:
        Days since its first day; likes; format; and the log of the likes that a usual post of that format and moment
        could expect, as the true level.
    """
    traits = draw_traits(generator("healthy", seed, platform, "traits"), platform=platform)
    first = int(LAST_DAY - 365.25 * years)
    life = draw_life(generator("healthy", seed, platform, "life"), traits, first=first, end=LAST_DAY, seed=seed)
    course = course_of(traits, life, conversion_of(traits, life))
    read = read_counters(
        generator("healthy", seed, platform, "counters"),
        traits,
        life,
        course.posts,
        course.days,
        end=LAST_DAY,
        read_at=LAST_DAY + READ_AFTER_DAYS,
    )
    posts = read.posts
    return Patient(life.posts.at - first, posts["likes"].astype(np.int64), life.posts.kind, np.log(course.usual.likes))
