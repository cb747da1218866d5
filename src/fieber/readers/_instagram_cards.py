"""The account's cards (numbers of about 90 days) and its followers, one export at a time.

The cards have traps, all seen in real exports: "Followers" is a total in audience_insights and a share of the reach in
profiles_reached (a count there in 2022: the % sign decides); "Overall followers" is the net change, not the total; date
ranges carry no year. The list of followers holds only those who follow now, so its dates are surviving follows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from fieber.model.reading import Source
from fieber.readers._instagram_dates import parse_range
from fieber.readers._instagram_labels import canonical
from fieber.readers._instagram_text import is_missing, parse_count, parse_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieber.readers._instagram_posts import Tally
    from fieber.readers._instagram_records import Record

CARDS = {"card_audience": "audience", "card_reach": "reach", "card_interactions": "interactions"}
NUMBERS = frozenset(
    {
        "followers",
        "follows",
        "unfollows",
        "net",
        "reach",
        "reach_followers",
        "reach_non_followers",
        "impressions",
        "profile_views",
        "link_clicks",
        "interactions",
    }
)
# below this share of the card's total the list cannot be whole; deactivated accounts alone take a few percent
WHOLE_LIST_SHARE = 0.9


@dataclass(slots=True)
class Card:
    """One card: its days (both included; None where the range could not be dated), counts and percentages by name."""

    scope: str
    first: date | None = None
    last: date | None = None
    counts: dict[str, int] = field(default_factory=dict)
    percents: dict[str, float] = field(default_factory=dict)


def read_card(records: Iterable[Record], *, role: str, tally: Tally, exported_on: date | None) -> tuple[Card, Source]:
    """Give one card and which of its labels were known.

    Args:
        records: of the card's file; Meta writes one.
        role: "card_audience", "card_reach" or "card_interactions".
        tally: counts what is no number.
        exported_on: the day of the export, which gives the range its year; None: the range stays undated.
    """
    card = Card(CARDS[role])
    matched: list[str] = []
    unmatched: list[str] = []
    for label in (label for record in records for label in record.labels):
        name = canonical(card.scope, label.name)
        (unmatched if name is None else matched).append(label.name)
        if name == "range" and exported_on is not None:
            card.first, card.last = parse_range(label.text, exported_on) or (None, None)
        elif name in NUMBERS and not is_missing(label.text):
            _put(card, name, label.text, tally)
    return card, Source(tally.file, "instagram", tuple(matched), tuple(unmatched))


def _put(card: Card, name: str, text: str, tally: Tally) -> None:
    count, percent = parse_count(text), parse_percent(text)
    if count is not None:
        card.counts[name] = count
    elif percent is not None:
        card.percents[name] = percent
    else:
        tally.kinds[name, "not_a_number"] += 1


def follow_times(records: Iterable[Record], tally: Tally) -> list[datetime]:
    """Give when each present follower began to follow; names are not looked at."""
    times = [moment for record in records for moment in record.times]
    missing = sum(moment is None for moment in times)
    if missing:
        tally.kinds["follows", "follower_without_date"] += missing
    return [moment for moment in times if moment is not None]


def day_rows(
    times: Sequence[datetime], *, account: str | None, exported_on: date | None, followers: int | None
) -> list[dict[str, object]]:
    """Give the days table: surviving follows of every UTC day, and the follower total on the day of the export.

    The list is complete for the days it spans, so a day without an entry had no surviving follow: 0. A list that the
    total proves to be whole spans the days to the day before the export; of any other, the last entry is the end.
    """
    counted = Counter(moment.date() for moment in times)
    is_whole = followers is not None and not is_partial(len(times), followers)
    rows: dict[date, dict[str, object]] = {}
    if counted:
        day, last = min(counted), max(counted)
        if is_whole and exported_on is not None:
            last = max(last, exported_on - timedelta(days=1))
        while day <= last:
            rows[day] = {"day": day, "follows": counted[day]}
            day += timedelta(days=1)
    if exported_on is not None and followers is not None:
        rows.setdefault(exported_on, {"day": exported_on})["followers"] = followers
    return [{"account": account, "platform": "instagram", **row} for row in rows.values()]


def is_partial(listed: int, total: int | None) -> bool:
    """Say whether the list of followers is only a part (a date range was chosen), judged by the card's total."""
    return total is not None and listed < WHOLE_LIST_SHARE * total
