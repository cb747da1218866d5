"""Random numbers that hang on what they are for, never on the order of the work: one more account changes no other."""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def code_of(*purpose: str | float) -> str:
    """Give 64 hexadecimal digits for a purpose, the same on every machine."""
    return sha256("\0".join(map(str, purpose)).encode()).hexdigest()


def generator(*purpose: str | float) -> np.random.Generator:
    """Give the random numbers of a purpose."""
    return np.random.default_rng(int(code_of(*purpose)[:16], 16))
