"""Random numbers that hang on what they are for, never on the order of the work."""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def seed_of(*purpose: str | int) -> int:
    """Give a seed below 2⁶³ for a purpose, the same on every machine."""
    return int.from_bytes(sha256("\0".join(map(str, purpose)).encode()).digest()[:8]) >> 1


def generator(*purpose: str | int) -> np.random.Generator:
    """Give the random numbers of a purpose."""
    return np.random.default_rng(seed_of(*purpose))
