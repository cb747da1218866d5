"""`fieber anonymise PATH… -o OUT`: a copy that can be shown to others."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from fieber.api import charts, read
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._words import language, say
from fieber.cli.check import columns_of
from fieber.errors import UsageError, reason_in_german
from fieber.files import write_whole
from fieber.privacy import anonymous_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from fieber.model.reading import Reading

SALT_BYTES = 32
RANDOM = "random"
MOST_WEEKS = 260  # back in time: a date of the future would be told as a mistake


def anonymise(
    paths: _options.Paths,
    *,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="output")],
    account: _options.Account = None,
    shift_days: Annotated[str, typer.Option(metavar="N", help="shift_days", show_default=False)] = "0",
    salt_file: Annotated[str | None, typer.Option(metavar="FILE", help="salt_file", show_default=False)] = None,
    columns: _options.Columns = None,
    lang: _options.Language = None,
) -> int:
    """Read exports, write their numbers without names, and say what is in the copy."""
    spoken = lang or language((), os.environ)
    target, inputs = _target(output), [Path(path) for path in paths]
    shift = _shift(shift_days)
    salt = _salt(salt_file)
    reading = _only(read(list(paths), account=account, map=columns_of(columns or ()) or None), account)
    copy = anonymous_copy(reading, salt=salt, shift_days=shift)
    files = []
    for table, path in ((copy.posts, target), (copy.days, target.with_stem(f"{target.stem}-days"))):
        if table.height:
            _write(table, path, inputs)
            files.append(str(path))
    n_accounts = len({*copy.posts["account"]} if copy.posts.height else {*copy.days["account"]})
    typer.echo(say(spoken, "anonymise.done", posts=copy.posts.height, days=copy.days.height, accounts=n_accounts))
    if shift:
        typer.echo(say(spoken, "anonymise.shifted"))
    typer.echo(say(spoken, "anonymise.salt_kept" if salt_file else "anonymise.salt_gone"))
    typer.echo(say(spoken, "anonymise.check", paths=" ".join(files)))
    return 0


def _only(reading: Reading, account: str | None) -> Reading:
    if account is None:
        return reading
    charts(reading, account)  # says so where there is no such account
    posts, days = (table.filter(pl.col("account") == account) for table in (reading.posts, reading.days))
    return replace(reading, posts=posts, days=days)


def _target(told: str) -> Path:
    path = Path(told)
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise UsageError(
            f"-o {told}: the copy is a table; name a file that ends in .csv or .parquet",
            de=f"-o {told}: Die Kopie ist eine Tabelle; nenne eine Datei, die auf .csv oder .parquet endet",
        )
    if not path.resolve().parent.is_dir():
        raise UsageError(
            f"-o {told}: there is no such folder; make it first",
            de=f"-o {told}: Diesen Ordner gibt es nicht; leg ihn zuerst an",
        )
    return path


def _shift(told: str) -> int:
    """Give the days by which all times move; at random by whole weeks, so that each day of the week stays itself."""
    if told == RANDOM:
        return -7 * (1 + secrets.randbelow(MOST_WEEKS))
    try:
        days = int(told)
    except ValueError:
        days = 10**9
    if abs(days) > 7 * MOST_WEEKS:
        raise UsageError(
            f"--shift-days {told}: write a whole number of days, {7 * MOST_WEEKS} at most, or random",
            de=f"--shift-days {told}: Schreib eine ganze Zahl von Tagen, höchstens {7 * MOST_WEEKS}, oder random",
        )
    return days


def _salt(told: str | None) -> bytes:
    """Give random bytes: new ones that nobody keeps, or those of a file, which is made where there is none."""
    if told is None:
        return secrets.token_bytes(SALT_BYTES)
    path = Path(told)
    try:
        if not path.exists():
            salt = secrets.token_bytes(SALT_BYTES)
            write_whole(path, lambda file: file.write(salt), private=True)
        salt = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"--salt-file {told} cannot be used ({error.strerror}); name another file",
            de=f"--salt-file {told} lässt sich nicht nutzen ({reason_in_german(error)}); nenne eine andere Datei",
        ) from error
    if len(salt) != SALT_BYTES:
        raise UsageError(
            f"--salt-file {told} holds no salt of fieber's; name a file that is not there yet, and fieber makes it",
            de=f"--salt-file {told} enthält kein Salz von fieber; nenne eine Datei, die es noch nicht gibt, dann legt"
            " fieber sie an",
        )
    return salt


def _write(table: pl.DataFrame, path: Path, inputs: Sequence[Path]) -> None:
    if any(given.exists() and path.exists() and given.samefile(path) for given in inputs):
        raise UsageError(
            f"-o {path} is the input itself; name another file",
            de=f"-o {path} ist die Datei, die gelesen wird; nenne eine andere",
        )
    write: Callable[[IO[bytes]], object] = table.write_csv if path.suffix.lower() == ".csv" else table.write_parquet
    try:
        write_whole(path, write)
    except OSError as error:
        raise UsageError(
            f"-o {path} cannot be written ({error.strerror}); name another place",
            de=f"-o {path} lässt sich nicht schreiben ({reason_in_german(error)}); nenne einen anderen Ort",
        ) from error


COMMAND = Command("anonymise", anonymise)
