# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Exact partitions of a series into flat and sloped pieces, with noise that remembers its last value.

The same file runs compiled (setup.py) and uncompiled, with the same numbers, as `_core.py` does. A piece y[a:b] follows
a level (or a level and a slope) plus noise e[t] = rho e[t-1] + u[t] that starts anew at its first value, where its
variance is that of the long run. So the least sum of squares of any piece comes from running sums at no cost in its
length, and the best partition from dynamic programming (Jackson et al. 2005, IEEE Signal Process. Lett. 12, 105-108).
docs/method.md has the derivation.
"""

try:
    import cython
except ModuleNotFoundError:
    from fieber.stats import _nocython as cython

ENDLESS = cython.declare(cython.double, 1e300)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _flat(
    y: cython.double[::1], sums: cython.double[:, ::1], rho: cython.double, a: cython.Py_ssize_t, b: cython.Py_ssize_t
) -> cython.double:
    """Least sum of squares of y[a:b] around a level, in innovations."""
    rest: cython.double = 1.0 - rho
    first: cython.double = 1.0 - rho * rho
    total: cython.double = sums[0, b] - sums[0, a + 1]
    xy: cython.double = first * y[a] + rest * total
    xx: cython.double = first + rest * rest * (b - a - 1)
    left: cython.double = first * y[a] * y[a] + sums[1, b] - sums[1, a + 1] - xy * xy / xx
    return left if left > 0.0 else 0.0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _gain(
    y: cython.double[::1], sums: cython.double[:, ::1], rho: cython.double, a: cython.Py_ssize_t, b: cython.Py_ssize_t
) -> cython.double:
    """By how much a slope makes `_flat` smaller; of three values or more."""
    rest: cython.double = 1.0 - rho
    first: cython.double = 1.0 - rho * rho
    m: cython.double = b - a - 1
    ones: cython.double = m * (m + 1.0) * 0.5
    squares: cython.double = m * (m + 1.0) * (2.0 * m + 1.0) / 6.0
    total: cython.double = sums[0, b] - sums[0, a + 1]
    steps: cython.double = sums[2, b] - sums[2, a + 1] - a * total
    xx: cython.double = first + rest * rest * m
    xy: cython.double = first * y[a] + rest * total
    xv: cython.double = rest * (rest * ones + rho * m)
    vv: cython.double = rest * rest * squares + 2.0 * rest * rho * ones + rho * rho * m
    vy: cython.double = rest * steps + rho * total
    own: cython.double = vv - xv * xv / xx
    if own <= 1e-9 * vv:
        return 0.0
    left: cython.double = vy - xv * xy / xx
    return left * left / own


def running_sums(y: cython.double[::1], rho: cython.double, sums: cython.double[:, ::1]) -> None:
    """Fill sums (3, n + 1) with running sums of z = y[t] − rho y[t−1], z² and t z; z of the first value is 0."""
    i: cython.Py_ssize_t
    z: cython.double
    for i in range(3):
        sums[i, 0] = 0.0
        sums[i, 1] = 0.0
    for i in range(1, y.shape[0]):
        z = y[i] - rho * y[i - 1]
        sums[0, i + 1] = sums[0, i] + z
        sums[1, i + 1] = sums[1, i] + z * z
        sums[2, i + 1] = sums[2, i] + i * z


def spreads(
    y: cython.double[::1],
    sums: cython.double[:, ::1],
    rho: cython.double,
    pieces: cython.Py_ssize_t[:, ::1],
    out: cython.double[:, ::1],
) -> None:
    """Fill out (k, 2) with the least sums of squares of pieces (k, 2), flat and sloped."""
    i: cython.Py_ssize_t
    flat: cython.double
    for i in range(pieces.shape[0]):
        flat = _flat(y, sums, rho, pieces[i, 0], pieces[i, 1])
        out[i, 0] = flat
        out[i, 1] = flat
        if pieces[i, 1] - pieces[i, 0] > 2:
            out[i, 1] = flat - _gain(y, sums, rho, pieces[i, 0], pieces[i, 1])
            if out[i, 1] < 0.0:
                out[i, 1] = 0.0


def partitions(
    y: cython.double[::1],
    sums: cython.double[:, ::1],
    rho: cython.double,
    weights: cython.double[::1],
    prices: cython.double[:, ::1],
    shortest: cython.Py_ssize_t[::1],
    best: cython.double[:, ::1],
    last: cython.Py_ssize_t[:, ::1],
) -> None:
    """Find for each noise level the cheapest partition of each head of the series.

    Args:
        weights: (g,) one over the variance of the innovations. prices: (2, n + 1) of a flat and of a sloped piece, by its length, the
            change at its start included. shortest: (2,) lengths of a flat and of a sloped piece.
        best: (g, n + 1) room: cost of the best partition of y[:b]. last: (g, n + 1) out: where its last piece starts.
    """
    n: cython.Py_ssize_t = y.shape[0]
    g: cython.Py_ssize_t
    a: cython.Py_ssize_t
    b: cython.Py_ssize_t
    flat: cython.double
    sloped: cython.double
    cost: cython.double
    other: cython.double
    price: cython.double
    groups: cython.Py_ssize_t = weights.shape[0]
    for g in range(groups):
        best[g, 0] = 0.0
    for b in range(1, n + 1):
        for g in range(groups):
            best[g, b] = ENDLESS
            last[g, b] = 0
        for a in range(b - shortest[0] + 1):
            if 0 < a < shortest[0]:
                continue
            flat = _flat(y, sums, rho, a, b)
            price = prices[0, b - a]
            sloped = ENDLESS
            if b - a >= shortest[1]:
                sloped = flat - _gain(y, sums, rho, a, b)
                if sloped < 0.0:
                    sloped = 0.0
            for g in range(groups):
                cost = flat * weights[g] + price
                if sloped < flat:
                    other = sloped * weights[g] + prices[1, b - a]
                    if other < cost:
                        cost = other
                cost = cost + best[g, a]
                if cost < best[g, b]:
                    best[g, b] = cost
                    last[g, b] = a
