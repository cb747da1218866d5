"""A finding read aloud, where this machine has a voice."""

from __future__ import annotations

import shutil
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock

from fieber.report.espeak import read_aloud

ONE_AT_A_TIME = Lock()  # the library of the voice knows one text at a time


@lru_cache(maxsize=1)
def has_voice() -> bool:
    """Say whether there is one: the extra `audio`, or the program espeak-ng."""
    return find_spec("espeakng_loader") is not None or shutil.which("espeak-ng") is not None


def sound_of(spoken: str, lang: str) -> bytes:
    """Give a script, a paragraph a line, as a WAV file."""
    with ONE_AT_A_TIME:
        return read_aloud(spoken.splitlines(), lang)
