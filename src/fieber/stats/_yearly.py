# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The yearly season of one account and of many; `fieber.stats.season` says what it is, docs/method.md derives it.

Compiled, or as it stands where there is no compiler.
"""

try:
    import cython
except ModuleNotFoundError:
    from fieber.stats import _nocython as cython

if cython.compiled:
    from cython.cimports.libc.math import cos, fabs, sin, sqrt
else:
    from math import cos, fabs, sin, sqrt

YEAR = cython.declare(cython.double, 365.25)
MONTHS = cython.declare(cython.Py_ssize_t, 12)
WAVES = cython.declare(cython.Py_ssize_t, 4)  # columns: cosine and sine of the year and of the half year
MOST_CYCLES = cython.declare(cython.Py_ssize_t, 5)  # older years say little about this one
FEWEST_POSTS = cython.declare(cython.double, 2.0)  # of a month, for its mean to count
FEWEST_MONTHS = cython.declare(cython.Py_ssize_t, 10)  # of every cycle
WORTH = cython.declare(cython.double, 5.0)  # posts after which a month's mean is wander rather than scatter
SURE = cython.declare(cython.double, 2.326)  # normal deviate of 1 %: so rarely is a season seen where none is
TURN = cython.declare(cython.double, 6.283185307179586)
WIDE = cython.declare(cython.Py_ssize_t, 10)  # columns at most: four waves, and a level with six ends of straight lines


def without_season(
    value: cython.const[cython.double][:],
    when: cython.const[cython.double][:],
    starts: cython.const[cython.Py_ssize_t][:],
    looks: cython.const[cython.double][:],
    out: cython.double[::1],
) -> None:
    """Write the values of many accounts without the season known at each one's look; account i as in `take_many`."""
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    last: cython.Py_ssize_t
    known: cython.double
    waves = cython.declare(cython.double[4])
    table = cython.declare(cython.double[48])
    _month_waves(table)
    for i in range(starts.shape[0] - 1):
        last = starts[i + 1]
        for j in range(starts[i], last):
            out[j] = value[j]
        if last > starts[i] and looks[i] >= when[starts[i]] + 2.0 * YEAR:
            known = _known(when[starts[i]], looks[i])
            if _profile(value, when, starts[i], last, known, table, waves):
                for j in range(starts[i], last):
                    out[j] -= _season(waves, (known - when[j]) / YEAR)


def profile(
    value: cython.const[cython.double][:], when: cython.const[cython.double][:], now: cython.double, out: cython.double[::1]
) -> cython.bint:
    """Write the four waves of one account's season as it is known at `now`; whether there is one."""
    k: cython.Py_ssize_t
    waves = cython.declare(cython.double[4])
    table = cython.declare(cython.double[48])
    _month_waves(table)
    if value.shape[0] == 0 or not _profile(value, when, 0, value.shape[0], now, table, waves):
        return False
    for k in range(WAVES):
        out[k] = waves[k]
    return True


def season(
    waves: cython.const[cython.double][:], when: cython.const[cython.double][:], now: cython.double, out: cython.double[::1]
) -> None:
    """Write the season at each time, for waves that were learned for `now`."""
    i: cython.Py_ssize_t
    own = cython.declare(cython.double[4])
    for i in range(WAVES):
        own[i] = waves[i]
    for i in range(when.shape[0]):
        out[i] = _season(own, (now - when[i]) / YEAR)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _known(first: cython.double, look: cython.double) -> cython.double:
    """Day for which the season of a look was learned: two years after the first post, and every year from then on."""
    years: cython.Py_ssize_t = cython.cast(cython.Py_ssize_t, (look - first) / YEAR)
    return first + years * YEAR


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _season(waves: cython.double[4], years: cython.double) -> cython.double:
    """Season so many years before the day for which it was learned; the half year's waves from those of the year."""
    one: cython.double = cos(TURN * years)
    other: cython.double = sin(TURN * years)
    return waves[0] * one + waves[1] * other + waves[2] * (2.0 * one * one - 1.0) + waves[3] * (2.0 * one * other)


