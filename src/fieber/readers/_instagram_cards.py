"""The account's cards (numbers of about 90 days) and its followers, one export at a time.

The cards have traps, all seen in real exports: "Followers" is a total in audience_insights and a share of the reach in
profiles_reached (a count there in 2022: the % sign decides); "Overall followers" is the net change, not the total; date
ranges carry no year. The list of followers holds only those who follow now: of older days more have left again, so that
its dates are no count of new followers by day and give no rows. Its length tells whether it is whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieber.model.reading import Source
from fieber.readers._instagram_dates import parse_range
from fieber.readers._instagram_labels import canonical
from fieber.readers._instagram_text import is_missing, parse_count, parse_percent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

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


def day_rows(*, account: str | None, exported_on: date | None, followers: int | None) -> list[dict[str, object]]:
    """Give the days table: the follower total on the day of the export, where both are known."""
    if exported_on is None or followers is None:
        return []
    return [{"account": account, "platform": "instagram", "day": exported_on, "followers": followers}]


def is_partial(listed: int, total: int | None) -> bool:
    """Say whether the list of followers is only a part (a date range was chosen), judged by the card's total."""
    return total is not None and listed < WHOLE_LIST_SHARE * total
