"""What a bucket gave, on disk: `out/<table>/part-<bucket>.parquet`, and a mark that says that all of it is there."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from fieber.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DONE = ".done"  # folder of marks: a bucket of which everything is written


def write_parts(writers: Mapping[str, Callable[[IO[bytes]], object]], out: Path, bucket: int) -> None:
    """Write the tables of a bucket, each whole; the mark comes last."""
    for name, write in writers.items():
        (out / name).mkdir(exist_ok=True)
        write_whole(out / name / f"part-{bucket:05}.parquet", write)
    (out / DONE).mkdir(exist_ok=True)
    write_whole(_mark(out, bucket), lambda file: file.write(b""))


def left(out: Path, buckets: int) -> list[int]:
    """Give the buckets that are still to be done."""
    return [bucket for bucket in range(buckets) if not _mark(out, bucket).exists()]


def _mark(out: Path, bucket: int) -> Path:
    return out / DONE / f"{bucket:05}"
