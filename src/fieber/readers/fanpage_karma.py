"""Fanpage Karma's Excel of posts (FORMATS.md 2.5).

Texts of posts are never kept. The identity comes from the link, because the column Message-ID is a number that Excel
has rounded. "Reactions, Comments & Shares" is a sum and never likes. Posts under another profile's name are
collaborations of the main profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.readers._columns import fold
from fieber.readers._posts import Rows, posts_from
from fieber.readers._protocol import Input, Reader
from fieber.readers._tables import read_table, top_of

COLUMNS = {
    "posted_at": "Date",
    "account": "Profile",
    "platform": "Network",
    "likes": "Likes per post",
    "comments": "Comments per post",
    "url": "Link",
}
SIGNATURE = frozenset(fold(name) for name in ("Date", "Profile", "Network", "Profile-ID", "Link"))
# part of the link → kind; a /p/ link may be a photo, a carousel or a video
KINDS_OF_LINKS = {"reel": "reel", "reels": "reel", "tv": "video", "p": "other", "stories": "story"}
LINK = r"instagram\.com/(?:[\w.]+/)?(p|reels?|tv|stories)/([\w-]+)"


@dataclass(frozen=True, slots=True)
class FanpageKarma:
    """Reads the sheet of posts that Fanpage Karma exports, as Excel or saved as CSV."""

    name: ClassVar[str] = "fanpage_karma"

    def claims(self, source: Input) -> bool:
        """A table with its column names."""
        paths = source.paths()
        top = top_of(source, paths[0]) if len(paths) == 1 else None
        return top is not None and {fold(name) for name in top.names} >= SIGNATURE

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; `account` names the main profile, else it is the most frequent one. `columns` has no use here.

        Raises:
            UnreadableError: no rows.
        """
        del columns
        path = source.paths()[0]
        top = top_of(source, path)
        if top is None:
            raise UnreadableError(f"{source.name} is no table any more; export it again")
        table = read_table(source, path, top)
        if table.frame.is_empty():
            raise UnreadableError(f"{source.name} holds only a header and no rows; export it again")
        theirs = {fold(name): name for name in table.frame.columns}
        ours = {ours: theirs[fold(name)] for ours, name in COLUMNS.items() if fold(name) in theirs}
        rows = posts_from(table.frame, ours, file=source.name, day_first=None)
        return _reading(rows, table.faults, source.name, ours, tuple(table.frame.columns), account)


def _reading(
    rows: Rows,
    opened: tuple[Fault, ...],
    file: str,
    ours: Mapping[str, str],
    names: tuple[str, ...],
    account: str | None,
) -> Reading:
    used = tuple(ours.values())
    lost = sum(fault.count for fault in opened if fault.kind.endswith("_dropped"))
    return Reading(
        posts=_with_collaborations(rows.frame, account),
        faults=(*opened, *rows.faults),
        sources=(Source(file, FanpageKarma.name, used, tuple(name for name in names if name not in used)),),
        notes=rows.notes,
        rows_read=rows.rows_read + lost,
    )


def _with_collaborations(posts: pl.DataFrame, account: str | None) -> pl.DataFrame:
    """Identity and kind from the link; posts of other profiles are collaborations of the main one, per network."""
    identified = posts.with_columns(
        post_id=pl.col("url").str.extract(LINK, 2),
        kind=pl.col("url").str.extract(LINK, 1).replace_strict(KINDS_OF_LINKS, default=None, return_dtype=pl.String),
    )
    if account is not None:
        profiles = posts["account"].drop_nulls().unique().to_list()
        # a handle that is no profile's display name renames the main profile
        main = pl.lit(account) if account in profiles else pl.col("account").mode().sort().first().over("platform")
        return identified.with_columns(collab=pl.col("account") != main, account=pl.lit(account)).select(posts.columns)
    main = pl.col("account").mode().sort().first().over("platform")
    return identified.with_columns(collab=pl.col("account") != main, account=main).select(posts.columns)


READER: Reader = FanpageKarma()
