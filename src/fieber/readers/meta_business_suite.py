"""Meta Business Suite: the content CSV of Instagram and Facebook, and the daily CSVs (FORMATS.md 2.1 to 2.4).

The content file has lifetime totals, one row a post; its clock has no zone. Only English headers were seen in real
files; German and Portuguese ones are known from other tools and are read with a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from fieber.errors import NoPostsError, UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import COUNTS
from fieber.model.text import Message
from fieber.readers._business_suite_breakdown import addable, added_up, lifetime
from fieber.readers._business_suite_daily import DailyTop, daily_top, read_daily
from fieber.readers._collaborations import fold_collaborations
from fieber.readers._columns import POST_SYNONYMS, fold, match
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._limits import MEDIA_SUFFIXES
from fieber.readers._posts import posts_from
from fieber.readers._tables import no_table, read_table, top_of
from fieber.readers._text import decode, decode_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieber.readers._protocol import Input, Reader

GUIDE = Guide(
    title=Said("Meta Business Suite", "Meta Business Suite"),
    also=("business suite", "meta"),
    forms=(
        Form(
            what=Said("content CSV of Instagram or Facebook", "CSV der Inhalte von Instagram oder Facebook"),
            gives=Said(
                "views, reach, likes, comments, shares, saves and new followers of each post",
                "Aufrufe, Reichweite, Likes, Kommentare, Teilen, Speichern und neue Follower je Post",
            ),
            lacks=Said(
                "the time zone, followers, numbers by day, watch time of Instagram",
                "die Zeitzone, Follower, Zahlen je Tag, bei Instagram die Sehdauer",
            ),
            steps=(
                Said(
                    "Open business.facebook.com on a computer, then Insights.",
                    "Öffne business.facebook.com am PC, dann Insights.",
                ),
                Said(
                    "Choose Content, set the time, then: Export data.",
                    "Wähle Content, stelle die Zeit ein, dann: Daten exportieren.",
                ),
                Said("Choose English as language if you can.", "Nimm Englisch als Sprache, wenn du kannst."),
            ),
        ),
        Form(
            what=Said("daily CSV of one metric", "tägliche CSV einer Zahl"),
            gives=Said(
                "new followers, views, reach, visits or clicks by day",
                "neue Follower, Aufrufe, Reichweite, Besuche oder Klicks je Tag",
            ),
            lacks=Said(
                "which account it is, who left, the total of followers",
                "welcher Account es ist, wer ging, die Zahl aller Follower",
            ),
            steps=(
                Said(
                    "In Insights choose Results and a metric, then: Export, CSV.",
                    "Wähle in Insights Ergebnisse und eine Zahl, dann: Exportieren, CSV.",
                ),
                Said("Give fieber all files at once.", "Gib fieber alle Dateien auf einmal."),
            ),
        ),
        Form(
            what=Said(
                "the same with German or Portuguese headers", "dasselbe mit deutschen oder portugiesischen Spalten"
            ),
            gives=Said("the same", "dasselbe"),
            lacks=Said("the same", "dasselbe"),
            steps=(Said("As above, in your own language.", "Wie oben, in deiner Sprache."),),
            is_verified=False,
        ),
    ),
)
LANGUAGES = {"publish time": "en", fold("Veröffentlichungszeitpunkt"): "de", fold("horário de publicação"): "pt"}
IDENTITIES = frozenset(
    fold(name)
    for name in (
        *("Post ID", "Video asset ID", "Permalink", "Beitrags-ID"),
        *("identificação da publicação", "link permanente"),
    )
)
OWNERS = {
    **dict.fromkeys(map(fold, ("Account username", "Account ID", "Konto-Benutzername", "Konto-ID")), "instagram"),
    fold("nome de usuário da conta"): "instagram",
    **dict.fromkeys(map(fold, ("Page name", "Page ID", "Seitenname", "Seiten-ID", "nome da página")), "facebook"),
}
COUNTED = frozenset(word for name in COUNTS for word in POST_SYNONYMS[name])


@dataclass(frozen=True, slots=True)
class MetaBusinessSuite:
    """Reads one content CSV or one daily CSV."""

    name: ClassVar[str] = "meta_business_suite"
    guide: ClassVar[Guide] = GUIDE

    def claims(self, source: Input) -> bool:
        """A table with its column names, or a daily file with its three first rows."""
        paths = source.paths()
        if len(paths) != 1:
            return False
        top = top_of(source, paths[0])
        if top is not None and top.form in {"separated", "excel"} and _is_content(top.names):
            return True
        return _daily_top(source) is not None

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Read one file; daily files name no account.

        Raises:
            UnreadableError: no rows.
            NoPostsError: a table of the audience, or days of a metric that fieber does not know.
        """
        daily = _daily_top(source)
        if daily is not None:
            return _read_daily(source, daily, account)
        return _read_content(source, account, columns)


