"""The spoken version as sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.report.compose import compose
from fieber.report.spoken import spoken
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis


def to_wav(diagnosis: Diagnosis, lang: str) -> bytes:
    """Give the spoken version as a WAV file: one channel, 16 bits, one to two and a half minutes.

    Args:
        diagnosis: what the check-up found. lang: "de" or "en".

    Raises:
        UsageError: neither the extra `audio` nor the program espeak-ng is there.
    """
    # the door of the extra `audio`: no other check should wait for what a voice needs
    from fieber.report.espeak import read_aloud  # noqa: PLC0415

    return read_aloud(spoken(compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)), lang)
