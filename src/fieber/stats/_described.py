# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Many accounts at one look each, with what is said beside the temperature: the usual post, the recent ones, the year before.

The same file runs compiled (setup.py) and uncompiled, as `_core.py` does. It drives a `_core.Pass` account by account and reads
its working memory before the next account takes it; `fieber.stats.batch` says what is what.
"""

try:
    import cython
except ModuleNotFoundError:
    from fieber.stats import _nocython as cython

if cython.compiled:
    from cython.cimports.libc.math import fabs, sqrt
else:
    from math import fabs, sqrt

CUT = cython.declare(cython.double, 3.0)  # noise scales beyond which a residual counts as this
ROUNDS = cython.declare(cython.Py_ssize_t, 20)  # of the robust mean
NAN = cython.declare(cython.double, float("nan"))


@cython.cfunc
@cython.exceptval(check=False)
def _sort(values: cython.double[::1], n: cython.Py_ssize_t) -> cython.int:
    """Sort the first n values (Shell 1959, with the gaps of Tokuda)."""
    gap: cython.Py_ssize_t = 1
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    held: cython.double
    while gap < n:
        gap = (gap * 9) // 4 + 1
    while gap > 1:
        gap = ((gap - 1) * 4 + 8) // 9
        for i in range(gap, n):
            held = values[i]
            j = i
            while j >= gap and values[j - gap] > held:
                values[j] = values[j - gap]
                j -= gap
            values[j] = held
    return 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _quantile(ordered: cython.double[::1], n: cython.Py_ssize_t, share: cython.double) -> cython.double:
    """Linear between neighbours, as numpy does it."""
    place: cython.double = share * (n - 1)
    low: cython.Py_ssize_t = cython.cast(cython.Py_ssize_t, place)
    t: cython.double = place - low
    a: cython.double = ordered[low]
    b: cython.double = ordered[low + 1] if low + 1 < n else a
    if t >= 0.5:
        return b - (b - a) * (1.0 - t)
    return a + (b - a) * t


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _median(ordered: cython.double[::1], n: cython.Py_ssize_t) -> cython.double:
    if n % 2:
        return ordered[n // 2]
    return (ordered[n // 2 - 1] + ordered[n // 2]) / 2.0


@cython.cclass
class Described:
    """What is read from a `Memory` after each pass.

    Attributes:
        order, snapshot, state, middle, betas, spreads, scales: those of the memory, see `_core.Pass`.
        sorted, apart: (n,) room for values to sort.
    """

    order: cython.Py_ssize_t[::1]
    snapshot: cython.Py_ssize_t[::1]
    middle: cython.double[::1]
    betas: cython.double[:, ::1]
    spreads: cython.double[:, ::1]
    scales: cython.double[::1]
    sorted: cython.double[::1]
    apart: cython.double[::1]
    centre: cython.double
    error: cython.double

    def __init__(self, memory: object, room: cython.double[:, ::1]) -> None:
        """Take the arrays of a `Memory`, and (2, n) of room."""
        self.order = memory.order
        self.snapshot = memory.snapshot
        self.middle = memory.middle
        self.betas = memory.betas
        self.spreads = memory.spreads
        self.scales = memory.scales
        self.sorted = room[0]
        self.apart = room[1]

    def one(
        self,
        count: cython.Py_ssize_t,
        m: cython.Py_ssize_t,
        clean: cython.const[cython.double][:],
        number: cython.const[cython.double][:],
        posted: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        has_params: cython.bint,
        look: cython.double,
        fewest: cython.Py_ssize_t,
        year: cython.double,
        recent: cython.double,
        back: cython.double,
        said: cython.double[::1],
        residual: cython.double[::1],
    ) -> None:
        """Describe the account whose pass is in the memory.

        Args:
            count: posts that count. m: of them recent ones, 0 where nothing is described. fewest: posts before which no
                residual is known.
            clean: log values without season. number: the values themselves. posted: day of posting. codes: effect columns; the
                last is the format's where has_params.
            year: days of the usual. recent, back: days of the long look, and how far before it the same days lie.
            said: (9,) median of the recent posts, day of the first of them; 10 %, 50 %, 90 % of the usual and how many they
                are; centre of the last days, their distance from the same days a year before, and the error of that (nan).
            residual: see `batch`.
        """
        i: cython.Py_ssize_t
        n: cython.Py_ssize_t
        post: cython.Py_ssize_t
        begin: cython.Py_ssize_t
        newest: cython.double
        first_day: cython.double
        for i in range(count):
            post = self.order[i]
            residual[post] = NAN if i < fewest else self._residual(i, post, clean, codes, has_params)
        for i in range(9):
            said[i] = NAN
        if m == 0:
            return
        first_day = posted[self.order[count - m]]
        for i in range(m):
            post = self.order[count - m + i]
            self.sorted[i] = number[post]
            if posted[post] < first_day:
                first_day = posted[post]
        _sort(self.sorted, m)
        said[0] = _median(self.sorted, m)
        said[1] = first_day
        if count > m:
            newest = posted[self.order[0]]
            for i in range(count - m):
                post = self.order[i]
                if posted[post] > newest:
                    newest = posted[post]
            n = 0
            for i in range(count - m):
                post = self.order[i]
                if posted[post] >= newest - year:
                    self.sorted[n] = number[post]
                    n += 1
            if n < 30:
                begin = count - m - 30 if count - m > 30 else 0
                n = count - m - begin
                for i in range(n):
                    self.sorted[i] = number[self.order[begin + i]]
            _sort(self.sorted, n)
            said[2] = _quantile(self.sorted, n, 0.1)
            said[3] = _quantile(self.sorted, n, 0.5)
            said[4] = _quantile(self.sorted, n, 0.9)
            said[5] = n
        self._long(count, clean, posted, codes, look, recent, back, said)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _effect(
        self, i: cython.Py_ssize_t, post: cython.Py_ssize_t, codes: cython.const[cython.int][:, :]
    ) -> cython.double:
        """Effects of the post that was counted as i-th, as they were known then."""
        group: cython.Py_ssize_t
        at: cython.Py_ssize_t = self.snapshot[i]
        effect: cython.double = 0.0
        for group in range(codes.shape[1]):
            if codes[post, group] >= 0:
                effect += self.betas[at, codes[post, group]]
        return effect

    @cython.cfunc
    @cython.exceptval(check=False)
    def _residual(
        self,
        i: cython.Py_ssize_t,
        post: cython.Py_ssize_t,
        clean: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        has_params: cython.bint,
    ) -> cython.double:
        """Noise scales by which the post that was counted as i-th lay off the level before it, cut at ±3."""
        at: cython.Py_ssize_t = self.snapshot[i]
        scale: cython.double = self.scales[at]
        kind: cython.Py_ssize_t
        off: cython.double
        if has_params:
            kind = codes[post, codes.shape[1] - 1]
            if kind >= 0:
                scale *= self.spreads[at, kind]
        off = (clean[post] - self.middle[i] - self._effect(i, post, codes)) / scale
        return CUT if off > CUT else -CUT if off < -CUT else off

    @cython.cfunc
    @cython.exceptval(check=False)
    def _long(
        self,
        count: cython.Py_ssize_t,
        clean: cython.const[cython.double][:],
        posted: cython.const[cython.double][:],
        codes: cython.const[cython.int][:, :],
        look: cython.double,
        recent: cython.double,
        back: cython.double,
        said: cython.double[::1],
    ) -> cython.int:
        """The last days against the same days a year before; see `checkup.vital`, which says why."""
        i: cython.Py_ssize_t
        post: cython.Py_ssize_t
        last: cython.Py_ssize_t = 0
        before: cython.Py_ssize_t = 0
        after: cython.double
        after_error: cython.double
        for i in range(count):
            post = self.order[i]
            if posted[post] > look - recent:
                last += 1
            elif posted[post] > look - recent - back and posted[post] <= look - back:
                before += 1
        if last < 8 or before < 8:
            return 0
        last = 0
        for i in range(count):
            post = self.order[i]
            if posted[post] > look - recent:
                self.sorted[last] = clean[post] - self._effect(i, post, codes)
                last += 1
        self._robust(last)
        after = self.centre
        after_error = self.error
        before = 0
        for i in range(count):
            post = self.order[i]
            if posted[post] > look - recent - back and posted[post] <= look - back:
                self.sorted[before] = clean[post] - self._effect(i, post, codes)
                before += 1
        self._robust(before)
        said[6] = self.centre
        said[7] = after - self.centre
        said[8] = sqrt(after_error * after_error + self.error * self.error)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _robust(self, n: cython.Py_ssize_t) -> cython.int:
        """Robust mean of the first n values and its error (Huber's proposal: beyond two scales counts as two)."""
        i: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        cut: cython.double
        off: cython.double
        sum_: cython.double
        mean: cython.double
        inside: cython.double = 0.0
        for i in range(n):
            self.apart[i] = self.sorted[i]
        _sort(self.apart, n)
        self.centre = _median(self.apart, n)
        for i in range(n):
            self.apart[i] = fabs(self.sorted[i] - self.centre)
        _sort(self.apart, n)
        cut = 2.0 * (1.4826 * _median(self.apart, n) + 1e-9)
        for turn in range(ROUNDS):
            sum_ = 0.0
            for i in range(n):
                off = self.sorted[i] - self.centre
                sum_ += cut if off > cut else -cut if off < -cut else off
            self.centre += sum_ / n
        mean = 0.0
        for i in range(n):
            off = self.sorted[i] - self.centre
            if fabs(off) <= cut:
                inside += 1.0
            self.apart[i] = cut if off > cut else -cut if off < -cut else off
            mean += self.apart[i]
        mean /= n
        inside /= n
        sum_ = 0.0
        for i in range(n):
            sum_ += (self.apart[i] - mean) * (self.apart[i] - mean)
        self.error = sqrt(sum_ / (n - 1)) / (inside if inside > 0.5 else 0.5) / sqrt(n)
        return 0


def pair_sums(
    left: cython.const[cython.double][:, ::1],
    right: cython.const[cython.double][:, ::1],
    group: cython.const[cython.Py_ssize_t][::1],
    out: cython.double[:, :, :, ::1],
) -> None:
    """Add up for every pair of rows of `left` and `right` (m, n) by group what is known (no nan) in both.

    out: (m, m, groups, 4) zeros: how many, product, square of the left, square of the right.
    """
    i: cython.Py_ssize_t
    a: cython.Py_ssize_t
    b: cython.Py_ssize_t
    g: cython.Py_ssize_t
    x: cython.double
    y: cython.double
    for a in range(left.shape[0]):
        for b in range(right.shape[0]):
            for i in range(group.shape[0]):
                x = left[a, i]
                y = right[b, i]
                if x == x and y == y:
                    g = group[i]
                    out[a, b, g, 0] += 1.0
                    out[a, b, g, 1] += x * y
                    out[a, b, g, 2] += x * x
                    out[a, b, g, 3] += y * y
