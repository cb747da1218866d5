"""Part a: simulated healthy accounts and the same accounts with a spell of half the likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.simulate.healthy import healthy_patient
from fieber.simulate.worlds import HEALTHY, MATURITY_DAYS, World, patient, series
from fieber.stats import temperature, thermometer
from fieber.trial.chance import generator, seed_of
from fieber.trial.store import ENGINE, Job, blocks
from fieber.trial.treatments import thinned, young

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from fieber.simulate.worlds import Patient
    from fieber.trial.sizes import Sizes

    Floats = NDArray[np.float64]

FEVER = 1 / temperature.WEEKS_PER_YEAR
ELEVATED = 4 / temperature.WEEKS_PER_YEAR
# may be cooler than the scale says (issue text): growth is never extrapolated, and counts near zero are coarse
APART = ("growing", "small", "tiny")
RARE = ("monthly", "fortnightly")  # a post every two weeks or rarer
IMMATURE = "immature tails"
PATIENTS = "simulated platform"
CELLS = 20  # of the distribution of p
SPELL_DAYS, WATCHED_DAYS, SPELL_FACTOR = 26 * 7.0, 12 * 7.0, 0.5
FROM_POST = 60
FIRST_YEAR = 365.0
COSTLY_POSTS = 40_000  # a history longer than this is cut to fewer years: the scan's cost is in its posts
HALF_LIFE_DAYS = 0.5
YOUNG_READINGS = 12
AHEAD_ACCOUNTS = 2  # of a block, whose cut history is compared


def jobs(sizes: Sizes) -> list[Job]:
    """Give the work of watching every healthy world."""
    size, years = sizes.block, sizes.healthy_years
    worlds = [
        Job("healthy", f"{world.name}-{start}", watch, (world, start, stop, _years(world, years)))
        for world in HEALTHY
        for start, stop in blocks(sizes.healthy_accounts, size)
    ]
    immature = [
        Job("healthy", f"{IMMATURE}-{start}", watch_young, (HEALTHY[0], start, stop, years))
        for start, stop in blocks(sizes.healthy_accounts, size)
    ]
    drawn = [
        Job("healthy", f"{PATIENTS}-{start}", watch_patients, (start, stop, years), (*ENGINE, "simulate"))
        for start, stop in blocks(sizes.healthy_accounts, size)
    ]
    return worlds + immature + drawn


def power_jobs(sizes: Sizes) -> list[Job]:
    """Give the work of looking for a halving in every world."""
    return [
        Job("power", f"{world.name}-{start}", treat, (world, start, stop, _years(world, sizes.healthy_years)))
        for world in HEALTHY
        for start, stop in blocks(sizes.power_accounts, sizes.block)
    ]


def _years(world: World, years: float) -> float:
    return min(years, COSTLY_POSTS / (world.posts_per_week * temperature.WEEKS_PER_YEAR))


def watch(world: World, start: int, stop: int, years: float) -> pl.DataFrame:
    """Look every week at accounts `start` … `stop` of a world; one row an account.

    Columns: world, account, looks (answered), fevers, elevated (looks at ≥ 38.5, ≥ 37.5), later, later_answered (looks
    from post 60 on), cells (how many p fell in each twentieth), ahead (largest |Δ log p| against the cut history).
    """
    drawn = (patient(world, years=years, seed=seed_of("healthy", n) % 2**32) for n in range(start, stop))
    return _watched(world.name, start, drawn, years)


def watch_patients(start: int, stop: int, years: float) -> pl.DataFrame:
    """Do the same with healthy accounts of the made-up platform, whose likes come out of a mechanism."""
    drawn = (healthy_patient(years=years, seed=seed_of("healthy", n) % 2**32) for n in range(start, stop))
    return _watched(PATIENTS, start, drawn, years)


def _watched(world: str, start: int, drawn: Iterable[Patient], years: float) -> pl.DataFrame:
    rows = []
    looks = np.arange(0.0, years * 365.25, 7.0)
    for number, account in enumerate(drawn, start):
        course = thermometer.take(series(account), looks)
        ahead = _ahead(account, looks, course.p) if number < start + AHEAD_ACCOUNTS else 0.0
        rows.append(_row(world, number, course.p, _posts_at(account, looks)) | {"ahead": ahead})
    return pl.DataFrame(rows)


def watch_young(world: World, start: int, stop: int, years: float) -> pl.DataFrame:
    """Do the same where each look is the reading itself, so that the last posts' counters are young."""
    rows = []
    for number in range(start, stop):
        account = patient(world, years=years, seed=seed_of("immature", number) % 2**32)
        random = generator("immature", "readings", number)
        looks = np.sort(random.uniform(FIRST_YEAR, years * 365.25, YOUNG_READINGS))
        found = []
        for look in looks:
            likes = young(account.likes, look - account.days, HALF_LIFE_DAYS, random=random)
            found.append(thermometer.take(series(account, likes), np.array([look])).p[0])
        rows.append(_row(IMMATURE, number, np.array(found), _posts_at(account, looks)) | {"ahead": 0.0})
    return pl.DataFrame(rows)


