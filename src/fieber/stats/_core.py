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
STEPS = cython.declare(cython.Py_ssize_t, 200)  # cells of the posterior of a change, from −2.5 to 2.5 log units

MIN_HISTORY = cython.declare(cython.Py_ssize_t, 10)  # posts before a window: with fewer the level is not known to half a noise scale
ON_A_HIT = cython.declare(cython.double, 0.9)  # p while posts do far better than usual
SMALLEST = cython.declare(cython.double, 1e-12)  # no p is called smaller: beyond 42 °C by far
LONG = cython.declare(cython.Py_ssize_t, 128)  # posts beyond which a window's score is taken from the running mean
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
    centre, the number of residuals behind them, and what one normal deviate is in the table.
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
    for turn in range(2 if count < 40 else 1):  # later fits start from the one before
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
    law[3] = spread
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
    price: cython.double[:],
    threshold: cython.double[:],
    refits: cython.Py_ssize_t[:],
    offset: cython.double,
    level: cython.double[:, :],
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    share: cython.double[:, :],
    mixed: cython.double[:, :],
    target: cython.double[:],
    order: cython.Py_ssize_t[:],
    state: cython.int[:],
    snapshot: cython.Py_ssize_t[:],
    earlier: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    pseudo: cython.double[:],
    past: cython.double[:, :, :],
    work: cython.double[:, :],
    vectors: cython.double[:, :],
    pending: cython.Py_ssize_t[:],
    out: cython.double[:, :],
) -> cython.Py_ssize_t:
    """Pass over the posts once; at each look scan for a drop. Gives the number of posts that were counted.

    Args:
        y: (n,) log values, sorted by `when`. when: (n,) days at which each post can be judged.
        codes: (n, groups) column of each effect group, −1 for none. params: number of effect columns.
        gains: (g,) wander variance per post over noise variance. gain_prior: (g,) log weights.
        windows: (w,) posts in a window, rising. looks: (l,) days, rising.
        prior: see Prior in fieber.stats.thermometer. price: coefficients of the scan's price, see `_price`.
        threshold: by number of windows, the deviate one of them must reach for 38.5 °C.
        refits: counts at which effects and noise law are fitted anew. offset: 1 if y is log(1 + x), 0 if log(x).
        level … pending: working memory; kept by the caller to describe the last look.
        out: (l, 10): p of the scan (−1: not answered), window that carries it, number of windows, posts counted,
            posterior median of the change in log units and its 5 % and 95 % points, P(drop of 10 % or more),
            smallest loss that could have been seen (log units), level that the window is held against.
    """
    n: cython.Py_ssize_t = y.shape[0]
    groups: cython.Py_ssize_t = codes.shape[1]
    n_gains: cython.Py_ssize_t = gains.shape[0]
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
    viral_age: cython.double = 0.0
    mean: cython.double
    recent: cython.double
    spread: cython.double

    for k in range(params):
        betas[0, k] = 0.0
    _refit(0, target, order, codes, groups, params, betas[0], tables[0], laws[0], prior[1], prior, work, vectors[0], vectors[1], vectors[2])
    for g in range(n_gains):
        level[0, g] = y[0] if n > 0 else 0.0
        variance[0, g] = 25.0
        evidence[0, g] = gain_prior[g]
    _mix(0, gains, n_gains, level, variance, evidence, share, mixed)
    snapshot[0] = 0
    earlier[0] = 0
    pseudo[0] = 0.0
    for k in range(windows.shape[0]):
        for j in range(1 + 2 * n_gains):
            past[0, k, j] = 0.0
            past[1, k, j] = 0.0
    for g in range(n_gains):
        basis[0, g] = level[0, g]

    for i in range(n + 1):
        while look < looks.shape[0] and (i == n or looks[look] < when[i]):
            _look(look, looks[look], count, y, when, codes, groups, gains, n_gains, windows, variance, evidence, mixed,
                  order, snapshot, basis, betas, tables, laws, pseudo, past, prior, price, threshold, offset, vectors, viral, out)
            look += 1
        if i == n:
            break
        if viral:
            state[i] = 1
            # a pause does not make a hit a habit
            mean = when[i] - when[pending[n_pending - 1]]
            viral_age += mean if mean < 14.0 else 14.0
            pending[n_pending] = i
            n_pending += 1
            k = RUN if n_pending >= RUN else n_pending
            recent = 0.0
            mean = -1e300
            for j in range(n_pending - k, n_pending):
                spread = y[pending[j]] - _effect(codes, pending[j], groups, betas[snap])
                recent += spread
                if spread > mean:
                    mean = spread
            recent = (recent - mean) / (k - 1)  # without the best of them: one hit does not make a spell, nor keep it up
            if k == RUN and recent <= mixed[count, 0] + prior[11]:
                # back at the level before the hit: these posts count again
                viral = False
                for j in range(n_pending - RUN, n_pending):
                    state[pending[j]] = 0
                    count = _take(pending[j], count, y, when, codes, groups, gains, n_gains, windows, snap, level, variance, evidence,
                                  share, mixed, target, order, snapshot, earlier, basis, betas, tables, laws, pseudo, past, prior)
                n_pending = 0
            elif viral_age > prior[6] and n_pending >= 4 * RUN:
                # it stayed: the new level is the normal from here on, learned from its last posts
                viral = False
                for g in range(n_gains):
                    variance[count, g] = 1.0
                for j in range(n_pending - 4 * RUN, n_pending):
                    count = _take(pending[j], count, y, when, codes, groups, gains, n_gains, windows, snap, level, variance, evidence,
                                  share, mixed, target, order, snapshot, earlier, basis, betas, tables, laws, pseudo, past, prior)
                n_pending = 0
        else:
            state[i] = 0
            count = _take(i, count, y, when, codes, groups, gains, n_gains, windows, snap, level, variance, evidence,
                          share, mixed, target, order, snapshot, earlier, basis, betas, tables, laws, pseudo, past, prior)
            if count >= MIN_HISTORY + RUN:
                j = count - RUN
                recent = 0.0
                mean = -1e300
                for k in range(j, count):
                    spread = y[order[k]] - _effect(codes, order[k], groups, betas[snap])
                    recent += spread
                    if spread > mean:
                        mean = spread
                recent = (recent - mean) / (RUN - 1) - mixed[j, 0]
                spread = laws[snap, 0] * sqrt(1.0 / (RUN - 1) + mixed[j, 1])
                if recent > prior[12] and recent > prior[13] * spread:
                    viral = True
                    viral_age = 0.0
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
            for k in range(windows.shape[0]):
                for j in range(1 + 2 * n_gains):
                    past[1 + snap, k, j] = past[0, k, j]
    return count


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _base(now: cython.double, then: cython.double, allowance: cython.double) -> cython.double:
    """The level that is held against: today's, unless it has only lately risen above that of some weeks ago."""
    return now if now < then + allowance else then + allowance


