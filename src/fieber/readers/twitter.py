"""X, once Twitter: the archive of an account, and the CSVs of X Analytics (FORMATS.md 4.1 and 4.2).

Of the archive only the posts, the account's name and the day of the archive are opened. Likes given, followers and
letters never are.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import items, moment, part, text, whole
from fieber.readers._limits import damaged
from fieber.readers._merge import join_posts
from fieber.readers._sheets import Sheet, handle_in, merged, named, only_sheet, read_sheet, sheets_in
from fieber.readers._text import decode, decode_head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME, PLATFORM = "twitter", "twitter"
POSTS_FILE = re.compile(r"tweets?(?:-part(\d+))?\.js")
POSTS_MARK = re.compile(r"\s*window\.YTD\.tweets?\.part\d+\s*=")
OTHER_POSTS = re.compile(r"(?:community-tweets?|deleted-tweets?|twitter-circle-tweets?)(?:-part\d+)?\.js")
HANDLE = r"(?:twitter|x)\.com/(\w{1,20})/status/"
USED = ("id_str", "id", "created_at", "favorite_count", "retweet_count", "full_text", "in_reply_to_status_id_str")
IGNORED = (
    *("retweeted", "favorited", "source", "display_text_range", "truncated", "lang", "edit_info", "entities"),
    *("in_reply_to_status_id", "in_reply_to_user_id", "in_reply_to_user_id_str", "in_reply_to_screen_name"),
    *("possibly_sensitive", "extended_entities"),
)
MEDIA = {"photo": "photo", "video": "video", "animated_gif": "video"}

GUIDE = Guide(
    title=Said("X (Twitter)", "X (Twitter)"),
    also=("x", "x analytics", "twitter analytics"),
    forms=(
        Form(
            what=Said("archive of your account (ZIP)", "Archiv deines Accounts (ZIP)"),
            gives=Said("all your posts with likes and reposts", "alle deine Posts mit Likes und Reposts"),
            lacks=Said(
                "impressions, replies, bookmarks, since when people follow",
                "Impressionen, Antworten, Lesezeichen, seit wann wer folgt",
            ),
            steps=(
                Said("Open Settings, Your account.", "Öffne Einstellungen, Dein Account."),
                Said("Choose: Download an archive of your data.", "Wähle: Archiv deiner Daten herunterladen."),
                Said("X writes to you after a day or so.", "Nach etwa einem Tag schreibt dir X."),
                Said("Give fieber the ZIP as it is.", "Gib fieber das ZIP, so wie es ist."),
            ),
        ),
        Form(
            what=Said("CSV of X Analytics, posts or days", "CSV aus X Analytics, Posts oder Tage"),
            gives=Said(
                "impressions, likes, replies, reposts, bookmarks and new followers of each post; followers by day",
                "Impressionen, Likes, Antworten, Reposts, Lesezeichen und neue Follower je Post; Follower je Tag",
            ),
            lacks=Said(
                "reach (how many different people), the time of day",
                "Reichweite (wie viele Leute), die Uhrzeit",
            ),
            steps=(
                Said(
                    "You need X Premium; open Analytics on a computer.", "Du brauchst X Premium; öffne Analytics am PC."
                ),
                Said(
                    "Open Content or Overview and choose a long time.", "Öffne Inhalte oder Übersicht, wähle viel Zeit."
                ),
                Said("Choose: Download.", "Wähle: Herunterladen."),
            ),
        ),
    ),
)


def _with_handle(link: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def prepared(table: pl.DataFrame) -> pl.DataFrame:
        column, words = named(table, link), named(table, "post text") or named(table, "tweet text")
        if column is not None:
            table = table.with_columns(handle_in(column, HANDLE).alias("fieber account"))
        if words is not None:  # an answer begins with whom it answers
            is_reply = pl.col(words).cast(pl.String).str.starts_with("@")
            table = table.with_columns(pl.when(is_reply).then(pl.lit("reply")).alias("fieber kind"))
        return table

    return prepared


CONTENT = Sheet(
    reader=NAME,
    platform=PLATFORM,
    needs=("post id", "post link", "impressions", "date"),
    columns={
        "posted_at": "date",
        "post_id": "post id",
        "url": "post link",
        "account": "fieber account",
        "kind": "fieber kind",
        "likes": "likes",
        "comments": "replies",
        "shares": "reposts",
        "saves": "bookmarks",
        "follows": "new follows",
        "impressions": "impressions",
    },
    day_first=False,
    prepare=_with_handle("post link"),
)
OLD_CONTENT = Sheet(
    reader=NAME,
    platform=PLATFORM,
    needs=("tweet id", "tweet permalink", "impressions", "time"),
    columns={
        "posted_at": "time",
        "post_id": "tweet id",
        "url": "tweet permalink",
        "account": "fieber account",
        "kind": "fieber kind",
        "likes": "likes",
        "comments": "replies",
        "shares": "retweets",
        "impressions": "impressions",
    },
    prepare=_with_handle("tweet permalink"),
)
OVERVIEW = Sheet(
    reader=NAME,
    platform=PLATFORM,
    needs=("date", "impressions", "engagements", "new follows", "unfollows", "profile visits"),
    without=("post id",),
    columns={
        "day": "date",
        "follows": "new follows",
        "unfollows": "unfollows",
        "interactions": "engagements",
        "profile_views": "profile visits",
    },
    is_days=True,
    day_first=False,
)
SHEETS = (CONTENT, OLD_CONTENT, OVERVIEW)


class _Twitter:
    """Reads archives and the tables of X Analytics; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A file of posts that begins as those of X do, or a table with X's column names."""
        return bool(_post_files(source)) or only_sheet(source, SHEETS) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; an archive names its account itself, and tables beside it tell of the same posts."""
        files = _post_files(source)
        handle = _handle(source, files) or account
        tables = sheets_in(source, SHEETS)
        readings = [read_sheet(source, path, sheet, account=handle, columns=columns) for path, sheet in tables.items()]
        if files:
            readings.insert(0, _read_archive(source, files, handle or _sole_account(readings)))
        if not readings:
            raise _no_posts(source.name)
        posts, faults = join_posts([reading.posts for reading in readings])
        whole = merged(readings)
        return replace(whole, posts=posts, faults=(*whole.faults, *faults))


def _no_posts(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name} has no posts of X in it that can be read; download the archive again",
        de=f"{name} enthält keine lesbaren Posts von X; lade das Archiv noch einmal herunter",
    )


def _post_files(source: Input) -> list[PurePosixPath]:
    found = [path for path in source.paths() if POSTS_FILE.fullmatch(path.name)]
    return [path for path in found if POSTS_MARK.match(decode_head(source.head(path, 200)))]


def _assigned(source: Input, path: PurePosixPath) -> Any:
    """Give the value that a .js file assigns; it is never run."""
    _, _, value = decode(source.read(path)).partition("=")
    try:
        return json.loads(value.strip().removesuffix(";"))
    except (ValueError, RecursionError):
        return None


def _handle(source: Input, files: list[PurePosixPath]) -> str | None:
    """Give the name that an archive gives its account."""
    if not files:
        return None
    about, manifest = (_beside(source, files[0].parent, name) for name in ("account.js", "manifest.js"))
    return text(part(about, 0, "account", "username")) or text(part(manifest, "userInfo", "userName"))


def _sole_account(readings: list[Reading]) -> str | None:
    """Give the account that tables beside an archive name, if it is one."""
    names = {name for reading in readings for name in reading.posts["account"].drop_nulls().unique()}
    return names.pop() if len(names) == 1 else None


def _read_archive(source: Input, files: list[PurePosixPath], handle: str | None) -> Reading:
    manifest = _beside(source, files[0].parent, "manifest.js")
    found = Gathered()
    for path in files:
        document = _assigned(source, path)
        if not isinstance(document, list):
            found.lose("unreadable_file")
            continue
        for entry in document:
            _take(part(entry, "tweet") or entry, handle, found)
    if not found.posts and found.lost[None, "unreadable_file"]:
        raise damaged(files[0].name)
    if not found.posts and handle is not None:
        found.accounts.append({"account": handle, "platform": NAME})
    found.once()
    made = moment(part(manifest, "archiveInfo", "generationDate")) or _newest(found)
    for row in found.posts:
        row["measured_at"] = made
    unknown = tuple(str(path.name) for path in source.paths() if OTHER_POSTS.fullmatch(path.name))
    return found.reading(files[0].name, NAME, unknown_paths=unknown)


def _newest(found: Gathered) -> Any:
    # an archive without its manifest: it cannot be older than its last post
    newest = max((row["posted_at"] for row in found.posts), default=None)
    return newest + timedelta(days=1) if newest is not None else None


def _beside(source: Input, folder: PurePosixPath, name: str) -> Any:
    path = folder / name
    return _assigned(source, path) if path in source.paths() else None


def _take(post: Any, handle: str | None, found: Gathered) -> None:
    if not isinstance(post, dict):
        found.lose("unreadable_row_dropped")
        return
    if str(post.get("full_text") or post.get("text")).startswith("RT @"):
        found.lose("others_post_dropped")  # somebody else's post, passed on; its counts are not in the archive
        return
    found.saw(post, USED, ignored=IGNORED)
    identity = text(post.get("id_str")) or text(post.get("id"))
    found.add(
        {
            "account": handle,
            "platform": PLATFORM,
            "post_id": identity,
            "posted_at": moment(post.get("created_at")),
            "kind": _kind(post),
            "likes": whole(post.get("favorite_count")),
            "shares": whole(post.get("retweet_count")),
            "url": f"https://x.com/{handle}/status/{identity}" if handle and identity else None,
        }
    )


def _kind(post: Mapping[str, Any]) -> str:
    if text(post.get("in_reply_to_status_id_str")) or text(post.get("in_reply_to_status_id")):
        return "reply"
    media = items(post, "extended_entities", "media") or items(post, "entities", "media")
    if media:
        first = MEDIA.get(str(part(media, 0, "type")), "other")
        return "carousel" if first == "photo" and len(media) > 1 else first
    return "link" if items(post, "entities", "urls") else "text"


READER: Reader = _Twitter()
