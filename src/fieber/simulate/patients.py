"""Simulated accounts, on a made-up platform, to which a known thing happens, and what it really did to them.

    cohort = patients(["distribution", "noise"], accounts=20, seed=3)

gives 40 accounts with posts, days and the truth about each. Effects come out of the platform's mechanism (`feed`,
`audience`), never out of a formula.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.model.moments import EPOCH, day_number
from fieber.model.tables import conform
from fieber.simulate import causes_of_posting, causes_of_the_world
from fieber.simulate._case import Case
from fieber.simulate._frames import TRUTH, Patient, accounts_frame, days_frame, posts_frame
from fieber.simulate._setting import Setting, check_names, check_numbers
from fieber.simulate.audience import draw_traits
from fieber.simulate.causes_of_the_world import under
from fieber.simulate.chance import generator, name_of
from fieber.simulate.counters import read_counters
from fieber.simulate.life import draw_life
from fieber.simulate.platform import COUNTRIES, PLATFORMS, holidays
from fieber.simulate.truth import compare, conversion_of, course_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.simulate._case import Cause, Happened
    from fieber.simulate.audience import Traits
    from fieber.simulate.life import Life

CAUSES: dict[str, Cause] = causes_of_the_world.CAUSES | causes_of_posting.CAUSES
AS_OF = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
BLOCK = 200
LONG_AGO = (0.3, 0.6)  # of the record, for what comes slowly


@dataclass(frozen=True, slots=True)
class Cohort:
    """Accounts with what their exports would show, and what really happened.

    posts, days, accounts: the tables of DESIGN.md section 6. truth: one row an account with the columns of TRUTH:
    account, platform, cause, start and stop (UTC; null: none, and still going on), strength, percent, seen_percent,
    the log change of each link and what it contributes (`part_…`), weather_percent and weather_start. as_of: when all
    counters were read.
    """

    posts: pl.DataFrame
    days: pl.DataFrame
    accounts: pl.DataFrame
    truth: pl.DataFrame
    as_of: datetime


def patients(
    causes: Sequence[str],
    *,
    accounts: int = 1,
    seed: int = 1,
    as_of: datetime | None = None,
    years: float = 2.0,
    from_days: tuple[float, float] = (20, 120),
    platform: str = "instagram",
    weather_percent: float | None = None,
    strength: float | None = None,
    followers: float | None = None,
    posts_per_week: float | None = None,
    reading_ages: Sequence[float] = (),
) -> Cohort:
    """Simulate accounts to which something known happens.

    One more account or cause changes none of the others; the same call gives the same tables everywhere. All accounts
    of a seed and platform live under the same weather. With "weather" among the causes, or `weather_percent`, it is the
    same loss from the same day on for all accounts of the call; `truth` says so for each.

    Args:
        causes: names of CAUSES, or several at once ("posting_more+format_mix"); "noise" is a healthy account. A cause
            told twice gives twice as many accounts.
        accounts: how many for each.
        seed: of everything.
        as_of: when all counters are read (UTC where it has no time zone); if not given, AS_OF.
        years: length of the record, at least half a year.
        from_days: how many days before `as_of` it begins, from … to; what comes slowly (a decline, a season) began
            longer ago.
        platform: one of PLATFORMS; those that withhold a column do so here too.
        weather_percent: what everybody loses on top, for example -30.
        strength: 0 for the mildest to 1 for the strongest; if not given, drawn.
        followers, posts_per_week: the same for all accounts; if not given, drawn.
        reading_ages: days after posting at which counters were read before `as_of` too: a row for each.

    Raises:
        UsageError: an unknown cause or platform, or a number out of range.
    """
    moment = AS_OF if as_of is None else as_of
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    end = day_number(moment)
    setting = Setting(
        seed=seed,
        platform=platform,
        end=end,
        first=int(np.floor(end - 365.25 * years)),
        from_days=from_days,
        strength=strength,
        followers=followers,
        posts_per_week=posts_per_week,
        ages=tuple(reading_ages),
    )
    check_names(causes, platform, CAUSES)
    check_numbers(setting, accounts, weather_percent)
    counted = Counter(causes)
    if weather_percent is not None or any("weather" in spec.split("+") for spec in counted):
        setting = replace(setting, sky=_sky(setting, weather_percent))
    wanted = [(spec, number) for spec, n in counted.items() for number in range(n * accounts)]
    # arrays of ten thousand accounts need twice the room of their tables
    blocks = [_block(wanted[i : i + BLOCK], setting) for i in range(0, len(wanted), BLOCK)]
    posts, days, told, truth = (pl.concat(tables) for tables in zip(*blocks, strict=True))
    return Cohort(posts, days, told, truth, moment)


def _block(wanted: Sequence[tuple[str, int]], setting: Setting) -> tuple[pl.DataFrame, ...]:
    found = [_patient(spec, number, setting) for spec, number in wanted]
    withheld = PLATFORMS[setting.platform].withheld
    return (
        conform(posts_frame(found, withheld), "posts"),
        conform(days_frame(found, withheld), "days"),
        conform(accounts_frame(found), "accounts"),
        pl.DataFrame([one.truth for one in found], schema=TRUTH),
    )


def _sky(setting: Setting, percent: float | None) -> tuple[float, float]:
    """Since when everybody on the platform has less attention, and how much."""
    random = generator("sky", setting.seed, setting.platform)
    back, drawn = random.uniform(*setting.from_days), -random.uniform(20.0, 40.0)
    return float(np.floor(setting.end - back)), float(drawn if percent is None else percent)


def _patient(spec: str, number: int, setting: Setting) -> Patient:
    purpose = ("patient", setting.seed, setting.platform, spec, number)
    names = spec.split("+")
    traits = draw_traits(
        generator(*purpose, "traits"),
        platform=setting.platform,
        followers=setting.followers,
        posts_per_week=setting.posts_per_week,
        country=_in_holiday(setting, purpose) if "holiday" in names else None,
    )
    life = draw_life(generator(*purpose, "life"), traits, first=setting.first, end=setting.end, seed=setting.seed)
    conversion = conversion_of(traits, life)
    if setting.sky is not None and "weather" not in names:
        life = under(life, *setting.sky)
    case = _case(purpose, names, traits, life, setting)
    with_it, without, happened = _let_happen(names, case, purpose, setting)
    ill = course_of(traits, with_it, conversion)
    well = ill if names == ["noise"] else course_of(traits, without, conversion)
    starts = [each.start if each.start is not None else case.start for each in happened]
    start, stop = min(starts), max((setting.end if each.stop is None else each.stop) for each in happened)
    read = read_counters(
        generator(*purpose, "counters"), traits, with_it, ill.posts, ill.days, end=setting.end, ages=setting.ages
    )
    is_ill = names != ["noise"]
    told = {
        "account": name_of(*purpose),
        "platform": setting.platform,
        "cause": spec,
        "start": _moment(start) if is_ill else None,
        "stop": _moment(stop) if stop < setting.end else None,
        "strength": happened[0].strength if is_ill else None,
        **compare(traits, ill, well, start=start, stop=stop),
        "weather_percent": None if setting.sky is None else setting.sky[1],
        "weather_start": None if setting.sky is None else _moment(setting.sky[0]),
    }
    return Patient(told, traits, read)


def _case(purpose: tuple[Any, ...], names: list[str], traits: Traits, life: Life, setting: Setting) -> Case:
    random = generator(*purpose, "case")
    back, long_ago, place = random.uniform(*setting.from_days), random.uniform(*LONG_AGO), random.uniform()
    when = CAUSES[names[0]].when
    start = setting.end - back
    if when == "long":
        start = setting.end - max(long_ago * (setting.end - setting.first), 0.0)
    if when == "platform" and names[0] == "weather" and setting.sky is not None:
        start = setting.sky[0]
    elif when == "platform":
        shared = generator("date", setting.seed, setting.platform, names[0])
        start = float(np.floor(setting.end - shared.uniform(*setting.from_days)))
    return Case(
        traits=traits,
        life=life,
        start=start,
        end=setting.end,
        place=place if setting.strength is None else setting.strength,
        random=random,
        shared=random,
        sky=0.0 if setting.sky is None else setting.sky[1],
    )


def _let_happen(
    names: list[str], case: Case, purpose: tuple[Any, ...], setting: Setting
) -> tuple[Life, Life, list[Happened]]:
    """Let one cause after another happen; what would be without is what each leaves out, all together."""
    life, without, happened = case.life, case.life, []
    for name in names:
        each = replace(
            case,
            life=life,
            random=generator(*purpose, "cause", name),
            shared=generator("cause", setting.seed, setting.platform, name),
        )
        if name == "weather" and setting.sky is not None:
            each = replace(each, start=setting.sky[0])
        one = CAUSES[name].happen(each)
        if one.without is not None:
            again = replace(each, life=without, random=generator(*purpose, "cause", name))
            without = CAUSES[name].happen(again).without or without
        life = one.life
        happened.append(one)
    return life, without, happened


def _in_holiday(setting: Setting, purpose: tuple[Any, ...]) -> str:
    """Give a country whose people are in a holiday now or were until lately; else the one that was last."""
    late = {land: holidays(setting.first, int(setting.end) - 5, land)[-1][1] for land in COUNTRIES}
    newest = max(late.values())
    chosen = sorted(land for land, stop in late.items() if stop >= min(newest, int(setting.end) - 3))
    return str(generator(*purpose, "country").choice(chosen))


def _moment(days: float) -> datetime:
    return EPOCH + timedelta(seconds=round(days * 86_400))


__all__ = ["AS_OF", "CAUSES", "PLATFORMS", "TRUTH", "Cohort", "Setting", "patients"]