@cython.cfunc
@cython.exceptval(check=False)
def _mix(
    at: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    level: cython.double[:, :],
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    share: cython.double[:, :],
    mixed: cython.double[:, :],
) -> cython.int:
    """Posterior share of each gain after `at` posts, and level, its variance and wander mixed over them."""
    g: cython.Py_ssize_t
    top: cython.double = evidence[at, 0]
    total: cython.double = 0.0
    for g in range(1, n_gains):
        if evidence[at, g] > top:
            top = evidence[at, g]
    for g in range(n_gains):
        share[at, g] = exp(evidence[at, g] - top)
        total += share[at, g]
    mixed[at, 0] = 0.0
    mixed[at, 1] = 0.0
    mixed[at, 2] = 0.0
    for g in range(n_gains):
        share[at, g] /= total
        mixed[at, 0] += share[at, g] * level[at, g]
        mixed[at, 1] += share[at, g] * variance[at, g]
        mixed[at, 2] += share[at, g] * gains[g]
    return 0


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
    windows: cython.Py_ssize_t[:],
    snap: cython.Py_ssize_t,
    level: cython.double[:, :],
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    share: cython.double[:, :],
    mixed: cython.double[:, :],
    target: cython.double[:],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    earlier: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    pseudo: cython.double[:],
    past: cython.double[:, :, :],
    prior: cython.double[:],
) -> cython.Py_ssize_t:
    """Count post i: move each gain's level and evidence, and remember the residual. Gives the new count."""
    g: cython.Py_ssize_t
    k: cython.Py_ssize_t
    m: cython.Py_ssize_t
    start: cython.Py_ssize_t
    stride: cython.Py_ssize_t
    scale: cython.double = laws[snap, 0]
    slope: cython.double = laws[snap, 1]
    mean: cython.double = mixed[count, 0]
    a: cython.double = y[i] - _effect(codes, i, groups, betas[snap])
    e: cython.double
    p: cython.double
    s: cython.double
    w: cython.double
    z: cython.double
    gap: cython.double = 0.0
    if count > 0:
        gap = when[i] - when[order[count - 1]]
        gap = (gap - prior[5]) / 7.0 * prior[4] / (scale * scale) * slope * slope if gap > prior[5] else 0.0
    target[count] = y[i] - mean
    order[count] = i
    pseudo[count + 1] = pseudo[count] + mean + scale / slope * _score(tables[snap], (a - mean) / scale)
    for g in range(n_gains):
        p = variance[count, g] + gains[g] + gap
        e = (a - level[count, g]) / scale
        s = 1.0 + p
        # log density of t with 5 degrees: −3 log(1 + e²/5s) − log(s)/2, with one logarithm
        z = 1.0 + e * e * slope * slope / (5.0 * s)
        z = z * z * z
        evidence[count + 1, g] = evidence[count, g] - 0.5 * log(z * z * s)
        level[count + 1, g] = level[count, g] + p / s * scale / slope * _score(tables[snap], e)
        variance[count + 1, g] = p / s
    count += 1
    snapshot[count] = snap
    earlier[count] = earlier[count - 1]
    while earlier[count] < count and when[order[earlier[count]]] <= when[i] - prior[19]:
        earlier[count] += 1
    _mix(count, gains, n_gains, level, variance, evidence, share, mixed)
    # the level that windows starting here are held against: today's, unless it has only lately risen
    then: cython.Py_ssize_t = earlier[count]
    for g in range(n_gains):
        basis[count, g] = level[count, g]
        if then >= MIN_HISTORY:
            p = variance[then, g] if variance[then, g] < 0.1 else 0.1
            basis[count, g] = _base(level[count, g], level[then, g], prior[20] * scale / slope * sqrt(2.0 * p))
    # how far windows of each length have strayed from each gain's level: weight, then sum and sum of squares of deviates
    for k in range(windows.shape[0]):
        m = windows[k]
        start = count - m
        if start < MIN_HISTORY:
            break
        stride = m // 2
        if count % stride != 0:
            continue
        w = stride / (m + 0.0)
        a = (pseudo[count] - pseudo[start]) / m
        e = laws[snapshot[start], 1] / laws[snapshot[start], 0]
        past[0, k, 0] += w
        for g in range(n_gains):
            z = (basis[start, g] - a) * e / sqrt(1.0 / m + variance[start, g] + gains[g] * m / 3.0)
            if z > 4.0:
                z = 4.0
            elif z < -4.0:
                z = -4.0
            past[0, k, 1 + 2 * g] += w * z
            past[0, k, 2 + 2 * g] += w * z * z
    return count


