"""The voice: eSpeak NG reads a script on this computer; nothing is sent anywhere.

The library comes with the extra `audio` (the package espeakng-loader; eSpeak NG itself is under the GPL 3). Without it
the program `espeak-ng` is used where it is installed (Debian: apt-get install espeak-ng).
"""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Samples = tuple[array[int], int]  # 16-bit samples of one channel, and how many of them a second

# files of eSpeak NG; a language such as en-gb is found or not, as the list of voices happens to be read
VOICES = {"de": "gmw/de", "en": "gmw/en"}
WORDS_PER_MINUTE = 150
LOUDEST = 29_000  # of 32,767: loud enough for a phone, with room before the edge
PAUSE_SECONDS = 0.35  # between two paragraphs
# names of eSpeak NG's own header, speak_lib.h
_SYNCHRONOUS, _DO_NOT_EXIT, _RATE, _CHARACTERS, _UTF8 = 2, 0x8000, 1, 1, 1

_CALLED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def read_aloud(script: Sequence[str], lang: str) -> bytes:
    """Give paragraphs, read one after another, as a WAV file of one channel and 16 bits.

    Args:
        script: plain sentences, a paragraph each. lang: "de" or "en".

    Raises:
        UsageError: neither the extra `audio` nor the program espeak-ng is there.
    """
    speak = _from_library(VOICES[lang]) or _from_program(VOICES[lang])
    if speak is None:
        raise UsageError(
            'audio needs a voice; install it with: pip install "fieber[audio]",'
            " or on Debian: apt-get install espeak-ng",
            de='audio braucht eine Stimme; installiere sie mit: pip install "fieber[audio]",'
            " oder unter Debian: apt-get install espeak-ng",
        )
    whole, rate = array("h"), 0
    for paragraph in script:
        samples, rate = speak(paragraph)
        if whole:
            whole.extend([0] * round(PAUSE_SECONDS * rate))
        whole.extend(samples)
    return _file(_loud(whole), rate)


def _loud(samples: array[int]) -> array[int]:
    """Raise or lower the whole so that its loudest sample stands at LOUDEST: nothing is clipped."""
    loudest = max(max(samples, default=0), -min(samples, default=0))
    if not loudest:
        return samples
    return array("h", (sample * LOUDEST // loudest for sample in samples))


def _file(samples: array[int], rate: int) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def _from_library(voice: str) -> Callable[[str], Samples] | None:
    """Give a speaker by the library of the extra; None where it is not there or finds no data."""
    try:
        import espeakng_loader  # noqa: PLC0415 - the one door of the extra `audio`
    except ImportError:
        return None
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(espeakng_loader.get_data_path()), _DO_NOT_EXIT)
    if rate <= 0 or library.espeak_SetVoiceByName(voice.encode()) != 0:
        return None
    library.espeak_SetParameter(_RATE, WORDS_PER_MINUTE, 0)

    def speak(text: str) -> Samples:
        return _spoken_by(library, text), rate

    return speak


def _spoken_by(library: Any, text: str) -> array[int]:
    """Let the library read one paragraph; it gives its samples piece by piece."""
    samples = array("h")

    def take(piece: Any, length: int, _events: Any) -> int:
        if piece and length > 0:
            samples.frombytes(ctypes.string_at(piece, 2 * length))
        return 0

    kept = _CALLED(take)  # held until the end: the library keeps only its address
    library.espeak_SetSynthCallback(kept)
    written = text.encode() + b"\0"
    library.espeak_Synth(written, ctypes.c_size_t(len(written)), 0, _CHARACTERS, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return samples


def _from_program(voice: str) -> Callable[[str], Samples] | None:
    """Give a speaker by the program espeak-ng; None where it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None

    def speak(text: str) -> Samples:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "spoken.wav"
            command = [program, "-v", voice, "-s", str(WORDS_PER_MINUTE), "-w", str(file), "--stdin"]
            subprocess.run(command, input=text.encode(), check=True, capture_output=True)  # noqa: S603 - no shell, our own words
            with wave.open(str(file), "rb") as sound:
                samples = array("h", sound.readframes(sound.getnframes()))
                return samples, sound.getframerate()

    return speak
