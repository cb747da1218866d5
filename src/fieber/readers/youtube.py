"""YouTube: the ZIP of YouTube Studio, Google Takeout, and saved answers of YouTube's interfaces (FORMATS.md 4.4).

Studio counts within the time that was chosen there, not over a video's life. So counters of videos from before that
time are left out; those of later ones are all they have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from fieber.errors import UnreadableError
from fieber.readers._dumps import documents, nothing_in, pages
from fieber.readers._gather import Gathered
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._json import items, part
from fieber.readers._sheets import merged
from fieber.readers._youtube_data import DAY_METRICS, MAY_STORE_DAYS, columns_of, days_of, posts_of
from fieber.readers._youtube_studio import is_youtube_table, read_tables, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.reading import Reading
    from fieber.readers._protocol import Input, Reader

NAME = "youtube"
GUIDE = Guide(
    title=Said("YouTube", "YouTube"),
    also=("youtube studio", "takeout", "google takeout"),
    forms=(
        Form(
            what=Said(
                "ZIP or CSV of YouTube Studio, advanced mode", "ZIP oder CSV aus YouTube Studio, erweiterter Modus"
            ),
            gives=Said(
                "views; likes, comments, shares, thumbnail impressions, unique viewers if you chose them; views by day",
                "Aufrufe; Likes, Kommentare, Teilen, Impressionen, Zuschauer, wenn du sie wählst; Aufrufe je Tag",
            ),
            lacks=Said(
                "what was before the time you choose; more than 500 videos; which videos are Shorts",
                "was vor der gewählten Zeit war; mehr als 500 Videos; welche Videos Shorts sind",
            ),
            steps=(
                Said(
                    "Open YouTube Studio on a computer, then Analytics.", "Öffne YouTube Studio am PC, dann Analytics."
                ),
                Said("Choose: Advanced mode, tab Content.", "Wähle: Erweiterter Modus, Reiter Inhalte."),
                Said("Set the time to: Lifetime.", "Stelle die Zeit auf: Gesamte Zeit."),
                Said(
                    "Add the columns Likes, Comments added and Shares.",
                    "Nimm die Spalten Likes, Kommentare und Teilen dazu.",
                ),
                Said(
                    "Set the language to English, then choose the arrow: CSV.",
                    "Stelle die Sprache auf Englisch, dann der Pfeil: CSV.",
                ),
            ),
        ),
        Form(
            what=Said("the same with German headers", "dasselbe mit deutschen Spaltennamen"),
            gives=Said("the same as in English", "dasselbe wie auf Englisch"),
            lacks=Said("the same as in English", "dasselbe wie auf Englisch"),
            steps=(Said("As above; English is surer.", "Wie oben; Englisch ist sicherer."),),
            is_verified=False,
        ),
        Form(
            what=Said("Google Takeout with YouTube", "Google Takeout mit YouTube"),
            gives=Said("when you published each video", "wann du welches Video veröffentlicht hast"),
            lacks=Said(
                "views, likes: take YouTube Studio for those",
                "Aufrufe, Likes: Nimm dafür YouTube Studio",
            ),
            steps=(
                Said(
                    "Open takeout.google.com and choose only YouTube.",
                    "Öffne takeout.google.com und wähle nur YouTube.",
                ),
                Said(
                    "Leave the videos themselves out: the tables are enough.",
                    "Lass die Videos selbst weg: Die Tabellen reichen.",
                ),
            ),
        ),
        Form(
            what=Said("saved answers of the YouTube API (JSON)", "gespeicherte Antworten der YouTube-API (JSON)"),
            gives=Said("views, likes and comments of each video; days", "Aufrufe, Likes und Kommentare je Video; Tage"),
            lacks=Said("shares, reach, exact subscribers", "Teilen, Reichweite, die genauen Abos"),
            steps=(
                Said(
                    "Save videos.list with the parts snippet and statistics.",
                    "Speichere videos.list mit snippet und statistics.",
                ),
            ),
        ),
    ),
)


class _YouTube:
    """Reads tables of Studio and Takeout, and saved answers; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE
    joins_files: ClassVar[bool] = True

    def claims(self, source: Input) -> bool:
        """Tables with YouTube's column names and none of others beside them, or JSON that says youtube#."""
        return is_youtube_table(source) or bool(pages(source, _is_answer))

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read tables and answers alike."""
        readings = []
        if is_youtube_table(source):
            readings += read_tables(source, tables_of(source), account=account, columns=columns)
        answers = pages(source, _is_answer)
        if answers:
            readings.append(_read_answers(source, account))
        if not readings:
            raise UnreadableError(
                f"{source.name} has no table of YouTube in it any more; download it again",
                de=f"{source.name} enthält keine Tabelle von YouTube mehr; lade sie noch einmal herunter",
            )
        return merged(readings)


def _is_answer(head: str) -> bool:
    is_list = any(
        f'"youtube#{kind}ListResponse"' in head or f'"youtube#{kind}"' in head for kind in ("video", "channel")
    )
    return is_list or '"youtubeAnalytics#resultTable"' in head


def _read_answers(source: Input, account: str | None) -> Reading:
    files = pages(source, _is_answer)
    found = Gathered()
    for path in files:
        here = Gathered()
        for document in documents(source, path):
            listed = items(document, "items") or ([document] if part(document, "kind") == "youtube#video" else [])
            here.take(posts_of(video for video in listed if part(video, "kind") == "youtube#video"))
            here.days += days_of(document, account=account)
            here.saw(dict.fromkeys(columns_of(document)), ("day", *DAY_METRICS))
        found.take(here, file=path.name)
    found.once()
    if not found.posts and not found.days:
        raise nothing_in(source.name, "YouTube")
    reading = found.reading(files[0].name, NAME, files=[path.name for path in files])
    # however they came to be saved, these are answers of an interface whose terms go with them
    sources = [replace(one, may_pool=False, may_store_days=MAY_STORE_DAYS) for one in reading.sources]
    return replace(reading, sources=tuple(sources))


READER: Reader = _YouTube()
