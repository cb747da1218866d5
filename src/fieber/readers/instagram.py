"""Instagram's "download your information": ZIP, folder or several parts, JSON in both layouts, HTML for what it holds.

What is read: own posts, reels and stories (dates and kinds), insights (counts), the account's cards, when the present
followers began to follow, the account's name and the day of the export. Nothing else is opened. Captions, places, names
of followers never leave this reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import ACCOUNTS, DAYS, POSTS, Column, conform
from fieber.model.text import Message
from fieber.readers._instagram_cards import CARDS, Card, day_rows, follow_times, is_partial, read_card
from fieber.readers._instagram_dates import AS_PRINTED, export_moment
from fieber.readers._instagram_guide import GUIDE
from fieber.readers._instagram_html import Page, parse_page, records_from_page
from fieber.readers._instagram_labels import canonical
from fieber.readers._instagram_paths import Export, ExportFile, find_exports, role_of_content
from fieber.readers._instagram_posts import (
    CATALOGUE,
    INSIGHTS,
    METRICS,
    Post,
    Tally,
    join,
    post_rows,
    read_catalogue,
    read_insights,
    without_duplicates,
)
from fieber.readers._instagram_records import LayoutError, Record, records_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from fieber.readers._guide import Guide
    from fieber.readers._instagram_dates import Clock
    from fieber.readers._protocol import Input, Reader

_USERNAME = re.compile(r"[A-Za-z0-9._]{1,30}")
_MARKERS = (b"organic_insights_", b"relationships_", b"string_list_data", b"string_map_data", b"label_values")
_CATALOGUE_MARKERS = (b"creation_timestamp", b'"ig_')


@dataclass(slots=True)
class _Found:
    """What the files of one export gave, before it is put together."""

    catalogue: list[Post] = field(default_factory=list)
    insights: list[Post] = field(default_factory=list)
    cards: dict[str, Card] = field(default_factory=dict)
    follows: list[datetime] = field(default_factory=list)
    has_follower_list: bool = False
    tallies: dict[str, Tally] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    username: str | None = None
    requested_at: datetime | None = None
    n_readable: int = 0

    def tally(self, file: ExportFile) -> Tally:
        """The tally of one file."""
        return self.tallies.setdefault(file.shown, Tally(file.shown))


class _Instagram:
    """Reads Instagram exports; see the module."""

    @property
    def name(self) -> str:
        """Short name."""
        return "instagram"

    @property
    def guide(self) -> Guide:
        """What `fieber formats` says."""
        return GUIDE

    def claims(self, source: Input) -> bool:
        """Say whether a file at a known place also looks like one of Meta's inside."""
        files = [file for export in _exports(source) for file in export.files]
        files = [file for file in files if file.role not in {"profile", "requests", "entry"}]
        return any(_is_genuine(file, source.head(file.path)) for file in files)

    def read(
        self,
        source: Input,
        *,
        account: str | None,
        columns: Mapping[str, str] | None,  # noqa: ARG002 - of the protocol; an export has labels, not columns
    ) -> Reading:
        """Read every export in `source`.

        Raises:
            UnreadableError: not one file of it has a layout that fieber knows.
        """
        exports = _exports(source)
        readings = [_read_export(source, export, account, is_only=len(exports) == 1) for export in exports]
        readings.sort(key=_last_reading)
        return Reading(
            posts=pl.concat([reading.posts for reading in readings]),
            days=_latest_days(pl.concat([reading.days for reading in readings])),
            accounts=pl.concat([reading.accounts for reading in readings]).unique(maintain_order=True),
            faults=tuple(fault for reading in readings for fault in reading.faults),
            sources=tuple(found for reading in readings for found in reading.sources),
            unknown_paths=tuple(dict.fromkeys(path for reading in readings for path in reading.unknown_paths)),
            notes=_distinct([note for reading in readings for note in reading.notes]),
            rows_read=sum(reading.rows_read for reading in readings),
        )


def _last_reading(reading: Reading) -> datetime:
    last = reading.posts["measured_at"].max()
    return last if isinstance(last, datetime) else datetime.min.replace(tzinfo=UTC)


