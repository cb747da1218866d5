"""The targets of the issue, and how a figure stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan
from typing import Literal

from fieber.trial.estimates import Estimate

Standing = Literal["yes", "no", "not measured"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. low … high is the target; detail says what the figure rests on."""

    part: str
    what: str
    target: str
    low: float
    high: float
    reached: Estimate
    detail: str = ""

    @property
    def inside(self) -> Standing:
        """Whether the figure itself lies in the target."""
        if isnan(self.reached.value):
            return "not measured"
        return "yes" if self.low <= self.reached.value <= self.high else "no"

    @property
    def is_sure(self) -> bool:
        """Whether the nearest limit is more than two standard errors away."""
        if self.reached.se is None:
            return True
        limits = [limit for limit in (self.low, self.high) if abs(limit) < inf]
        return all(abs(self.reached.value - limit) > 2 * self.reached.se for limit in limits)


def at_least(part: str, what: str, low: float, reached: Estimate, detail: str = "") -> Row:
    """Row whose figure must not be smaller."""
    return Row(part, what, f"≥ {low:g}", low, inf, reached, detail)


def at_most(part: str, what: str, high: float, reached: Estimate, detail: str = "") -> Row:
    """Row whose figure must not be larger."""
    return Row(part, what, f"≤ {high:g}", -inf, high, reached, detail)


def between(part: str, what: str, limits: tuple[float, float], reached: Estimate, detail: str = "") -> Row:
    """Row whose figure must lie between two limits."""
    low, high = limits
    return Row(part, what, f"{low:g} to {high:g}", low, high, reached, detail)


def not_measured() -> Estimate:
    """Stand for a figure whose part was not run."""
    return Estimate(float("nan"), None, 0)
