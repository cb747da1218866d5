"""Parquet files that look sound from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyarrow import parquet

if TYPE_CHECKING:
    from pathlib import Path


def spoil(path: Path, column: str) -> None:
    """Overwrite the pages of one column; its place stands in the footer, which stays whole."""
    found = parquet.ParquetFile(path).metadata.row_group(0)
    chunk = next(one for one in map(found.column, range(found.num_columns)) if one.path_in_schema == column)
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    content = bytearray(path.read_bytes())
    content[start + 40 : start + chunk.total_compressed_size] = b"\xff" * (chunk.total_compressed_size - 40)
    path.write_bytes(content)
