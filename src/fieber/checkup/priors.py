"""What is taken as known of an account before its first post: as shipped, or learned from a roster (`fieber learn`).

A file of priors is JSON that a person can read: numbers over all accounts and none of a single one. It carries a hash
of itself, which every result that was made with it names in `method`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fieber.checkup.published_growth import PLATFORMS, Growth, Sort, first_look, growth_from, sourced
from fieber.errors import UnreadableError, UsageError
from fieber.stats.maturity import full_age
from fieber.stats.prior import GAINS, PRIOR, Prior

if TYPE_CHECKING:
    from collections.abc import Mapping

METHOD = "1"  # raised whenever the same input can give another verdict
LAYOUT = 1  # of the file
# what a roster can say; everything else in `Prior` is a rule
LEARNED = ("effect", "weekday", "hours", "format", "scatter", "scatter_weight", "gain_shares")
GROWING = ("instagram", *PLATFORMS)
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known beforehand.

    thermometer: of scatter, wander and effects. growth: how young posts grow; sorts that are missing are as published.
    origin: where it was learned, "name@hash"; None: as shipped.
    """

    thermometer: Prior = PRIOR
    growth: Mapping[Sort, Growth] = field(default_factory=dict)
    origin: str | None = None

    @property
    def method(self) -> str:
        """What results say of how they were made."""
        return METHOD if self.origin is None else f"{METHOD}+priors:{self.origin}"


SHIPPED = Priors()


@dataclass(frozen=True, slots=True)
class Spread:
    """How one sort of posts grows over accounts, learned from so many of them.

    half_life (days), shape: of the middle one. doubt: log-sd of the half-life over accounts.
    """

    platform: str
    is_clip: bool
    half_life: float
    shape: float
    doubt: float
    accounts: int


@dataclass(frozen=True, slots=True)
class Learned:
    """A file of priors.

    as_of: ISO time up to which was learned. accounts: that taught. seen: in the roster. posts: of those that taught.
    """

    name: str
    as_of: str
    accounts: int
    seen: int
    posts: int
    thermometer: Prior
    growth: tuple[Spread, ...] = ()

    def to_json(self) -> str:
        """Give the file's text."""
        body = self._body()
        return json.dumps(body | {"hash": _hash(body)}, indent=2) + "\n"

    def priors(self) -> Priors:
        """Give what a check-up takes."""
        known: dict[Sort, Growth] = {(one.platform, one.is_clip): _growth(one) for one in self.growth}
        return Priors(self.thermometer, known, f"{self.name}@{_hash(self._body())}")

    def _body(self) -> dict[str, Any]:
        return {
            "layout": LAYOUT,
            "method": METHOD,
            "name": self.name,
            "as_of": self.as_of,
            "accounts": self.accounts,
            "seen": self.seen,
            "posts": self.posts,
            "thermometer": {key: getattr(self.thermometer, key) for key in LEARNED},
            "growth": [{part.name: getattr(one, part.name) for part in fields(Spread)} for one in self.growth],
        }


def priors_of(told: Priors | str | Path | None) -> Priors:
    """Give the priors that were told: as they are, out of a file, or those that are shipped.

    Raises:
        UsageError: no such file. UnreadableError: it holds none, was changed by hand, or is of another method.
    """
    if told is None:
        return SHIPPED
    return told if isinstance(told, Priors) else read_learned(Path(told)).priors()


def read_learned(path: Path) -> Learned:
    """Read a file of priors; raises as `priors_of`."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError(
            f"{path.name}: there is no such file of priors; fieber learn ROSTER -o {path.name} makes one",
            de=f"{path.name}: Diese Datei gibt es nicht; fieber learn ROSTER -o {path.name} legt sie an",
        ) from None
    except ValueError:
        body = None
    try:
        found = _learned(body)
        is_whole = body.pop("hash") == _hash(body)
    except (AttributeError, KeyError, TypeError, ValueError):
        found, is_whole = None, False
    if found is None or not is_whole:
        raise UnreadableError(
            f"{path.name} holds no priors as fieber learn writes them, or was changed since; learn them again",
            de=f"In {path.name} steht nicht, was fieber learn schreibt, oder die Datei wurde geändert; lerne neu",
        )
    if body["method"] != METHOD:
        raise UnreadableError(
            f"{path.name} was learned for another method than this fieber's ({METHOD}); learn the priors again",
            de=f"{path.name} ist für eine andere Methode gelernt als die dieses fieber ({METHOD}); lerne neu",
        )
    return found


def _learned(body: dict[str, Any]) -> Learned:
    """Read the parts; ValueError and the like where one is missing or impossible."""
    told = body["thermometer"]
    shares = tuple(float(share) for share in told["gain_shares"])
    numbers = {key: float(told[key]) for key in LEARNED if key != "gain_shares"}
    growth = tuple(Spread(**one) for one in body["growth"])
    sizes = [*numbers.values(), *shares, *(size for one in growth for size in (one.half_life, one.shape, one.doubt))]
    if body["layout"] != LAYOUT or len(shares) != len(GAINS) or not NAME.fullmatch(body["name"]):
        raise ValueError
    if not all(isfinite(size) and size > 0 for size in sizes):
        raise ValueError
    return Learned(
        name=body["name"],
        as_of=str(body["as_of"]),
        accounts=int(body["accounts"]),
        seen=int(body["seen"]),
        posts=int(body["posts"]),
        thermometer=replace(PRIOR, **cast("dict[str, Any]", numbers), gain_shares=shares),
        growth=growth,
    )


def _growth(one: Spread) -> Growth:
    sort = (one.platform, one.is_clip)
    curve = replace(sourced(sort), half_life=one.half_life, shape=one.shape, doubt=one.doubt).curve()
    # the field waits until posts are nearly full; where they are so earlier, nothing is left to wait for
    return growth_from(curve, min(first_look(sort), full_age(curve)))


def _hash(body: Mapping[str, Any]) -> str:
    """Give a short hash of what is in the file; the same numbers have the same one, however they are laid out."""
    text = json.dumps({key: value for key, value in body.items() if key != "hash"}, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:HASH_LENGTH]
