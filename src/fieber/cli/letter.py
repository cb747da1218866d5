"""`fieber letter`: what the law gives a person whom a platform restricts, and a letter to copy."""

from __future__ import annotations

import os

from fieber.advice import letter as letter_in
from fieber.advice import rights
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import FileOutput, StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._words import language
from fieber.cli._writers import view_of


def letter(
    *,
    lang: _options.Language = None,
    output: _options.File = None,
) -> int:
    """Print the rights and the letter; with a file, write the letter there and print the rights alone."""
    spoken = lang or language((), os.environ)
    if output is not None:
        file = FileOutput(output, ())
        file.write(letter_in(spoken))
        file.close()
    screen = view_of(is_file=False).screen.narrowed()
    told = rights(spoken) if output is not None else f"{rights(spoken)}\n---\n\n{letter_in(spoken)}"
    lines = [part for line in told.splitlines() for part in (screen.wrap(line.replace("**", "")) or [""])]
    out = StandardOutput(screen.encoding, Progress())
    out.write("\n".join(lines) + "\n")
    out.close()
    return 0


COMMAND = Command("letter", letter)
