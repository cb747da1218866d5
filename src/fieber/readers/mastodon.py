"""Mastodon: the archive of an account, and statuses saved from the public interface (FORMATS.md 4.9).

Of an archive only outbox.json and actor.json are opened; who was liked or followed stays closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from fieber.model.text import Message
from fieber.readers._dumps import documents, nothing_in, pages
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import document_of, items, moment, part, text, whole
from fieber.readers._mastodon_status import full_name, posts_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "mastodon"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
USED = ("id", "published", "url", "inReplyTo", "attachment", "likes", "shares", "to", "cc", "type")
GUIDE = Guide(
    title=Said("Mastodon", "Mastodon"),
    also=("fediverse",),
    forms=(
        Form(
            what=Said("archive of your account", "Archiv deines Accounts"),
            gives=Said("when you posted what", "wann du was gepostet hast"),
            lacks=Said(
                "favourites, boosts, replies (some new servers count them); followers",
                "Favoriten, Boosts, Antworten (manche neuen Server zählen sie); Follower",
            ),
            steps=(
                Said(
                    "Open Preferences, Import and export, Data export.",
                    "Öffne Einstellungen, Importieren und exportieren, Export.",
                ),
                Said("Choose: Request your archive.", "Wähle: Archiv anfordern."),
                Said("Give fieber the .tar.gz or .zip as it is.", "Gib fieber das .tar.gz oder .zip, wie es ist."),
            ),
        ),
        Form(
            what=Said("saved statuses (JSON)", "gespeicherte Beiträge (JSON)"),
            gives=Said("favourites, boosts and replies of each post", "Favoriten, Boosts und Antworten je Post"),
            lacks=Said(
                "views, reach; on servers other than your own a part of the counts",
                "Aufrufe, Reichweite; auf fremden Servern ein Teil der Zahlen",
            ),
            steps=(
                Said(
                    "On your own server save /api/v1/accounts/lookup?acct= with your name: it gives your id.",
                    "Speichere auf deinem Server /api/v1/accounts/lookup?acct= mit deinem Namen: Das gibt deine id.",
                ),
                Said(
                    "Then save /api/v1/accounts/ID/statuses?limit=40, and older ones with &max_id=.",
                    "Speichere dann /api/v1/accounts/ID/statuses?limit=40, ältere mit &max_id=.",
                ),
            ),
        ),
    ),
)


class _Mastodon:
    """Reads archives and saved statuses; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE
    joins_files: ClassVar[bool] = True

    def claims(self, source: Input) -> bool:
        """An outbox of ActivityPub, or a list of statuses."""
        return bool(_outboxes(source) or pages(source, _is_statuses))

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read it; posts from an archive alone have no counts, and the reading says so."""
        del columns
        found = Gathered()
        outboxes, saved = _outboxes(source), pages(source, _is_statuses)
        for path in saved:
            statuses: list[Any] = []
            for document in documents(source, path):
                statuses += document if isinstance(document, list) else [document]
            found.take(posts_of(statuses), file=path.name)
        for path in outboxes:
            found.take(_read_outbox(source, path, account), file=path.name)
        found.once()
        if not found.posts:
            raise nothing_in(source.name, "Mastodon")
        is_counted = any(row.get("likes") is not None for row in found.posts)
        notes = () if is_counted else (Message("note.only_dates"),)
        files = [path.name for path in (*saved, *outboxes)]
        return found.reading(files[0], NAME, notes=notes, files=files)


def _outboxes(source: Input) -> list[PurePosixPath]:
    found = [path for path in source.paths() if path.name.lower() == "outbox.json"]
    return [path for path in found if b'"OrderedCollection"' in source.head(path, 4096)]


def _is_statuses(head: str) -> bool:
    return '"favourites_count"' in head and '"reblogs_count"' in head


def _read_outbox(source: Input, path: PurePosixPath, account: str | None) -> Gathered:
    found = Gathered()
    beside = path.parent / "actor.json"
    actor = document_of(source.read(beside), beside.name) if beside in source.paths() else None
    name = full_name(text(part(actor, "preferredUsername")), text(part(actor, "id")))
    for activity in items(document_of(source.read(path), path.name), "orderedItems"):
        note = part(activity, "object")
        if part(activity, "type") != "Create" or not isinstance(note, dict):
            found.lose("others_post_dropped")  # a boost: somebody else's post
        elif not _is_open(note if "to" in note or "cc" in note else activity):
            found.lose("private_post_dropped")
        else:
            found.saw(note, USED, ignored=("content", "contentMap", "summary", "tag", "replies", "attributedTo"))
            found.add(_row(note, name or _owner(part(activity, "actor")) or account))
    return found


def _is_open(note: Any) -> bool:
    """Say whether a note was for everyone or for all followers: a letter has neither in its address."""
    address = [*items(note, "to"), *items(note, "cc"), part(note, "to"), part(note, "cc")]
    return any(
        isinstance(one, str) and (one == PUBLIC or one.endswith(("#Public", ":Public", "/followers")))
        for one in address
    )


def _owner(actor: Any) -> str | None:
    address = text(actor)
    return full_name(address.rstrip("/").rpartition("/")[2].lstrip("@"), address) if address else None


def _row(note: Mapping[str, Any], account: str | None) -> dict[str, Any]:
    media = [str(part(one, "mediaType")).partition("/")[0] for one in items(note, "attachment")]
    kind = "text" if not media else {"image": "photo", "video": "video"}.get(media[0], "other")
    if kind == "photo" and len(media) > 1:
        kind = "carousel"
    return {
        "account": account,
        "platform": NAME,
        "post_id": text(note.get("id")),
        "posted_at": moment(note.get("published")),
        "kind": "reply" if note.get("inReplyTo") is not None else kind,
        "likes": whole(part(note, "likes", "totalItems")),
        "shares": whole(part(note, "shares", "totalItems")),
        "url": text(note.get("url")) or text(note.get("id")),
    }


READER: Reader = _Mastodon()
