"""Opens whatever may hold a table: CSV, TSV, semicolons, JSON Lines, a JSON array, Parquet, Excel."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault
from fieber.readers._excel import is_workbook, read_sheet
from fieber.readers._json import storable
from fieber.readers._limits import MEDIA_SUFFIXES, damaged
from fieber.readers._text import Layout, decode, decode_head, encoding_of, layout_of
from fieber.readers._typed_tables import read_parquet, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

    from fieber.readers._protocol import Input

Form = Literal["separated", "json", "parquet", "excel"]
HEAD_BYTES = 65536
LINES_AT_ONCE = 1000
# A table full of holes takes memory for each of them. Real ones have a date and a count in each row at least, and say
# every third of their columns or more.
MOST_CELLS_A_LETTER = 3
MOST_CELLS_A_VALUE, ENOUGH_VALUES = 10, 100_000


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


# every reader asks for the same: looked at once, and forgotten with the input
_SEEN: WeakKeyDictionary[Input, dict[PurePosixPath, Top | None]] = WeakKeyDictionary()


def top_of(source: Input, path: PurePosixPath) -> Top | None:
    """Look at the beginning of a file; None if it is no table, or a picture, which nobody opens."""
    seen = _SEEN.setdefault(source, {})
    if path not in seen:
        seen[path] = _look(source, path)
    return seen[path]


def _look(source: Input, path: PurePosixPath) -> Top | None:
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
        return Table(_without_blank(settled(read_sheet(source.read(path), where=path.name))))
    if top.form == "json":
        return _read_json(decode(source.read(path)), path.name)
    return _read_separated(source, path, top)


def no_table(name: str) -> UnreadableError:
    """Say that what was a table when it was claimed is none when it is read."""
    return UnreadableError(
        f"{name} is no table any more; export it again",
        de=f"{name} ist keine Tabelle mehr; exportiere sie noch einmal",
    )


def _hollow(name: str) -> UnreadableError:
    return UnreadableError(
        f"nearly all fields of {name} are empty; export it again",
        de=f"In {name} sind fast alle Felder leer; exportiere die Datei noch einmal",
    )


def _parquet(source: Input, path: PurePosixPath, rows: int | None = None) -> pl.DataFrame:
    local = source.local_path(path)
    return read_parquet(local if local is not None else source.read(path), where=path.name, rows=rows)


def _read_separated(source: Input, path: PurePosixPath, top: Top) -> Table:
    layout = top.layout
    if layout is None:
        raise damaged(path.name)
    local = source.local_path(path)
    n_lines = _utf8_lines(local) if local is not None and encoding_of(source.head(path, 4)) is None else None
    content: Path | bytes
    if local is not None and n_lines is not None:
        content, size = local, source.size(path)
    else:
        content = decode(source.read(path)).lstrip("\ufeff").encode()
        n_lines, size = content.count(b"\n"), len(content)
    if n_lines * len(layout.rows[0]) <= size:  # else many lines are shorter than the header, or blank
        try:
            return Table(_without_blank(_scan(content, layout)))
        except pl.exceptions.PolarsError:  # some are longer: the slow way reads them
            pass
    whole = content if isinstance(content, bytes) else source.read(path)
    return _read_ragged(whole.decode().lstrip("\ufeff"), layout, path.name)


def _utf8_lines(path: Path) -> int | None:
    """Count the lines of a file; None if it is no UTF-8: Polars takes any bytes for that and hands out broken text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    n_lines = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(2**20):  # block by block, so that there is no copy of the file
                n_lines += block.count(b"\n")
                if decoder.getstate()[0] or not block.isascii():
                    decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return n_lines


def _scan(origin: Path | bytes, layout: Layout, *, skip: int | None = None) -> pl.DataFrame:
    above = layout.skip if skip is None else skip
    return pl.read_csv(origin, separator=layout.separator, skip_lines=above, infer_schema=False)


def _read_ragged(text: str, layout: Layout, file: str) -> Table:
    """Rows of unequal width: short ones are filled up, cells beyond the header are left out, blank ones too."""
    width = len(layout.rows[0])
    even = io.StringIO(newline="")
    writer = csv.writer(even, delimiter=layout.separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.separator)
    n_rows = n_ragged = 0
    try:
        for row in reader:
            if not any(row) or reader.line_num <= layout.skip:  # millions of blank lines pass here
                continue
            n_rows += 1
            n_ragged += len(row) != width
            writer.writerow([*row[:width], *[""] * (width - len(row))])
        if n_rows * width > MOST_CELLS_A_LETTER * len(text):
            raise _hollow(file)
        frame = _scan(even.getvalue().encode(), layout, skip=0)
    except (csv.Error, pl.exceptions.PolarsError) as error:
        raise damaged(file) from error
    return Table(_without_blank(frame), (Fault(file, None, "ragged_rows", n_ragged),) if n_ragged else ())


def _without_blank(frame: pl.DataFrame) -> pl.DataFrame:
    if any(column.null_count() == 0 for column in frame):
        return frame
    return frame.filter(~pl.all_horizontal(pl.all().is_null()))


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
    return tuple(map(storable, record)) if is_array or is_lines else ()


def _read_json(text: str, file: str) -> Table:
    body = text.lstrip("\ufeff \r\n\t")
    columns: dict[str, list[Any]] = {}
    n_rows = n_said = n_broken = 0
    for record in _json_array(body, file) if body.startswith("[") else _json_lines(body):
        if not isinstance(record, dict):
            n_broken += 1
        elif record:
            n_said += len(record)
            if (n_rows + 1) * len(columns) > MOST_CELLS_A_VALUE * (n_said + ENOUGH_VALUES):
                raise _hollow(file)
            for name, value in record.items():
                column = columns.setdefault(name, [])
                column += [None] * (n_rows - len(column))
                column.append(value)
            n_rows += 1
    series = {
        storable(name): _json_column([*values, *[None] * (n_rows - len(values))]) for name, values in columns.items()
    }
    faults = (Fault(file, None, "unreadable_row_dropped", n_broken),) if n_broken else ()
    return Table(pl.DataFrame(series), faults)


def _json_array(text: str, file: str) -> list[Any]:
    try:
        array = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged(file) from error
    return array if isinstance(array, list) else []


def _json_lines(text: str) -> Iterator[Any]:
    """Give the value of each line that says something; None where it is broken."""
    lines = io.StringIO(text, newline="\n")
    while some := list(islice(lines, LINES_AT_ONCE)):
        said = [line for line in some if not line.isspace()]
        try:
            together = json.loads(f"[{','.join(said)}]")  # a third of the time that line by line takes
        except (ValueError, RecursionError):
            together = []
        yield from together if len(together) == len(said) else map(_json_line, said)


def _json_line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _json_column(values: list[Any]) -> pl.Series:
    said = [value for value in values if value is not None]
    kinds = {type(value) for value in said}
    if kinds == {int} and max(map(abs, said)) < 2**63:
        return pl.Series(values, dtype=pl.Int64)
    if kinds and kinds <= {int, float}:
        return pl.Series([_as_float(value) for value in values], dtype=pl.Float64)
    texts = [value if isinstance(value, str) or value is None else json.dumps(value) for value in values]
    return pl.Series([None if text is None else storable(text) for text in texts], dtype=pl.String)


def _as_float(value: float | None) -> float | None:
    """Give a number as a float; a whole one beyond all floats is no count."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None
