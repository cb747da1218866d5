"""Opens whatever may hold a table: CSV, TSV, semicolons, JSON Lines, a JSON array, Parquet, Excel."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault
from fieber.readers._excel import is_workbook, read_sheet
from fieber.readers._limits import MEDIA_SUFFIXES, damaged
from fieber.readers._text import Layout, decode, decode_head, encoding_of, layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

    from fieber.readers._protocol import Input

Form = Literal["separated", "json", "parquet", "excel"]
HEAD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file has it: texts from CSV, typed from Parquet and Excel; what was lost while opening it."""

    frame: pl.DataFrame
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Top:
    """The beginning of a table: its form, its column names, and its first rows as text (of CSV only)."""

    form: Form
    names: tuple[str, ...]
    layout: Layout | None = None


def top_of(source: Input, path: PurePosixPath) -> Top | None:
    """Look at the beginning of a file; None if it is no table, or a picture, which nobody opens."""
    if path.suffix.lower() in MEDIA_SUFFIXES:
        return None
    start = source.head(path, HEAD_BYTES)
    if start.startswith(b"PAR1"):
        return Top("parquet", tuple(_parquet(source, path, rows=0).columns))
    if start.startswith(b"PK"):
        content = source.read(path)
        if not is_workbook(content):
            return None
        return Top("excel", tuple(read_sheet(content, where=path.name, rows=1).columns))
    text = decode_head(start)
    if text.lstrip("\ufeff \r\n\t")[:1] in {"[", "{"}:
        names = _json_names(text)
        return Top("json", names) if names else None
    layout = layout_of(text, is_whole=len(start) < HEAD_BYTES)
    return Top("separated", layout.rows[0], layout) if layout else None


def read_table(source: Input, path: PurePosixPath, top: Top) -> Table:
    """Read the whole table.

    Raises:
        UnreadableError: damaged, or beyond the limits.
    """
    if top.form == "parquet":
        return Table(_parquet(source, path))
    if top.form == "excel":
        return Table(_without_blank(read_sheet(source.read(path), where=path.name)))
    if top.form == "json":
        return _read_json(decode(source.read(path)), path.name)
    return _read_separated(source, path, top)


def no_table(name: str) -> UnreadableError:
    """Say that what was a table when it was claimed is none when it is read."""
    return UnreadableError(
        f"{name} is no table any more; export it again",
        de=f"{name} ist keine Tabelle mehr; exportiere sie noch einmal",
    )


def _parquet(source: Input, path: PurePosixPath, rows: int | None = None) -> pl.DataFrame:
    local = source.local_path(path)
    origin = local if local is not None else io.BytesIO(source.read(path))
    try:
        return pl.read_parquet(origin, n_rows=rows)
    except pl.exceptions.PolarsError as error:
        raise damaged(path.name) from error


def _read_separated(source: Input, path: PurePosixPath, top: Top) -> Table:
    layout = top.layout
    if layout is None:
        raise damaged(path.name)
    start = source.head(path, 4)
    local = source.local_path(path)
    if local is not None and encoding_of(start) is None and _is_utf8(local):
        try:
            return Table(_without_blank(_scan(local, layout)))
        except pl.exceptions.PolarsError:  # rows of unequal width: the slow way reads them
            return _read_ragged(decode(source.read(path)).lstrip("\ufeff"), layout, path.name)
    content = decode(source.read(path)).lstrip("\ufeff").encode()
    try:
        return Table(_without_blank(_scan(content, layout)))
    except pl.exceptions.PolarsError:
        return _read_ragged(content.decode(), layout, path.name)


def _is_utf8(path: Path) -> bool:
    # Polars takes any bytes for UTF-8 and hands out broken text; checking block by block needs no copy of the file
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(2**20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _scan(origin: Any, layout: Layout) -> pl.DataFrame:
    return pl.read_csv(origin, separator=layout.separator, skip_lines=layout.skip, infer_schema=False)


def _read_ragged(text: str, layout: Layout, file: str) -> Table:
    """Rows of unequal width, read one by one: short ones are filled up, cells beyond the header are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.separator)
    names = _unique(layout.rows[0])
    rows: list[list[str | None]] = []
    ragged = 0
    header_seen = False
    try:
        for row in reader:
            if not row or reader.line_num <= layout.skip:  # millions of blank lines pass here
                continue
            if not any(cell.strip() for cell in row):
                continue
            if not header_seen:
                header_seen = True
                continue
            ragged += len(row) != len(names)
            rows.append([*[cell or None for cell in row[: len(names)]], *[None] * (len(names) - len(row))])
    except csv.Error as error:
        raise damaged(file) from error
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return Table(frame, (Fault(file, None, "ragged_rows", ragged),) if ragged else ())


def _unique(names: tuple[str, ...]) -> list[str]:
    seen: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        count = seen.get(name, 0)
        unique.append(name if count == 0 else f"{name}_duplicated_{count - 1}")
        seen[name] = count + 1
    return unique


def _without_blank(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.all_horizontal(pl.all().is_null())) if frame.width else frame


def _json_names(text: str) -> tuple[str, ...]:
    """Keys of the first record, if the text is an array of flat records or one such record a line."""
    body = text.lstrip("\ufeff \r\n\t")
    is_array = body.startswith("[")
    if is_array:
        body = body[1:].lstrip()
    try:
        record, end = json.JSONDecoder().raw_decode(body)
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
        return ()
    if not isinstance(record, dict) or any(isinstance(value, dict) for value in record.values()):
        return ()
    rest = body[end:]
    is_lines = "\n" not in body[:end] and (not rest.strip() or rest.lstrip(" \r").startswith("\n"))
    return tuple(record) if is_array or is_lines else ()


def _read_json(text: str, file: str) -> Table:
    body = text.lstrip("\ufeff \r\n\t")
    broken = 0
    records: list[dict[str, Any]] = []
    for record in _json_array(body, file) if body.startswith("[") else _json_lines(body):
        if isinstance(record, dict):
            records.append(record)
        else:
            broken += 1
    names = list(dict.fromkeys(name for record in records for name in record))
    columns = {name: _json_column([record.get(name) for record in records]) for name in names}
    faults = (Fault(file, None, "unreadable_row_dropped", broken),) if broken else ()
    return Table(pl.DataFrame(columns), faults)


def _json_array(text: str, file: str) -> list[Any]:
    try:
        array = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged(file) from error
    return array if isinstance(array, list) else []


def _json_lines(text: str) -> Iterator[Any]:
    for line in text.split("\n"):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield None


def _json_column(values: list[Any]) -> pl.Series:
    said = [value for value in values if value is not None]
    kinds = {type(value) for value in said}
    if kinds == {int} and max(map(abs, said)) < 2**63:
        return pl.Series(values, dtype=pl.Int64)
    if kinds and kinds <= {int, float}:
        return pl.Series([_as_float(value) for value in values], dtype=pl.Float64)
    texts = [value if isinstance(value, str) or value is None else json.dumps(value) for value in values]
    return pl.Series(texts, dtype=pl.String)


def _as_float(value: float | None) -> float | None:
    """Give a number as a float; a whole one beyond all floats is no count."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None
