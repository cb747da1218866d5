"""Real accounts, read by fieber's own readers and cut into cases: a history and a window after a told date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.api import read
from fieber.checkup.looks import one_reading
from fieber.checkup.series import add_ripeness
from fieber.trial.chance import generator
from fieber.trial.treatments import thinned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

HISTORY = (250, 500)  # posts before the date, uniform
WINDOW = 30  # posts after it
APART = 60  # posts between the dates of one account, so that windows never meet
FACTORS = (1.0, 0.9, 0.8, 0.7, 0.5, 0.3)  # share of the likes that is kept; 1.0 is untouched
FIRST_MATURE_DAYS = 7.0  # younger posts, at the time of reading, are left out: no method here but fieber knows of age
PEERS_ACCOUNTS = ("facebook", "twitter")  # the platforms of the accounts of PEERS.md


@dataclass(frozen=True, slots=True)
class Account:
    """One real account. code: short hash of its name; names stay where they are, and appear in no result."""

    path: str
    content: str  # fingerprint of its posts as they were read
    code: str
    platform: str
    split: str  # "development" or "hold-out", by the hash
    posts: int


@dataclass(frozen=True, slots=True)
class Case:
    """A history of posts and, at its end, `window` posts of which all methods are told the date.

    values: (n,) likes. days: (n,) days since 1970, rising. kinds: (n,) number of the format.
    """

    values: NDArray[np.int64]
    days: NDArray[np.float64]
    kinds: NDArray[np.int64]
    window: int
    cut: int
    factor: float


def accounts(paths: tuple[Path, ...]) -> list[Account]:
    """List the accounts of the files that have posts enough for one case, each in its half."""
    found = []
    for path in paths:
        for (code, platform), posts in sorted(histories(str(path)).items()):
            # where the usual post has no like there is nothing to take away
            if posts.height >= HISTORY[0] + WINDOW and float(np.median(posts["likes"].to_numpy())) >= 1:
                split = "development" if int(code, 16) % 2 else "hold-out"
                found.append(Account(str(path), _content(posts), code, platform, split, posts.height))
    return found


def _content(posts: pl.DataFrame) -> str:
    """Fingerprint of what a case is made of, so that a reader's change counts only where it reads something else."""
    found = sha256(posts["posted"].to_numpy().tobytes() + posts["likes"].to_numpy().tobytes())
    found.update(",".join(posts["kind"].fill_null("?")).encode())
    return found.hexdigest()[:16]


@lru_cache(maxsize=8)
def histories(path: str) -> dict[tuple[str, str], pl.DataFrame]:
    """Give each account's posts with likes, oldest first, by hash of its name and platform."""
    posts = one_reading(read(path).posts, None)
    found = {}
    for (name, platform), own in posts.group_by("account", "platform"):
        code = sha256(f"{platform}/{name}".encode()).hexdigest()[:8]
        table = add_ripeness(own, own["posted_at"].max()).filter(pl.col("likes").is_not_null())  # type: ignore[arg-type]  # a datetime column
        last = own["posted_at"].max() if own["measured_at"].is_null().all() else own["measured_at"].max()
        aged = pl.lit(last) - pl.col("posted_at") >= pl.duration(days=FIRST_MATURE_DAYS)
        found[code, str(platform)] = table.filter(aged).sort("posted", "post_id", maintain_order=True)
    return found


def cuts(account: Account, most: int) -> list[tuple[int, int]]:
    """Draw up to `most` cases of an account: (first post of the history, first post of the window)."""
    random = generator("cuts", account.code)
    dates = np.arange(HISTORY[0], account.posts - WINDOW + 1, APART)
    dates = dates + random.integers(0, max(1, min(APART - WINDOW, account.posts - WINDOW - int(dates[-1])) + 1))
    chosen = random.permutation(dates[dates <= account.posts - WINDOW])
    lengths = random.integers(HISTORY[0], HISTORY[1] + 1, len(chosen))
    return [
        (max(0, int(cut) - int(length)), int(cut)) for cut, length in zip(chosen[:most], lengths[:most], strict=True)
    ]


def treated(account: Account, start: int, cut: int, factor: float) -> pl.DataFrame:
    """Give the posts of one case, the likes of the window thinned by `factor`."""
    table = histories(account.path)[account.code, account.platform][start : cut + WINDOW]
    if factor == 1.0:
        return table
    random = generator("thinning", account.code, cut, str(factor))
    likes = thinned(table["likes"].to_numpy(), factor, slice(cut - start, None), random=random)
    return table.with_columns(likes=pl.Series(likes, dtype=table["likes"].dtype))


def cases(account: Account, most: int, factors: tuple[float, ...]) -> Iterator[Case]:
    """Give an account's cases as arrays, as peers see them."""
    for start, cut in cuts(account, most):
        for factor in factors:
            table = treated(account, start, cut, factor)
            kinds = table["kind"].fill_null("?").rank("dense").to_numpy().astype(np.int64) - 1
            # copies: what Polars gives is read-only, and the compiled core takes only arrays that it might write
            likes, days = table["likes"].to_numpy().astype(np.int64), np.array(table["posted"].to_numpy())
            yield Case(likes, days, kinds, WINDOW, cut, factor)
