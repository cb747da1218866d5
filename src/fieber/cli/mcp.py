"""`fieber mcp`: check-ups for an assistant, over standard input and output, on files of this machine."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._allowed import allowed
from fieber.cli._command import Command
from fieber.cli._words import language, say
from fieber.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType


def mcp(
    *,
    folders: Annotated[list[str] | None, typer.Option("--folder", metavar="DIR", help="folder")] = None,
    anonymise: Annotated[bool, typer.Option("--anonymise", help="anonymise")] = False,
    network: Annotated[bool, typer.Option("--network", help="network")] = False,
    lang: _options.Language = None,
) -> int:
    """Answer an assistant until it hangs up."""
    spoken = lang or language((), os.environ)
    assistant = _assistant()
    granted = assistant.Granted(
        allowed(folders or (), is_numbered=anonymise), spoken, is_anonymous=anonymise, has_network=network
    )
    if sys.stdin.isatty():
        typer.echo(say(spoken, "mcp.waiting"), err=True)
    assistant.serve(granted)
    return 0


def _assistant() -> ModuleType:
    try:
        from fieber.cli import _assistant  # noqa: PLC0415 - the one door of the extra `mcp`
    except ImportError:
        raise UsageError(
            'fieber mcp needs the extra "mcp"; install it with: pip install "fieber[mcp]"',
            de='fieber mcp braucht den Zusatz "mcp"; installiere ihn mit: pip install "fieber[mcp]"',
        ) from None
    return _assistant


COMMAND = Command("mcp", mcp)