@cython.cfunc
@cython.exceptval(check=False)
def _trust(
    k: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    start: cython.Py_ssize_t,
    count: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    snapshot: cython.Py_ssize_t[:],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    weight: cython.double[:],
    widen: cython.double[:],
) -> cython.int:
    """How far each gain is trusted to foretell the mean of m posts, and how much wider than its own word it is.

    Both from windows of this length that ended before: the likelihood of their spread, with what the posts one by one
    say of the gains counted once per window. `widen` is the ratio of variances.
    """
    g: cython.Py_ssize_t
    at: cython.Py_ssize_t = 1 + snapshot[start]  # row 0 is the running sum
    n: cython.double = past[at, k, 0]
    top: cython.double = -1e300
    total: cython.double = 0.0
    wander: cython.double = mixed[start, 2]
    own: cython.double
    for g in range(n_gains):
        # what the posts one by one say of the wander says how far a level that follows more slowly, or faster, strays
        own = 1.0 / m + variance[start, g] + gains[g] * m / 3.0
        widen[g] = 0.5 * (variance[start, g] + wander / variance[start, g])
        if widen[g] < variance[start, g]:
            widen[g] = variance[start, g]
        widen[g] = (1.0 / m + widen[g] + wander * m / 3.0) / own
        widen[g] = prior[7] * widen[g] + past[at, k, 2 + 2 * g] - past[at, k, 1 + 2 * g] * past[at, k, 1 + 2 * g] / (prior[8] + n)
        widen[g] /= prior[7] + n
        weight[g] = (prior[18] * evidence[count, g] + (1.0 - prior[18]) * evidence[start, g]) * prior[21] / m
        weight[g] -= 0.5 * (n + prior[24]) * prior[22] * log(widen[g] * own)
        if weight[g] > top:
            top = weight[g]
    for g in range(n_gains):
        weight[g] = exp(weight[g] - top)
        total += weight[g]
    for g in range(n_gains):
        weight[g] /= total
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _degrees(
    g: cython.Py_ssize_t,
    k: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    start: cython.Py_ssize_t,
    gains: cython.double[:],
    variance: cython.double[:, :],
    snapshot: cython.Py_ssize_t[:],
    laws: cython.double[:, :],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    vectors: cython.double[:, :],
) -> cython.double:
    """Degrees of freedom of a window's variance: the noise is known from all posts, the rest from the past windows only.

    Satterthwaite 1946, Biometrics Bulletin 2, 110-114. To be called after `_trust`.
    """
    at: cython.Py_ssize_t = snapshot[start]
    whole: cython.double = vectors[7, g] * (1.0 / m + variance[start, g] + gains[g] * m / 3.0)
    rest: cython.double = 1.0 - 1.0 / m / whole
    if rest < 0.0:
        rest = 0.0
    return 1.0 / (rest * rest / (prior[25] + past[1 + at, k, 0]) + (1.0 - rest) * (1.0 - rest) / (laws[at, 2] + 6.0))