def _latest_days(days: pl.DataFrame) -> pl.DataFrame:
    """Give one row a day: two exports of one account are two views of the same days, and the later one knows more."""
    merged = days.group_by("account", "platform", "day", maintain_order=True).agg(pl.all().drop_nulls().last())
    return conform(merged, "days").sort("account", "day")


def _exports(source: Input) -> tuple[Export, ...]:
    paths = source.paths()
    exports = find_exports(source.name, paths)
    if exports or len(paths) != 1 or paths[0].suffix.lower() != ".json":
        return exports
    # a single file, taken out of its folder: only what is in it can tell
    role = role_of_content(source.head(paths[0], 4096))
    file = ExportFile(role or "", paths[0], paths[0].name)
    return (Export((file,), (), None, None, ""),) if role else ()


def _is_genuine(file: ExportFile, head: bytes) -> bool:
    if file.is_html:
        # a page begins with its style sheet, so the body may lie behind the head; the other folders' names are unique
        return b"_a6" in head or (file.role not in CATALOGUE and b"<html" in head[:1000].lower())
    if head.strip() in {b"[]", b"{}"}:
        return file.role not in CATALOGUE
    return any(marker in head for marker in (_CATALOGUE_MARKERS if file.role in CATALOGUE else _MARKERS))


def _read_export(source: Input, export: Export, account: str | None, *, is_only: bool) -> Reading:
    pages = {
        file.path: parse_page(source.read(file.path))
        for file in export.files
        if file.is_html and (export.is_html or file.role == "entry")
    }
    clock = next((clock_of_page for page in pages.values() if (clock_of_page := page.clock)), None)
    found = _Found()
    documents = _documents(source, export, pages, clock or AS_PRINTED, found)
    for file, records in documents:
        _look_at_export(file, records, found)
    named = found.username or export.account or account or (None if is_only else export.folder or None)
    newest = max((moment for _, records in documents for moment in _own_moments(records)), default=None)
    headers = [page.header[1] for page in pages.values() if page.header]
    measured_at = export_moment(headers, day=export.day, requested_at=found.requested_at, newest=newest)
    for file, records in documents:
        _take(file, records, found, measured_at)
    if found.n_readable == 0:
        raise UnreadableError(
            f"{source.name} looks like an Instagram export, but none of its {len(export.files)} data files has a layout"
            " that fieber knows; request it again as JSON",
            de=f"{source.name} sieht nach einem Instagram-Export aus, aber keine der {len(export.files)} Dateien mit"
            " Daten ist so aufgebaut, wie fieber es kennt; fordere ihn noch einmal als JSON an",
        )
    return _reading(found, export, named, measured_at, is_zone_known=not export.is_html or clock is not None)


def _documents(
    source: Input, export: Export, pages: Mapping[PurePosixPath, Page], clock: Clock, found: _Found
) -> list[tuple[ExportFile, tuple[Record, ...]]]:
    """Give the records of every file of the flavour that is read; stray files of the other flavour stay closed."""
    documents = []
    for file in export.files:
        if file.role == "entry" or file.is_html != export.is_html:
            continue
        try:
            page = pages.get(file.path)
            records = records_from_page(page, clock) if page else records_from_json(source.read(file.path))
        except LayoutError:
            found.tally(file).kinds[None, "unreadable_file"] += 1
            continue
        found.n_readable += 1
        documents.append((file, records))
    return documents


def _look_at_export(file: ExportFile, records: Sequence[Record], found: _Found) -> None:
    """Learn whose export it is and when it was asked for, before anything is dated."""
    if file.role == "profile":
        names = [label.text for record in records for label in record.labels if canonical("profile", label.name)]
        found.username = next((name for name in names if _USERNAME.fullmatch(name)), None)
    elif file.role == "requests":
        moments = [label.at for record in records for label in record.labels if label.at]
        moments += [record.created for record in records if record.created]
        found.requested_at = max(moments, default=None)


