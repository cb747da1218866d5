"""CrowdTangle's CSV of posts of Facebook or Instagram; the service ended in August 2024 (FORMATS.md 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._sheets import Sheet, handle_in, named, only_sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

REACTIONS = ("Likes", "Love", "Wow", "Haha", "Sad", "Angry", "Care")
GUIDE = Guide(
    title=Said("CrowdTangle", "CrowdTangle"),
    forms=(
        Form(
            what=Said("CSV of posts, from before August 2024", "CSV der Posts, von vor August 2024"),
            gives=Said(
                "likes or reactions, comments, shares, views, followers at posting",
                "Likes oder Reaktionen, Kommentare, Teilen, Aufrufe, Follower beim Posten",
            ),
            lacks=Said("reach, saves, anything newer", "Reichweite, Speichern, alles Neuere"),
            steps=(
                Said(
                    "The service has ended: only files you kept can be read.",
                    "Den Dienst gibt es nicht mehr: nur alte Dateien gehen.",
                ),
            ),
        ),
    ),
)


def _with_views(table: pl.DataFrame, name: str, pattern: str) -> pl.DataFrame:
    """Take 0 views for "not said": CrowdTangle writes it at everything that is no video. And find the identity."""
    views, link = named(table, name), named(table, "url")
    said = pl.col(views).cast(pl.String).replace("0", None) if views else pl.lit(None, dtype=pl.String)
    identity = handle_in(link, pattern) if link else pl.lit(None, dtype=pl.String)
    return table.with_columns(said.alias("fieber views"), identity.alias("fieber id"))


def _with_reactions(table: pl.DataFrame) -> pl.DataFrame:
    """Add up all reactions: on Facebook the column Likes is the thumb alone."""
    table = _with_views(table, "post views", r"facebook\.com/.*?(?:posts|videos|photos)/.*?(\d+)/?$")
    columns = [name for word in REACTIONS if (name := named(table, word)) is not None]
    if len(columns) < 2:
        return table
    counts = [pl.col(name).cast(pl.String).str.replace_all(",", "").cast(pl.Int64, strict=False) for name in columns]
    return table.with_columns(pl.sum_horizontal(counts, ignore_nulls=False).alias("fieber reactions"))


FACEBOOK = Sheet(
    reader="crowdtangle",
    platform="facebook",
    needs=("page name|group name", "followers at posting|likes at posting|members at posting", "post created", "url"),
    columns={
        "posted_at": "post created",
        "account": "user name|page name|group name",
        "kind": "type",
        "likes": "fieber reactions",
        "comments": "comments",
        "shares": "shares",
        "views": "fieber views",
        "followers": "followers at posting",
        "post_id": "fieber id",
        "url": "url",
    },
    also="|".join((*REACTIONS, "post views")),
    prepare=_with_reactions,
)
INSTAGRAM = Sheet(
    reader="crowdtangle",
    platform="instagram",
    needs=("account", "user name", "followers at posting", "created|post created", "url"),
    columns={
        "posted_at": "post created|created",
        "account": "user name|account",
        "kind": "type",
        "likes": "likes",
        "comments": "comments",
        "views": "fieber views",
        "followers": "followers at posting",
        "post_id": "fieber id",
        "url": "url",
    },
    also="views",
    prepare=lambda table: _with_views(table, "views", r"instagram\.com/(?:p|reel|tv)/([\w-]+)"),
)


class _CrowdTangle:
    """Reads one CSV; see the module."""

    name: ClassVar[str] = "crowdtangle"
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A table with its column names."""
        return only_sheet(source, (FACEBOOK, INSTAGRAM)) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; it names its accounts itself."""
        sheet = only_sheet(source, (FACEBOOK, INSTAGRAM))
        if sheet is None:
            raise UnreadableError(
                f"{source.name} is no table of CrowdTangle", de=f"{source.name} ist keine Tabelle von CrowdTangle"
            )
        return read_sheet(source, source.paths()[0], sheet, account=account, columns=columns)


READER: Reader = _CrowdTangle()
