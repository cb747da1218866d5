"""Small helpers that several causes share: percents, sizes at the likeliest date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def percent(log_change: float) -> float:
    """Turn a change in log units into percent."""
    return 100 * float(np.expm1(log_change))


def maybe(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the log odds of something that a cause may bring along or not, one as likely as the other."""
    return np.asarray(np.logaddexp(odds, 0.0) + np.log(0.5))


def fact(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the log odds of something that is seen as it is: it is certain soon, and proves only that it happened."""
    return np.clip(odds, -8.0, 7.0)
