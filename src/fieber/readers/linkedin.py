"""LinkedIn: Excel of a person's or a company's analytics, its sheets as CSV, a copy of one's data (FORMATS.md 4.5)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from fieber.errors import UnreadableError
from fieber.model.text import Message
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._linkedin_sheets import CSV_SHEETS, PERSONAL_SHEETS, SHARES, is_company, read_company, read_personal
from fieber.readers._private import candidates
from fieber.readers._sheets import merged, read_sheet, sheet_of
from fieber.readers._workbook import sheet_names, sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader
    from fieber.readers._sheets import Sheet

NAME = "linkedin"
NAMES = re.compile(r"(?:shares|all posts|metrics|new followers)(?:[ _].*)?\.csv")
GUIDE = Guide(
    title=Said("LinkedIn", "LinkedIn"),
    also=("linked in",),
    forms=(
        Form(
            what=Said("analytics of a person (Excel)", "Statistik einer Person (Excel)"),
            gives=Said(
                "interactions and new followers by day; impressions of the top 50 posts",
                "Interaktionen und neue Follower je Tag; Impressionen der 50 stärksten Posts",
            ),
            lacks=Said(
                "posts that did not do well, likes by themselves, saves, reach of a post",
                "Posts, die nicht gut liefen, Likes für sich, Gespeichertes, Reichweite je Post",
            ),
            steps=(
                Said(
                    "On your profile open “Analytics”, there “Post impressions”.",
                    "Öffne in deinem Profil „Analysen“, dort „Post-Impressions“.",
                ),
                Said("Choose 365 days, then “Export”.", "Wähle 365 Tage, dann „Exportieren“."),
            ),
        ),
        Form(
            what=Said("content of a company page (XLS)", "Inhalte einer Unternehmensseite (XLS)"),
            gives=Said(
                "impressions, likes, comments, reposts and clicks of each post; all that by day",
                "Impressionen, Likes, Kommentare, Reposts und Klicks je Post; das alles auch je Tag",
            ),
            lacks=Said("reach of a post, saves", "Reichweite je Post, Gespeichertes"),
            steps=(
                Said(
                    "As an admin open the page, there “Analytics”, then “Content”.",
                    "Öffne als Admin die Seite, dort „Analysen“, dann „Inhalte“.",
                ),
                Said(
                    "Choose as long a time as you can, then “Export”.", "Wähle möglichst viel Zeit, dann „Exportieren“."
                ),
                Said(
                    "For followers open “Followers” there and export once more; give fieber both files.",
                    "Für die Follower öffne dort „Follower“ und exportiere noch einmal; gib fieber beide Dateien.",
                ),
            ),
        ),
        Form(
            what=Said("copy of your data (ZIP)", "Kopie deiner Daten (ZIP)"),
            gives=Said("when you posted", "wann du gepostet hast"),
            lacks=Said(
                "impressions, likes, followers by day",
                "Impressionen, Likes, Follower je Tag",
            ),
            steps=(
                Said(
                    "Open “Settings”, “Data privacy”, “Get a copy of your data”.",
                    "Öffne „Einstellungen“, „Datenschutz“, „Kopie Ihrer Daten“.",
                ),
            ),
        ),
    ),
)


class _LinkedIn:
    """Reads Excel files of analytics and their sheets; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """An Excel file with LinkedIn's sheets, or a table with its column names and nothing else beside it."""
        paths = source.paths()
        if len(paths) == 1 and _is_book(source, paths[0]):
            return True
        tables = _tables(source)
        others = sum(path.suffix.lower() in {".csv", ".tsv", ".xlsx"} for path in paths) - len(tables)
        return bool(tables) and (SHARES in tables.values() or not others)

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read posts and days; LinkedIn names no account in them."""
        paths = source.paths()
        sheets = sheets_of(source, paths[0]) if len(paths) == 1 else None
        if sheets is not None:
            turn = read_company if is_company(sheets) else read_personal
            readings = turn(sheets, paths[0].name, account)
        else:
            tables = _tables(source)
            readings = [
                read_sheet(source, path, sheet, account=account, columns=columns) for path, sheet in tables.items()
            ]
        if not readings:
            raise UnreadableError(
                f"{source.name} is an export of LinkedIn without posts or days; choose a longer time",
                de=f"{source.name} ist ein Export von LinkedIn ohne Posts und ohne Tage; wähle mehr Zeit",
            )
        whole = merged(readings)
        if any("ShareLink" in source.matched for source in whole.sources) and not whole.days.height:
            return replace(whole, notes=(*whole.notes, Message("note.only_dates")))
        return whole


def _tables(source: Input) -> dict[PurePosixPath, Sheet]:
    found = {path: sheet_of(source, path, CSV_SHEETS) for path in candidates(source, ".csv", names=NAMES)}
    return {path: sheet for path, sheet in found.items() if sheet is not None}


def _is_book(source: Input, path: PurePosixPath) -> bool:
    names = {name.strip().lower() for name in sheet_names(source, path)}
    return len(names & PERSONAL_SHEETS) >= 2 or bool(names & {"all posts", "new followers"})


READER: Reader = _LinkedIn()
