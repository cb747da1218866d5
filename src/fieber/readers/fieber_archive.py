"""The folder that `fieber record` keeps: every reading of every post, and the days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import conform, empty
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._own_archive import DAY_KEY, MARK, POST_KEY, is_mark, layout_of, part_of, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input, Reader


GUIDE = Guide(
    title=Said("fieber record", "fieber record"),
    also=("record",),
    forms=(
        Form(
            what=Said("the folder that fieber record keeps", "der Ordner, den fieber record führt"),
            gives=Said("every reading of every post, and the days", "jede Ablesung jedes Posts, und die Tage"),
            lacks=Said("what was never recorded", "was nie aufgezeichnet wurde"),
            steps=(Said("See: fieber record --help.", "Siehe: fieber record --help."),),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class FieberArchive:
    """Reads an archive whole."""

    name: ClassVar[str] = "fieber_archive"
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A folder (or ZIP of one) that says so."""
        return bool(_marks(source))

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:  # noqa: ARG002 - the protocol's; an archive names its accounts and columns itself
        """Read all accounts.

        Raises:
            UnreadableError: a file is damaged, or written by a later fieber.
        """
        marks = _marks(source)
        for mark in marks:
            layout_of(source.read(mark))
        paths = [path for path in source.paths() if any(path.is_relative_to(mark.parent) for mark in marks)]
        parts: dict[str, list[pl.DataFrame]] = {"posts": [], "days": [], "accounts": []}
        for path in paths:
            table = table_of(path)
            if table is not None:
                parts[table].append(part_of(source.read(path), table, path.name))
        if not parts["posts"] and not parts["days"]:
            raise UnreadableError(
                f"the archive {source.name} is empty; put something into it with fieber record",
                de=f"Das Archiv {source.name} ist leer; leg mit fieber record etwas hinein",
            )
        return _reading(source.name, parts, unknown=_strangers(paths))


def _marks(source: Input) -> list[PurePosixPath]:
    """Give where it is said that this is an archive; in several places where copies lie side by side."""
    return [path for path in source.paths() if path.name == MARK and is_mark(source.head(path, 4096))]


def _strangers(paths: list[PurePosixPath]) -> tuple[str, ...]:
    hidden = {path for path in paths if path.name.startswith(".") or path.name == MARK}
    return tuple(str(path) for path in paths if path not in hidden and table_of(path) is None)


def _reading(name: str, parts: Mapping[str, list[pl.DataFrame]], *, unknown: tuple[str, ...]) -> Reading:
    read = pl.concat(parts["posts"]) if parts["posts"] else None
    posts = (
        empty("posts") if read is None else conform(read.unique(POST_KEY, keep="last", maintain_order=True), "posts")
    )
    days = pl.concat(parts["days"]).unique(DAY_KEY, keep="last", maintain_order=True) if parts["days"] else None
    lost = (0 if read is None else read.height) - posts.height
    matched = tuple(column for column in posts.columns if posts[column].null_count() < posts.height)
    return Reading(
        posts=posts.sort("account", "posted_at", "measured_at", maintain_order=True),
        days=empty("days") if days is None else conform(days.sort(DAY_KEY), "days"),
        accounts=conform(pl.concat(parts["accounts"]), "accounts") if parts["accounts"] else empty("accounts"),
        faults=(Fault(name, None, "duplicate_rows_dropped", lost),) if lost else (),
        sources=(Source(name, FieberArchive.name, matched), *_limited(name, parts)),
        unknown_paths=unknown,
        rows_read=0 if read is None else read.height,
    )


def _limited(name: str, parts: Mapping[str, list[pl.DataFrame]]) -> tuple[Source, ...]:
    """Name the platforms whose terms keep their numbers out of what is made of many accounts."""
    held = [part.filter(~pl.col("may_pool"))["platform"] for part in (*parts["posts"], *parts["days"])]
    platforms = sorted(set(pl.concat(held).drop_nulls())) if held else []
    return tuple(Source(name, platform, may_pool=False) for platform in platforms)


READER: Reader = FieberArchive()
