"""TikTok: the export of an account as JSON or TXT, and the CSV of TikTok Studio (FORMATS.md 4.3).

The JSON is one file; of it only the posts, the account's name and dates are looked at. Letters, comments and what was
watched are passed over; of the last only the newest date counts, because it says when the export was made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.text import Message
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import document_of, items, moment, part, text, whole
from fieber.readers._private import candidates
from fieber.readers._sheets import Sheet, handle_in, merged, named, only_sheet, read_sheet, sheets_in
from fieber.readers._text import decode, decode_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "tiktok"
SECTIONS = ("Post", "Video")
LISTS = ("Posts", "Videos")
MARKS = ('"CommentsList"', '"VideoList"', '"FansList"', '"ProfileMap"', '"App Settings"', '"Your Activity"')
EXPORT_NAME = re.compile(r"user_data(?:_tiktok)?.*\.json")
TEXT_FILE = re.compile(r"(?:posts?|videos)\.txt")
TEXT_LINE = re.compile(r"^([A-Za-z()' ]{2,40}):[ \t]*(.*)$")
VIDEO = re.compile(r"/video/(\d{6,25})")
USED = ("Date", "Link", "Likes")
LIKES_IN_TEXT = ("Likes", "Like(s)")
DEEPEST = 6  # levels of the export in which dates are looked for

GUIDE = Guide(
    title=Said("TikTok", "TikTok"),
    also=("tik tok", "tiktok studio"),
    forms=(
        Form(
            what=Said("your TikTok data as JSON (ZIP)", "deine TikTok-Daten als JSON (ZIP)"),
            gives=Said("all your videos with their likes", "alle deine Videos mit ihren Likes"),
            lacks=Said(
                "views, comments, shares, reach",
                "Aufrufe, Kommentare, Teilen, Reichweite",
            ),
            steps=(
                Said(
                    "In the app open “Profile”, the menu, “Settings and privacy”, “Account”.",
                    "Öffne in der App „Profil“, das Menü, „Einstellungen und Datenschutz“, „Konto“.",
                ),
                Said(
                    "Choose “Download your data”, all data, format JSON.",
                    "Wähle „Deine Daten herunterladen“, alle Daten, Format JSON.",
                ),
                Said(
                    "TikTok makes the file in a few days; fetch it in the same place within four days.",
                    "TikTok macht die Datei in ein paar Tagen fertig; hol sie dort binnen vier Tagen ab.",
                ),
            ),
        ),
        Form(
            what=Said("your TikTok data as TXT (ZIP)", "deine TikTok-Daten als TXT (ZIP)"),
            gives=Said(
                "when you posted, and likes if they are in it", "wann du gepostet hast, und Likes, wenn sie drinstehen"
            ),
            lacks=Said(
                "what JSON lacks, and the account's name: choose JSON",
                "was bei JSON fehlt, dazu der Name: Nimm JSON",
            ),
            steps=(Said("As above, format: TXT.", "Wie oben, Format: TXT."),),
            is_verified=False,
        ),
        Form(
            what=Said("CSV of TikTok Studio, Content", "CSV aus TikTok Studio, Inhalte"),
            gives=Said(
                "views, likes, comments and shares of each video", "Aufrufe, Likes, Kommentare und Teilen je Video"
            ),
            lacks=Said(
                "reach, followers; the exact value of large numbers",
                "Reichweite, Follower; der genaue Wert großer Zahlen",
            ),
            steps=(
                Said(
                    "On a computer open TikTok Studio, there “Analytics”, then “Content”.",
                    "Öffne am PC TikTok Studio, dort „Analytics“, dann „Inhalte“.",
                ),
                Said(
                    "Choose as long a time as you can, then “Download data”, CSV.",
                    "Wähle möglichst viel Zeit, dann „Daten herunterladen“, CSV.",
                ),
            ),
            is_verified=False,
        ),
    ),
)


def _with_handle(table: pl.DataFrame) -> pl.DataFrame:
    link = named(table, "video link")
    if link is None:
        return table
    return table.with_columns(
        handle_in(link, r"tiktok\.com/@([\w.]+)").alias("fieber account"),
        handle_in(link, VIDEO.pattern).alias("fieber id"),
        pl.lit("video").alias("fieber kind"),
    )


STUDIO = Sheet(
    reader=NAME,
    platform="tiktok",
    needs=("video link|Videolink|Video-Link", "video title|Videotitel|Video-Titel"),
    columns={
        "posted_at": "post time|posted time|publish time|Zeit der Veröffentlichung",
        "post_id": "fieber id",
        "url": "video link|Videolink|Video-Link",
        "account": "fieber account",
        "kind": "fieber kind",
        "likes": "total likes|likes",
        "comments": "total comments|comments",
        "shares": "total shares|shares",
        "saves": "add to favorites|favorites",
        "views": "total views|video views|views",
    },
    is_verified=False,
    prepare=_with_handle,
)


class _TikTok:
    """Reads TikTok's exports; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A JSON with TikTok's sections, text files of posts among others of TikTok's, or a table of Studio."""
        return bool(_json_files(source) or _text_files(source)) or only_sheet(source, (STUDIO,)) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; JSON names its account itself."""
        files, texts = _json_files(source), _text_files(source)
        tables = sheets_in(source, (STUDIO,))
        readings = [read_sheet(source, path, STUDIO, account=account, columns=columns) for path in tables]
        if files:
            readings.append(_read_json(source, files, account))
        elif texts:
            readings.append(_read_texts(source, texts, account))
        return merged(readings)


def _json_files(source: Input) -> list[PurePosixPath]:
    found = []
    names = candidates(source, ".json", names=EXPORT_NAME)
    for path in dict.fromkeys([*names, *candidates(source, ".json")]):
        head = decode_head(source.head(path)).lstrip("\ufeff \r\n\t")
        marks = sum(mark in head for mark in MARKS)
        if head.startswith("{") and marks >= (1 if EXPORT_NAME.fullmatch(path.name.lower()) else 2):
            found.append(path)
    return found


def _text_files(source: Input) -> list[PurePosixPath]:
    return [
        path
        for path in candidates(source, ".txt", names=TEXT_FILE)
        if TEXT_FILE.fullmatch(path.name.lower()) and b"Date:" in (head := source.head(path)) and b"Link:" in head
    ]


def _read_json(source: Input, files: list[PurePosixPath], account: str | None) -> Reading:
    found = Gathered()
    followers = has_list = False
    for path in files:
        document = document_of(source.read(path), path.name)
        name = _profile(document, "userName") or account
        has_list = has_list or any(isinstance(part(document, section), dict) for section in SECTIONS)
        if name is not None:
            found.accounts.append({"account": name, "platform": "tiktok"})
        made = _newest(document)
        for video in _videos(document):
            _take(video, name, made, found)
        total = whole(_profile_value(document, "followerCount"))
        followers = followers or bool(
            items(document, "Activity", "Follower List", "FansList")
            or items(document, "Profile And Settings", "Follower", "FansList")
        )
        if total is not None and made is not None:
            found.days.append({"account": name, "platform": "tiktok", "day": made.date(), "followers": total})
    if not found.posts and not found.days and not has_list:
        raise UnreadableError(
            f"{source.name} is an export of TikTok without its list of videos; ask TikTok for all your data as JSON",
            de=f"{source.name} ist ein Export von TikTok ohne die Liste der Videos; lass dir von TikTok alle Daten als"
            " JSON geben",
        )
    found.once()
    return found.reading(files[0].name, NAME, notes=(Message("note.surviving_followers"),) if followers else ())


def _videos(document: Any) -> list[Any]:
    # the list of what was watched has the same name: only the whole path tells them apart
    return [one for section in SECTIONS for inner in LISTS for one in items(document, section, inner, "VideoList")]


def _profile(document: Any, key: str) -> str | None:
    return text(_profile_value(document, key))


def _profile_value(document: Any, key: str) -> Any:
    return part(document, "Profile And Settings", "Profile Info", "ProfileMap", key) or part(
        document, "Profile", "Profile Information", "ProfileMap", key
    )


def _newest(document: Any) -> datetime | None:
    """Give the last moment in the account's own doings: the export was made no earlier."""
    sections = ("Post", "Video", "Profile And Settings", "Profile", "Your Activity", "Activity")
    dates = [found for name in sections for found in _dates(part(document, name), DEEPEST)]
    return max(dates, default=None)


