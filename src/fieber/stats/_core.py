# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""One pass over one account's posts: level, effects, noise law, and at every look the scan for a drop.

The same file runs compiled (setup.py) and uncompiled; only + − × ÷, comparisons, sqrt, log, exp and erfc are used, in
one order, so on one machine both give the same numbers, bit for bit. docs/method.md has the derivation; names here are its names.

All working memory is handed in by `fieber.stats.memory` once, so that a million accounts need no allocation. Loops
over the gains fill arrays of their own first: only then does the compiler work on several gains at once.
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
PER_SCALE = cython.declare(cython.double, 8.0)  # cells per noise scale: BINS / (2 REACH)
MIDDLE = cython.declare(cython.double, 47.5)  # place of a residual of nothing, in cells from the middle of the first
LAST = cython.declare(cython.double, 95.0)  # place of the middle of the last cell
STEPS = cython.declare(cython.Py_ssize_t, 200)  # cells of the posterior of a change, from −2.5 to 2.5 log units

MIN_HISTORY = cython.declare(cython.Py_ssize_t, 10)  # posts before a window: with fewer the level is not known to half a noise scale
ON_A_HIT = cython.declare(cython.double, 0.9)  # p while posts do far better than usual
SMALLEST = cython.declare(cython.double, 1e-12)  # no p is called smaller: beyond 42 °C by far
TAIL = cython.declare(cython.double, 0.02425)  # p from which the normal quantile has another formula
LONG = cython.declare(cython.Py_ssize_t, 128)  # posts beyond which a window's score is taken from the running mean
LEAST_STEP = cython.declare(cython.double, -0.05)  # log units: the onset of nothing is asked as that of a small loss
BURST = cython.declare(cython.Py_ssize_t, 45)  # posts of a window that a burst of a few posts can lift
HIGHEST = cython.declare(cython.double, 2.0)  # deviates further up count as this
OF_SQUARE = cython.declare(cython.double, 1.0417)  # and squares of a normal deviate that is cut there are so much too small
RUN = cython.declare(cython.Py_ssize_t, 5)  # posts that make a viral spell, or end it


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _normal_quantile(p: cython.double) -> cython.double:
    """Inverse of the normal distribution function (Acklam's rational approximation, relative error 1.2e-9)."""
    if p < TAIL:
        return _of_the_tail(log(p))
    if p > 1.0 - TAIL:
        return -_of_the_tail(log(1.0 - p))
    return _of_the_middle(p)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _of_the_tail(log_p: cython.double) -> cython.double:
    """Normal quantile of a p below TAIL, from its logarithm."""
    q: cython.double = sqrt(-2.0 * log_p)
    return (
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q
         + 4.374664141464968) * q + 2.938163982698783
    ) / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1.0)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _of_the_middle(p: cython.double) -> cython.double:
    """Normal quantile of a p from TAIL to 1 − TAIL."""
    q: cython.double = p - 0.5
    r: cython.double = q * q
    return (
        (((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r
          - 3.066479806614716e01) * r + 2.506628277459239) * q
    ) / (((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r
          - 1.328068155288572e01) * r + 1.0)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _normal_cdf(x: cython.double) -> cython.double:
    if x > 8.5:  # the next number below 1 is further away; half of a posterior's cells lie there
        return 1.0
    return 0.5 * erfc(-x * 0.7071067811865476)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _t_to_normal(z: cython.double, degrees: cython.double) -> cython.double:
    """Normal deviate with the tail of a t deviate (Wallace 1959, Ann. Math. Statist. 30, 1124-1127)."""
    size: cython.double = (8.0 * degrees + 1.0) / (8.0 * degrees + 3.0) * sqrt(degrees * log(1.0 + z * z / degrees))
    return size if z >= 0.0 else -size


@cython.final
@cython.cclass
class Pass:
    """One pass over one account's posts, in working memory that is used again for the next account.

    Arrays whose rows are counted posts have in row i the state after i of them; `g` runs over the gains, `at` over the
    fits of effects and noise law.

    Attributes:
        The constants of the method have the names that they have in `fieber.stats.prior.Prior`. Besides:

        n, groups, params: posts, effect groups and effect columns of the account. offset: 1 if y is log(1 + x), 0 if log(x).
        y: (n,) log values. when: (n,) days at which each post can be judged, rising. codes: (n, groups) column of each
            effect group, −1 for none. least: the smallest of y.
        gains: (g,) wander variance per post over noise variance. gain_prior: (g,) log weights.
        windows: (w,) posts m in a window, rising. lengths: (w, 2) m / 3, and the share of m that is
            new when due. refits: counts at which effects and noise law are fitted anew. next_fit: the next of them.
        due, due_from: windows k whose past is looked at after i posts are due[due_from[i]:due_from[i + 1]].
        price: coefficients of the scan's price, see `_price`.
        threshold: by number of windows, the deviate one of them must reach for 38.5 °C.

        level, variance: (n, g) local level of each gain, and its variance over that of the noise.
        ledger, product, folded: the log evidence of gain g after i posts is ledger[folded[i], g] − log(product[i, g]) / 2,
            so that a post costs no logarithm; odds: (n, g) exp(ledger) up to a factor.
        today, evidence: a count of posts, or −1, and (g,) the log evidence after so many; kept for the length of a look.
        middle, middle_variance, middle_wander: (n,) level, its variance and the wander, mixed over the gains.
        basis: (n, g) level that windows starting here are held against. earlier: (n,) first count within `memory` days.
        order: (n,) post that was counted as i-th. target, fitted, noise: (n,) its residual against the running level, its
            effects, and its format's noise over the account's. weighed: (n,) running sum of 1 / noise².
        pseudo: (n,) running sum of each post's pseudo-value, the level plus its score, weighed in the same way.
        state: (n,) 1 for posts of a viral spell. pending: (n,) posts of the spell that is on. set_aside: days that spells
            took so far.

        tried: windows that this look counts, see `_deepest`.

        snapshot: (n,) the fit that is valid. betas, spreads: (fits, params) effects, and noise of each format over the
            account's. tables: (fits, BINS + 1) score by cell, the last one twice.
        scales, slopes, learned, deviates: (fits,) noise scale, how fast the mean score moves with the level (per scale), posts
            that were learned from, one normal deviate in the table. skews: (fits,) third moment of the score where counts
            are coarse, else 0. rates, units, places: slope / scale, scale / slope,
            PER_SCALE / scale.
        past: (1 + fits, w, 1 + 2 g) weight, sums, sums of squares of past deviates; row 0 is the running sum.
        counts: (params, params) how often two effect columns come together, upper half, in the counted posts tallied_from …
            tallied_to − 1. group: (params,) group of each column in use. used, work, right, solution: columns in use, matrix,
            right side and result of `_solve`; `_learn_spreads` uses the last two for sums.
        cells, expected: (BINS,) share of residuals in each cell, and what the prior's t law puts there. standing:
            (BINS,) as cells, but small counts where their score is read.

        weight, widen: (g,) what `_trust` says of each gain. own_noise, before, spread: what `_spread` finds.
        median, low, high, p_drop: what `_posterior` finds. mass: (STEPS,) its cells. cleaned: (n,) values of a window
            without effects, or log likelihoods of an onset.
    """

    n: cython.Py_ssize_t
    groups: cython.Py_ssize_t
    params: cython.Py_ssize_t
    offset: cython.double
    set_aside: cython.double
    least: cython.double
    tried: cython.Py_ssize_t
    next_fit: cython.Py_ssize_t
    today: cython.Py_ssize_t
    evidence: cython.double[::1]
    tallied_from: cython.Py_ssize_t
    tallied_to: cython.Py_ssize_t
    y: cython.double[::1]
    when: cython.double[::1]
    codes: cython.int[:, ::1]
    gains: cython.double[::1]
    gain_prior: cython.double[::1]
    windows: cython.Py_ssize_t[::1]
    lengths: cython.double[:, ::1]
    refits: cython.Py_ssize_t[::1]
    due: cython.Py_ssize_t[::1]
    due_from: cython.Py_ssize_t[::1]
    price: cython.double[::1]
    threshold: cython.double[::1]
    level: cython.double[:, ::1]
    variance: cython.double[:, ::1]
    ledger: cython.double[:, ::1]
    odds: cython.double[:, ::1]
    product: cython.double[:, ::1]
    folded: cython.Py_ssize_t[::1]
    middle: cython.double[::1]
    middle_variance: cython.double[::1]
    middle_wander: cython.double[::1]
    basis: cython.double[:, ::1]
    earlier: cython.Py_ssize_t[::1]
    order: cython.Py_ssize_t[::1]
    target: cython.double[::1]
    fitted: cython.double[::1]
    noise: cython.double[::1]
    weighed: cython.double[::1]
    state: cython.int[::1]
    snapshot: cython.Py_ssize_t[::1]
    pseudo: cython.double[::1]
    pending: cython.Py_ssize_t[::1]
    betas: cython.double[:, ::1]
    spreads: cython.double[:, ::1]
    tables: cython.double[:, ::1]
    scales: cython.double[::1]
    skews: cython.double[::1]
    slopes: cython.double[::1]
    learned: cython.double[::1]
    deviates: cython.double[::1]
    rates: cython.double[::1]
    units: cython.double[::1]
    places: cython.double[::1]
    past: cython.double[:, :, ::1]
    counts: cython.double[:, ::1]
    work: cython.double[:, ::1]
    used: cython.Py_ssize_t[::1]
    group: cython.Py_ssize_t[::1]
    right: cython.double[::1]
    solution: cython.double[::1]
    cells: cython.double[::1]
    standing: cython.double[::1]
    expected: cython.double[::1]
    mass: cython.double[::1]
    cleaned: cython.double[::1]
    weight: cython.double[::1]
    widen: cython.double[::1]
    own_noise: cython.double
    before: cython.double
    spread: cython.double
    median: cython.double
    low: cython.double
    high: cython.double
    p_drop: cython.double
    effect: cython.double
    scatter: cython.double
    scatter_weight: cython.double
    law_weight: cython.double
    gap_wander: cython.double
    gap: cython.double
    adoption: cython.double
    spread_weight: cython.double
    shift_weight: cython.double
    fall: cython.double
    min_days: cython.double
    back: cython.double
    hit: cython.double
    hit_scatter: cython.double
    unchanged: cython.double
    fallen: cython.double
    risen: cython.double
    standing_out: cython.double
    hindsight: cython.double
    memory: cython.double
    allowance: cython.double
    one_by_one: cython.double
    together: cython.double
    still: cython.double
    doubt: cython.double
    degrees: cython.double
    same: cython.double
    chosen: cython.double
    ordinary: cython.double
    weekday: cython.double
    hours: cython.double
    format: cython.double

    def __init__(
        self, memory: object, prior: object, price: cython.double[::1], threshold: cython.double[::1]
    ) -> None:
        """Take the arrays of a `Memory`, the constants of a `Prior`, and what `fieber.stats.scan_price` gives."""
        k: cython.Py_ssize_t
        left: cython.double = 0.0
        right: cython.double
        self.gains = memory.gains
        if self.gains.shape[0] != 9:
            raise ValueError("the loops over gains are compiled for nine")
        self.gain_prior = memory.gain_prior
        self.windows = memory.windows
        self.lengths = memory.lengths
        self.refits = memory.refits
        self.due = memory.due
        self.due_from = memory.due_from
        self.price = price
        self.threshold = threshold
        self.y = memory.y
        self.when = memory.when
        self.codes = memory.codes
        self.level = memory.level
        self.variance = memory.variance
        self.ledger = memory.ledger
        self.odds = memory.odds
        self.product = memory.product
        self.folded = memory.folded
        self.middle = memory.middle
        self.middle_variance = memory.middle_variance
        self.middle_wander = memory.middle_wander
        self.basis = memory.basis
        self.earlier = memory.earlier
        self.order = memory.order
        self.target = memory.target
        self.fitted = memory.fitted
        self.noise = memory.noise
        self.weighed = memory.weighed
        self.state = memory.state
        self.snapshot = memory.snapshot
        self.pseudo = memory.pseudo
        self.pending = memory.pending
        self.cleaned = memory.cleaned
        self.betas = memory.betas
        self.spreads = memory.spreads
        self.tables = memory.tables
        self.scales = memory.scales
        self.skews = memory.skews
        self.slopes = memory.slopes
        self.learned = memory.learned
        self.deviates = memory.deviates
        self.rates = memory.rates
        self.units = memory.units
        self.places = memory.places
        self.past = memory.past
        self.counts = memory.counts
        self.work = memory.work
        self.used = memory.used
        self.group = memory.group
        self.right = memory.right
        self.solution = memory.solution
        self.cells = memory.cells
        self.standing = memory.standing
        self.expected = memory.expected
        self.mass = memory.mass
        self.weight = memory.weight
        self.widen = memory.widen
        self.evidence = memory.evidence_today
        self.today = -1
        self.effect = prior.effect
        self.scatter = prior.scatter
        self.scatter_weight = prior.scatter_weight
        self.law_weight = prior.law_weight
        self.gap_wander = prior.gap_wander
        self.gap = prior.gap
        self.adoption = prior.adoption
        self.spread_weight = prior.spread_weight
        self.shift_weight = prior.shift_weight
        self.fall = prior.fall
        self.min_days = prior.min_days
        self.back = prior.back
        self.hit = prior.hit
        self.hit_scatter = prior.hit_scatter
        self.unchanged = prior.unchanged
        self.fallen = prior.fallen
        self.risen = prior.risen
        self.standing_out = prior.standing_out
        self.hindsight = prior.hindsight
        self.memory = prior.memory
        self.allowance = prior.allowance
        self.one_by_one = prior.one_by_one
        self.together = prior.together
        self.still = prior.still
        self.doubt = prior.doubt
        self.degrees = prior.degrees
        self.same = prior.same
        self.chosen = prior.chosen
        self.ordinary = prior.ordinary
        self.weekday = prior.weekday
        self.hours = prior.hours
        self.format = prior.format
        # the t law of the prior by its cumulative function, scaled to a mean absolute deviation of one normal scale
        for k in range(BINS):
            right = _t5_cdf((-REACH + (k + 1) / PER_SCALE) * 1.19) if k < BINS - 1 else 1.0
            self.expected[k] = self.law_weight * (right - left)
            left = right

    def load(
        self,
        value: cython.const[cython.double][:],
        when: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        params: cython.Py_ssize_t,
        offset: cython.double,
    ) -> None:
        """Copy one account's posts in, sorted by `when`; offset: 1 if value is log(1 + x), 0 if log(x)."""
        self.params = params
        self.offset = offset
        self._copy(value, when, codes, 0, value.shape[0])

    @cython.cfunc
    @cython.exceptval(check=False)
    def _copy(
        self,
        value: cython.const[cython.double][:],
        when: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        first: cython.Py_ssize_t,
        last: cython.Py_ssize_t,
    ) -> cython.int:
        """Copy posts first … last − 1 in."""
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        self.n = last - first
        self.groups = codes.shape[1]
        self.least = value[first] if self.n > 0 else 0.0
        for i in range(self.n):
            self.y[i] = value[first + i]
            self.least = self.least if self.least < self.y[i] else self.y[i]
            self.when[i] = when[first + i]
            for k in range(self.groups):
                self.codes[i, k] = codes[first + i, k]
        return 0

    def scan(self, looks: cython.const[cython.double][:], out: cython.double[:, ::1]) -> cython.Py_ssize_t:
        """Pass over the posts once; at each look scan for a drop. Gives the number of posts that were counted.

        Args:
            looks: (l,) days, rising.
            out: (l, 10): p of the scan (−1: not answered), window that carries it, number of windows, posts counted,
                posterior median of the change in log units and its 5 % and 95 % points, P(drop of 10 % or more),
                smallest loss that could have been seen (log units), level that the window is held against.
        """
        return self._pass(looks, out, 0, looks.shape[0])

    def many(
        self,
        value: cython.const[cython.double][:],
        when: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        starts: cython.const[cython.Py_ssize_t][:],
        params: cython.Py_ssize_t,
        offset: cython.double,
        looks: cython.const[cython.double][:],
        out: cython.double[:, ::1],
        found: cython.Py_ssize_t[:, ::1],
    ) -> None:
        """Many accounts, one look each: account i has the posts starts[i] … starts[i + 1] − 1.

        `out` is as for `scan`, a row for each account; `found`: (accounts, 3) what `onset` finds for the window that is
        described, −1 where there is none.
        """
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        count: cython.Py_ssize_t
        m: cython.Py_ssize_t
        self.params = params
        self.offset = offset
        for i in range(starts.shape[0] - 1):
            self._copy(value, when, codes, starts[i], starts[i + 1])
            count = self._pass(looks, out, i, i + 1)
            m = cython.cast(cython.Py_ssize_t, out[i, 1])
            for k in range(3):
                found[i, k] = -1
            if m > 0:
                self._onset(count, m, out[i, 4] if out[i, 4] < LEAST_STEP else LEAST_STEP, found, i)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _pass(
        self,
        looks: cython.const[cython.double][:],
        out: cython.double[:, ::1],
        look: cython.Py_ssize_t,
        last: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Go over the posts with the looks look … last − 1; see `scan`."""
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        k: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0
        snap: cython.Py_ssize_t = 0
        next_refit: cython.Py_ssize_t = 0
        n_pending: cython.Py_ssize_t = 0
        viral: cython.bint = False
        viral_age: cython.double = 0.0
        apart: cython.double
        best: cython.double
        recent: cython.double
        here: cython.double

        self._begin()
        self.next_fit = self.refits[0]
        for i in range(self.n + 1):
            while look < last and (i == self.n or looks[look] < self.when[i]):
                self._look(looks[look], count, viral, out, look)
                look += 1
            if i == self.n:
                break
            if viral:
                self.state[i] = 1
                # a pause does not make a hit a habit
                apart = self.when[i] - self.when[self.pending[n_pending - 1]]
                self.set_aside += apart
                viral_age += apart if apart < 14.0 else 14.0
                self.pending[n_pending] = i
                n_pending += 1
                k = RUN if n_pending >= RUN else n_pending
                recent = 0.0
                best = -1e300
                for j in range(n_pending - k, n_pending):
                    here = self.y[self.pending[j]] - self._effect(self.pending[j], snap)
                    recent += here
                    if here > best:
                        best = here
                recent = (recent - best) / (k - 1)  # without the best of them: one hit does not make a spell, nor keep it up
                if k == RUN and recent <= self.middle[count] + self.back:
                    # back at the level before the hit: these posts count again
                    viral = False
                    for j in range(n_pending - RUN, n_pending):
                        self.state[self.pending[j]] = 0
                        count = self._take(self.pending[j], count, snap)
                    n_pending = 0
                elif viral_age > self.adoption and n_pending >= 4 * RUN:
                    # it stayed: the new level is the normal from here on, learned from its last posts
                    viral = False
                    for k in range(self.gains.shape[0]):
                        self.variance[count, k] = 1.0
                    for j in range(n_pending - 4 * RUN, n_pending):
                        count = self._take(self.pending[j], count, snap)
                    n_pending = 0
            else:
                self.state[i] = 0
                count = self._take(i, count, snap)
                if count >= MIN_HISTORY + RUN:
                    j = count - RUN
                    recent = 0.0
                    best = -1e300
                    for k in range(j, count):
                        here = self.y[self.order[k]] - self.fitted[k]
                        recent += here
                        if here > best:
                            best = here
                    recent = (recent - best) / (RUN - 1) - self.middle[j]
                    if recent > self.hit:
                        # standard error of four posts against the level
                        if recent > self.hit_scatter * (self.scales[snap] * sqrt(1.0 / (RUN - 1) + self.middle_variance[j])):
                            viral = True
                            viral_age = 0.0
                            n_pending = 0
                            for k in range(j, count):
                                self.pending[n_pending] = self.order[k]
                                self.state[self.order[k]] = 1
                                n_pending += 1
                            self._tally(self.tallied_from, self.tallied_to if self.tallied_to < j else j)
                            count = j
            if count >= self.next_fit:
                next_refit += 1
                self.next_fit = self.refits[next_refit]
                self._refit(count, snap)
                snap += 1
                self.snapshot[count] = snap
                for k in range(self.windows.shape[0]):
                    for j in range(1 + 2 * self.gains.shape[0]):
                        self.past[1 + snap, k, j] = self.past[0, k, j]
        return count

    @cython.cfunc
    @cython.exceptval(check=False)
    def _begin(self) -> cython.int:
        """Know nothing but the prior."""
        g: cython.Py_ssize_t
        j: cython.Py_ssize_t
        k: cython.Py_ssize_t
        top: cython.double = self.gain_prior[0]
        for k in range(self.params):
            self.betas[0, k] = 0.0
            self.spreads[0, k] = 1.0
            for j in range(self.params):
                self.counts[k, j] = 0.0
        self.set_aside = 0.0
        self.tallied_from = 4
        self.tallied_to = 4
        self.scales[0] = self.scatter
        self._learn_law(0, 0, 0, self.scatter)
        for g in range(self.gains.shape[0]):
            if self.gain_prior[g] > top:
                top = self.gain_prior[g]
        for g in range(self.gains.shape[0]):
            self.level[0, g] = self.y[0] if self.n > 0 else 0.0
            self.basis[0, g] = self.level[0, g]
            self.variance[0, g] = 25.0
            self.ledger[0, g] = self.gain_prior[g]
            self.odds[0, g] = exp(self.gain_prior[g] - top)
            self.product[0, g] = 1.0
        self.folded[0] = 0
        self._mix(0)
        self.snapshot[0] = 0
        self.earlier[0] = 0
        self.pseudo[0] = 0.0
        self.weighed[0] = 0.0
        for k in range(self.windows.shape[0]):
            for j in range(1 + 2 * self.gains.shape[0]):
                self.past[0, k, j] = 0.0
                self.past[1, k, j] = 0.0
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _score(self, at: cython.Py_ssize_t, place: cython.double) -> cython.double:
        """Normal score of a residual, from the account's own noise law; `place` is PER_SCALE × residual in scales + MIDDLE."""
        place = place if place > 0.0 else 0.0
        return self._at_place(at, place if place < LAST else LAST)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _at_place(self, at: cython.Py_ssize_t, place: cython.double) -> cython.double:
        """The same for a place that lies in the table: the last cell stands there twice, so that each has one after it."""
        i: cython.Py_ssize_t = cython.cast(cython.int, place)
        f: cython.double = place - i
        return self.tables[at, i] * (1.0 - f) + self.tables[at, i + 1] * f

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _effect(self, j: cython.Py_ssize_t, at: cython.Py_ssize_t) -> cython.double:
        """Effect of format, weekday, … of post j, by fit `at`."""
        total: cython.double = 0.0
        k: cython.Py_ssize_t
        for k in range(self.groups):
            if self.codes[j, k] >= 0:
                total += self.betas[at, self.codes[j, k]]
        return total

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _noise(self, j: cython.Py_ssize_t, at: cython.Py_ssize_t) -> cython.double:
        """Noise of post j's format over the account's, by fit `at`; the format is the last group."""
        if self.groups < 1 or self.codes[j, self.groups - 1] < 0:
            return 1.0
        return self.spreads[at, self.codes[j, self.groups - 1]]

    @cython.cfunc
    @cython.exceptval(check=False)
    def _tally(self, first: cython.Py_ssize_t, last: cython.Py_ssize_t) -> cython.int:
        """Make `counts` those of the counted posts first … last − 1."""
        while self.tallied_from < first:
            self._count_pairs(self.tallied_from, -1.0)
            self.tallied_from += 1
        while self.tallied_from > first:
            self.tallied_from -= 1
            self._count_pairs(self.tallied_from, 1.0)
        while self.tallied_to > last:
            self.tallied_to -= 1
            self._count_pairs(self.tallied_to, -1.0)
        while self.tallied_to < last:
            self._count_pairs(self.tallied_to, 1.0)
            self.tallied_to += 1
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _count_pairs(self, i: cython.Py_ssize_t, by: cython.double) -> cython.int:
        """Count the pairs of effect columns of counted post i; only the upper half is used."""
        j: cython.Py_ssize_t = self.order[i]
        k: cython.Py_ssize_t
        l: cython.Py_ssize_t
        for k in range(self.groups):
            if self.codes[j, k] < 0:
                continue
            self.group[self.codes[j, k]] = k
            for l in range(k, self.groups):
                if self.codes[j, l] >= self.codes[j, k]:
                    self.counts[self.codes[j, k], self.codes[j, l]] += by
                elif self.codes[j, l] >= 0:
                    self.counts[self.codes[j, l], self.codes[j, k]] += by
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _solve(self, scale: cython.double) -> cython.int:
        """Effects in `solution` from `counts` and `right`, drawn to zero; 0 where there are none.

        Cholesky's method on the columns in use, row by row, so that the inner loops run along memory.
        """
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        k: cython.Py_ssize_t
        n: cython.Py_ssize_t = 0
        f: cython.double
        for k in range(self.params):
            if self.counts[k, k] > 0.0:
                self.used[n] = k
                n += 1
        for j in range(n):
            for i in range(j, n):
                self.work[j, i] = self.counts[self.used[j], self.used[i]]
            f = scale / self._usual_effect(self.group[self.used[j]])
            self.work[j, j] += f * f
            self.solution[j] = self.right[self.used[j]]
        for j in range(n):
            for k in range(j):
                f = self.work[k, j]
                if f != 0.0:
                    for i in range(j, n):
                        self.work[j, i] -= f * self.work[k, i]
            if self.work[j, j] <= 0.0:
                return 0
            f = 1.0 / sqrt(self.work[j, j])
            for i in range(j, n):
                self.work[j, i] *= f
            self.solution[j] *= f
            for i in range(j + 1, n):
                self.solution[i] -= self.work[j, i] * self.solution[j]
        for i in range(n - 1, -1, -1):
            f = self.solution[i]
            for k in range(i + 1, n):
                f -= self.work[i, k] * self.solution[k]
            self.solution[i] = f / self.work[i, i]
        return n

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _usual_effect(self, group: cython.Py_ssize_t) -> cython.double:
        """Standard deviation of the effects of a group over accounts: weekday first, hours second, format last."""
        if self.groups < 3 or (group > 1 and group < self.groups - 1):
            return self.effect
        return self.weekday if group == 0 else self.hours if group == 1 else self.format

    @cython.cfunc
    @cython.exceptval(check=False)
    def _refit(self, count: cython.Py_ssize_t, at: cython.Py_ssize_t) -> cython.int:
        """Fit `at` + 1: effects, noise scale and noise law from the first `count` residuals against the running level."""
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        k: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        skip: cython.Py_ssize_t = 4 if count > 12 else 0
        used: cython.Py_ssize_t
        r: cython.double
        far: cython.double
        total: cython.double
        scale: cython.double = self.scales[at]
        for k in range(self.params):
            self.betas[at + 1, k] = self.betas[at, k]
            self.spreads[at + 1, k] = self.spreads[at, k]
        self._tally(skip, count)
        for turn in range(2 if count < 40 else 1):  # later fits start from the one before
            if self.params > 0:
                for k in range(self.params):
                    self.right[k] = 0.0
                for i in range(skip, count):
                    r = self.target[i] - self.fitted[i]
                    far = 2.0 * scale * self.noise[i]
                    if r > far:
                        r = far
                    elif r < -far:
                        r = -far
                    r += self.fitted[i]
                    j = self.order[i]
                    for k in range(self.groups):
                        if self.codes[j, k] >= 0:
                            self.right[self.codes[j, k]] += r
                used = self._solve(scale)
                if used > 0:
                    for k in range(self.params):
                        self.betas[at + 1, k] = 0.0
                    for k in range(used):
                        self.betas[at + 1, self.used[k]] = self.solution[k]
                    for i in range(count):
                        self.fitted[i] = self._effect(self.order[i], at + 1)
            # scale: mean absolute residual, those beyond three scales counted as three; worth `scatter_weight` residuals of `scatter`
            total = 0.0
            for i in range(skip, count):
                r = fabs(self.target[i] - self.fitted[i]) / self.noise[i]
                total += r if r < 3.0 * scale else 3.0 * scale
            scale = (self.scatter * self.scatter_weight + 1.2533141373155001 * total) / (self.scatter_weight + (count - skip))
            if scale < 0.02:
                scale = 0.02
            self._learn_spreads(at + 1, skip, count, scale)
        self._learn_law(at + 1, skip, count, scale)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _learn_spreads(
        self, at: cython.Py_ssize_t, first: cython.Py_ssize_t, last: cython.Py_ssize_t, scale: cython.double
    ) -> cython.int:
        """Noise of each format over the account's, from the residuals first … last − 1, drawn to 1.

        A mean absolute residual of each, those beyond three scales counted as three, with `same` posts at 1 besides.
        """
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        r: cython.double
        far: cython.double
        if self.groups < 1 or self.params < 1:
            return 0
        for k in range(self.params):
            self.right[k] = 0.0
            self.solution[k] = 0.0
        for i in range(first, last):
            k = self.codes[self.order[i], self.groups - 1]
            if k < 0:
                continue
            r = fabs(self.target[i] - self.fitted[i])
            far = 3.0 * scale * self.noise[i]
            self.right[k] += r if r < far else far
            self.solution[k] += 1.0
        for k in range(self.params):
            if self.solution[k] > 0.0:
                r = 1.2533141373155001 / scale * self.right[k]
                r = (r + self.same) / (self.solution[k] + self.same)
                # a format of zeros has no scatter of its own, and one hit among them no endless one
                self.spreads[at, k] = 0.25 if r < 0.25 else 4.0 if r > 4.0 else r
        for i in range(last):
            self.noise[i] = self._noise(self.order[i], at)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _learn_law(
        self, at: cython.Py_ssize_t, first: cython.Py_ssize_t, last: cython.Py_ssize_t, scale: cython.double
    ) -> cython.int:
        """Noise law of fit `at`: cells of the residuals first … last − 1, mixed with a t law worth `law_weight` residuals."""
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        r: cython.double
        n: cython.double = last - first
        places: cython.double = PER_SCALE / scale
        below: cython.double = 0.0
        here: cython.double
        mean: cython.double = 0.0
        square: cython.double = 0.0
        share: cython.double
        coarse: cython.bint = False
        deviate = cython.declare(cython.double[96])
        for k in range(BINS):
            self.cells[k] = self.expected[k]
        if self.offset > 0.0 and self.least < log(places):
            coarse = self._fill_coarsely(first, last, places)
        else:
            for i in range(first, last):
                r = (self.target[i] - self.fitted[i]) / self.noise[i] * places + (MIDDLE + 0.5)
                if r < 1.0:
                    self.cells[0] += 1.0
                elif r >= LAST:
                    self.cells[BINS - 1] += 1.0
                else:
                    self.cells[cython.cast(cython.Py_ssize_t, r)] += 1.0
        whole: cython.double = 1.0 / (n + self.law_weight)
        first = 0
        last = BINS
        for k in range(BINS):
            here = self.cells[k]
            r = (below + 0.5 * here) * whole
            first += 1 if r < TAIL else 0
            last -= 1 if r > 1.0 - TAIL else 0
            deviate[k] = r
            below += here
        # the two tails and what lies between them, each in a loop without a choice
        for k in range(first):
            deviate[k] = log(deviate[k])
        for k in range(first):
            deviate[k] = _of_the_tail(deviate[k])
        for k in range(first, last):
            deviate[k] = _of_the_middle(deviate[k])
        for k in range(last, BINS):
            deviate[k] = log(1.0 - deviate[k])
        for k in range(last, BINS):
            deviate[k] = -_of_the_tail(deviate[k])
        if coarse:
            for k in range(BINS):
                self.cells[k] = self.standing[k]
        for k in range(BINS):
            r = deviate[k]
            share = self.cells[k] * whole
            mean += share * r
            square += share * r * r
            self.cells[k] = share
        spread: cython.double = sqrt(square - mean * mean)
        self.skews[at] = 0.0
        if coarse:
            for k in range(BINS):
                r = (deviate[k] - mean) / spread
                self.skews[at] += self.cells[k] * r * r * r
        for k in range(BINS):
            self.tables[at, k] = (deviate[k] - mean) / spread
        self.tables[at, BINS] = self.tables[at, BINS - 1]
        # slope: how fast the mean score moves with a shift of the level, per noise scale
        slope: cython.double = 0.0
        r = 0.3 * PER_SCALE  # 2.4 cells, so that between the ends the weights of both neighbours are known
        for k in range(3):
            slope += self.cells[k] * (self._score(at, k + r) - self._score(at, k - r))
        for k in range(3, BINS - 3):
            here = 0.6 * (self.tables[at, k + 2] - self.tables[at, k - 2])
            slope += self.cells[k] * (here + 0.4 * (self.tables[at, k + 3] - self.tables[at, k - 3]))
        for k in range(BINS - 3, BINS):
            slope += self.cells[k] * (self._score(at, k + r) - self._score(at, k - r))
        slope /= 0.6
        self.scales[at] = scale
        self.slopes[at] = slope
        self.learned[at] = n
        self.deviates[at] = spread
        self.rates[at] = slope / scale
        self.units[at] = scale / slope
        self.places[at] = places
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _fill_coarsely(self, first: cython.Py_ssize_t, last: cython.Py_ssize_t, places: cython.double) -> cython.bint:
        """Do what `_learn_law` does with residuals where some counts are so small that one like is wider than a cell.

        The score is read at the places that such counts take, which `standing` has; `cells` has them laid out, so that
        the law is as smooth as that of larger counts. True if there were any.
        """
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        r: cython.double
        y: cython.double
        coarsest: cython.double = log(places)
        coarse: cython.bint = False
        for k in range(BINS):
            self.standing[k] = self.cells[k]
        for i in range(first, last):
            r = (self.target[i] - self.fitted[i]) / self.noise[i] * places + (MIDDLE + 0.5)
            y = self.y[self.order[i]]
            if y < coarsest:
                coarse = True
                self._lay_out(y, r - 0.5, places / self.noise[i])
            else:
                k = 0 if r < 1.0 else BINS - 1 if r >= LAST else cython.cast(cython.Py_ssize_t, r)
                self.cells[k] += 1.0
                self.standing[k] += 1.0
        return coarse

    @cython.cfunc
    @cython.exceptval(check=False)
    def _lay_out(self, y: cython.double, place: cython.double, places: cython.double) -> cython.int:
        """Lay one small count over `cells`, from half a like less to half a like more, and stand it at its `place`."""
        k: cython.Py_ssize_t
        half: cython.double = 0.5 * exp(-y)  # of a like, over the count: below 1 but where a season was taken out of a zero
        first: cython.double = place + 0.5 + places * log(1.0 - half if half < 0.9 else 0.1)
        last: cython.double = place + 0.5 + places * log(1.0 + half)
        share: cython.double
        first = first if first > 0.0 else 0.0
        first = first if first < LAST else LAST
        last = last if last < LAST + 1.0 else LAST + 1.0
        last = last if last > first + 1.0 else first + 1.0
        share = 1.0 / (last - first)
        k = cython.cast(cython.Py_ssize_t, first)
        while k < last:
            self.cells[k] += share * ((k + 1.0 if k + 1.0 < last else last) - (k if k > first else first))
            k += 1
        # between the middles of two cells; the last cell's own middle is as far as a score goes
        place = place if place > 0.0 else 0.0
        place = place if place < LAST - 0.5 else LAST - 0.5
        k = cython.cast(cython.Py_ssize_t, place)
        self.standing[k] += k + 1 - place
        self.standing[k + 1] += place - k
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _evidence(self, at: cython.Py_ssize_t, g: cython.Py_ssize_t) -> cython.double:
        """Log evidence of gain g after `at` posts."""
        return self.ledger[self.folded[at], g] - 0.5 * log(self.product[at, g])

    @cython.cfunc
    @cython.exceptval(check=False)
    def _fold(self, at: cython.Py_ssize_t) -> cython.int:
        """Begin the products of the evidence anew, before they grow out of range."""
        g: cython.Py_ssize_t
        fold: cython.Py_ssize_t = self.folded[at] + 1
        top: cython.double = -1e300
        for g in range(self.gains.shape[0]):
            self.ledger[fold, g] = self._evidence(at, g)
            if self.ledger[fold, g] > top:
                top = self.ledger[fold, g]
            self.product[at, g] = 1.0
        for g in range(self.gains.shape[0]):
            self.odds[fold, g] = exp(self.ledger[fold, g] - top)
        self.folded[at] = fold
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _mix(self, at: cython.Py_ssize_t) -> cython.int:
        """Level after `at` posts, its variance and the wander, mixed over the gains by their posterior shares."""
        gains: cython.Py_ssize_t = 9  # of a number that the compiler sees, so that it works on several at once
        g: cython.Py_ssize_t
        fold: cython.Py_ssize_t = self.folded[at]
        share = cython.declare(cython.double[9])
        total: cython.double = 0.0
        level: cython.double = 0.0
        variance: cython.double = 0.0
        wander: cython.double = 0.0
        for g in range(gains):
            share[g] = self.odds[fold, g] / sqrt(self.product[at, g])
        for g in range(gains):
            total += share[g]
            level += share[g] * self.level[at, g]
            variance += share[g] * self.variance[at, g]
            wander += share[g] * self.gains[g]
        total = 1.0 / total
        self.middle[at] = level * total
        self.middle_variance[at] = variance * total
        self.middle_wander[at] = wander * total
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _take(self, i: cython.Py_ssize_t, count: cython.Py_ssize_t, snap: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Count post i: move each gain's level and evidence, and remember the residual. Gives the new count."""
        gains: cython.Py_ssize_t = 9
        g: cython.Py_ssize_t
        scale: cython.double = self.scales[snap]
        slope: cython.double = self.slopes[snap]
        unit: cython.double = self.units[snap]
        places: cython.double = self.places[snap]
        squares: cython.double = 0.2 * self.rates[snap] * self.rates[snap]
        mean: cython.double = self.middle[count]
        effect: cython.double = self._effect(i, snap)
        noise: cython.double = self._noise(i, snap)
        square: cython.double = noise * noise
        a: cython.double = self.y[i] - effect
        e: cython.double
        p: cython.double
        r: cython.double
        z: cython.double
        gap: cython.double = 0.0
        largest: cython.double = 0.0
        smallest: cython.double = 1.0
        place = cython.declare(cython.double[9])
        step = cython.declare(cython.double[9])
        product = cython.declare(cython.double[9])
        if count > 0:
            gap = self.when[i] - self.when[self.order[count - 1]]
            gap = (gap - self.gap) / 7.0 * self.gap_wander / (scale * scale) * slope * slope if gap > self.gap else 0.0
        self.target[count] = self.y[i] - mean
        self.fitted[count] = effect
        self.order[count] = i
        self.noise[count] = noise
        places /= noise
        self.weighed[count + 1] = self.weighed[count] + 1.0 / square
        e = mean + unit * noise * self._score(snap, (a - mean) * places + MIDDLE)
        self.pseudo[count + 1] = self.pseudo[count] + e / square
        self.folded[count + 1] = self.folded[count]
        for g in range(gains):
            p = self.variance[count, g] + self.gains[g] + gap
            e = a - self.level[count, g]
            r = 1.0 / (square + p)
            step[g] = p * r
            # density of t with 5 degrees: (1 + e²/5s)⁻³ s^−½; the product holds one over its square
            z = 1.0 + e * e * squares * r
            z = z * z * z
            product[g] = self.product[count, g] * (z * z * (square + p))
            e = e * places + MIDDLE
            e = e if e > 0.0 else 0.0
            place[g] = e if e < LAST else LAST
        for g in range(gains):
            self.variance[count + 1, g] = step[g] * square
            self.product[count + 1, g] = product[g]
            place[g] = self._at_place(snap, place[g])
            largest += product[g]
            smallest = smallest if smallest < product[g] else product[g]
        e = unit * noise
        for g in range(gains):
            self.level[count + 1, g] = self.level[count, g] + step[g] * e * place[g]
        count += 1
        if largest > 1e60 or smallest < 1e-60:
            self._fold(count)
        self.snapshot[count] = snap
        self._mix(count)
        self._hold(i, count, unit)
        if self.n >= self.next_fit:  # else there are too few posts for a fit that would read it
            self._stray(count)
        return count

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _hold(self, i: cython.Py_ssize_t, count: cython.Py_ssize_t, unit: cython.double) -> cython.int:
        """Set the level that windows starting here are held against: today's, unless it has only lately risen."""
        gains: cython.Py_ssize_t = 9
        g: cython.Py_ssize_t
        p: cython.double
        basis = cython.declare(cython.double[9])
        then: cython.Py_ssize_t = self.earlier[count - 1]
        while then < count and self.when[self.order[then]] <= self.when[i] - self.memory:
            then += 1
        self.earlier[count] = then
        if then < MIN_HISTORY:
            for g in range(gains):
                self.basis[count, g] = self.level[count, g]
            return 0
        unit *= self.allowance
        for g in range(gains):
            p = self.variance[then, g] if self.variance[then, g] < 0.1 else 0.1
            p = self.level[then, g] + unit * sqrt(2.0 * p)
            basis[g] = self.level[count, g] if self.level[count, g] < p else p
        for g in range(gains):
            self.basis[count, g] = basis[g]
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _stray(self, count: cython.Py_ssize_t) -> cython.int:
        """How far windows of each length stray from each gain's level: weight, sums and sums of squares of deviates."""
        gains: cython.Py_ssize_t = 9
        g: cython.Py_ssize_t
        i: cython.Py_ssize_t
        k: cython.Py_ssize_t
        m: cython.Py_ssize_t
        start: cython.Py_ssize_t
        at: cython.Py_ssize_t
        a: cython.double
        e: cython.double
        w: cython.double
        z: cython.double
        one: cython.double
        third: cython.double
        highest: cython.double
        square: cython.double
        away = cython.declare(cython.double[9])
        for i in range(self.due_from[count], self.due_from[count + 1]):
            k = self.due[i]
            m = self.windows[k]
            start = count - m
            if start < MIN_HISTORY:
                break
            at = self.snapshot[start]
            one = 1.0 / (self.weighed[count] - self.weighed[start])
            third = self.lengths[k, 0]
            w = self.lengths[k, 1]
            a = (self.pseudo[count] - self.pseudo[start]) * one
            e = self.rates[at]
            # a burst that is too short to be a viral spell says nothing of how deep healthy windows of its length fall
            highest = -HIGHEST if m <= BURST else -4.0
            square = OF_SQUARE if m <= BURST else 1.0
            self.past[0, k, 0] += w
            for g in range(gains):
                z = (self.basis[start, g] - a) * e / sqrt(one + self.variance[start, g] + self.gains[g] * third)
                z = z if z < 4.0 else 4.0
                away[g] = z if z > highest else highest
            for g in range(gains):
                self.past[0, k, 1 + g] += w * away[g]
            for g in range(gains):
                self.past[0, k, 10 + g] += w * square * away[g] * away[g]
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _own(self, g: cython.Py_ssize_t, m: cython.Py_ssize_t, start: cython.Py_ssize_t) -> cython.double:
        """Variance of the mean of m posts around gain g's level, by its own word, over that of the noise."""
        return self._sampling(m, start) + self.variance[start, g] + self.gains[g] * m / 3.0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _sampling(self, m: cython.Py_ssize_t, start: cython.Py_ssize_t) -> cython.double:
        """Variance of the weighted mean of the m posts from `start` on by their noise alone: 1 / m for one format."""
        return 1.0 / (self.weighed[start + m] - self.weighed[start])

    @cython.cfunc
    @cython.exceptval(check=False)
    def _trust(self, k: cython.Py_ssize_t, m: cython.Py_ssize_t, start: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.int:
        """How far each gain is trusted to foretell the mean of m posts (`weight`), and how much wider than its own word it is.

        Both from windows of this length that ended before: the likelihood of their spread, with what the posts one by one
        say of the gains counted once per window. `widen` is the ratio of variances.
        """
        g: cython.Py_ssize_t
        at: cython.Py_ssize_t = 1 + self.snapshot[start]  # row 0 is the running sum
        n: cython.double = self.past[at, k, 0]
        top: cython.double = -1e300
        total: cython.double = 0.0
        wander: cython.double = self.middle_wander[start]
        own: cython.double
        wide: cython.double
        weight: cython.double
        if self.today != count:
            self.today = count
            for g in range(self.gains.shape[0]):
                self.evidence[g] = self._evidence(count, g)
        for g in range(self.gains.shape[0]):
            # what the posts one by one say of the wander says how far a level that follows more slowly, or faster, strays
            own = self._own(g, m, start)
            wide = 0.5 * (self.variance[start, g] + wander / self.variance[start, g])
            if wide < self.variance[start, g]:
                wide = self.variance[start, g]
            wide = (self._sampling(m, start) + wide + wander * m / 3.0) / own
            wide = self.spread_weight * wide + self.past[at, k, 10 + g] - self.past[at, k, 1 + g] * self.past[at, k, 1 + g] / (self.shift_weight + n)
            wide /= self.spread_weight + n
            weight = (self.hindsight * self.evidence[g] + (1.0 - self.hindsight) * self._evidence(start, g)) * self.one_by_one / m
            weight -= 0.5 * (n + self.doubt) * self.together * log(wide * own)
            if weight > top:
                top = weight
            self.widen[g] = wide
            self.weight[g] = weight
        for g in range(self.gains.shape[0]):
            self.weight[g] = exp(self.weight[g] - top)
            total += self.weight[g]
        for g in range(self.gains.shape[0]):
            self.weight[g] /= total
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _degrees(self, g: cython.Py_ssize_t, k: cython.Py_ssize_t, m: cython.Py_ssize_t, start: cython.Py_ssize_t) -> cython.double:
        """Degrees of freedom of a window's variance: the noise is known from all posts, the rest from the past windows only.

        Satterthwaite 1946, Biometrics Bulletin 2, 110-114. To be called after `_trust`.
        """
        at: cython.Py_ssize_t = self.snapshot[start]
        rest: cython.double = 1.0 - self._sampling(m, start) / (self.widen[g] * self._own(g, m, start))
        if rest < 0.0:
            rest = 0.0
        return 1.0 / (rest * rest / (self.degrees + self.past[1 + at, k, 0]) + (1.0 - rest) * (1.0 - rest) / (self.learned[at] + 6.0))

    @cython.cfunc
    @cython.exceptval(check=False)
    def _window(self, k: cython.Py_ssize_t, m: cython.Py_ssize_t, now: cython.double, count: cython.Py_ssize_t) -> cython.double:
        """One-sided p of "the last m posts lie on the level before them", all known from before the window.

        `k` is the window whose past tells how far healthy windows of about this length stray.
        """
        g: cython.Py_ssize_t
        i: cython.Py_ssize_t
        j: cython.Py_ssize_t
        start: cython.Py_ssize_t = count - m
        at: cython.Py_ssize_t = self.snapshot[start]
        scale: cython.double = self.scales[at]
        slope: cython.double = self.slopes[at]
        places: cython.double = PER_SCALE / scale
        a: cython.double
        z: cython.double
        p: cython.double = 0.0
        weight: cython.double = 0.0
        # a fall of up to 20 % a year is healthy: what the window would show of it, if the account has been falling
        before: cython.double = self.when[self.order[start]]
        days: cython.double = now - before
        fall: cython.double
        asked: cython.Py_ssize_t = 0
        gain = cython.declare(cython.Py_ssize_t[9])
        strayed = cython.declare(cython.double[9])
        basis = cython.declare(cython.double[9])
        before -= self.when[self.order[0]]
        self._trust(k, m, start, count)
        for g in range(self.gains.shape[0]):
            if self.weight[g] >= 1e-6:  # what the others say would not be heard
                gain[asked] = g
                strayed[asked] = 0.0
                basis[asked] = self.basis[start, g]
                asked += 1
        if m <= LONG:
            for j in range(start, count):
                a = self.y[self.order[j]] - self._effect(self.order[j], at)
                z = 1.0 / self._noise(self.order[j], at)
                weight += z * z
                for i in range(asked):
                    strayed[i] -= z * self._score(at, (a - basis[i]) * (places * z) + MIDDLE)
        else:
            # enough posts for the mean of the pseudo-values, which costs the same for a window of any length
            weight = self.weighed[count] - self.weighed[start]
            for i in range(asked):
                strayed[i] = (weight * basis[i] - (self.pseudo[count] - self.pseudo[start])) * slope / scale
        for i in range(asked):
            g = gain[i]
            a = sqrt(self._own(g, m, start))
            z = strayed[i] / weight / a
            # half the window, and the posts by which this gain's level lags behind
            fall = days / m / self.variance[start, g]
            if fall > before:
                fall = before
            fall = self.fall / 365.25 * (0.5 * days + fall) * slope / scale
            a = fall / a
            fall = self.past[1 + at, k, 1 + g] / (self.shift_weight + self.past[1 + at, k, 0])
            if a > fall:
                a = fall
            if a < 0.0:
                a = 0.0
            z = (z - a) / sqrt(self.widen[g])
            if self.skews[at] != 0.0:
                a = self._sampling(m, start) / (self.widen[g] * self._own(g, m, start))  # share of it that is noise
                z = self._straight(z, self.skews[at] * a * sqrt(a * self._sampling(m, start)))
            p += self.weight[g] * _normal_cdf(_t_to_normal(-z, self._degrees(g, k, m, start)))
        return p

    @cython.cfunc
    @cython.exceptval(check=False)
    def _spread(self, k: cython.Py_ssize_t, m: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.double:
        """How uncertain the mean of the last m posts is, against the level before them, in log units.

        Fills `own_noise` (variance that is noise), `before` (the level) and `spread` (standard deviation, the account's own
        wander included).
        """
        g: cython.Py_ssize_t
        start: cython.Py_ssize_t = count - m
        at: cython.Py_ssize_t = self.snapshot[start]
        unit: cython.double = self.scales[at] * self.scales[at] / (self.slopes[at] * self.slopes[at])
        wander: cython.double = 0.0009  # 3 % even where nothing wanders: no level is as still as that
        noise: cython.double = 0.0
        level: cython.double = 0.0
        self._trust(k, m, start, count)
        for g in range(self.gains.shape[0]):
            level += self.weight[g] * self.basis[start, g]
        for g in range(self.gains.shape[0]):
            noise += self.weight[g] * (unit * self.widen[g] * (self._sampling(m, start) + self.variance[start, g]))
            noise += self.weight[g] * (self.basis[start, g] - level) * (self.basis[start, g] - level)
            wander += self.weight[g] * unit * self.widen[g] * self.gains[g] * m / 3.0
        self.own_noise = noise
        self.before = level
        self.spread = sqrt(noise + wander)
        return self.spread

    @cython.cfunc
    @cython.exceptval(check=False)
    def _visible(self, m: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.double:
        """Smallest loss over the last m posts (log units) that reaches 38.5 °C four times in five.

        The deviate that the scan asks for, as a t deviate with the degrees of this window, plus one: the 80 % point of the
        normal law is 0.84, and the spread itself is not known well.
        """
        k: cython.Py_ssize_t = self._nearest(m)
        g: cython.Py_ssize_t
        spread: cython.double = self._spread(k, m, count)
        degrees: cython.double = 0.0
        above: cython.double = 0.0
        lag: cython.double
        at: cython.Py_ssize_t = self.snapshot[count - m]
        for g in range(self.gains.shape[0]):
            degrees += self.weight[g] / self._degrees(g, k, m, count - m)
            # windows of a growing account lie above the level before them: that much is lost before anything shows
            lag = self.past[1 + at, k, 1 + g] / (self.shift_weight + self.past[1 + at, k, 0])
            if lag < 0.0:
                above -= self.weight[g] * lag * sqrt(self._own(g, m, count - m))
        degrees = 1.0 / degrees
        above *= self.units[at]
        z: cython.double = self.threshold[self.tried] * (8.0 * degrees + 3.0) / (8.0 * degrees + 1.0)
        z = sqrt(degrees * (exp(z * z / degrees) - 1.0)) + 1.0
        return z * spread + above

    @cython.cfunc
    @cython.exceptval(check=False)
    def _estimate(self, m: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.double:
        """M-estimate of the level of the last m posts under the noise law, against the level before, in log units.

        Fills what `_spread` fills, too.
        """
        j: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        start: cython.Py_ssize_t = count - m
        at: cython.Py_ssize_t = self.snapshot[start]
        scale: cython.double = self.scales[at]
        places: cython.double = PER_SCALE / scale
        centre: cython.double
        total: cython.double
        z: cython.double
        self._spread(self._nearest(m), m, count)
        centre = self.before
        for j in range(start, count):
            self.cleaned[j - start] = self.y[self.order[j]] - self._effect(self.order[j], at)
        for turn in range(200):
            total = 0.0
            for j in range(m):
                z = 1.0 / self._noise(self.order[start + j], at)
                total += z * self._score(at, (self.cleaned[j] - centre) * (places * z) + MIDDLE)
            total *= scale / self.slopes[at] * self._sampling(m, start)
            centre += total
            if fabs(total) < 1e-4 * scale:
                break
        return centre - self.before

    @cython.cfunc
    @cython.exceptval(check=False)
    def _posterior(self, m: cython.Py_ssize_t, count: cython.Py_ssize_t, chosen: cython.double) -> cython.int:
        """Posterior of the change of level over the last m posts: `median`, `low`, `high` (log units) and `p_drop`.

        `chosen` widens the variance behind the interval: 1 where the window was told, more where it was chosen by looking.
        Prior: half of all accounts have only their own wander; the others a step besides, log-uniform down to × 0.3 or,
        one in five of them, up to × 3. Likelihood: t, from the M-estimate of the window's level under the noise law.
        """
        j: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        d: cython.double = self._estimate(m, count)
        noise: cython.double = self.own_noise
        wander: cython.double = sqrt(self.spread * self.spread - noise)
        base: cython.double = self.before
        degrees: cython.double = self.learned[self.snapshot[count - m]] + 6.0
        width: cython.double = 5.0 / STEPS
        total: cython.double = 0.0
        whole: cython.double = 0.0
        drop: cython.double = 0.0
        centre: cython.double
        step: cython.double
        low: cython.double
        none: cython.double
        here: cython.double
        down: cython.double
        up: cython.double
        like: cython.double
        mass: cython.double
        # a drop of 10 % in counts, on the scale of y
        low = log(0.9 * (exp(base) - self.offset) + self.offset) - base if exp(base) > self.offset + 1e-6 else -0.1
        # two priors, one likelihood: what share of accounts really fell (`p_drop`), and how much, asked of one that may have
        for j in range(STEPS):
            step = -2.5 + (j + 0.5) * width
            none = exp(-0.5 * step * step / (wander * wander)) / (wander * 2.5066282746310002)
            here = _normal_cdf(step / wander)
            down = (_normal_cdf((step + 1.2039728043259361) / wander) - here) / 1.2039728043259361
            up = (here - _normal_cdf((step - 1.0986122886681098) / wander)) / 1.0986122886681098
            like = exp(-0.5 * (degrees + 1.0) * log(1.0 + (d - step) * (d - step) / (degrees * noise)))
            mass = (self.unchanged * none + self.fallen * down + self.risen * up) * like + 1e-300
            total += mass
            if step + 0.5 * width <= low:
                drop += mass
            elif step - 0.5 * width < low:
                drop += mass * (low - step + 0.5 * width) / width
            if chosen > 1.0:
                like = exp(-0.5 * (degrees + 1.0) * log(1.0 + (d - step) * (d - step) / (degrees * noise * chosen)))
            self.mass[j] = like * (self.still * none + 1.0) + 1e-300
            whole += self.mass[j]
        self.p_drop = drop / total
        turn = 0
        centre = 0.0
        for j in range(STEPS):
            step = -2.5 + j * width
            mass = self.mass[j] / whole
            if turn == 0 and centre + mass >= 0.05:
                self.low = step + (0.05 - centre) / mass * width
                turn = 1
            if turn == 1 and centre + mass >= 0.5:
                self.median = step + (0.5 - centre) / mass * width
                turn = 2
            if turn == 2 and centre + mass >= 0.95:
                self.high = step + (0.95 - centre) / mass * width
                turn = 3
            centre += mass
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _usual_window(self, now: cython.double, count: cython.Py_ssize_t, days: cython.double) -> cython.Py_ssize_t:
        """Posts of the last `days`, but at least 30, and none older than a year (the last five may be)."""
        m: cython.Py_ssize_t = 1
        while m < count - MIN_HISTORY:
            if m >= 30 and self.when[self.order[count - m - 1]] < now - days:
                break
            if m >= 5 and self.when[self.order[count - m - 1]] < now - 364.0:
                break
            m += 1
        return m

    @cython.cfunc
    @cython.exceptval(check=False)
    def _nearest(self, m: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Index of the longest window that is not longer than m (the first, where all are)."""
        k: cython.Py_ssize_t = 0
        while k + 1 < self.windows.shape[0] and self.windows[k + 1] <= m:
            k += 1
        return k

    @cython.cfunc
    @cython.exceptval(check=False)
    def _look(
        self,
        now: cython.double,
        count: cython.Py_ssize_t,
        viral: cython.bint,
        out: cython.double[:, ::1],
        look: cython.Py_ssize_t,
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
        self.today = -1
        self.tried = 0
        for k in range(self.windows.shape[0]):
            m = self.windows[k]
            start = count - m
            if start < MIN_HISTORY or self.when[self.order[start]] < now - 364.0:
                break
            if self.when[self.order[start]] < self.when[self.order[0]] + self.min_days:
                break
            seen += 1
            if self._deepest(m, start) < self.threshold[self.tried + 1]:
                continue  # a test that cannot come out is no test, and is not paid for
            self.tried += 1
            p = self._window(k, m, now, count)
            if p <= smallest:  # where both are too small to tell apart, the longer window
                smallest = p
                best = m
        if seen > 0 and self.tried == 0:
            self.tried = 1
            best = self.windows[seen - 1]
            smallest = self._window(seen - 1, best, now, count)
        out[look, 0] = -1.0
        out[look, 1] = best
        out[look, 2] = seen
        out[look, 3] = count
        if seen == 0:
            return 0
        # on top of a viral hit nothing is low; p is the share of all looks, so such looks count at the others
        p = now - self.when[self.order[0]] + self.ordinary
        p = ON_A_HIT if viral else self._price(smallest, self.tried) * (1.0 - self.set_aside / p)
        if p < SMALLEST:
            p = SMALLEST
        best = self._most_telling(now, count, seen) if p > self.standing_out else self._reach_of_change(best, count)
        self._posterior(best, count, self.chosen)
        out[look, 0] = p
        out[look, 1] = best
        out[look, 4] = self.median
        out[look, 5] = self.low
        out[look, 6] = self.high
        out[look, 7] = self.p_drop
        out[look, 8] = -self._visible(best, count)
        out[look, 9] = self.before
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _deepest(self, m: cython.Py_ssize_t, start: cython.Py_ssize_t) -> cython.double:
        """Deviate that the m posts from `start` on would have without a single like; without end where counts are not coarse.

        Tarone 1990, Biometrics 46, 515-522: of discrete tests those that cannot come out need no correction.
        """
        at: cython.Py_ssize_t = self.snapshot[start]
        if self.skews[at] == 0.0:
            return 1e300
        none: cython.double = (log(self.offset) - self.middle[start]) * self.places[at] + MIDDLE
        sampling: cython.double = self._sampling(m, start)
        z: cython.double = -self._score(at, none) / sqrt(sampling)
        return self._straight(z, self.skews[at] * sqrt(sampling))

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _straight(self, z: cython.double, skew: cython.double) -> cython.double:
        """Normal deviate with the tail that a loss of deviate z has in a law of this skewness (Cornish & Fisher 1938)."""
        return z + skew / 6.0 * (z * z - 1.0) if z > -3.0 else z

    @cython.cfunc
    @cython.exceptval(check=False)
    def _most_telling(self, now: cython.double, count: cython.Py_ssize_t, seen: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Length of the window, between four weeks and a quarter, in which the smallest loss could be seen."""
        k: cython.Py_ssize_t
        best: cython.Py_ssize_t = self._usual_window(now, count, 28.0)
        most: cython.Py_ssize_t = self._usual_window(now, count, 91.0)
        p: cython.double
        smallest: cython.double = self._visible(best, count)
        for k in range(seen):
            if best < self.windows[k] <= most:
                p = self._visible(self.windows[k], count)
                if p < smallest:
                    smallest = p
                    best = self.windows[k]
        return best

    @cython.cfunc
    @cython.exceptval(check=False)
    def _reach_of_change(self, best: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Posts since a change that stands out in the last `best` most likely began, between the lengths that were tried."""
        k: cython.Py_ssize_t
        m: cython.Py_ssize_t
        for k in range(4):
            m = best
            best = count - self._began(count, m, self._estimate(m, count))
            if best < 2 * m or best >= count - MIN_HISTORY:
                break  # else it began further back than was looked
        return best

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _price(self, p: cython.double, seen: cython.Py_ssize_t) -> cython.double:
        """p of the smallest of `seen` window p's: 1 − (1 − p)^m with an effective number m of independent windows.

        log m is a quadratic form in log(seen) and the normal deviate of p; scripts/derive_price.py fits it.
        """
        if p >= 1.0:
            return 1.0
        many: cython.double = log(seen + 0.0)
        z: cython.double = -_normal_quantile(p if p > 1e-14 else 1e-14)
        m: cython.double = self.price[0] + self.price[1] * many + self.price[2] * many * many
        m = exp(m + self.price[3] * z + self.price[4] * z * many + self.price[5] * z * z)
        if p * m < 1e-9:
            return p * m
        return 1.0 - exp(m * log(1.0 - p))

    def told(self, count: cython.Py_ssize_t, m: cython.Py_ssize_t, now: cython.double, told: cython.double[::1]) -> None:
        """Judge the last m counted posts alone, no scan; after `scan`.

        `told` gets p, median, 5 % and 95 % point of the change (log units), P(drop of 10 % or more), level before; (6,).
        """
        self.today = -1
        told[0] = self._window(self._nearest(m), m, now, count)
        self._posterior(m, count, 1.0)
        if told[0] < SMALLEST:
            told[0] = SMALLEST
        told[1] = self.median
        told[2] = self.low
        told[3] = self.high
        told[4] = self.p_drop
        told[5] = self.before

    @cython.cfunc
    @cython.exceptval(check=False)
    def _began(self, count: cython.Py_ssize_t, m: cython.Py_ssize_t, step: cython.double) -> cython.Py_ssize_t:
        """Counted post at which a step of `step` log units near the last m posts most likely began."""
        j: cython.Py_ssize_t
        first: cython.Py_ssize_t = _earliest(count, m)
        best: cython.Py_ssize_t = count - m
        total: cython.double = 0.0
        top: cython.double = -1e300
        for j in range(count - 1, first - 1, -1):
            total += self._speaks_for(j, first, step)
            if total > top and count - j >= 2:
                top = total
                best = j
        return best

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _speaks_for(self, j: cython.Py_ssize_t, first: cython.Py_ssize_t, step: cython.double) -> cython.double:
        """Log likelihood ratio of counted post j: on the new level against on the one before; noise t with 5 degrees."""
        at: cython.Py_ssize_t = self.snapshot[first]
        scale: cython.double = self.scales[at]
        scale *= self._noise(self.order[j], at)
        e: cython.double = (self.y[self.order[j]] - self._effect(self.order[j], at) - self.middle[first]) / scale
        new: cython.double = e - step / scale
        return 3.0 * log((1.0 + e * e / 5.0) / (1.0 + new * new / 5.0))

    def onset(self, count: cython.Py_ssize_t, m: cython.Py_ssize_t, step: cython.double, found: cython.Py_ssize_t[:, ::1]) -> None:
        """Where a step of `step` log units near the last m counted posts began; after `scan`.

        `found` gets the first post of the new level: the most likely, 5 % and 95 % point; (1, 3).
        """
        self._onset(count, m, step, found, 0)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _onset(
        self,
        count: cython.Py_ssize_t,
        m: cython.Py_ssize_t,
        step: cython.double,
        found: cython.Py_ssize_t[:, ::1],
        row: cython.Py_ssize_t,
    ) -> cython.int:
        """See `onset`. The noise is taken as t with 5 degrees of freedom; every post is equally likely beforehand."""
        j: cython.Py_ssize_t
        first: cython.Py_ssize_t = _earliest(count, m)
        best: cython.Py_ssize_t = first
        low: cython.Py_ssize_t = count - 1
        high: cython.Py_ssize_t = count - 1
        total: cython.double = 0.0
        top: cython.double = -1e300
        whole: cython.double = 0.0
        for j in range(count - 1, first - 1, -1):
            total += self._speaks_for(j, first, step)
            self.cleaned[j - first] = total
            if total >= top:
                top = total
                best = j
        for j in range(count - first):
            self.cleaned[j] = exp(self.cleaned[j] - top)
            whole += self.cleaned[j]
        total = 0.0
        for j in range(first, count):
            total += self.cleaned[j - first] / whole
            if low == count - 1 and total >= 0.05:
                low = j
            if total >= 0.95:
                high = j
                break
        found[row, 0] = self.order[best]
        found[row, 1] = self.order[low if low < best else best]
        found[row, 2] = self.order[high if high > best else best]
        return 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _t5_cdf(x: cython.double) -> cython.double:
    """Distribution function of the t law with 5 degrees of freedom, by a logistic stand-in.

    The same centre, and tails within 0.004: enough for a prior that is worth few residuals.
    """
    return 1.0 / (1.0 + exp(-1.64 * x / (1.0 + 0.06 * fabs(x)) - 0.02 * x))


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _earliest(count: cython.Py_ssize_t, m: cython.Py_ssize_t) -> cython.Py_ssize_t:
    """First counted post at which a change found in the last m posts may have begun: as many posts further back."""
    first: cython.Py_ssize_t = count - 2 * m if count - 2 * m > MIN_HISTORY else MIN_HISTORY
    return first if first < count - m else count - m