@cython.cfunc
@cython.exceptval(check=False)
def _window(
    k: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    now: cython.double,
    count: cython.Py_ssize_t,
    y: cython.double[:],
    when: cython.double[:],
    codes: cython.int[:, :],
    groups: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    pseudo: cython.double[:],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    vectors: cython.double[:, :],
) -> cython.double:
    """One-sided p of "the last m posts lie on the level before them", all known from before the window.

    `k` is the window whose past tells how far healthy windows of about this length stray.
    """
    g: cython.Py_ssize_t
    j: cython.Py_ssize_t
    start: cython.Py_ssize_t = count - m
    at: cython.Py_ssize_t = snapshot[start]
    scale: cython.double = laws[at, 0]
    slope: cython.double = laws[at, 1]
    a: cython.double
    z: cython.double
    p: cython.double = 0.0
    # a fall of up to 20 % a year is healthy: what the window would show of it, if the account has been falling
    days: cython.double = now - when[order[start]]
    fall: cython.double
    _trust(k, m, start, count, gains, n_gains, variance, evidence, mixed, snapshot, past, prior, vectors[6], vectors[7])
    for g in range(n_gains):
        vectors[3, g] = 0.0
    if m <= LONG:
        for j in range(start, count):
            a = y[order[j]] - _effect(codes, order[j], groups, betas[at])
            for g in range(n_gains):
                vectors[3, g] -= _score(tables[at], (a - basis[start, g]) / scale)
    else:
        # enough posts for the mean of the pseudo-values, which costs the same for a window of any length
        for g in range(n_gains):
            vectors[3, g] = (m * basis[start, g] - (pseudo[count] - pseudo[start])) * slope / scale
    for g in range(n_gains):
        if vectors[6, g] < 1e-6:
            continue
        a = sqrt(1.0 / m + variance[start, g] + gains[g] * m / 3.0)
        z = vectors[3, g] / m / a
        # half the window, and the posts by which this gain's level lags behind
        fall = days / m / variance[start, g]
        if fall > when[order[start]] - when[order[0]]:
            fall = when[order[start]] - when[order[0]]
        fall = prior[9] / 365.25 * (0.5 * days + fall) * slope / scale
        a = fall / a
        if a > past[1 + at, k, 1 + 2 * g] / (prior[8] + past[1 + at, k, 0]):
            a = past[1 + at, k, 1 + 2 * g] / (prior[8] + past[1 + at, k, 0])
        if a < 0.0:
            a = 0.0
        p += vectors[6, g] * _normal_cdf(_t_to_normal((a - z) / sqrt(vectors[7, g]), _degrees(g, k, m, start, gains, variance, snapshot, laws, past, prior, vectors)))
    return p


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _price(p: cython.double, seen: cython.Py_ssize_t, price: cython.double[:]) -> cython.double:
    """p of the smallest of `seen` window p's: 1 − (1 − p)^m with an effective number m of independent windows.

    log m is a quadratic form in log(seen) and the normal deviate of p; scripts/derive_price.py fits it.
    """
    if p >= 1.0:
        return 1.0
    many: cython.double = log(seen + 0.0)
    z: cython.double = -_normal_quantile(p if p > 1e-14 else 1e-14)
    m: cython.double = exp(price[0] + price[1] * many + price[2] * many * many + price[3] * z + price[4] * z * many + price[5] * z * z)
    if p * m < 1e-9:
        return p * m
    return 1.0 - exp(m * log(1.0 - p))