def _take(file: ExportFile, records: Sequence[Record], found: _Found, measured_at: datetime | None) -> None:
    tally = found.tally(file)
    if file.role in CATALOGUE:
        found.catalogue += read_catalogue(records, role=file.role, tally=tally)
        found.sources.append(Source(file.shown, "instagram", ("posted_at", "kind")))
    elif file.role in INSIGHTS:
        posts, seen = read_insights(records, role=file.role, tally=tally)
        found.insights += posts
        found.sources.append(seen)
    elif file.role in CARDS:
        day = measured_at.date() if measured_at else None
        card, seen = read_card(records, role=file.role, tally=tally, exported_on=day)
        found.cards[card.scope] = card
        found.sources.append(seen)
    elif file.role == "followers":
        found.follows += follow_times(records, tally)
        found.has_follower_list = True
        found.sources.append(Source(file.shown, "instagram"))


def _own_moments(records: Sequence[Record]) -> list[datetime]:
    moments = [record.created for record in records] + [label.at for record in records for label in record.labels]
    moments += [moment for record in records for moment in record.times]
    return [moment for moment in moments if moment is not None]


def _reading(
    found: _Found, export: Export, account: str | None, measured_at: datetime | None, *, is_zone_known: bool
) -> Reading:
    spare = Tally("catalogue")
    posts = join(without_duplicates(found.catalogue, spare), without_duplicates(found.insights, spare))
    rows = post_rows(posts, account=account, measured_at=measured_at)
    audience = found.cards.get("audience")
    total = audience.counts.get("followers") if audience else None
    exported_on = measured_at.date() if measured_at else None
    days = day_rows(account=account, exported_on=exported_on, followers=total)
    faults = [fault for tally in (*found.tallies.values(), spare) for fault in tally.faults()]
    return Reading(
        posts=conform(_frame(rows, POSTS), "posts"),
        days=conform(_frame(days, DAYS), "days"),
        accounts=conform(_frame([{"account": account, "platform": "instagram"}], ACCOUNTS), "accounts"),
        faults=tuple(faults),
        sources=tuple(found.sources),
        unknown_paths=tuple(_masked(path, account) for path in export.unknown),
        notes=_notes(found, rows, total, is_html=export.is_html, is_zone_known=is_zone_known),
        rows_read=len(rows) + _dropped(faults),
    )


def _masked(path: str, account: str | None) -> str:
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(account)}(?![A-Za-z0-9])", "…", path) if account else path


def _frame(rows: Sequence[Mapping[str, object]], columns: Mapping[str, Column]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={name: column.dtype for name, column in columns.items()})


def _dropped(faults: Sequence[Fault]) -> int:
    return sum(fault.count for fault in faults if fault.kind.endswith("_dropped"))


def _notes(
    found: _Found, rows: Sequence[Mapping[str, object]], total: int | None, *, is_html: bool, is_zone_known: bool
) -> tuple[Message, ...]:
    has_counts = any(row[metric] is not None for row in rows for metric in METRICS)
    notes: list[Message] = []
    if not has_counts:
        notes.append(Message("note.no_counts_in_export"))
        if is_html:
            notes.append(Message("note.html_export"))
    if not is_zone_known:
        notes.append(Message("note.no_time_zone"))
    if found.follows:
        notes.append(Message("note.surviving_followers"))
    if found.has_follower_list and is_partial(len(found.follows), total):
        notes.append(Message("note.partial_followers"))
    if any(tally.has_rounded for tally in found.tallies.values()):
        notes.append(Message("note.rounded_counts"))
    return (*notes, *_flows(found.cards.get("audience")))


def _flows(card: Card | None) -> tuple[Message, ...]:
    """How many came and went over the card's days: the only place in the export that knows who left."""
    if card is None or not {"follows", "unfollows"} & card.counts.keys():
        return ()
    gained, lost = card.counts.get("follows"), card.counts.get("unfollows")
    values = {"gained": gained, "lost": lost, "first": card.first, "last": card.last}
    if lost is None:
        return (Message("note.follower_flows.gained", values),)
    return (Message("note.follower_flows" if gained is not None else "note.follower_flows.lost", values),)


def _distinct(notes: Sequence[Message]) -> tuple[Message, ...]:
    return tuple(note for number, note in enumerate(notes) if note not in notes[:number])


READER: Reader = _Instagram()
