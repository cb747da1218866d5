"""What others do: the platform, its counters, the audience, the calendar, and everybody's weather."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fieber.simulate._case import Cause, Happened, changed, log_days, ramp
from fieber.simulate.audience import GHOST
from fieber.simulate.platform import holidays, is_holiday

if TYPE_CHECKING:
    from fieber.simulate._case import Case
    from fieber.simulate.life import Life

YEAR = 365.25


def noise(case: Case) -> Happened:
    """Nothing happens."""
    return Happened(case.life, 0.0)


def distribution(case: Case) -> Happened:
    """The platform shows the posts to fewer people who do not follow: a restriction, or no recommendation any more."""
    kept = case.between(0.3, 0.04)
    explore = log_days(case, case.is_after_day, float(np.log(kept)))
    return Happened(changed(case, explore=explore), 100 * (kept - 1))


def weather(case: Case) -> Happened:
    """Everybody on the platform gets less attention, from the same day on and by as much."""
    return Happened(under(case.life, case.start, case.sky), case.sky)


def under(life: Life, start: float, percent: float) -> Life:
    """Give the life under a sky that takes so much of everybody's attention from the start on."""
    drop = np.where(life.days >= np.floor(start), np.log1p(percent / 100), 0.0)
    return replace(life, weather=life.weather + drop[:, None])


def after_viral_hit(case: Case) -> Happened:
    """One post goes round; the platform tries the next ones on more people too, and some weeks later no longer."""
    posts = case.life.posts
    rows = np.flatnonzero(case.is_after)
    if not len(rows):
        return Happened(case.life, 0.0)
    hit = int(rows[0])
    explore = [one.explore for one in case.traits.platform.formats]
    quality, luck, kind = posts.quality.copy(), posts.luck.copy(), posts.kind.copy()
    kind[hit], quality[hit], luck[hit] = int(np.argmax(explore)), case.between(4.0, 6.0), 1.0
    glow = case.between(0.8, 1.4) * np.exp(-(case.life.days - posts.at[hit]) / 12.0)
    explore_days = np.where(case.life.days > posts.at[hit], glow, 0.0)
    life = replace(changed(case, explore=explore_days), posts=replace(posts, quality=quality, luck=luck, kind=kind))
    return Happened(life, float(quality[hit]), start=float(posts.at[hit]))


def one_off_event(case: Case) -> Happened:
    """Until the start something outside, a show or a headline, made people look; then it was over."""
    days, height = case.between(30.0, 75.0), case.between(0.6, 1.2)
    during = case.days_between(case.start - days, case.start)
    life = changed(
        case,
        explore=log_days(case, during, height),
        attention=log_days(case, during, 0.35 * height),
        follows=log_days(case, during, 0.3),
    )
    return Happened(life, 100 * float(np.expm1(height)))


def season(case: Case) -> Happened:
    """This account's people come and go with the year, every year; now is the way down."""
    swing = case.between(0.4, 0.7)
    # the lowest moment is now: from the highest, half a year ago, the way is down
    wave = swing * np.cos(2 * np.pi * (case.life.days - (case.end - YEAR / 2)) / YEAR)
    return Happened(changed(case, attention=wave), swing, start=case.end - YEAR / 4)


def holiday(case: Case) -> Happened:
    """This account's people are elsewhere in every holiday of their country; one has just been, or is."""
    depth = case.between(0.45, 0.9)
    days, country = case.life.days, case.traits.country
    start, stop = holidays(int(days[0]), int(case.end) - 5, country)[-1]
    away = log_days(case, is_holiday(days, country), -depth)
    ends = None if stop >= case.end else float(stop)
    return Happened(changed(case, attention=away), 100 * float(np.expm1(-depth)), start=float(start), stop=ends)


def slow_decline(case: Case) -> Happened:
    """The followers care a little less every month."""
    per_year = case.between(0.5, 1.1)
    lost = -per_year / YEAR * np.maximum(case.life.days - case.start, 0.0)
    return Happened(changed(case, interest=lost), 100 * float(np.expm1(-per_year)))


def saturation(case: Case) -> Happened:
    """Whoever could be interested knows the account by now: strangers run out, and new followers with them."""
    strangers = case.between(1.2, 0.5)
    traits, life = case.traits, case.life
    after = case.is_after
    # as many as a usual month of this account reaches, a few times over
    monthly = max(0.5, traits.posts_per_week * 30 / 7 * 0.1)
    pool = np.where(case.is_after_day, strangers * monthly, np.inf)
    return Happened(replace(life, pool=np.minimum(life.pool, pool)), strangers * monthly * bool(after.any()))