@cython.cfunc
@cython.exceptval(check=False)
def _profile(
    value: cython.const[cython.double][:],
    when: cython.const[cython.double][:],
    first: cython.Py_ssize_t,
    last: cython.Py_ssize_t,
    now: cython.double,
    table: cython.double[48],
    waves: cython.double[4],
) -> cython.bint:
    """Waves that come back in every year before `now`, of posts first … last − 1; False where none is sure."""
    c: cython.Py_ssize_t
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    l: cython.Py_ssize_t
    cycles: cython.Py_ssize_t = cython.cast(cython.Py_ssize_t, (now - when[first]) / YEAR + 1e-9) if now > when[first] else 0
    cycles = cycles if cycles < MOST_CYCLES else MOST_CYCLES
    if cycles < 2:
        return False
    months: cython.Py_ssize_t = MONTHS * cycles
    count = cython.declare(cython.double[60])
    mean = cython.declare(cython.double[60])
    left = cython.declare(cython.double[60])
    _monthly(value, when, first, last, now, months, count, mean)
    kept: cython.Py_ssize_t = 0
    for c in range(cycles):
        k = 0
        for i in range(c * MONTHS, (c + 1) * MONTHS):
            k += 1 if count[i] >= FEWEST_POSTS else 0
        if k < FEWEST_MONTHS:
            return False
        kept += k
    columns: cython.Py_ssize_t = WAVES + cycles + 1
    row = cython.declare(cython.double[10])
    matrix = cython.declare(cython.double[100])
    right = cython.declare(cython.double[10])
    weight: cython.double
    for k in range(columns):
        right[k] = 0.0
        for l in range(columns):
            matrix[k * WIDE + l] = 1e-9 if k == l else 0.0
    for i in range(months):
        if count[i] < FEWEST_POSTS:
            continue
        weight = count[i] / (count[i] + WORTH)
        _columns(i, cycles, table, row)
        for k in range(columns):
            right[k] += weight * row[k] * mean[i]
            for l in range(columns):
                matrix[k * WIDE + l] += weight * row[k] * row[l]
    _solve(matrix, right, columns)
    # what the fit leaves, and what of the kept is common to all years
    error: cython.double = 0.0
    common: cython.double = 0.0
    fit: cython.double
    for i in range(months):
        left[i] = 0.0
        if count[i] < FEWEST_POSTS:
            continue
        weight = count[i] / (count[i] + WORTH)
        _columns(i, cycles, table, row)
        fit = 0.0
        for k in range(WAVES):
            fit += row[k] * right[k]
        common += weight * fit * fit
        for k in range(WAVES, columns):
            fit += row[k] * right[k]
        left[i] = mean[i] - fit
        error += weight * left[i] * left[i]
    free: cython.double = kept - columns
    error /= free
    common /= WAVES
    # a level that wanders has waves too, but others every year: what a wave of each year by itself would still explain
    own: cython.double = _of_single_years(count, left, cycles, table)
    if own > error:
        error = own
        free = WAVES * (cycles - 1)
    ratio: cython.double = common / (error if error > 1e-12 else 1e-12)
    if _deviate(ratio, WAVES, free) < SURE:
        return False
    for k in range(WAVES):
        waves[k] = right[k] * (1.0 - 1.0 / ratio)
    return True