@cython.cfunc
@cython.exceptval(check=False)
def _spread(
    k: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    count: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    laws: cython.double[:, :],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    vectors: cython.double[:, :],
    result: cython.double[:],
) -> cython.double:
    """How uncertain the mean of the last m posts is, against the level before them, in log units.

    Fills result 5 (variance that is noise), 6 (the level) and 7 (standard deviation, the account's own wander included).
    """
    g: cython.Py_ssize_t
    start: cython.Py_ssize_t = count - m
    at: cython.Py_ssize_t = snapshot[start]
    unit: cython.double = laws[at, 0] * laws[at, 0] / (laws[at, 1] * laws[at, 1])
    wander: cython.double = 0.0009
    _trust(k, m, start, count, gains, n_gains, variance, evidence, mixed, snapshot, past, prior, vectors[6], vectors[7])
    result[6] = 0.0
    for g in range(n_gains):
        result[6] += vectors[6, g] * basis[start, g]
    result[5] = 0.0
    for g in range(n_gains):
        result[5] += vectors[6, g] * (unit * vectors[7, g] * (1.0 / m + variance[start, g]))
        result[5] += vectors[6, g] * (basis[start, g] - result[6]) * (basis[start, g] - result[6])
        wander += vectors[6, g] * unit * vectors[7, g] * gains[g] * m / 3.0
    result[7] = sqrt(result[5] + wander)
    return result[7]


@cython.cfunc
@cython.exceptval(check=False)
def _visible(
    m: cython.Py_ssize_t,
    seen: cython.Py_ssize_t,
    count: cython.Py_ssize_t,
    windows: cython.Py_ssize_t[:],
    threshold: cython.double[:],
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    laws: cython.double[:, :],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    vectors: cython.double[:, :],
) -> cython.double:
    """Smallest loss over the last m posts (log units) that reaches 38.5 °C four times in five.

    The deviate that the scan asks for, as a t deviate with the degrees of this window, plus the 80 % point of the normal law.
    """
    k: cython.Py_ssize_t = _nearest(m, windows)
    g: cython.Py_ssize_t
    spread: cython.double = _spread(k, m, count, gains, n_gains, variance, evidence, mixed, snapshot, basis, laws, past, prior, vectors,
                                    vectors[5])
    degrees: cython.double = 0.0
    for g in range(n_gains):
        degrees += vectors[6, g] / _degrees(g, k, m, count - m, gains, variance, snapshot, laws, past, prior, vectors)
    degrees = 1.0 / degrees
    z: cython.double = threshold[seen] * (8.0 * degrees + 3.0) / (8.0 * degrees + 1.0)
    z = sqrt(degrees * (exp(z * z / degrees) - 1.0)) + 0.8416212335729143
    return z * spread