def usual_churn(case: Case) -> Happened:
    """Followers leave as they always do, but fewer come than used to: on most days the number goes down."""
    fewer = case.between(0.9, 1.8)
    return Happened(changed(case, follows=-fewer * ramp(case, 60.0)), 100 * float(np.expm1(-fewer)))


def followers_bought(case: Case) -> Happened:
    """Within days many follow who never look; later the platform takes some of them away."""
    grown = case.between(0.15, 0.6)
    joins = case.life.joins.copy()
    first = int(case.start) - case.life.first
    spread = np.array([0.25, 0.35, 0.25, 0.15])[: len(joins) - first]
    joins[first : first + len(spread), GHOST] += grown * spread
    return Happened(replace(case.life, joins=joins), 100 * grown)


def followers_purged(case: Case) -> Happened:
    """On one day the platform deletes accounts that never look; those who like stay."""
    share = case.between(0.3, 0.8)
    purged = case.life.purged.copy()
    purged[int(case.start) - case.life.first] = share
    return Happened(replace(case.life, purged=purged), 100 * share)


def metric_change(case: Case) -> Happened:
    """From one day on the platform counts reach and views in another way; nothing else changes."""
    counted = 0.45 + 0.3 * case.shared.uniform()
    posts = case.life.posts
    return Happened(
        case.life.with_posts(reach_counted=np.where(case.is_after, counted * posts.reach_counted, posts.reach_counted)),
        100 * (counted - 1),
    )


def counter_bug(case: Case) -> Happened:
    """From one day on the platform's counter loses likes; for some days it loses followers too."""
    counted = 0.35 + 0.3 * case.shared.uniform()
    days = 6.0 + 8.0 * case.shared.uniform()
    followers = 1.0 - 0.02 - 0.05 * case.shared.uniform()
    posts = case.life.posts
    shown = case.life.followers_shown.copy()
    shown[case.days_between(case.start, case.start + days)] *= followers
    life = replace(case.life, followers_shown=shown).with_posts(
        likes_counted=np.where(case.is_after, counted * posts.likes_counted, posts.likes_counted)
    )
    return Happened(life, 100 * (counted - 1))


def hidden_likes(case: Case) -> Happened:
    """From the start on the likes are hidden."""
    return Happened(case.life.with_posts(is_hidden=case.is_after | case.life.posts.is_hidden), 1.0)


def young_posts(case: Case) -> Happened:
    """From the start on the counters were read a few hours after posting, and never again."""
    hours = case.between(10.0, 2.5)
    posts = case.life.posts
    ages = hours / 24 * np.exp(case.random.normal(0.0, 0.3, len(posts.at)))
    return Happened(case.life.with_posts(read_age=np.where(case.is_after, ages, posts.read_age)), hours)


CAUSES = {
    "noise": Cause(noise, "none", "none"),
    "after_viral_hit": Cause(after_viral_hit, "own", "quality of the hit in log units"),
    "season": Cause(season, "long", "log amplitude of the year"),
    "holiday": Cause(holiday, "own", "percent of the attention"),
    "weather": Cause(weather, "platform", "percent of everybody's attention"),
    "slow_decline": Cause(slow_decline, "long", "percent a year of what the followers care"),
    "young_posts": Cause(young_posts, "own", "hours after which counters were read", is_measurement=True),
    "metric_change": Cause(
        metric_change, "platform", "percent of reach and views that are counted", is_measurement=True
    ),
    "hidden_likes": Cause(hidden_likes, "own", "1: all", is_measurement=True),
    "distribution": Cause(distribution, "own", "percent of exploration"),
    "followers_bought": Cause(followers_bought, "own", "bought followers in percent of those who were there"),
    "followers_purged": Cause(followers_purged, "platform", "percent of the followers who never look"),
    "counter_bug": Cause(counter_bug, "platform", "percent of the likes that are counted", is_measurement=True),
    "one_off_event": Cause(one_off_event, "own", "percent more exploration while it lasted"),
    "saturation": Cause(saturation, "long", "strangers within reach, per follower"),
    "usual_churn": Cause(usual_churn, "long", "percent of new followers"),
}