def _dates(value: Any, depth: int) -> list[datetime]:
    if depth == 0:
        return []
    if isinstance(value, list):
        return [found for one in value for found in _dates(one, depth - 1)]
    if not isinstance(value, dict):
        return []
    own = [moment(_clock(value.get(key))) for key in ("Date", "date")]
    inner = [found for one in value.values() for found in _dates(one, depth - 1)]
    return [found for found in own if found is not None] + inner


def _clock(value: Any) -> Any:
    return value.removesuffix(" UTC") if isinstance(value, str) else value


def _take(video: Any, account: str | None, made: datetime | None, found: Gathered) -> None:
    if not isinstance(video, dict):
        found.lose("unreadable_row_dropped")
        return
    found.saw(video, USED)
    found.add(_row(video, account, made))


def _row(video: Mapping[str, Any], account: str | None, made: datetime | None) -> dict[str, Any]:
    link = text(video.get("Link"))
    identity = VIDEO.search(link or "")
    return {
        "account": account,
        "platform": "tiktok",
        "post_id": identity[1] if identity else None,
        "posted_at": moment(_clock(video.get("Date"))),
        "kind": "video",
        "likes": whole(video.get("Likes")),
        "measured_at": made,
        "url": link if identity else None,  # other links are for downloading and soon lead nowhere
    }


def _read_texts(source: Input, files: list[PurePosixPath], account: str | None) -> Reading:
    found = Gathered()
    for path in files:
        for record in _records(decode(source.read(path))):
            found.saw(record, (*USED, *LIKES_IN_TEXT))
            likes = next((record[name] for name in LIKES_IN_TEXT if name in record), None)
            found.add(_row({**record, "Likes": likes}, account, None))
    found.once()
    return found.reading(files[0].name, NAME, is_verified=False)


def _records(words: str) -> list[dict[str, str]]:
    """Give blocks of "Name: value"; each begins with its date."""
    records: list[dict[str, str]] = []
    for line in words.splitlines():
        found = TEXT_LINE.match(line)
        if found is None:
            continue
        if found[1] == "Date":
            records.append({})
        if records:
            records[-1].setdefault(found[1], found[2].strip())
    return records


READER: Reader = _TikTok()
