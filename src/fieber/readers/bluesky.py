"""Bluesky: feeds saved from the public interface, as JSON or one answer a line (FORMATS.md 4.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from fieber.readers._bluesky_post import POST, posts_of
from fieber.readers._dumps import documents, nothing_in, pages
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "bluesky"
GUIDE = Guide(
    title=Said("Bluesky", "Bluesky"),
    also=("bsky",),
    forms=(
        Form(
            what=Said("saved answers of getAuthorFeed (JSON)", "gespeicherte Antworten von getAuthorFeed (JSON)"),
            gives=Said(
                "likes, replies, reposts and bookmarks of each post",
                "Likes, Antworten, Reposts und Lesezeichen je Post",
            ),
            lacks=Said(
                "views, reach, history of followers",
                "Aufrufe, Reichweite, Verlauf der Follower",
            ),
            steps=(
                Said(
                    "Save public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?limit=100&actor= with your handle.",
                    "Speichere public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?limit=100&actor= mit deinem Namen.",
                ),
                Said(
                    "For older posts add &cursor= from the last answer.",
                    "Für ältere Posts: &cursor= aus der letzten Antwort.",
                ),
                Said("Give fieber the folder with all files.", "Gib fieber den Ordner mit allen Dateien."),
            ),
        ),
    ),
)


class _Bluesky:
    """Reads saved feeds; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE
    joins_files: ClassVar[bool] = True

    def claims(self, source: Input) -> bool:
        """JSON with posts that have an at:// address."""
        return bool(pages(source, _is_feed))

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read all pages as one feed; each post names its author."""
        del account, columns
        files = pages(source, _is_feed)
        found = Gathered()
        for path in files:
            feed: list[Any] = []
            for document in documents(source, path):
                feed += document if isinstance(document, list) else items(document, "feed") or items(document, "posts")
            found.take(posts_of(feed), file=path.name)
        found.once()
        if not found.posts:
            raise nothing_in(source.name, "Bluesky")
        return found.reading(files[0].name, NAME, files=[path.name for path in files])


def _is_feed(head: str) -> bool:
    return "at://" in head and POST in head and '"uri"' in head and ('"author"' in head or '"feed"' in head)


READER: Reader = _Bluesky()
