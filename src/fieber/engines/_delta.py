"""Delta Lake tables: folders of Parquet files with a log that says which of them count. Its library has this one door.

What counts is a list of Parquet files, and that is how such a table is read, by whatever engine. A table that means
something else than the rows of its files is refused, for rows that were deleted would be counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import polars as pl

from fieber.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from deltalake import DeltaTable

LOG = "_delta_log"
# what a table may ask of its readers; deleted rows are looked for, the others change nothing about its files
KNOWN = {"deletionVectors", "timestampNtz", "v2Checkpoint", "vacuumProtocolCheck"}
OWN_NAMES = 2  # version of the protocol with which a column may have another name in the files
MAPPING = "delta.columnMapping.mode"


def live_files(folder: Path) -> list[Path]:
    """Give the Parquet files that a table consists of now, sorted.

    Args:
        folder: with a `_delta_log` in it.

    Raises:
        UsageError: the extra is missing, or the rows are not those of the files. UnreadableError: the log is damaged,
            or a file that it names is gone.
    """
    deltalake = need_delta()
    try:
        table = deltalake.DeltaTable(folder)
        reason = _other_than_its_files(table)
        files = sorted(map(_path, table.file_uris()))
    except (deltalake.exceptions.DeltaError, OSError):
        raise UnreadableError(
            f"{folder.name} is a Delta table whose log is damaged; repair the table, then run again",
            de=f"{folder.name} ist eine Delta-Tabelle, deren Log beschädigt ist; repariere die Tabelle, dann noch"
            " einmal",
        ) from None
    if reason is None:
        reason = _without_keys(files, table.metadata().partition_columns)
    if reason is not None:
        english, german = reason
        raise UsageError(f"{folder.name} is a Delta table {english}", de=f"Die Delta-Tabelle {folder.name} {german}")
    if gone := [file.name for file in files if not file.exists()]:
        raise UnreadableError(
            f"{folder.name} is a Delta table that lacks the file {gone[0]}; repair the table, then run again",
            de=f"In der Delta-Tabelle {folder.name} fehlt die Datei {gone[0]}; repariere die Tabelle, dann noch einmal",
        )
    return files


def write_table(folder: Path, parts: Iterable[pl.DataFrame], schema: pl.Schema) -> None:
    """Let these rows be the table: a new version, the ones before stay in its history.

    Args:
        folder: of the table; made where there is none. parts: of its rows, of which one at a time is held. schema: of
            each part.

    Raises:
        UsageError: the extra is missing.
    """
    deltalake = need_delta()
    from arro3.core import RecordBatchReader  # noqa: PLC0415 - comes with deltalake, and this is their one door

    # Delta knows no unsigned numbers; a hash keeps its bits
    signed = [pl.col(name).reinterpret(signed=True) for name, dtype in schema.items() if dtype == pl.UInt64]
    empty = pl.DataFrame(schema=schema).with_columns(signed)
    batches = (batch for part in parts for batch in RecordBatchReader.from_stream(part.with_columns(signed)))
    rows = RecordBatchReader.from_batches(RecordBatchReader.from_stream(empty).schema, batches)
    deltalake.write_deltalake(folder, rows, mode="overwrite", schema_mode="overwrite")


def need_delta() -> ModuleType:
    """Give the library of Delta tables; it takes an eighth of a second to load, so nobody else waits for it.

    Raises:
        UsageError: the extra is missing.
    """
    try:
        import deltalake  # noqa: PLC0415 - an extra, and this is its one door
    except ImportError:
        raise UsageError(
            "tables of Delta Lake need one more package: pip install 'fieber[delta]'",
            de="Für Tabellen von Delta Lake braucht es noch ein Paket: pip install 'fieber[delta]'",
        ) from None
    return deltalake


def _path(address: str) -> Path:
    """Give the file of an address that the log names; on this machine it is a path, or a file:// with escapes."""
    return Path(unquote(urlparse(address).path)) if address.startswith("file://") else Path(address)


def _other_than_its_files(table: DeltaTable) -> tuple[str, str] | None:
    """Say what the rows of a table are made of beside its files; None where nothing is."""
    protocol = table.protocol()
    asked = set(protocol.reader_features or ()) - KNOWN
    is_mapped = table.metadata().configuration.get(MAPPING, "none") != "none"
    if asked or is_mapped or protocol.min_reader_version == OWN_NAMES:
        what = ", ".join(sorted(asked)) or "columnMapping"
        return (
            f"that asks its readers for {what}, which fieber cannot do; copy it into a new table",
            f"verlangt von ihren Lesern {what}, und das kann fieber nicht; kopiere sie in eine neue Tabelle",
        )
    if any(batch.num_rows for batch in table.deletion_vectors()):
        return (
            "with rows that are only marked as deleted; run REORG TABLE … APPLY (PURGE) on it first",
            "hat Zeilen, die nur als gelöscht markiert sind; ruf vorher REORG TABLE … APPLY (PURGE) auf",
        )
    return None


def _without_keys(files: Iterable[Path], keys: Iterable[str]) -> tuple[str, str] | None:
    """Say that the columns a table is parted by are in its log alone; None where they are in the folders' names."""
    for file in files:
        for key in keys:
            if not any(part.startswith(f"{key}=") for part in file.parts):
                return (
                    f"parted by {key}, which its folders do not name; copy it into a new table",
                    f"ist nach {key} geteilt, ohne dass es in den Ordnern steht; kopiere sie in eine neue Tabelle",
                )
    return None