@cython.cfunc
@cython.exceptval(check=False)
def _posterior(
    k: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    count: cython.Py_ssize_t,
    y: cython.double[:],
    codes: cython.int[:, :],
    groups: cython.Py_ssize_t,
    gains: cython.double[:],
    n_gains: cython.Py_ssize_t,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    offset: cython.double,
    vectors: cython.double[:, :],
    mass: cython.double[:],
    result: cython.double[:],
) -> cython.int:
    """Posterior of the change of level over the last m posts: median, 5 %, 95 % (log units) and P(drop of 10 % or more).

    Prior: half of all accounts have only their own wander; the others a step besides, log-uniform down to × 0.3 or,
    one in five of them, up to × 3. Likelihood: t, from the M-estimate of the window's level under the noise law.
    """
    j: cython.Py_ssize_t
    turn: cython.Py_ssize_t
    start: cython.Py_ssize_t = count - m
    at: cython.Py_ssize_t = snapshot[start]
    scale: cython.double = laws[at, 0]
    slope: cython.double = laws[at, 1]
    noise: cython.double
    wander: cython.double
    degrees: cython.double = laws[at, 2] + 6.0
    base: cython.double
    centre: cython.double
    total: cython.double
    step: cython.double
    d: cython.double
    low: cython.double
    none: cython.double
    down: cython.double
    up: cython.double
    like: cython.double
    g: cython.Py_ssize_t
    _spread(k, m, count, gains, n_gains, variance, evidence, mixed, snapshot, basis, laws, past, prior, vectors, result)
    noise = result[5]
    wander = result[7] * result[7] - noise
    base = result[6]
    wander = sqrt(wander)
    centre = base
    for turn in range(200):
        total = 0.0
        for j in range(start, count):
            total += _score(tables[at], (y[order[j]] - _effect(codes, order[j], groups, betas[at]) - centre) / scale)
        total *= scale / slope / m
        centre += total
        if fabs(total) < 1e-4 * scale:
            break
    d = centre - base
    result[4] = d
    # a drop of 10 % in counts, on the scale of y
    low = log(0.9 * (exp(base) - offset) + offset) - base if exp(base) > offset + 1e-6 else -0.1
    # two priors, one likelihood: what share of accounts really fell (result 3), and how much, asked of one that may have
    total = 0.0
    turn = 0
    result[3] = 0.0
    for j in range(STEPS):
        step = -2.5 + (j + 0.5) * (5.0 / STEPS)
        none = exp(-0.5 * step * step / (wander * wander)) / (wander * 2.5066282746310002)
        down = (_normal_cdf((step + 1.2039728043259361) / wander) - _normal_cdf(step / wander)) / 1.2039728043259361
        up = (_normal_cdf(step / wander) - _normal_cdf((step - 1.0986122886681098) / wander)) / 1.0986122886681098
        like = exp(-0.5 * (degrees + 1.0) * log(1.0 + (d - step) * (d - step) / (degrees * noise)))
        mass[j] = (prior[14] * none + prior[15] * down + prior[16] * up) * like + 1e-300
        total += mass[j]
        if step + 2.5 / STEPS <= low:
            result[3] += mass[j]
        elif step - 2.5 / STEPS < low:
            result[3] += mass[j] * (low - step + 2.5 / STEPS) / (5.0 / STEPS)
        mass[j] = like * (prior[23] * none + 1.0) + 1e-300
    result[3] /= total
    total = 0.0
    for j in range(STEPS):
        total += mass[j]
    centre = 0.0
    for j in range(STEPS):
        step = -2.5 + j * (5.0 / STEPS)
        mass[j] /= total
        if turn == 0 and centre + mass[j] >= 0.05:
            result[1] = step + (0.05 - centre) / mass[j] * (5.0 / STEPS)
            turn = 1
        if turn == 1 and centre + mass[j] >= 0.5:
            result[0] = step + (0.5 - centre) / mass[j] * (5.0 / STEPS)
            turn = 2
        if turn == 2 and centre + mass[j] >= 0.95:
            result[2] = step + (0.95 - centre) / mass[j] * (5.0 / STEPS)
            turn = 3
        centre += mass[j]
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _usual_window(
    now: cython.double, count: cython.Py_ssize_t, when: cython.double[:], order: cython.Py_ssize_t[:], days: cython.double
) -> cython.Py_ssize_t:
    """Posts of the last `days`, but at least 30, and none older than a year (the last five may be)."""
    m: cython.Py_ssize_t = 1
    while m < count - MIN_HISTORY:
        if m >= 30 and when[order[count - m - 1]] < now - days:
            break
        if m >= 5 and when[order[count - m - 1]] < now - 364.0:
            break
        m += 1
    return m


