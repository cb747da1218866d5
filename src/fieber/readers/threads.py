"""Threads, as it comes in Meta's "download your information": when one posted, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from fieber.errors import UnreadableError
from fieber.model.text import Message
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._instagram_paths import role_of
from fieber.readers._json import document_of, items, moment, part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "threads"
ROOT_KEY = "text_post_app_text_posts"
GUIDE = Guide(
    title=Said("Threads", "Threads"),
    forms=(
        Form(
            what=Said("your information from Meta (JSON)", "deine Informationen von Meta (JSON)"),
            gives=Said("when you posted", "wann du gepostet hast"),
            lacks=Said(
                "likes, views, replies, followers by day",
                "Likes, Aufrufe, Antworten, Follower je Tag",
            ),
            steps=(
                Said(
                    "Open the Accounts Center, Your information, Download.",
                    "Öffne die Kontenübersicht, Deine Informationen, Herunterladen.",
                ),
                Said(
                    "Choose the Threads profile, format JSON, all time.",
                    "Wähle das Threads-Profil, Format JSON, gesamte Zeit.",
                ),
            ),
        ),
    ),
)


class _Threads:
    """Reads the list of one's own threads; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """The list with Meta's root key, where the same input is not an export of Instagram."""
        return bool(_files(source)) and not any(_is_instagram(path) for path in source.paths())

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; the export does not name the account."""
        del columns
        found = Gathered()
        files = _files(source)
        for path in files:
            for post in items(document_of(source.read(path), path.name), ROOT_KEY):
                _take(post, account, found)
        if not found.posts:
            raise UnreadableError(
                f"{source.name} is an export of Threads without a single post; ask for all time",
                de=f"{source.name} ist ein Export von Threads ohne einen einzigen Post; wähle die gesamte Zeit",
            )
        return found.reading("/".join(files[0].parts[-2:]), NAME, notes=(Message("note.only_dates"),))


def _files(source: Input) -> list[PurePosixPath]:
    found = [path for path in source.paths() if path.name.lower().startswith("threads_and_replies")]
    found = [path for path in found if path.suffix.lower() == ".json"]
    return [path for path in found if f'"{ROOT_KEY}"'.encode() in source.head(path, 400)]


def _is_instagram(path: PurePosixPath) -> bool:
    return role_of(path) not in {None, "profile", "requests", "entry"}


def _take(post: Any, account: str | None, found: Gathered) -> None:
    media = [one for one in items(post, "media") if isinstance(one, dict)]
    if not media:
        found.lose("unreadable_row_dropped")
        return
    found.saw(media[0], ("creation_timestamp", "uri"), ignored=("title", "media_metadata", "cross_post_source"))
    times = [moment(one.get("creation_timestamp")) for one in media]
    own = moment(part(post, "creation_timestamp"))
    pictures = [one for one in media if one.get("uri")]
    is_film = any(str(one.get("uri")).lower().endswith((".mp4", ".mov")) for one in pictures)
    kind = "text" if not pictures else "carousel" if len(pictures) > 1 else "video" if is_film else "photo"
    posted_at = own or next((at for at in times if at is not None), None)
    found.add({"account": account, "platform": NAME, "posted_at": posted_at, "kind": kind})


READER: Reader = _Threads()
