"""Fanpage Karma's Excel of posts (FORMATS.md 2.5).

Texts of posts are never kept. The identity comes from the link, because the column Message-ID is a number that Excel
has rounded. "Reactions, Comments & Shares" is a sum and never likes. Posts under another profile's name are
collaborations of the main profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.readers._collaborations import fold_collaborations
from fieber.readers._columns import fold
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._posts import posts_from
from fieber.readers._tables import no_table, read_table, top_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.readers._protocol import Input, Reader

GUIDE = Guide(
    title=Said("Fanpage Karma", "Fanpage Karma"),
    also=("karma",),
    forms=(
        Form(
            what=Said("Excel of posts, also saved as CSV", "Excel der Posts, auch als CSV gesichert"),
            gives=Said(
                "likes and comments of each post, collaborations", "Likes und Kommentare je Post, Kooperationen"
            ),
            lacks=Said(
                "reach, views, saves, followers",
                "Reichweite, Aufrufe, Speichern, Follower",
            ),
            steps=(
                Said("Open Posts, choose one profile and a long time.", "Öffne Posts, wähle ein Profil und viel Zeit."),
                Said("Choose: Export, Excel.", "Wähle: Exportieren, Excel."),
            ),
        ),
    ),
)
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
    guide: ClassVar[Guide] = GUIDE

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
            raise no_table(source.name)
        table = read_table(source, path, top)
        if table.frame.is_empty():
            raise UnreadableError(
                f"{source.name} holds only a header and no rows; export it again",
                de=f"{source.name} enthält nur eine Kopfzeile und sonst keine Zeile; exportiere es noch einmal",
            )
        theirs = {fold(name): name for name in table.frame.columns}
        ours = {ours: theirs[fold(name)] for ours, name in COLUMNS.items() if fold(name) in theirs}
        rows = posts_from(table.frame, ours, file=source.name, day_first=None)
        posts, copies = fold_collaborations(_identified(rows.frame), account)
        faults = [*table.faults, *rows.faults]
        if copies:
            faults.append(Fault(source.name, None, "collaborator_row_dropped", copies))
        used = tuple(ours.values())
        unmatched = tuple(name for name in table.frame.columns if name not in used)
        return Reading(
            posts=posts,
            faults=tuple(faults),
            sources=(Source(source.name, self.name, used, unmatched),),
            # its clock has no zone written, but agrees with UTC (FORMATS.md 2.5): no note about that
            notes=tuple(note for note in rows.notes if note.key != "note.no_time_zone"),
            rows_read=rows.rows_read + sum(fault.count for fault in table.faults if fault.kind.endswith("_dropped")),
        )


def _identified(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.with_columns(
        post_id=pl.col("url").str.extract(LINK, 2),
        kind=pl.col("url").str.extract(LINK, 1).replace_strict(KINDS_OF_LINKS, default=None, return_dtype=pl.String),
    )


READER: Reader = FanpageKarma()
