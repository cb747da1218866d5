"""Facebook: Meta's "download your information" of a profile or page, and the old CSV of page insights (FORMATS.md 4.6).

The content CSVs of Meta Business Suite have a reader of their own. Of Meta's export only the account's own posts are
opened; they hold when and what kind, never how many liked it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.text import Message
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import document_of, items, moment, part, text
from fieber.readers._mistakes import is_facebook
from fieber.readers._sheets import Sheet, named, only_sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "facebook"
POSTS_FILE = re.compile(r"(?:your_posts|profile_posts|your_posts__check_ins__photos_and_videos)(?:_\d+)?\.json")
GUIDE = Guide(
    title=Said("Facebook", "Facebook"),
    also=("facebook page", "facebook-seite"),
    forms=(
        Form(
            what=Said("your information from Meta (JSON)", "deine Informationen von Meta (JSON)"),
            gives=Said("when you posted, and what kind of post", "wann du gepostet hast, und was für ein Post es war"),
            lacks=Said(
                "reactions, reach: for a page take Meta Business Suite",
                "Reaktionen, Reichweite: Nimm für eine Seite die Meta Business Suite",
            ),
            steps=(
                Said(
                    "Open the Accounts Center, Your information, Download.",
                    "Öffne die Kontenübersicht, Deine Informationen, Herunterladen.",
                ),
                Said(
                    "Choose the profile or page, only Posts, format JSON, all time.",
                    "Wähle Profil oder Seite, nur Beiträge, Format JSON, gesamte Zeit.",
                ),
            ),
        ),
        Form(
            what=Said("CSV of page insights from before 2022", "CSV der Seiten-Statistik von vor 2022"),
            gives=Said("reach and impressions of each post", "Reichweite und Impressionen je Post"),
            lacks=Said("reactions by themselves, the time zone", "Reaktionen für sich, die Zeitzone"),
            steps=(
                Said(
                    "Only files you kept: the export has ended.",
                    "Nur Dateien, die du noch hast: Den Export gibt es nicht mehr.",
                ),
            ),
            is_verified=False,
        ),
        Form(
            what=Said(
                "content CSV of a page from Meta Business Suite",
                "CSV der Inhalte einer Seite aus der Meta Business Suite",
            ),
            gives=Said(
                "all counters of posts: see meta_business_suite", "alle Zahlen der Posts: siehe meta_business_suite"
            ),
            lacks=Said("saves, new followers by post", "Speichern, neue Follower je Post"),
            steps=(Said("fieber formats meta_business_suite", "fieber formats meta_business_suite"),),
        ),
    ),
)


def _without_descriptions(table: pl.DataFrame) -> pl.DataFrame:
    """Leave out the second row, which describes the columns."""
    column = named(table, "lifetime post total reach")
    return table.filter(~pl.col(column).cast(pl.String).str.contains(r"\p{L}").fill_null(False)) if column else table


INSIGHTS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("post id", "posted", "permalink", "lifetime post total reach"),
    columns={
        "posted_at": "posted",
        "post_id": "post id",
        "url": "permalink",
        "kind": "type",
        "reach": "lifetime post total reach",
        "impressions": "lifetime post total impressions",
    },
    is_verified=False,
    prepare=_without_descriptions,
)


class _Facebook:
    """Reads Meta's export of a Facebook account and old page insights; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A list of own posts in a folder of Facebook's, or a table with the old column names."""
        return bool(_post_files(source)) or only_sheet(source, (INSIGHTS,)) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; neither names the account."""
        files = _post_files(source)
        if not files:
            return read_sheet(source, source.paths()[0], INSIGHTS, account=account, columns=columns)
        found = Gathered()
        for path in files:
            document = document_of(source.read(path), path.name)
            for post in document if isinstance(document, list) else []:
                _take(post, account, found)
        if not found.posts:
            raise UnreadableError(
                f"{source.name} is a Facebook export without a single post; ask for posts of all time",
                de=f"{source.name} ist ein Export von Facebook ohne einen einzigen Post; wähle Beiträge, alle Zeit",
            )
        return found.reading("/".join(files[0].parts[-2:]), NAME, notes=(Message("note.only_dates"),))


def _post_files(source: Input) -> list[PurePosixPath]:
    found = [path for path in source.paths() if POSTS_FILE.fullmatch(path.name.lower())]
    if not is_facebook(source):
        found = [path for path in found if path.parent.name == "posts" or len(source.paths()) == 1]
    return [path for path in found if _is_posts(source.head(path, 4096))]


def _is_posts(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"[") and b'"timestamp"' in head and (b'"data"' in head or b'"attachments"' in head)


def _take(post: Any, account: str | None, found: Gathered) -> None:
    if not isinstance(post, dict):
        found.lose("unreadable_row_dropped")
        return
    found.saw(post, ("timestamp", "attachments"), ignored=("data", "title", "tags"))
    inside = [one for attachment in items(post, "attachments") for one in items(attachment, "data")]
    media = [part(one, "media") for one in inside if part(one, "media") is not None]
    is_film = any((text(part(one, "uri")) or "").lower().endswith((".mp4", ".mov")) for one in media)
    is_link = any(part(one, "external_context") is not None for one in inside)
    kind = "carousel" if len(media) > 1 else "video" if is_film else "photo" if media else "link" if is_link else "text"
    found.add({"account": account, "platform": NAME, "posted_at": moment(post.get("timestamp")), "kind": kind})


READER: Reader = _Facebook()
