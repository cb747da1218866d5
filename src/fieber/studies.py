"""`fieber.event_study`: what did this event do to an account, to the others, to formats?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieber.api import as_reading, as_time, charts, check_lang, latest_moment, weather_table
from fieber.checkup import chart_at
from fieber.checkup.event_study import study
from fieber.checkup.weather import peers_within
from fieber.errors import UsageError
from fieber.report.event_page import study_page
from fieber.report.event_report import study_contract, study_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieber.api import Lang, Moment
    from fieber.model.event_study import EventStudy


@dataclass(frozen=True, slots=True)
class Study:
    """What an event did to one account, ready to be shown in one language."""

    study: EventStudy
    lang: Lang = "en"

    def to_dict(self) -> dict[str, Any]:
        """Give it as a dict of numbers, words and None."""
        return study_contract(self.study, self.lang)

    def to_json(self) -> str:
        """Give that as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)

    def to_html(self) -> str:
        """Give one self-contained page."""
        return study_page(self.study, self.lang)

    def to_markdown(self) -> str:
        """Give it as Markdown."""
        return study_markdown(self.study, self.lang)

    def _repr_html_(self) -> str:
        return self.to_html()


def event_study(
    posts: Any,
    *,
    start: Moment,
    end: Moment | None = None,
    peers: Any = None,
    days: Any = None,
    account: str | None = None,
    as_of: Moment | None = None,
    lang: Lang = "en",
) -> Study | list[Study]:
    """Tell what a dated event did: the time before it frozen, the shock and the new normal held against it.

    Args:
        posts, days, account, as_of, lang: as in `check`.
        start: its first moment; it must have been known before looking at the numbers.
        end: its last moment (a day counts whole); if not given, the first six weeks are "during".
        peers: as in `check`; without it the other accounts in `posts`, if they are at least 20.

    Returns:
        One study, or a list of them where there are several accounts.

    Raises:
        UsageError: not a table, no `posted_at`, no such account, typed numbers without dates, or `end` before `start`.
    """
    found = list(
        each_study(posts, start=start, end=end, peers=peers, days=days, account=account, as_of=as_of, lang=lang)
    )
    return found[0] if len(found) == 1 else found


def each_study(
    posts: Any,
    *,
    start: Moment,
    end: Moment | None = None,
    peers: Any = None,
    days: Any = None,
    account: str | None = None,
    as_of: Moment | None = None,
    lang: Lang = "en",
) -> Iterator[Study]:
    """Give the studies of `event_study` one after another, by name of account."""
    reading = as_reading(posts, days, account)
    if not reading.is_dated:
        raise UsageError(
            "an event needs dates, and typed numbers have none; give an export or a table",
            de="Ein Ereignis braucht Daten mit Datum, und getippte Zahlen haben keins; gib eine Datei mit Datum",
        )
    begin, stop = as_time(start, "start"), None if end is None else as_time(end, "end", end_of_day=True)
    if stop is not None and stop <= begin:
        raise UsageError(
            f"end: {end} is before the start, {start}; turn them around",
            de=f"end: {end} liegt vor dem Anfang, {start}; dreh sie um",
        )
    now = latest_moment(reading, as_of)
    roster = None if peers is None else weather_table(peers)
    among = {} if peers is not None else peers_within(reading)
    for chart in charts(reading, account):
        others = among.get(chart.platform)
        table = roster if others is None else others.table
        yield Study(study(chart_at(chart, now), start=begin, end=stop, as_of=now, table=table), check_lang(lang))
