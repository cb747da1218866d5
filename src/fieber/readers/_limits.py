"""How much one input may hold, what is never opened, and the errors for what is beyond."""

from __future__ import annotations

import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib

from fieber.errors import UnreadableError

MAX_ENTRIES = 200_000  # the largest exports seen hold some 50,000 photos
MAX_ENTRY_BYTES = 512 * 2**20  # the largest JSON seen has 16 MB; a CSV of a million posts about 200
MAX_TOTAL_BYTES = 4 * 2**30  # read from one input, all files together
MAX_RATIO = 250  # JSON and CSV shrink 5 to 50 times; a bomb some 1,000 times
RATIO_COUNTS_FROM = 4 * 2**20  # below this size even a bomb is harmless
ENOUGH_CELLS, MOST_HOLES = 1_000_000, 4  # the smaller of all sheets; beyond, a table is at least a fifth full

# what packed files that are damaged come to
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, lzma.LZMAError, tarfile.TarError),
    *(EOFError, NotImplementedError, OSError),
    *(ValueError, OverflowError, RuntimeError, struct.error),  # what zipfile makes of places and sizes that are none
)
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".svg")
FILMS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv", ".srt")
SOUNDS = (".mp3", ".m4a", ".aac", ".wav", ".ogg", ".opus")
MEDIA_SUFFIXES = frozenset({*PICTURES, *FILMS, *SOUNDS})


def damaged(where: str) -> UnreadableError:
    """Say that a file is incomplete."""
    return UnreadableError(
        f"{where} is cut off or damaged; download the export again and give fieber the complete file",
        de=f"{where} ist abgeschnitten oder beschädigt; lade den Export noch einmal herunter und gib fieber die ganze"
        " Datei",
    )


def too_large(where: str) -> UnreadableError:
    """Say that a file is larger than the limits."""
    megabytes = MAX_ENTRY_BYTES // 2**20
    return UnreadableError(
        f"{where} is larger than the {megabytes} MB that fieber reads; export fewer months at a time",
        de=f"{where} ist größer als die {megabytes} MB, die fieber liest; exportiere weniger Monate auf einmal",
    )


def too_large_inside(name: str) -> UnreadableError:
    """Say that the ZIPs in a ZIP are too large to be looked through."""
    return UnreadableError(
        f"{name} holds ZIPs that are too large to be read inside it; unpack it once and give fieber the folder",
        de=f"{name} enthält ZIPs, die zu groß sind, um sie darin zu lesen; entpacke es einmal und gib fieber den"
        " Ordner",
    )


def too_many(where: str) -> UnreadableError:
    """Say that there are too many files."""
    limit = f"{MAX_ENTRIES:,}"
    return UnreadableError(
        f"{where} holds more than {limit} files; give only the export's own folder",
        de=f"{where} enthält mehr als {limit.replace(',', '.')} Dateien; gib nur den Ordner des Exports selbst",
    )


def bomb(where: str) -> UnreadableError:
    """Say that a file would swell beyond all reason."""
    return UnreadableError(
        f"{where} would swell to more than {MAX_RATIO} times its size; no genuine export does, so it stays closed",
        de=f"{where} würde beim Entpacken mehr als {MAX_RATIO}-mal so groß; das tut kein echter Export, darum bleibt es"
        " zu",
    )


def scattered(where: str) -> UnreadableError:
    """Say that the cells of a sheet lie so far apart that all those between take the memory of a machine."""
    return UnreadableError(
        f"{where} has single cells far below or beside its table; delete those rows and columns and save it again",
        de=f"{where} hat einzelne Zellen weit unter oder neben der Tabelle; lösche diese Zeilen und Spalten und"
        " speichere noch einmal",
    )


def locked(where: str) -> UnreadableError:
    """Say that a workbook has a password."""
    return UnreadableError(
        f"{where} is protected by a password; open it, save it without one and give fieber that file",
        de=f"{where} ist mit einem Passwort geschützt; öffne die Datei, speichere sie ohne Passwort und gib fieber"
        " diese",
    )


def extra_needed(where: str) -> UnreadableError:
    """Say that Excel files need the extra `excel`."""
    return UnreadableError(
        f"{where} is an Excel file; for those, pip install 'fieber[excel]', or save it as CSV",
        de=f"{where} ist eine Excel-Datei; dafür brauchst du pip install 'fieber[excel]', oder speichere sie als CSV",
    )


def repeated(where: str) -> UnreadableError:
    """Say that a sheet shows a long text so often that all of it takes the memory of a machine."""
    return UnreadableError(
        f"{where} has a long text in very many cells; delete that column and save it again",
        de=f"{where} hat in sehr vielen Zellen einen langen Text; lösche diese Spalte und speichere noch einmal",
    )


def media(where: str) -> UnreadableError:
    """Say that a file is one of those that are never opened."""
    return UnreadableError(
        f"{where} is a picture or a film; fieber never opens those",
        de=f"{where} ist ein Bild oder ein Film; so etwas öffnet fieber nie",
    )


def protected(name: str) -> UnreadableError:
    """Say that an archive has a password."""
    return UnreadableError(
        f"{name} is protected by a password; unpack it yourself and give fieber the folder",
        de=f"{name} ist mit einem Passwort geschützt; entpacke es selbst und gib fieber den Ordner",
    )


def leads_out(name: str) -> UnreadableError:
    """Say that an archive would write outside of itself."""
    return UnreadableError(
        f"{name} holds a file name that leads out of the archive; it is no genuine export",
        de=f"{name} enthält einen Dateinamen, der aus dem Archiv hinausführt; das ist kein echter Export",
    )
