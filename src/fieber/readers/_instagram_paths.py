"""Which files of an Instagram export are read, found by the end of their path; nothing else is ever opened.

The root folder may or may not be inside the ZIP, and three files are called `reels.json`, so neither the whole path nor
the bare name decides, but folder and name together. Messages, log-ins, ads and contacts are behind a second fence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEVER = frozenset(
    {
        "messages",
        "inbox",
        "message_requests",
        "security_and_login_information",
        "ads_information",
        "ads_and_businesses",
        "contacts",
        "device_information",
        "information_about_you",
    }
)

# role → pattern of the last folder and the name without its ending
_ROLES = {
    "posts": r"(?:media|content)/posts_\d+",
    "reels": r"(?:media|content)/reels(?:_\d+)?",
    "stories": r"(?:media|content)/stories(?:_\d+)?",
    "archived_posts": r"(?:media|content)/archived_posts(?:_\d+)?",
    "igtv": r"(?:media|content)/igtv_videos(?:_\d+)?",
    "other": r"(?:media|content)/other_content(?:_\d+)?",
    "insights_posts": r"past_instagram_insights/posts(?:_\d+)?",
    "insights_reels": r"past_instagram_insights/reels(?:_\d+)?",
    "insights_stories": r"past_instagram_insights/stories(?:_\d+)?",
    "insights_live": r"past_instagram_insights/live_videos(?:_\d+)?",
    "card_reach": r"past_instagram_insights/(?:profiles|accounts)_reached",
    "card_interactions": r"past_instagram_insights/content_interactions",
    "card_audience": r"past_instagram_insights/audience_insights",
    "followers": r"followers_and_following/followers(?:_\d+)?",
    "profile": r"(?:personal|account)_information/personal_information",
    "requests": r"other_activity/your_information_download_requests",
}
_PATTERNS = {role: re.compile(pattern, re.IGNORECASE) for role, pattern in _ROLES.items()}
_ENTRY_PAGES = frozenset({"start_here.html", "index.html"})

# root keys, for a single file that was taken out of its folder
_ROOT_KEYS = {
    b'"organic_insights_posts"': "insights_posts",
    b'"organic_insights_reels"': "insights_reels",
    b'"organic_insights_stories"': "insights_stories",
    b'"organic_insights_live"': "insights_live",
    b'"organic_insights_reach"': "card_reach",
    b'"organic_insights_interactions"': "card_interactions",
    b'"organic_insights_audience"': "card_audience",
    b'"relationships_followers"': "followers",
    b'"ig_reels_media"': "reels",
    b'"ig_stories"': "stories",
    b'"ig_archived_post_media"': "archived_posts",
    b'"ig_igtv_media"': "igtv",
    b'"ig_other_media"': "other",
}

# folders whose other files are looked at by name, so that a new file of Meta's is noticed; and the known ones in them
_WATCHED = re.compile(r"(?:past_instagram_insights|followers_and_following|(?:^|/)(?:media|content))/[^/]+$")
_KNOWN_UNREAD = frozenset(
    {
        "following",
        "following_hashtags",
        "recently_unfollowed_profiles",
        "recently_unfollowed_accounts",
        "pending_follow_requests",
        "recent_follow_requests",
        "follow_requests_you've_received",
        "blocked_profiles",
        "blocked_accounts",
        "close_friends",
        "restricted_profiles",
        "restricted_accounts",
        "profiles_you've_favorited",
        "accounts_you've_favorited",
        "hide_story_from",
        "removed_suggestions",
        "custom_lists",
        "profile_photos",
        "recently_deleted_content",
        "reposts",
        "profile_photos_and_videos",
        "live_comments",
        "stickers",
    }
)
_LAYOUT_FOLDERS = frozenset(
    {
        "logged_information",
        "your_instagram_activity",
        "connections",
        "personal_information",
        "account_information",
        "past_instagram_insights",
        "followers_and_following",
        "media",
        "content",
        "other_activity",
    }
)
_EXPORT_NAME = re.compile(
    r"instagram-(?P<account>[A-Za-z0-9._]+)-(?P<date>\d{4}-\d{2}-\d{2})(?:-[A-Za-z0-9]{6,12})?", re.IGNORECASE
)
_LEGACY_NAME = re.compile(r"(?P<account>[A-Za-z0-9._]{1,30})_(?P<date>20\d{6})(?![\d])")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file that is read: what it is, where it lies, and how it is called in messages (no root folder, no name)."""

    role: str
    path: PurePosixPath
    shown: str

    @property
    def is_html(self) -> bool:
        """Whether it is of the HTML flavour."""
        return self.path.suffix.lower() == ".html"

    @property
    def number(self) -> int:
        """The page number of `followers_2`, 0 where there is none: 10 comes after 9."""
        found = re.search(r"_(\d+)$", self.path.stem)
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Export:
    """One download of one account: its files, and what its folder's name says."""

    files: tuple[ExportFile, ...]
    unknown: tuple[str, ...]
    account: str | None
    day: date | None
    folder: str

    @property
    def is_html(self) -> bool:
        """Whether it has to be read from HTML: no insight, relationship or catalogue file is JSON."""
        return not any(not file.is_html for file in self.files if file.role not in {"requests", "profile", "entry"})


