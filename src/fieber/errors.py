"""Every error that fieber raises on purpose.

FieberError                 the caller must change something; one clear sentence: what, where, what to do
├── UsageError              wrong path, option or argument        (exit 2)
└── UnreadableError         the export cannot be read             (exit 3)
    ├── NoPostsError        a known file in which nothing is that fieber measures
    ├── UnknownExportError  no reader claims it
    └── AmbiguousExportError    two readers claim it

Each says its sentence in English and in German. What is wrong with single rows of the *data* is no error but a `Fault`
in the reading.
"""

from __future__ import annotations

import errno

REASONS_IN_GERMAN = {
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "nicht erlaubt",
    errno.ENOENT: "nicht vorhanden",
    errno.ENOSPC: "kein Platz mehr",
    errno.EROFS: "schreibgeschützt",
    errno.EISDIR: "ein Ordner",
    errno.ENAMETOOLONG: "Name zu lang",
    errno.EIO: "Lesefehler oder Schreibfehler",
    errno.EMFILE: "zu viele offene Dateien",
    errno.EADDRINUSE: "schon vergeben",
    errno.ENOTDIR: "kein Ordner",
}


class FieberError(Exception):
    """Something the caller has to change; `str(error)` is the sentence a person reads.

    Args:
        english: the sentence in English; `str(error)` gives it.
        de: the same sentence in German, with the same values in it.
    """

    exit_code = 2

    def __init__(self, english: str, *, de: str) -> None:
        super().__init__(english)
        self.english = english
        self.german = de

    def __reduce__(self) -> tuple[object, ...]:
        # an exception is copied and pickled by its positional arguments alone; the German sentence must not get lost
        return _made_again, (type(self), self.english, self.german)

    def in_language(self, lang: str) -> str:
        """Give the sentence in German for "de", else in English."""
        return self.german if lang == "de" else self.english


class UsageError(FieberError):
    """A wrong path, option or argument."""


class UnreadableError(FieberError):
    """Nothing in the input can be read."""

    exit_code = 3


class NoPostsError(UnreadableError):
    """A file that a reader knows, without posts or days; beside other files it is passed over and listed."""


class UnknownExportError(UnreadableError):
    """No reader claims the input; the message lists all readers."""


class AmbiguousExportError(UnreadableError):
    """Two readers claim the same input; the message names both."""


def reason_in_german(error: OSError) -> str:
    """Give in a few German words why the system refused; its own number where that is a rare one."""
    if error.errno is None:
        return type(error).__name__
    return REASONS_IN_GERMAN.get(error.errno, f"Systemfehler {error.errno}")


def _made_again(kind: type[FieberError], english: str, german: str) -> FieberError:
    return kind(english, de=german)
