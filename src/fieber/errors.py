"""Every error that fieber raises on purpose.

FieberError                 the caller must change something; one clear sentence: what, where, what to do
├── UsageError              wrong path, option or argument        (exit 2)
└── UnreadableError         the export cannot be read             (exit 3)
    ├── UnknownExportError  no reader claims it
    └── AmbiguousExportError    two readers claim it

What is wrong with single rows of the *data* is no error but a `Fault` in the reading.
"""


class FieberError(Exception):
    """Something the caller has to change; `str(error)` is the sentence a person reads."""

    exit_code = 2


class UsageError(FieberError):
    """A wrong path, option or argument."""


class UnreadableError(FieberError):
    """Nothing in the input can be read."""

    exit_code = 3


class UnknownExportError(UnreadableError):
    """No reader claims the input; the message lists all readers."""


class AmbiguousExportError(UnreadableError):
    """Two readers claim the same input; the message names both."""
