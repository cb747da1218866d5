"""4CAT's CSV of Instagram posts: its columns are known from the tool's own source, not from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._sheets import Sheet, named, only_sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

GUIDE = Guide(
    title=Said("4CAT", "4CAT"),
    also=("4cat",),
    forms=(
        Form(
            what=Said("CSV of a data set of Instagram posts", "CSV eines Datensatzes mit Instagram-Posts"),
            gives=Said(
                "likes and comments of each post, of all accounts in it",
                "Likes und Kommentare je Post, von allen Accounts darin",
            ),
            lacks=Said(
                "reach, saves, shares, followers",
                "Reichweite, Speichern, Teilen, Follower",
            ),
            steps=(
                Said(
                    "In 4CAT open the data set and download it as CSV.",
                    "Öffne in 4CAT den Datensatz und lade ihn als CSV.",
                ),
            ),
            is_verified=False,
        ),
    ),
)


def _posts_only(table: pl.DataFrame) -> pl.DataFrame:
    """Leave comments out: other people wrote them."""
    kind = named(table, "type")
    return table.filter(pl.col(kind).cast(pl.String) != "comment") if kind is not None else table


SHEET = Sheet(
    reader="four_cat",
    platform="instagram",
    needs=("id", "thread_id", "author", "timestamp", "num_likes", "num_comments", "body"),
    columns={
        "posted_at": "timestamp",
        "post_id": "id",
        "account": "author",
        "kind": "type",
        "likes": "num_likes",
        "comments": "num_comments",
    },
    is_verified=False,
    prepare=_posts_only,
)


class _FourCat:
    """Reads one CSV; see the module."""

    name: ClassVar[str] = "four_cat"
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A table with 4CAT's column names."""
        return only_sheet(source, (SHEET,)) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; it names its accounts itself."""
        if only_sheet(source, (SHEET,)) is None:
            raise UnreadableError(f"{source.name} is no table of 4CAT", de=f"{source.name} ist keine Tabelle von 4CAT")
        return read_sheet(source, source.paths()[0], SHEET, account=account, columns=columns)


READER: Reader = _FourCat()