def _is_content(names: Sequence[str]) -> bool:
    folded = {fold(name) for name in names}
    return all(folded.intersection(words) for words in (LANGUAGES, IDENTITIES, OWNERS, COUNTED))


def _daily_top(source: Input) -> DailyTop | None:
    path = source.paths()[0]
    if path.suffix.lower() in MEDIA_SUFFIXES:
        return None
    head = source.head(path)
    return None if head.startswith((b"PK", b"PAR1")) else daily_top(decode_head(head))


def _read_daily(source: Input, top: DailyTop, account: str | None) -> Reading:
    path = source.paths()[0]
    if not top.has_days:
        raise NoPostsError(
            f"{source.name} says who your audience is, and nothing of posts; give the CSV of your posts instead",
            de=f"{source.name} sagt, wer dein Publikum ist, aber nichts über Posts; gib dafür die CSV deiner Posts",
        )
    if top.column is None:
        raise NoPostsError(
            f"{source.name} holds one number a day that fieber does not use; give the CSV of your posts instead",
            de=f"{source.name} enthält eine Zahl je Tag, die fieber nicht braucht; gib dafür die CSV deiner Posts",
        )
    days, faults = read_daily(decode(source.read(path)), top.column, top.network, file=source.name)
    if days.is_empty() and not faults:
        raise NoPostsError(
            f"{source.name} holds no day; choose a longer time and export again",
            de=f"{source.name} enthält keinen einzigen Tag; wähle mehr Zeit und exportiere noch einmal",
        )
    if account is not None:
        days = days.with_columns(account=pl.lit(account))
    return Reading(
        days=days, faults=tuple(faults), sources=(Source(source.name, MetaBusinessSuite.name, (top.title,), ()),)
    )


def _read_content(source: Input, account: str | None, columns: Mapping[str, str] | None) -> Reading:
    path = source.paths()[0]
    top = top_of(source, path)
    if top is None:
        raise no_table(source.name)
    table = read_table(source, path, top)
    if table.frame.is_empty():
        raise UnreadableError(
            f"{source.name} holds only a header and no rows; choose a period with posts and export again",
            de=f"{source.name} enthält nur eine Kopfzeile und sonst keine Zeile; wähle einen Zeitraum mit Posts und"
            " exportiere noch einmal",
        )
    names = table.frame.columns
    matched = match(names, POST_SYNONYMS, columns)
    language = next(LANGUAGES[fold(name)] for name in names if fold(name) in LANGUAGES)
    platform = next(OWNERS[fold(name)] for name in names if fold(name) in OWNERS)
    kept, day, left_out = lifetime(table.frame)
    ours = matched.ours if day is None else addable(matched.ours) | {"measured_at": day}
    rows = posts_from(kept, ours, file=source.name, day_first=language != "en", platform=platform)
    whole, added = (rows.frame, []) if day is None else added_up(rows.frame, source.name)
    posts, copies = fold_collaborations(whole, account)
    counted = [
        Fault(source.name, None, kind, count)
        for kind, count in (("daily_row_dropped", left_out), ("collaborator_row_dropped", copies))
        if count
    ]
    lost = sum(fault.count for fault in table.faults if fault.kind.endswith("_dropped"))
    used, unused = tuple(ours.values()), tuple(name for name in names if name not in ours.values())
    notes = _notes(language, is_by_day=day is not None)
    return Reading(
        posts=posts,
        faults=(*table.faults, *rows.faults, *added, *counted),
        sources=(Source(source.name, MetaBusinessSuite.name, used, unused, is_verified=not notes),),
        notes=(*rows.notes, *notes),
        rows_read=rows.rows_read + left_out + lost,
    )


def _notes(language: str, *, is_by_day: bool) -> list[Message]:
    notes = [Message("note.unverified_layout", {"language": language})] if language != "en" or is_by_day else []
    return [*notes, *([Message("note.days_added_up")] if is_by_day else [])]


READER: Reader = MetaBusinessSuite()