@cython.cfunc
@cython.exceptval(check=False)
def _nearest(m: cython.Py_ssize_t, windows: cython.Py_ssize_t[:]) -> cython.Py_ssize_t:
    """Index of the longest window that is not longer than m (the first, where all are)."""
    k: cython.Py_ssize_t = 0
    while k + 1 < windows.shape[0] and windows[k + 1] <= m:
        k += 1
    return k


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
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    pseudo: cython.double[:],
    past: cython.double[:, :, :],
    prior: cython.double[:],
    price: cython.double[:],
    threshold: cython.double[:],
    offset: cython.double,
    vectors: cython.double[:, :],
    viral: cython.bint,
    out: cython.double[:, :],
) -> cython.int:
    """At one look: the smallest p over all windows, its price, and the posterior of the change.

    Described is the window that stands out; where none does, the most telling one between four weeks and a quarter.
    """
    k: cython.Py_ssize_t
    m: cython.Py_ssize_t
    start: cython.Py_ssize_t
    seen: cython.Py_ssize_t = 0
    best: cython.Py_ssize_t = 0
    p: cython.double
    smallest: cython.double = 2.0
    for k in range(windows.shape[0]):
        m = windows[k]
        start = count - m
        if start < MIN_HISTORY or when[order[start]] < now - 364.0 or when[order[start]] < when[order[0]] + prior[10]:
            break
        seen += 1
        p = _window(k, m, now, count, y, when, codes, groups, gains, n_gains, variance, evidence, mixed, order, snapshot, basis, betas,
                    tables, laws, pseudo, past, prior, vectors)
        if p <= smallest:  # where both are too small to tell apart, the longer window
            smallest = p
            best = m
    out[look, 0] = -1.0
    out[look, 1] = best
    out[look, 2] = seen
    out[look, 3] = count
    if seen == 0:
        return 0
    # on top of a viral hit nothing is low
    out[look, 0] = ON_A_HIT if viral else _price(smallest, seen, price)
    if out[look, 0] < SMALLEST:
        out[look, 0] = SMALLEST
    if out[look, 0] > prior[17]:
        best = _usual_window(now, count, when, order, 28.0)
        smallest = _visible(best, seen, count, windows, threshold, gains, n_gains, variance, evidence, mixed, snapshot, basis, laws,
                            past, prior, vectors)
        m = _usual_window(now, count, when, order, 91.0)
        for k in range(seen):
            if best < windows[k] <= m:
                p = _visible(windows[k], seen, count, windows, threshold, gains, n_gains, variance, evidence, mixed, snapshot, basis,
                             laws, past, prior, vectors)
                if p < smallest:
                    smallest = p
                    best = windows[k]
        out[look, 1] = best
    else:
        # it stands out: describe it from where it most likely began, between the lengths that were tried
        _posterior(_nearest(best, windows), best, count, y, codes, groups, gains, n_gains, variance, evidence, mixed, order, snapshot,
                   basis, betas, tables, laws, past, prior, offset, vectors, vectors[4], vectors[5])
        for k in range(4):
            m = best
            best = count - _began(y, codes, mixed, order, snapshot, betas, laws, count, m, vectors[5, 4])
            if best < 2 * m or best >= count - MIN_HISTORY:
                break  # else it began further back than was looked
            _posterior(_nearest(best, windows), best, count, y, codes, groups, gains, n_gains, variance, evidence, mixed, order,
                       snapshot, basis, betas, tables, laws, past, prior, offset, vectors, vectors[4], vectors[5])
        out[look, 1] = best
    _posterior(_nearest(best, windows), best, count, y, codes, groups, gains, n_gains, variance, evidence, mixed, order, snapshot, basis,
               betas, tables, laws, past, prior, offset, vectors, vectors[4], vectors[5])
    for k in range(4):
        out[look, 4 + k] = vectors[5, k]
    out[look, 8] = -_visible(best, seen, count, windows, threshold, gains, n_gains, variance, evidence, mixed, snapshot, basis, laws,
                             past, prior, vectors)
    out[look, 9] = vectors[5, 6]
    return 0


