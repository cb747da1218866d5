"""Derive the price of the scan: how much smaller the smallest window p is than a p-value, by number of windows.

Accounts without wander are simulated at eleven posting rates; at every weekly look the smallest window p and the number
of windows are kept. For each number of windows the effective number m of independent ones is read off at ten levels of
p, and log m is fitted by a quadratic form in log(number) and the normal deviate of p. Prints `PRICE` for
src/fieber/stats/scan_price.py.

    .venv/bin/python scripts/derive_price.py
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
from fieber.stats.normal import normal_deviate
from fieber.stats.scan_price import ON_A_HIT

Floats = NDArray[np.float64]

# posts a week, accounts: together about a million looks
RATES = (
    (0.1, 400),
    (0.2, 400),
    (0.4, 400),
    (0.8, 300),
    (1.5, 300),
    (3, 200),
    (6, 150),
    (12, 80),
    (25, 50),
    (50, 30),
    (100, 15),
)
LEVELS = (0.0048, 0.01, 0.0192, 0.04, 0.0767, 0.15, 0.25, 0.5, 0.75, 0.95)
YEARS = 10.0
SEED = 777
MIN_LOOKS = 3000


def smallest_window_p(job: tuple[float, int]) -> tuple[Floats, NDArray[np.int64]]:
    """Smallest window p and number of windows at each look of `accounts` accounts at one rate."""
    rate, accounts = job
    flat = replace(HEALTHY[0], posts_per_week=rate)
    looks = np.arange(0, YEARS * 365.25, 7.0)
    found: list[tuple[Floats, NDArray[np.int64]]] = []
    for seed in range(accounts):
        course = thermometer.take(series(patient(flat, years=YEARS, seed=SEED + seed)), looks, price=None)
        known = ~np.isnan(course.p) & ~on_a_hit(course)
        found.append((course.p[known], course.seen[known]))
    return np.concatenate([p for p, _ in found]), np.concatenate([seen for _, seen in found])


def on_a_hit(course: thermometer.Course) -> NDArray[np.bool_]:
    """Looks on top of a viral hit, whose p is set and not measured."""
    return np.asarray(course.p == ON_A_HIT)


def fit(p: Floats, seen: NDArray[np.int64]) -> Floats:
    """Coefficients of log m in 1, log k, (log k)², z, z log k, z²."""
    rows, logs, weights = [], [], []
    for k in np.unique(seen):
        mine = p[seen == k]
        if len(mine) < MIN_LOOKS:
            continue
        for level in LEVELS:
            raw = float(np.quantile(mine, level))
            many, z = np.log(k), normal_deviate(raw)
            rows.append((1.0, many, many * many, z, z * many, z * z))
            logs.append(np.log(np.log1p(-level) / np.log1p(-raw)))
            weights.append((len(mine) * min(level, 0.2) / 50) ** 0.25)
    design, weight = np.array(rows), np.array(weights)
    coefficients, *_ = np.linalg.lstsq(design * weight[:, None], np.array(logs) * weight, rcond=None)
    error = np.array(logs) - design @ coefficients
    print(f"{len(rows)} points, weighted error of log m {np.sqrt(np.average(error**2, weights=weight**2)):.3f}")
    return np.asarray(coefficients)


def main() -> None:
    """Simulate, fit, print."""
    with ProcessPoolExecutor(2) as workers:
        found = list(workers.map(smallest_window_p, RATES))
    p, seen = np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])
    print(f"{len(p)} looks")
    print("PRICE =", [round(float(c), 6) for c in fit(p, seen)])


if __name__ == "__main__":
    main()
