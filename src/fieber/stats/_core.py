# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""One pass over one account's posts: level, effects, noise law, and at every look the scan for a drop.

The same file runs compiled (setup.py) and uncompiled; only + − × ÷, comparisons, sqrt, log, exp and erfc are used, in
one order, so both give the same numbers. docs/method.md has the derivation; names here are its names.

All working memory is handed in by `fieber.stats.thermometer`, so that a million accounts need no allocation.
"""

try:
    import cython
except ModuleNotFoundError:
    from fieber.stats import _nocython as cython

if cython.compiled:
    from cython.cimports.libc.math import erfc, exp, fabs, log, sqrt
else:
    from math import erfc, exp, fabs, log, sqrt

BINS = cython.declare(cython.Py_ssize_t, 96)  # cells of the score table
REACH = cython.declare(cython.double, 6.0)  # it covers −REACH … REACH noise scales
MAX_PARAMS = cython.declare(cython.Py_ssize_t, 48)

MIN_HISTORY = cython.declare(cython.Py_ssize_t, 10)  # posts before a window: with fewer the level is not known to half a noise scale
RUN = cython.declare(cython.Py_ssize_t, 5)  # posts that make a viral spell, or end it


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _score(table: cython.double[:], e: cython.double) -> cython.double:
    """Normal score of a residual in noise scales, from the account's own noise law."""
    at: cython.double = (e + REACH) * (BINS / (2.0 * REACH)) - 0.5
    if at <= 0.0:
        return table[0]
    if at >= BINS - 1.0:
        return table[BINS - 1]
    i: cython.Py_ssize_t
    i = cython.cast(cython.Py_ssize_t, at)
    f: cython.double = at - i
    return table[i] * (1.0 - f) + table[i + 1] * f


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _normal_quantile(p: cython.double) -> cython.double:
    """Inverse of the normal distribution function (Acklam's rational approximation, relative error 1.2e-9)."""
    q: cython.double
    r: cython.double
    if p < 0.02425:
        q = sqrt(-2.0 * log(p))
        return (
            ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q
             + 4.374664141464968) * q + 2.938163982698783
        ) / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1.0)
    if p > 0.97575:
        q = sqrt(-2.0 * log(1.0 - p))
        return -(
            ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q
             + 4.374664141464968) * q + 2.938163982698783
        ) / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1.0)
    q = p - 0.5
    r = q * q
    return (
        (((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r
          - 3.066479806614716e01) * r + 2.506628277459239) * q
    ) / (((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r
          - 1.328068155288572e01) * r + 1.0)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _normal_cdf(x: cython.double) -> cython.double:
    return 0.5 * erfc(-x * 0.7071067811865476)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _t_to_normal(z: cython.double, degrees: cython.double) -> cython.double:
    """Normal deviate with the tail of a t deviate (Wallace 1959, Ann. Math. Statist. 30, 1124-1127)."""
    size: cython.double = (8.0 * degrees + 1.0) / (8.0 * degrees + 3.0) * sqrt(degrees * log(1.0 + z * z / degrees))
    return size if z >= 0.0 else -size


@cython.cfunc
@cython.exceptval(check=False)
def _effect(codes: cython.int[:, :], j: cython.Py_ssize_t, groups: cython.Py_ssize_t, beta: cython.double[:]) -> cython.double:
    total: cython.double = 0.0
    k: cython.Py_ssize_t
    for k in range(groups):
        if codes[j, k] >= 0:
            total += beta[codes[j, k]]
    return total


@cython.cfunc
@cython.exceptval(check=False)
def _solve(a: cython.double[:, :], b: cython.double[:], x: cython.double[:], n: cython.Py_ssize_t) -> cython.int:
    """Solve a x = b for a positive definite a (destroyed) by Cholesky's method; 0 where it is not."""
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    s: cython.double
    for j in range(n):
        s = a[j, j]
        for k in range(j):
            s -= a[j, k] * a[j, k]
        if s <= 0.0:
            return 0
        a[j, j] = sqrt(s)
        for i in range(j + 1, n):
            s = a[i, j]
            for k in range(j):
                s -= a[i, k] * a[j, k]
            a[i, j] = s / a[j, j]
    for i in range(n):
        s = b[i]
        for k in range(i):
            s -= a[i, k] * x[k]
        x[i] = s / a[i, i]
    for i in range(n - 1, -1, -1):
        s = x[i]
        for k in range(i + 1, n):
            s -= a[k, i] * x[k]
        x[i] = s / a[i, i]
    return 1


@cython.cfunc
@cython.exceptval(check=False)
def _refit(
    count: cython.Py_ssize_t,
    target: cython.double[:],
    order: cython.Py_ssize_t[:],
    codes: cython.int[:, :],
    groups: cython.Py_ssize_t,
    params: cython.Py_ssize_t,
    beta: cython.double[:],
    table: cython.double[:],
    law: cython.double[:],
    previous_scale: cython.double,
    prior: cython.double[:],
    a: cython.double[:, :],
    b: cython.double[:],
    x: cython.double[:],
    cells: cython.double[:],
) -> cython.int:
    """Effects, noise scale and noise law from the first `count` residuals against the running level.

    `beta` holds the effects to start from, and afterwards those found; `law` gets scale, slope of the score at the
    centre, and the number of residuals behind them.
    """
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    l: cython.Py_ssize_t
    turn: cython.Py_ssize_t
    skip: cython.Py_ssize_t = 4 if count > 12 else 0
    r: cython.double
    fit: cython.double
    total: cython.double
    weight: cython.double
    scale: cython.double = previous_scale
    for turn in range(2):
        if params > 0:
            for k in range(params):
                b[k] = 0.0
                for l in range(params):
                    a[k, l] = 0.0
                a[k, k] = scale * scale / (prior[0] * prior[0])
            for i in range(skip, count):
                j = order[i]
                fit = _effect(codes, j, groups, beta)
                r = target[i] - fit
                if r > 2.0 * scale:
                    r = 2.0 * scale
                elif r < -2.0 * scale:
                    r = -2.0 * scale
                r += fit
                for k in range(groups):
                    if codes[j, k] < 0:
                        continue
                    b[codes[j, k]] += r
                    for l in range(groups):
                        if codes[j, l] >= 0:
                            a[codes[j, k], codes[j, l]] += 1.0
            if _solve(a, b, x, params):
                for k in range(params):
                    beta[k] = x[k]
        # scale: mean absolute residual, those beyond three scales counted as three; worth prior[2] residuals of prior[1]
        total = prior[1] * prior[2]
        weight = prior[2]
        for i in range(skip, count):
            r = fabs(target[i] - _effect(codes, order[i], groups, beta))
            if r > 3.0 * scale:
                r = 3.0 * scale
            total += 1.2533141373155001 * r
            weight += 1.0
        scale = total / weight
        if scale < 0.02:
            scale = 0.02
    # noise law: cells of the residuals, mixed with a t law worth prior[3] residuals
    width: cython.double = 2.0 * REACH / BINS
    for k in range(BINS):
        cells[k] = 0.0
    n: cython.double = 0.0
    shift: cython.double = 0.0
    for i in range(skip, count):
        r = (target[i] - _effect(codes, order[i], groups, beta)) / scale
        k = cython.cast(cython.Py_ssize_t, (r + REACH) / width)
        if r <= -REACH:
            k = 0
        elif k >= BINS:
            k = BINS - 1
        cells[k] += 1.0
        n += 1.0
    # t law with 5 degrees by its cumulative function, scaled to a mean absolute deviation of one normal scale
    below: cython.double = 0.0
    left: cython.double = 0.0
    right: cython.double
    here: cython.double
    mean: cython.double = 0.0
    square: cython.double = 0.0
    share: cython.double
    for k in range(BINS):
        right = _t5_cdf((-REACH + (k + 1) * width) * 1.19)
        if k == BINS - 1:
            right = 1.0
        here = cells[k] + prior[3] * (right - left)
        table[k] = _normal_quantile((below + 0.5 * here) / (n + prior[3]))
        share = here / (n + prior[3])
        mean += share * table[k]
        square += share * table[k] * table[k]
        below += here
        left = right
    spread: cython.double = sqrt(square - mean * mean)
    for k in range(BINS):
        table[k] = (table[k] - mean) / spread
    # slope: how fast the mean score moves with a shift of the level, per noise scale
    slope: cython.double = 0.0
    below = 0.0
    left = 0.0
    for k in range(BINS):
        right = _t5_cdf((-REACH + (k + 1) * width) * 1.19)
        if k == BINS - 1:
            right = 1.0
        share = (cells[k] + prior[3] * (right - left)) / (n + prior[3])
        left = right
        r = -REACH + (k + 0.5) * width
        slope += share * (_score(table, r + 0.3) - _score(table, r - 0.3)) / 0.6
    law[0] = scale
    law[1] = slope
    law[2] = n
    return 1


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _t5_cdf(x: cython.double) -> cython.double:
    """Distribution function of the t law with 5 degrees of freedom, in closed form but for the arcus tangent."""
    # a logistic stand-in with the same centre and tails within 0.004; the law is only a prior worth few residuals
    return 1.0 / (1.0 + exp(-1.64 * x / (1.0 + 0.06 * fabs(x)) - 0.02 * x))


def scan(
    y: cython.double[:],
    when: cython.double[:],
    codes: cython.int[:, :],
    params: cython.Py_ssize_t,
    gains: cython.double[:],
    gain_prior: cython.double[:],
    windows: cython.Py_ssize_t[:],
    looks: cython.double[:],
    prior: cython.double[:],
    refits: cython.Py_ssize_t[:],
    level: cython.double[:, :],
    variance: cython.double[:, :],
    weights: cython.double[:, :],
    target: cython.double[:],
    order: cython.Py_ssize_t[:],
    state: cython.int[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    clipped: cython.double[:],
    work: cython.double[:, :],
    vectors: cython.double[:, :],
    pending: cython.Py_ssize_t[:],
    out: cython.double[:, :],
) -> cython.Py_ssize_t:
    """Pass over the posts once; fill `out[look, :]`, and the level before each counted post. Gives the number counted.

    Args:
        y: (n,) log values, sorted by `when`. when: (n,) days at which each post can be judged.
        codes: (n, groups) column of each effect group, −1 for none. params: number of effect columns.
        gains: (g,) wander variance per post over noise variance. gain_prior: (g,) log weights.
        windows: (w,) posts in a window, rising. looks: (l,) days, rising.
        prior: effect sd, noise scale, its weight, weight of the prior noise law, wander variance per week of a gap,
            days of a gap, days until a viral level is the normal.
        out: (l, 4): largest deviate per look mixed over gains as p (one-sided, of one window: column 0 is
            −log of the mixture), its window, number of windows, number of counted posts.
    """
    n: cython.Py_ssize_t = y.shape[0]
    groups: cython.Py_ssize_t = codes.shape[1]
    n_gains: cython.Py_ssize_t = gains.shape[0]
    n_windows: cython.Py_ssize_t = windows.shape[0]
    n_looks: cython.Py_ssize_t = looks.shape[0]
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    g: cython.Py_ssize_t
    look: cython.Py_ssize_t = 0
    count: cython.Py_ssize_t = 0
    snap: cython.Py_ssize_t = 0
    next_refit: cython.Py_ssize_t = 0
    n_pending: cython.Py_ssize_t = 0
    viral: cython.bint = False
    viral_since: cython.double = 0.0
    mean: cython.double
    base: cython.double
    recent: cython.double
    spread: cython.double
    top: cython.double
    total: cython.double
    a: cython.double

    for k in range(MAX_PARAMS):
        betas[0, k] = 0.0
    for k in range(BINS):
        tables[0, k] = 0.0
    _refit(0, target, order, codes, groups, params, betas[0], tables[0], laws[0], prior[1], prior, work, vectors[0], vectors[1], vectors[2])
    for g in range(n_gains):
        level[0, g] = y[0] if n > 0 else 0.0
        variance[0, g] = 25.0
        weights[0, g] = gain_prior[g]
    snapshot[0] = 0
    clipped[0] = 0.0

    for i in range(n + 1):
        while look < n_looks and (i == n or looks[look] < when[i]):
            _look(look, looks[look], count, y, when, codes, groups, gains, n_gains, windows, n_windows, level, variance, weights,
                  order, snapshot, betas, tables, laws, clipped, vectors[3], vectors[4], viral, out)
            look += 1
        if i == n:
            break
        if viral:
            state[i] = 1
            pending[n_pending] = i
            n_pending += 1
            base = _mean_level(level, weights, count, n_gains)
            recent = 0.0
            k = RUN if n_pending >= RUN else n_pending
            for j in range(n_pending - k, n_pending):
                recent += y[pending[j]] - _effect(codes, pending[j], groups, betas[snap])
            recent /= k
            if k == RUN and recent <= base + 0.15:
                viral = False
                for j in range(n_pending - RUN, n_pending):
                    state[pending[j]] = 0
                    count = _take(pending[j], count, y, when, codes, groups, gains, n_gains, snap, level, variance, weights, target,
                                  order, snapshot, betas, tables, laws, clipped, prior)
                n_pending = 0
            elif when[i] - viral_since > prior[6] and n_pending >= 2 * RUN:
                # it stayed: the new level is the normal from here on
                viral = False
                mean = 0.0
                k = n_pending if n_pending < 4 * RUN else 4 * RUN
                for j in range(n_pending - k, n_pending):
                    mean += y[pending[j]] - _effect(codes, pending[j], groups, betas[snap])
                mean /= k
                for g in range(n_gains):
                    level[count, g] = mean
                    variance[count, g] = 1.0 / k
                n_pending = 0
        else:
            state[i] = 0
            count = _take(i, count, y, when, codes, groups, gains, n_gains, snap, level, variance, weights, target, order, snapshot,
                          betas, tables, laws, clipped, prior)
            if count >= MIN_HISTORY + RUN:
                j = count - RUN
                base = _mean_level(level, weights, j, n_gains)
                recent = 0.0
                for k in range(j, count):
                    recent += y[order[k]] - _effect(codes, order[k], groups, betas[snap])
                recent = recent / RUN - base
                spread = laws[snap, 0] * sqrt(1.0 / RUN + _mean_level(variance, weights, j, n_gains))
                if recent > 0.9162907318741551 and recent > 3.5 * spread:  # 0.916: × 2.5
                    viral = True
                    viral_since = when[order[j]]
                    n_pending = 0
                    for k in range(j, count):
                        pending[n_pending] = order[k]
                        state[order[k]] = 1
                        n_pending += 1
                    count = j
        if next_refit < refits.shape[0] and count >= refits[next_refit]:
            next_refit += 1
            for k in range(params):
                betas[snap + 1, k] = betas[snap, k]
            _refit(count, target, order, codes, groups, params, betas[snap + 1], tables[snap + 1], laws[snap + 1], laws[snap, 0], prior,
                   work, vectors[0], vectors[1], vectors[2])
            snap += 1
            snapshot[count] = snap
    return count


@cython.cfunc
@cython.exceptval(check=False)
def _mean_level(values: cython.double[:, :], weights: cython.double[:, :], at: cython.Py_ssize_t, n_gains: cython.Py_ssize_t) -> cython.double:
    """Mean over gains of `values[at]`, by the weights that the gains had then."""
    g: cython.Py_ssize_t
    top: cython.double = weights[at, 0]
    for g in range(1, n_gains):
        if weights[at, g] > top:
            top = weights[at, g]
    total: cython.double = 0.0
    mean: cython.double = 0.0
    w: cython.double
    for g in range(n_gains):
        w = exp(weights[at, g] - top)
        total += w
        mean += w * values[at, g]
    return mean / total


@cython.cfunc
@cython.exceptval(check=False)
def _take(
    i: cython.Py_ssize_t,
    count: cython.Py_ssize_t,
    y: cython.double[:],
    when: cython.double[:],
    codes: cython.int[:, :],
    groups: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    snap: cython.Py_ssize_t,
    level: cython.double[:, :],
    variance: cython.double[:, :],
    weights: cython.double[:, :],
    target: cython.double[:],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    clipped: cython.double[:],
    prior: cython.double[:],
) -> cython.Py_ssize_t:
    """Count post i: move each gain's level, its weight, and remember the residual. Gives the new count."""
    g: cython.Py_ssize_t
    scale: cython.double = laws[snap, 0]
    slope: cython.double = laws[snap, 1]
    mean: cython.double = _mean_level(level, weights, count, n_gains)
    effect: cython.double = _effect(codes, i, groups, betas[snap])
    a: cython.double = y[i] - effect
    e: cython.double
    p: cython.double
    s: cython.double
    gap: cython.double = 0.0
    if count > 0:
        gap = when[i] - when[order[count - 1]]
        gap = (gap - prior[5]) / 7.0 * prior[4] / (scale * scale) * slope * slope if gap > prior[5] else 0.0
    target[count] = y[i] - mean
    order[count] = i
    s = (a - mean) / scale
    if s > 3.0:
        s = 3.0
    elif s < -3.0:
        s = -3.0
    clipped[count + 1] = clipped[count] + mean + s * scale
    for g in range(n_gains):
        p = variance[count, g] + gains[g] + gap
        e = (a - level[count, g]) / scale
        s = 1.0 + p
        weights[count + 1, g] = weights[count, g] - 3.0 * log(1.0 + e * e * slope * slope / (5.0 * s)) - 0.5 * log(s)
        level[count + 1, g] = level[count, g] + p / s * scale / slope * _score(tables[snap], e)
        variance[count + 1, g] = p / s
    snapshot[count + 1] = snap
    return count + 1


@cython.cfunc
@cython.exceptval(check=False)
def _look(
    look: cython.Py_ssize_t,
    now: cython.double,
    count: cython.Py_ssize_t,
    y: cython.double[:],
    when: cython.double[:],
    codes: cython.int[:, :],
    groups: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    windows: cython.Py_ssize_t[:],
    n_windows: cython.Py_ssize_t,
    level: cython.double[:, :],
    variance: cython.double[:, :],
    weights: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    clipped: cython.double[:],
    largest: cython.double[:],
    sums: cython.double[:],
    viral: cython.bint,
    out: cython.double[:, :],
) -> cython.int:
    """At one look: for each gain the largest deviate over all windows, then p of one window mixed over gains."""
    g: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    m: cython.Py_ssize_t
    s: cython.Py_ssize_t
    at: cython.Py_ssize_t
    seen: cython.Py_ssize_t = 0
    best: cython.Py_ssize_t = 0
    a: cython.double
    z: cython.double
    top: cython.double
    total: cython.double
    p: cython.double
    slope: cython.double
    scale: cython.double
    for g in range(n_gains):
        largest[g] = -1e300
    for k in range(n_windows):
        m = windows[k]
        s = count - m
        if s < MIN_HISTORY or when[order[s]] < now - 364.0:
            break
        seen += 1
        at = snapshot[s]
        scale = laws[at, 0]
        slope = laws[at, 1]
        for g in range(n_gains):
            sums[g] = 0.0
        if m <= 128:
            for j in range(s, count):
                a = y[order[j]] - _effect(codes, order[j], groups, betas[at])
                for g in range(n_gains):
                    sums[g] -= _score(tables[at], (a - level[s, g]) / scale)
        else:
            for g in range(n_gains):
                sums[g] = (m * level[s, g] - (clipped[count] - clipped[s])) * slope / scale
        for g in range(n_gains):
            z = sums[g] / sqrt(m + m * m * variance[s, g] + gains[g] * m * m * m / 3.0)
            z = _t_to_normal(z, laws[at, 2] + 6.0)
            if z > largest[g]:
                largest[g] = z
                if g == 0:
                    best = m
    out[look, 2] = seen
    out[look, 3] = count
    out[look, 1] = best
    if seen == 0:
        out[look, 0] = -1.0
        return 0
    top = weights[count, 0]
    for g in range(1, n_gains):
        if weights[count, g] > top:
            top = weights[count, g]
    total = 0.0
    p = 0.0
    for g in range(n_gains):
        a = exp(weights[count, g] - top)
        total += a
        p += a * _normal_cdf(-largest[g])
    out[look, 0] = p / total if not viral else 0.9
    return 0
