"""From paths to rows of posts: which files, of which form, with which columns; and what of them cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from fieber.engines._delta import LOG, live_files
from fieber.engines._protocol import Posts, is_address
from fieber.engines._scan import columns_of, schema_of, tables_of
from fieber.errors import UnreadableError, UsageError
from fieber.model.reading import Fault
from fieber.model.tables import POSTS, TABLES
from fieber.readers._own_archive import MARK, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Form = Literal["parquet", "csv", "duckdb"]
FORMS: dict[str, Form] = {".parquet": "parquet", ".csv": "csv", ".duckdb": "duckdb", ".db": "duckdb"}
KNOWN = (*POSTS, *TERMS)
NEEDED = ("account", "posted_at")


def find_posts(paths: Sequence[Path | str], table: str | None = None) -> tuple[Posts, tuple[Fault, ...]]:
    """Find the posts of files and folders.

    Args:
        paths: .parquet or .csv files, folders of them (partitioned by folders or not), an archive of `fieber record`,
            tables of Delta Lake, or one .duckdb file; or addresses for a cluster. table: of the DuckDB file, where it
            has several.

    Raises:
        UsageError: no such path, several forms, or no such table. UnreadableError: nothing in it is rows of posts.
    """
    if addresses := tuple(str(path) for path in paths if is_address(str(path))):
        return _elsewhere(addresses, len(paths)), ()
    files = [file for path in paths for file in _files_of(Path(path))]
    if not files:
        names = ", ".join(Path(path).name for path in paths)
        raise UsageError(
            f"{names} holds no .parquet, .csv or .duckdb file; name the folder or the file with the posts",
            de=f"{names} enthält keine .parquet-, .csv- oder .duckdb-Datei; nenne den Ordner oder die Datei mit den"
            " Posts",
        )
    forms = {FORMS[file.suffix.lower()] for file in files}
    if len(forms) != 1 or ("duckdb" in forms and len(files) > 1):
        raise UsageError(
            "a roster is read from .parquet files, from .csv files or from one .duckdb file; give one kind",
            de="Viele Accounts kommen aus .parquet-Dateien, aus .csv-Dateien oder aus einer .duckdb-Datei; gib nur"
            " eine Sorte",
        )
    form = forms.pop()
    if form == "duckdb":
        name = table or _only_table(files[0])
        found: tuple[list[str], list[str]] = [str(files[0])], columns_of(str(files[0]), name)
        return Posts(tuple(found[0]), form, _checked(found[1]), name), ()
    return _readable(files, form)


def _elsewhere(addresses: tuple[str, ...], places: int) -> Posts:
    """Give what lies at addresses: Parquet, or CSV where each of them ends so."""
    are_text = [address.lower().endswith(".csv") for address in addresses]
    if len(addresses) != places or any(are_text) != all(are_text):
        raise UsageError(
            "a roster is read from files or from addresses, of one kind; give them apart",
            de="Viele Accounts kommen aus Dateien oder von Adressen, und nur von einer Sorte; gib sie getrennt",
        )
    return Posts(addresses, "csv" if all(are_text) else "parquet", KNOWN)


def _files_of(path: Path) -> list[Path]:
    """Give the files of a path, sorted; of an archive its posts, of a Delta table what counts, hidden ones never."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file", de=f"{path}: Diese Datei gibt es nicht")
    if not path.is_dir():
        if path.suffix.lower() not in FORMS:
            raise UsageError(
                f"{path.name}: a roster is read from .parquet, .csv and .duckdb files",
                de=f"{path.name}: Viele Accounts kommen aus .parquet-, .csv- und .duckdb-Dateien",
            )
        return [path]
    inside = list(path.rglob("posts-*.parquet" if (path / MARK).exists() else "*"))
    tables = {log.parent for log in inside if log.name == LOG}
    loose = (file for file in inside if file.is_file() and tables.isdisjoint(file.parents))
    parts = ((file, file.relative_to(path).parts) for file in loose)
    shown = (file for file, names in parts if not any(name.startswith((".", "_")) for name in names))
    live = [file for table in tables for file in live_files(table)]
    return sorted([*live, *(file for file in shown if file.suffix.lower() in FORMS)])


def _readable(files: Sequence[Path], form: Form) -> tuple[Posts, tuple[Fault, ...]]:
    """Leave out files that are empty or damaged, and say so; tables of something else than posts are none of ours."""
    kept: list[str] = []
    names: dict[str, None] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            schema = schema_of(str(file), form)
        except (pl.exceptions.PolarsError, OSError):
            faults.append(Fault(file.name, None, "unreadable_file" if file.stat().st_size else "empty_file", 1))
            continue
        if len(files) > 1 and _is_other_table(schema):
            continue
        kept.append(str(file))
        names |= dict.fromkeys(schema)
    if not kept and faults:
        named = ", ".join(fault.file for fault in faults[:3])
        raise UnreadableError(
            f"{named}: empty or damaged, so there is nothing to read; export the posts again",
            de=f"{named}: leer oder beschädigt, darin ist nichts zu lesen; exportiere die Posts noch einmal",
        )
    return Posts(tuple(kept), form, _checked(list(names))), tuple(faults)


def _is_other_table(names: Iterable[str]) -> bool:
    """Say whether a file is another table of an input, as `fieber simulate` and `fieber record` write them."""
    others = (set(columns) for table, columns in TABLES.items() if table != "posts")
    return "posted_at" not in names and any(columns.issuperset(names) for columns in others)


def _checked(names: Sequence[str]) -> tuple[str, ...]:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise UnreadableError(
            f"the column {missing[0]} is missing; a roster has the columns of the posts table",
            de=f"Die Spalte {missing[0]} fehlt; gebraucht werden die Spalten der Tabelle posts",
        )
    return tuple(name for name in KNOWN if name in names)


def _only_table(file: Path) -> str:
    names = tables_of(str(file))
    if len(names) == 1:
        return names[0]
    if "posts" in names:
        return "posts"
    raise UsageError(
        f"{file.name} has {len(names)} tables; name one with --table",
        de=f"{file.name} hat {len(names)} Tabellen; nenne eine mit --table",
    )


def inputs_of(posts: Posts) -> tuple[tuple[str, int, int], ...]:
    """Give name, size and time of change of every file: if they are the same, so is what is in them.

    Of addresses nothing is known.
    """
    if posts.are_elsewhere:
        return tuple((address, 0, 0) for address in posts.files)
    stats = ((file, Path(file).stat()) for file in posts.files)
    return tuple((file, stat.st_size, stat.st_mtime_ns) for file, stat in stats)