def role_of(path: PurePosixPath) -> str | None:
    """Give what the file at `path` is, or None where fieber does not open it."""
    if not NEVER.isdisjoint(part.lower() for part in path.parts) or path.suffix.lower() not in {".json", ".html"}:
        return None
    if path.name.lower() in _ENTRY_PAGES and _LAYOUT_FOLDERS.isdisjoint(path.parts):
        return "entry"
    tail = "/".join(path.with_suffix("").parts[-2:])
    return next((role for role, pattern in _PATTERNS.items() if pattern.fullmatch(tail)), None)


def role_of_content(head: bytes) -> str | None:
    """Give what a single JSON file is that lies in no folder, by its root key or the keys of its first entry."""
    for key, role in _ROOT_KEYS.items():
        if key in head[:200]:
            return role
    if head.lstrip()[:1] != b"[":
        return None
    if b'"string_list_data"' in head and b"instagram.com" in head:
        return "followers"
    return "posts" if b'"media"' in head and b'"creation_timestamp"' in head and b'"uri"' in head else None


def find_exports(name: str, paths: Sequence[PurePosixPath]) -> tuple[Export, ...]:
    """Give the exports among the files of one input, each with its own files.

    Parts of one export lie together; so do the exports of several accounts in one folder, which stay apart.

    Args:
        name: of the file or folder that was given.
        paths: all inner paths.
    """
    found: list[tuple[str, ExportFile]] = []
    unknown: list[tuple[str, str]] = []
    for path in paths:
        # the folder given may itself be the one that decides ("past_instagram_insights")
        whole = PurePosixPath(name) / path
        role = role_of(whole)
        if role is not None:
            found.append((_root(path), ExportFile(role, path, _shown(whole))))
        elif _is_unknown(whole):
            unknown.append((_root(path), _shown(whole)))
    roots = {root for root, file in found if file.role != "entry"}
    found = [(root, file) for root, file in found if root in roots]  # an entry page counts beside an export only
    keys = _export_keys(name, found)
    return tuple(_export(key, found, unknown, keys) for key in dict.fromkeys(keys[root] for root, _ in found))


def _export(
    key: str, found: Iterable[tuple[str, ExportFile]], unknown: Iterable[tuple[str, str]], keys: dict[str, str]
) -> Export:
    account, day = _identity(key)
    files = sorted((file for root, file in found if keys[root] == key), key=lambda file: (file.role, file.number))
    strange = {shown for root, shown in unknown if keys.get(root, key) == key}
    return Export(tuple(files), tuple(sorted(strange)), account, day, key)


def _root(path: PurePosixPath) -> str:
    parts = list(path.parts[:-1])
    while parts and parts[-1].lower() in _LAYOUT_FOLDERS:
        parts.pop()
    return "/".join(parts)


def _export_keys(name: str, found: Sequence[tuple[str, ExportFile]]) -> dict[str, str]:
    """Give each root folder the name of the export it belongs to; parts of one export share one."""
    roots = list(dict.fromkeys(root for root, _ in found))
    keys = {root: named for root in roots if (named := _export_name(root or name) or _export_name(name))}
    nameless = [root for root in roots if root not in keys]
    if len(set(keys.values())) == 1:  # the rest of a part that was unpacked to a folder of another name
        return keys | dict.fromkeys(nameless, next(iter(keys.values())))
    files = Counter(file.shown for root, file in found if root in nameless and file.role != "entry")
    if nameless and max(files.values(), default=0) < 2:  # nothing occurs twice: parts, not accounts
        return keys | dict.fromkeys(nameless, nameless[0])
    return keys | {root: root for root in nameless}


def _export_name(text: str) -> str | None:
    for part in reversed(PurePosixPath(text).parts):
        found = _EXPORT_NAME.match(part) or _LEGACY_NAME.match(part)
        if found:
            return found[0]
    return None


def _identity(key: str) -> tuple[str | None, date | None]:
    found = _EXPORT_NAME.fullmatch(key) or _LEGACY_NAME.fullmatch(key)
    if found is None:
        return None, None
    try:
        return found["account"], date.fromisoformat(found["date"])
    except ValueError:
        return found["account"], None


def _is_unknown(path: PurePosixPath) -> bool:
    if not NEVER.isdisjoint(part.lower() for part in path.parts) or path.suffix.lower() not in {".json", ".html"}:
        return False
    stem = re.sub(r"_\d+$", "", path.stem.lower().replace("\u2019", "'"))
    return _WATCHED.search(str(path)) is not None and stem not in _KNOWN_UNREAD


def _shown(path: PurePosixPath) -> str:
    return path.name if path.name.lower() in _ENTRY_PAGES else "/".join(path.parts[-2:])
