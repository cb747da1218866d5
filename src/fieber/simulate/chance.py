"""Random numbers that hang on what they are for, never on the order of the work: one more account changes no other."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

FIRST_NAMES = (
    "ada alma amir anouk aria ayla bela bruno cem clara dario dilan edda elif emil enno esra felix finja flora "
    "greta hakan hanna ida ilja ines ivo jana jonas juna kaan kim kira lea leon levi lina luca malik mara "
    "mila mira momo nala nele nico noor omar oskar paula pina quinn rania remy rosa ruben sami selma sina "
    "tariq theo toni uma vito willa yara zoe"
)


def code_of(*purpose: str | float) -> str:
    """Give 64 hexadecimal digits for a purpose, the same on every machine."""
    return sha256("\0".join(map(str, purpose)).encode()).hexdigest()


def name_of(*purpose: str | float) -> str:
    """Give a handle that says it is made up: a first name to call it by, and a code, so that no two are the same."""
    code, names = code_of(*purpose), FIRST_NAMES.split()
    return f"simulated_{names[int(code[-4:], 16) % len(names)]}_{code[:8]}"


def generator(*purpose: str | float) -> np.random.Generator:
    """Give the random numbers of a purpose."""
    return np.random.default_rng(int(code_of(*purpose)[:16], 16))
