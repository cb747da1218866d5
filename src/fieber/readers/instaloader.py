"""Instaloader's folders: one JSON a post, often packed with xz, as anybody can see it (FORMATS.md 4.8).

fieber only reads files that are there; it never runs Instaloader. Comments and who liked are passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from fieber.errors import UnreadableError
from fieber.readers._dumps import nothing_in
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import document_of, items, moment, part, text, whole
from fieber.readers._private import is_private
from fieber.readers._text import decode_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "instaloader"
POST_FILE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})_\d{2}-\d{2}-\d{2}_UTC(?:_\w+)?\.json", re.IGNORECASE)
PROFILE_FILE = re.compile(r"[\w.]{1,30}_\d{1,20}\.json")
MOST_HEADS = 64
KINDS = {"graphimage": "photo", "graphvideo": "video", "graphsidecar": "carousel"}
KINDS |= {"xdtgraphimage": "photo", "xdtgraphvideo": "video", "xdtgraphsidecar": "carousel"}
USED = (
    *("shortcode", "code", "id", "taken_at_timestamp", "date", "__typename", "is_video", "video_view_count"),
    *("edge_media_preview_like", "edge_media_to_comment", "edge_media_to_parent_comment", "owner", "product_type"),
    *("iphone_struct",),
)
IGNORED = (
    *("edge_media_to_caption", "caption", "display_url", "video_url", "video_duration", "thumbnail_src", "location"),
    *("edge_sidecar_to_children", "edge_media_to_tagged_user", "dimensions", "accessibility_caption"),
)
GUIDE = Guide(
    title=Said("Instaloader", "Instaloader"),
    forms=(
        Form(
            what=Said("a folder of JSON files, also .json.xz", "ein Ordner mit JSON-Dateien, auch .json.xz"),
            gives=Said(
                "likes, comments and views of each post; followers", "Likes, Kommentare und Aufrufe je Post; Follower"
            ),
            lacks=Said("reach, saves, shares", "Reichweite, Speichern, Teilen"),
            steps=(
                Said("Give fieber a folder that you already have.", "Gib fieber einen Ordner, den du schon hast."),
                Said(
                    "For your own account ask Instagram for your information instead: it holds more.",
                    "Für den eigenen Account nimm lieber „Deine Informationen“ von Instagram: Da steht mehr drin.",
                ),
            ),
        ),
    ),
)


class _Instaloader:
    """Reads folders of Instaloader; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """JSON with a node, signed by Instaloader."""
        return any(_is_signed(source, path) for path in _files(source)[:MOST_HEADS])

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read every post; profiles give the number of followers on the day of the newest post."""
        del columns
        found = Gathered()
        profiles: list[Any] = []
        first = ""
        for path in _files(source):
            try:
                document = document_of(source.read(path), path.name)
            except UnreadableError:
                found.lose("unreadable_file")
                continue
            kind = part(document, "instaloader", "node_type")
            node = part(document, "node") if kind else document
            if kind == "Profile":
                profiles.append(node)
            elif isinstance(node, dict) and (kind in ("Post", "StoryItem") or _is_old(document)):
                first = first or path.name
                found.saw(node, USED, ignored=IGNORED)
                found.add(_row(node, account, is_story=kind == "StoryItem"))
        found.once()
        if not found.posts:
            raise nothing_in(source.name, "Instaloader")
        _take_profiles(profiles, found)
        return found.reading(_shown(first), NAME)


def _shown(name: str) -> str:
    found = POST_FILE.fullmatch(name)
    return f"{found['day']}….json" if found else "….json"  # other files are named after people


def _files(source: Input) -> list[PurePosixPath]:
    paths = source.paths()
    found = [path for path in paths if path.suffix.lower() == ".json" and not is_private(path)]
    posts = [path for path in found if POST_FILE.fullmatch(path.name)]
    if not posts:
        return found if len(paths) == 1 else []
    folders = {path.parent for path in posts}
    return [*posts, *(path for path in found if PROFILE_FILE.fullmatch(path.name) and path.parent in folders)]


def _is_signed(source: Input, path: PurePosixPath) -> bool:
    # the signature stands at the end: of a larger file the beginning has to do, and the name
    head = decode_head(source.head(path))
    if '"instaloader"' in head and '"node_type"' in head:
        return True
    if POST_FILE.fullmatch(path.name) is None:
        return False
    is_wrapped = '"node"' in head[:200] and ('"shortcode"' in head or '"__typename"' in head)
    return is_wrapped or ('"shortcode"' in head and ('"taken_at_timestamp"' in head or '"date"' in head))


def _is_old(document: Any) -> bool:
    """Version 3 wrote the node alone."""
    return (
        isinstance(document, dict)
        and "shortcode" in document
        and ("date" in document or "taken_at_timestamp" in document)
    )


def _row(node: Mapping[str, Any], account: str | None, *, is_story: bool) -> dict[str, Any]:
    code = text(node.get("shortcode")) or text(node.get("code"))
    phone = part(node, "iphone_struct")
    likes = part(node, "edge_media_preview_like", "count")
    is_hidden = isinstance(likes, int) and likes < 0
    comments = whole(part(node, "edge_media_to_parent_comment", "count"))
    views = whole(node.get("video_view_count")) if node.get("is_video") else None
    return {
        "account": text(part(node, "owner", "username")) or account,
        "platform": "instagram",
        "post_id": code,
        "posted_at": moment(node.get("taken_at_timestamp") or node.get("date")),
        "kind": "story" if is_story else _kind(node),
        "likes": whole(likes) if likes is not None else whole(part(phone, "like_count")),
        "comments": whole(part(node, "edge_media_to_comment", "count")) if comments is None else comments,
        "views": whole(part(phone, "play_count")) if views is None else views,
        "url": f"https://www.instagram.com/p/{code}/" if code and not is_story else None,
        "likes_hidden": True if is_hidden else None,
    }


def _kind(node: Mapping[str, Any]) -> str:
    if text(node.get("product_type")) == "clips":
        return "reel"
    known = KINDS.get(str(node.get("__typename")).lower())
    if known:
        return known
    if items(node, "edge_sidecar_to_children", "edges"):
        return "carousel"
    return "video" if node.get("is_video") else "other"


def _take_profiles(profiles: list[Any], found: Gathered) -> None:
    """A profile has no date of its own: it was read when the newest post was, or later."""
    newest: dict[str, datetime] = {}
    for row in found.posts:
        name = row["account"] or ""
        newest[name] = max(newest.get(name, row["posted_at"]), row["posted_at"])
    for profile in profiles:
        name, followers = text(part(profile, "username")), whole(part(profile, "edge_followed_by", "count"))
        if name in newest and followers is not None:
            day = newest[name].date()
            found.days.append({"account": name, "platform": "instagram", "day": day, "followers": followers})


READER: Reader = _Instaloader()
