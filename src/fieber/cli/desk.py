"""`fieber desk`: the consultation as a web application on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._words import Lang, language, say
from fieber.desk import backup as copies
from fieber.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from fieber.desk.prepare import Place, Started

Part = Literal["server", "worker"]


def desk(
    part: Annotated[Part | None, typer.Argument(metavar="[PART]", help="part", show_default=False)] = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="demo")] = False,
    port: Annotated[int, typer.Option(metavar="N", help="port", min=1, max=65535, show_default=False)] = 8000,
    host: Annotated[str, typer.Option(metavar="NAME", help="host", show_default=False)] = "127.0.0.1",
    folder: Annotated[str | None, typer.Option(metavar="DIR", help="folder", show_default=False)] = None,
    backup: Annotated[str | None, typer.Option(metavar="FILE", help="backup", show_default=False)] = None,
    restore: Annotated[str | None, typer.Option(metavar="FILE", help="restore", show_default=False)] = None,
    reseal: Annotated[bool, typer.Option("--reseal", help="reseal")] = False,
    lang: _options.Language = None,
) -> int:
    """Run it, or one part of it, until Ctrl-C; or back it up, restore it, or close it anew."""
    spoken = lang or language((), os.environ)
    place = Path(folder).absolute() if folder is not None else _own_folder(is_demo=demo)
    if backup is not None or restore is not None:
        return _copied(place, backup, restore, spoken)
    serving = _serving()
    wanted = serving.Place(place, host, port, demo)
    if reseal:
        typer.echo(say(spoken, "desk.resealed", n=serving.reseal(wanted)))
    elif part == "worker":
        _work(serving, wanted, spoken)
    else:
        _serve(serving.serve if part is None else serving.serve_alone, wanted, spoken)
    return 0


def _serve(run: Callable[[Place, Callable[[Started], None]], None], place: Place, spoken: Lang) -> None:
    def tell(started: Started) -> None:
        typer.echo(say(spoken, "desk.running", address=started.address))
        if started.invitation is not None:
            typer.echo(say(spoken, "desk.first", address=started.invitation))
        _tell_missing(started.missing, spoken)
        if started.mails is not None:
            typer.echo(say(spoken, "desk.mails", folder=str(started.mails)), err=True)
        if started.pages is not None:
            typer.echo(say(spoken, "desk.pages", address=started.pages), err=True)
        typer.echo(say(spoken, "desk.stop"))
        sys.stdout.flush()  # a file or a pipe, as in a container, would keep it until the end

    run(place, tell)


def _work(serving: ModuleType, place: Place, spoken: Lang) -> None:
    def tell(missing: list[str]) -> None:
        typer.echo(say(spoken, "desk.working"))
        _tell_missing(missing, spoken)
        typer.echo(say(spoken, "desk.stop"))
        sys.stdout.flush()

    serving.work(place, tell)


def _tell_missing(missing: list[str], spoken: Lang) -> None:
    for wall in missing:
        typer.echo(say(spoken, f"desk.missing.{wall}"), err=True)


def _copied(place: Path, backup: str | None, restore: str | None, spoken: Lang) -> int:
    """Back up, or put a backup back; no database needs Django for that."""
    if backup is not None and restore is not None:
        raise UsageError("--backup and --restore: one of them", de="--backup und --restore: nur eins davon")
    if backup is not None:
        target = Path(backup).absolute()
        if target.is_dir():
            backup = str(copies.back_up_into(place, target))
        else:
            copies.back_up(place, target)
        typer.echo(say(spoken, "desk.backed_up", file=backup))
    elif restore is not None:
        has_secret = copies.restore(place, Path(restore).absolute())
        typer.echo(say(spoken, "desk.restored", folder=str(place)))
        if not has_secret:
            typer.echo(say(spoken, "desk.no_secret", folder=str(place)), err=True)
    return 0


def _own_folder(*, is_demo: bool) -> Path:
    """Give where the desk keeps what it keeps; the demo has a folder of its own, so that the two never mix."""
    told = os.environ.get("FIEBER_DESK_FOLDER")
    if told:
        return Path(told).absolute()
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "fieber" / ("desk-demo" if is_demo else "desk")


def _serving() -> ModuleType:
    try:
        from fieber.desk import serve  # noqa: PLC0415 - the one door of the extra `desk`
    except ImportError:
        raise UsageError(
            'the desk needs the extra "desk"; install it with: pip install "fieber[desk]"',
            de='Der Desk braucht den Zusatz "desk"; installiere ihn mit: pip install "fieber[desk]"',
        ) from None
    return serve


COMMAND = Command("desk", desk)
