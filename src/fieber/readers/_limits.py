"""How much one input may hold, what is never opened, and the sentences for what is beyond."""

from __future__ import annotations

MAX_ENTRIES = 200_000  # the largest exports seen hold some 50,000 photos
MAX_ENTRY_BYTES = 512 * 2**20  # the largest JSON seen has 16 MB; a CSV of a million posts about 200
MAX_TOTAL_BYTES = 4 * 2**30  # read from one input, all files together
MAX_RATIO = 250  # JSON and CSV shrink 5 to 50 times; a bomb some 1,000 times
RATIO_COUNTS_FROM = 4 * 2**20  # below this size even a bomb is harmless

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".svg")
FILMS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv", ".srt")
SOUNDS = (".mp3", ".m4a", ".aac", ".wav", ".ogg", ".opus")
MEDIA_SUFFIXES = frozenset({*PICTURES, *FILMS, *SOUNDS})


def damaged(where: str) -> str:
    """Say that a file is incomplete."""
    return f"{where} is cut off or damaged; download the export again and give fieber the complete file"


def too_large(where: str) -> str:
    """Say that a file is larger than the limits."""
    return f"{where} is larger than the {MAX_ENTRY_BYTES // 2**20} MB that fieber reads; export fewer months at a time"


def too_many(where: str) -> str:
    """Say that there are too many files."""
    return f"{where} holds more than {MAX_ENTRIES:,} files; give only the export's own folder"


def bomb(where: str) -> str:
    """Say that a file would swell beyond all reason."""
    return f"{where} would swell to more than {MAX_RATIO} times its size; no genuine export does, so it stays closed"