def treat(world: World, start: int, stop: int, years: float) -> pl.DataFrame:
    """Halve the likes for 26 weeks from a random day on; one row an account: the week of the first fever, or null."""
    rows = []
    for number in range(start, stop):
        account = patient(world, years=years, seed=seed_of("power", number) % 2**32)
        random = generator("power", "spell", world.name, number)
        enough = account.days[FROM_POST] if len(account.days) > FROM_POST else np.inf
        earliest, latest = max(min(FIRST_YEAR, years * 365.25 / 2), enough), years * 365.25 - WATCHED_DAYS
        if earliest >= latest:
            continue
        day = random.uniform(earliest, latest)
        ill = (account.days >= day) & (account.days < day + SPELL_DAYS)
        likes = thinned(account.likes, SPELL_FACTOR, ill, random=random)
        looks = day + np.arange(7.0, WATCHED_DAYS + 1, 7.0)
        p = thermometer.take(series(account, likes), looks).p
        fevers = np.flatnonzero(p <= FEVER)
        week = int(fevers[0]) + 1 if len(fevers) else None
        rows.append({"world": world.name, "account": number, "week": week})
    return pl.DataFrame(rows, schema={"world": pl.String, "account": pl.Int64, "week": pl.Int64})


def _posts_at(account: Patient, looks: Floats) -> NDArray[np.int64]:
    return np.searchsorted(account.days + MATURITY_DAYS, looks, side="right")


def _row(world: str, number: int, p: Floats, posts: NDArray[np.int64]) -> dict[str, object]:
    known = ~np.isnan(p)
    later = posts >= FROM_POST
    cells = np.histogram(p[known], bins=CELLS, range=(0.0, 1.0))[0]
    return {
        "world": world,
        "account": number,
        "looks": int(known.sum()),
        "fevers": int((p <= FEVER).sum()),
        "elevated": int((p <= ELEVATED).sum()),
        "later": int(later.sum()),
        "later_answered": int((later & known).sum()),
        "cells": cells.tolist(),
    }


def _ahead(account: Patient, looks: Floats, p: Floats) -> float:
    """Largest |Δ log p| between the curve's first two thirds and the curve of the history cut there."""
    head = looks[: 2 * len(looks) // 3]
    whole = series(account)
    keep = whole.when <= head[-1]
    cut = thermometer.Series(whole.value[keep], whole.when[keep], whole.codes[keep], whole.params)
    alone = thermometer.take(cut, head).p
    same = np.isnan(alone) == np.isnan(p[: len(head)])
    both = ~np.isnan(alone) & same
    difference = np.abs(np.log(alone[both]) - np.log(p[: len(head)][both])).max(initial=0.0)
    return float(difference) if same.all() else np.inf