@cython.cfunc
@cython.exceptval(check=False)
def _monthly(
    value: cython.const[cython.double][:],
    when: cython.const[cython.double][:],
    first: cython.Py_ssize_t,
    last: cython.Py_ssize_t,
    now: cython.double,
    months: cython.Py_ssize_t,
    count: cython.double[60],
    mean: cython.double[60],
) -> cython.int:
    """Posts and mean value of each month, newest first; values beyond two scales count as two."""
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    turn: cython.Py_ssize_t
    d: cython.double
    n: cython.double
    reach: cython.double = 0.0
    off = cython.declare(cython.double[60])
    begin = cython.declare(cython.Py_ssize_t[61])  # first post of each month; later months are earlier posts
    while first < last and cython.cast(cython.Py_ssize_t, (now - when[first]) / YEAR * MONTHS) >= months:
        first += 1
    i = first
    for k in range(months - 1, -1, -1):
        begin[k + 1] = i
        while i < last and when[i] < now and cython.cast(cython.Py_ssize_t, (now - when[i]) / YEAR * MONTHS) >= k:
            i += 1
    begin[0] = i
    n = i - first
    for k in range(months):
        count[k] = begin[k] - begin[k + 1]
        mean[k] = 0.0
        for i in range(begin[k + 1], begin[k]):
            mean[k] += value[i]
        if count[k] > 0.0:
            mean[k] /= count[k]
    for turn in range(4 if n > 0.0 else 0):
        d = 0.0
        for k in range(months - 1, -1, -1):
            off[k] = 0.0
            for i in range(begin[k + 1], begin[k]):
                fit: cython.double = value[i] - mean[k]
                d += fabs(fit)
                if turn > 0:
                    off[k] += fit if fabs(fit) < reach else (reach if fit > 0.0 else -reach)
        reach = 2.5066282746310002 * d / n  # two scales, from the mean absolute residual
        if turn > 0:
            for k in range(months):
                if count[k] > 0.0:
                    mean[k] += off[k] / count[k]
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _month_waves(table: cython.double[48]) -> cython.int:
    """The four waves at the middle of each month of a year, one month after the other."""
    k: cython.Py_ssize_t
    turn: cython.double
    for k in range(MONTHS):
        turn = TURN * (k + 0.5) / MONTHS
        table[WAVES * k] = cos(turn)
        table[WAVES * k + 1] = sin(turn)
        table[WAVES * k + 2] = cos(2.0 * turn)
        table[WAVES * k + 3] = sin(2.0 * turn)
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _columns(
    month: cython.Py_ssize_t, cycles: cython.Py_ssize_t, table: cython.double[48], row: cython.double[10]
) -> cython.int:
    """The four waves of a month, and a level that is straight within a cycle and may bend between two."""
    k: cython.Py_ssize_t
    years: cython.double = (month + 0.5) / MONTHS
    for k in range(WAVES):
        row[k] = table[WAVES * (month % MONTHS) + k]
    for k in range(cycles + 1):
        row[WAVES + k] = 1.0 - fabs(years - k) if fabs(years - k) < 1.0 else 0.0
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _of_single_years(
    count: cython.double[60], left: cython.double[60], cycles: cython.Py_ssize_t, table: cython.double[48]
) -> cython.double:
    """Mean square of what waves of each year by itself still explain of `left`."""
    c: cython.Py_ssize_t
    i: cython.Py_ssize_t
    k: cython.Py_ssize_t
    l: cython.Py_ssize_t
    total: cython.double = 0.0
    weight: cython.double
    row = cython.declare(cython.double[10])
    matrix = cython.declare(cython.double[100])
    right = cython.declare(cython.double[10])
    known = cython.declare(cython.double[10])
    for c in range(cycles):
        for k in range(WAVES):
            right[k] = 0.0
            for l in range(WAVES):
                matrix[k * WIDE + l] = 1e-9 if k == l else 0.0
        for i in range(c * MONTHS, (c + 1) * MONTHS):
            if count[i] < FEWEST_POSTS:
                continue
            weight = count[i] / (count[i] + WORTH)
            _columns(i, cycles, table, row)
            for k in range(WAVES):
                right[k] += weight * row[k] * left[i]
                for l in range(WAVES):
                    matrix[k * WIDE + l] += weight * row[k] * row[l]
        for k in range(WAVES):
            known[k] = right[k]
        _solve(matrix, right, WAVES)
        for k in range(WAVES):
            total += right[k] * known[k]
    return total / (WAVES * (cycles - 1))


@cython.cfunc
@cython.exceptval(check=False)
def _solve(matrix: cython.double[100], right: cython.double[10], n: cython.Py_ssize_t) -> cython.int:
    """Solve matrix x = right in place (Cholesky); the matrix is positive definite by its ridge."""
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    k: cython.Py_ssize_t
    s: cython.double
    for j in range(n):
        for i in range(j, n):
            s = matrix[i * WIDE + j]
            for k in range(j):
                s -= matrix[i * WIDE + k] * matrix[j * WIDE + k]
            if i == j:
                matrix[j * WIDE + j] = sqrt(s if s > 1e-12 else 1e-12)
            else:
                matrix[i * WIDE + j] = s / matrix[j * WIDE + j]
    for i in range(n):
        s = right[i]
        for k in range(i):
            s -= matrix[i * WIDE + k] * right[k]
        right[i] = s / matrix[i * WIDE + i]
    for i in range(n - 1, -1, -1):
        s = right[i]
        for k in range(i + 1, n):
            s -= matrix[k * WIDE + i] * right[k]
        right[i] = s / matrix[i * WIDE + i]
    return 0


@cython.cfunc
@cython.exceptval(check=False)
def _deviate(ratio: cython.double, above: cython.double, below: cython.double) -> cython.double:
    """Normal deviate with the tail of a ratio of variances with so many degrees of freedom (Wilson & Hilferty 1931)."""
    root: cython.double = ratio ** (1.0 / 3.0)
    a: cython.double = 2.0 / (9.0 * above)
    b: cython.double = 2.0 / (9.0 * below)
    return ((1.0 - b) * root - (1.0 - a)) / sqrt(b * root * root + a)
