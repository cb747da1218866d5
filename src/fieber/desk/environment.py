"""What whoever runs the desk says in the environment; what is secret may lie in a file instead."""

from __future__ import annotations

import os
from pathlib import Path

from fieber.errors import UsageError, reason_in_german


def variable(name: str, default: str = "") -> str:
    """Give the value of a variable, else what stands in the file that `NAME_FILE` names, else the default.

    Secrets of containers and of systemd are files; and what stands in the environment, child processes and lists of
    processes show too.

    Raises:
        UsageError: that file cannot be read.
    """
    told = os.environ.get(name)
    file = os.environ.get(f"{name}_FILE")
    if told or not file:
        return told or default
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(
            f"{name}_FILE: {file} cannot be read ({error.strerror}); may the desk read it?",
            de=f"{name}_FILE: {file} lässt sich nicht lesen ({reason_in_german(error)}); darf der Desk sie lesen?",
        ) from None
    except UnicodeDecodeError:
        raise UsageError(f"{name}_FILE: {file} is no text", de=f"{name}_FILE: {file} ist kein Text") from None