def told(
    y: cython.double[:],
    when: cython.double[:],
    codes: cython.int[:, :],
    gains: cython.double[:],
    windows: cython.Py_ssize_t[:],
    prior: cython.double[:],
    offset: cython.double,
    variance: cython.double[:, :],
    evidence: cython.double[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    basis: cython.double[:, :],
    betas: cython.double[:, :],
    tables: cython.double[:, :],
    laws: cython.double[:, :],
    pseudo: cython.double[:],
    past: cython.double[:, :, :],
    vectors: cython.double[:, :],
    count: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    now: cython.double,
    result: cython.double[:],
) -> cython.int:
    """Judge the last m counted posts alone, no scan: p, then median, 5 %, 95 %, P(drop), estimate, its variance, level before.

    To be called after `scan` with its working memory. `result` is (8,).
    """
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t = _nearest(m, windows)
    result[0] = _window(k, m, now, count, y, when, codes, codes.shape[1], gains, gains.shape[0], variance, evidence, mixed, order, snapshot, basis,
                        betas, tables, laws, pseudo, past, prior, vectors)
    _posterior(k, m, count, y, codes, codes.shape[1], gains, gains.shape[0], variance, evidence, mixed, order, snapshot, basis, betas,
               tables, laws, past, prior, offset, vectors, vectors[4], vectors[5])
    if result[0] < SMALLEST:
        result[0] = SMALLEST
    for j in range(6):
        result[1 + j] = vectors[5, j]
    result[7] = vectors[5, 6]
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _began(
    y: cython.double[:],
    codes: cython.int[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    laws: cython.double[:, :],
    count: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    step: cython.double,
) -> cython.Py_ssize_t:
    """Counted post at which a step of `step` log units near the last m posts most likely began."""
    j: cython.Py_ssize_t
    first: cython.Py_ssize_t = _earliest(count, m)
    best: cython.Py_ssize_t = count - m
    total: cython.double = 0.0
    top: cython.double = -1e300
    for j in range(count - 1, first - 1, -1):
        total += _speaks_for(j, first, y, codes, mixed, order, snapshot, betas, laws, step)
        if total > top and count - j >= 2:
            top = total
            best = j
    return best


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _earliest(count: cython.Py_ssize_t, m: cython.Py_ssize_t) -> cython.Py_ssize_t:
    """First counted post at which a change found in the last m posts may have begun: as many posts further back."""
    first: cython.Py_ssize_t = count - 2 * m if count - 2 * m > MIN_HISTORY else MIN_HISTORY
    return first if first < count - m else count - m


@cython.cfunc
@cython.exceptval(check=False)
def _speaks_for(
    j: cython.Py_ssize_t,
    first: cython.Py_ssize_t,
    y: cython.double[:],
    codes: cython.int[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    laws: cython.double[:, :],
    step: cython.double,
) -> cython.double:
    """Log likelihood ratio of counted post j: on the new level against on the one before; noise t with 5 degrees."""
    at: cython.Py_ssize_t = snapshot[first]
    scale: cython.double = laws[at, 0]
    e: cython.double = (y[order[j]] - _effect(codes, order[j], codes.shape[1], betas[at]) - mixed[first, 0]) / scale
    new: cython.double = e - step / scale
    return 3.0 * (log(1.0 + e * e / 5.0) - log(1.0 + new * new / 5.0))


def onset(
    y: cython.double[:],
    codes: cython.int[:, :],
    mixed: cython.double[:, :],
    order: cython.Py_ssize_t[:],
    snapshot: cython.Py_ssize_t[:],
    betas: cython.double[:, :],
    laws: cython.double[:, :],
    count: cython.Py_ssize_t,
    m: cython.Py_ssize_t,
    step: cython.double,
    mass: cython.double[:],
) -> cython.Py_ssize_t:
    """Posterior of where a step of `step` log units began, near the last m counted posts.

    `mass[i]` becomes the probability that the first post of the new level is the counted post (given number) + i.
    The noise is taken as t with 5 degrees of freedom; every post is equally likely beforehand.
    """
    j: cython.Py_ssize_t
    first: cython.Py_ssize_t = _earliest(count, m)
    total: cython.double = 0.0
    top: cython.double = -1e300
    for j in range(count - 1, first - 1, -1):
        total += _speaks_for(j, first, y, codes, mixed, order, snapshot, betas, laws, step)
        mass[j - first] = total
        if total > top:
            top = total
    total = 0.0
    for j in range(count - first):
        mass[j] = exp(mass[j] - top)
        total += mass[j]
    for j in range(count - first):
        mass[j] /= total
    return first
