"""The sound: not silent, nothing clipped, of a length that somebody listens to; in both languages and by both ways."""

from __future__ import annotations

import io
import shutil
import sys
import wave
from array import array

import pytest
from tests.report import samples

from fieber.errors import UsageError
from fieber.report.audio import to_wav
from fieber.report.espeak import LOUDEST

EDGE = 32_767
FINDINGS = samples.every() | {"distress": samples.distress()}


def heard(wav: bytes) -> tuple[array[int], float]:
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        rate = sound.getframerate()
        return array("h", sound.readframes(sound.getnframes())), rate


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", FINDINGS)
def test_the_sound(name: str, lang: str) -> None:
    """It takes 60 to 150 seconds, is loud enough and never at the edge, and has pauses but no long silence."""
    samples_, rate = heard(to_wav(FINDINGS[name], lang))
    second = int(rate)
    loudness = [max(map(abs, samples_[i : i + 2 * second])) for i in range(0, len(samples_) - 2 * second, second)]

    assert 60 <= len(samples_) / rate <= 150
    assert LOUDEST * 0.9 < max(map(abs, samples_)) <= LOUDEST < EDGE
    assert min(loudness) > 500


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="Debian's espeak-ng is not installed")
def test_the_program_speaks_where_the_extra_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the program on the computer reads the same script."""
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)

    samples_, rate = heard(to_wav(samples.one_post(), "de"))

    assert 60 <= len(samples_) / rate <= 150
    assert max(map(abs, samples_)) > LOUDEST * 0.9


def test_without_a_voice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is neither, one sentence names both ways."""
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(UsageError, match=r"fieber\[audio\].*apt-get install espeak-ng"):
        to_wav(samples.sample_a(), "en")
