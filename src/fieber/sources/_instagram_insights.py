"""Instagram's insights, question by question: where one metric fails a whole call, the others are asked without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fieber.readers._instagram_graph import days_of, insights_of
from fieber.readers._json import text
from fieber.sources._graph import is_about_metric, is_missing, problem
from fieber.sources._problems import LimitedError, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieber.sources._http import Answer, Web
    from fieber.sources._protocol import Visit

NAME = "instagram"
PACIFIC = ZoneInfo("America/Los_Angeles")  # whose days they are (FORMATS.md 3.3)
# likes and comments come with the media themselves
OF_FEED = ("views", "reach", "saved", "shares", "follows")
OF_PRODUCT = {"REELS": ("views", "reach", "saved", "shares"), "STORY": ("views", "reach", "shares", "follows")}
SERIES = ("reach", "follower_count")
BY_FOLLOW_TYPE = ("reach", "follows_and_unfollows")
TOTALS = ("views", "total_interactions", "profile_views", "website_clicks")
WINDOW_DAYS = 30  # the longest that one question may span, and how far back the number of new followers goes
KEPT_DAYS = 730  # insights of media are kept for two years


@dataclass(slots=True)
class Insights:
    """Asks for insights; remembers which metrics this account does not have, so that they are refused only once."""

    web: Web
    visit: Visit
    refused: set[tuple[str, str]] = field(default_factory=set)  # (what is asked about, metric)

    def of_media(
        self, media: Sequence[dict[str, Any]], since: datetime | None
    ) -> tuple[dict[str, dict[str, int]], int]:
        """Give identity → metric → value, and of how many media we could not ask because we were to wait."""
        found: dict[str, dict[str, int]] = {}
        oldest = self.visit.clock() - timedelta(days=KEPT_DAYS)
        asked = [one for one in media if _posted(one) >= max(since or oldest, oldest).isoformat()]
        for number, one in enumerate(asked):
            identity, product = str(one.get("id")), str(one.get("media_product_type"))
            try:
                for values in self._each(f"/{identity}/insights", OF_PRODUCT.get(product, OF_FEED), product, {}):
                    found.setdefault(identity, {}).update(*insights_of(values).values())
            except LimitedError:
                self.visit.is_cut_short = True
                return found, len(asked) - number
        return found, 0

    def of_days(self, who: str, account: str, last: datetime | None) -> list[dict[str, Any]]:
        """Give rows of days: series of the last 30, and what is told only for one day at a time."""
        today = self.visit.clock().astimezone(PACIFIC).date()
        first = today - timedelta(days=WINDOW_DAYS)
        if last is not None:
            first = max(first, last.astimezone(PACIFIC).date() - timedelta(days=2))
        path, rows = f"/{who}/insights", []
        try:
            window: dict[str, str | int] = {"period": "day", "since": _midnight(first), "until": _midnight(today)}
            for document in self._each(path, SERIES, "series", window):
                rows += days_of(document, account=account)
            for number in range((today - first).days):
                day = first + timedelta(days=number)
                window = {"period": "day", "since": _midnight(day), "until": _midnight(day + timedelta(days=1))}
                total: dict[str, str | int] = {**window, "metric_type": "total_value"}
                questions = [(BY_FOLLOW_TYPE, {**total, "breakdown": "follow_type"}), (TOTALS, total)]
                for metrics, params in questions:
                    for document in self._each(path, metrics, "total", params):
                        rows += days_of(document, account=account, day=day)
        except LimitedError:
            self.visit.is_cut_short = True
        return _one_a_day(rows)

    def _each(self, path: str, metrics: Sequence[str], about: str, params: dict[str, str | int]) -> list[Any]:
        """Ask for several metrics at once; where one of them fails the whole call, for each by itself."""
        wanted = [metric for metric in metrics if (about, metric) not in self.refused]
        if not wanted:
            return []

        def ask(some: Sequence[str]) -> Answer:
            return self.web.get(path, {**params, "metric": ",".join(some)})

        try:
            return [ask(wanted).document]
        except Refusal as refusal:
            if not is_missing(refusal):
                raise problem(NAME, refusal) from None
            if not is_about_metric(refusal):
                return []
        found = []
        for metric in wanted:
            try:
                found.append(ask([metric]).document)
            except Refusal as refusal:
                if not is_missing(refusal):
                    raise problem(NAME, refusal) from None
                if is_about_metric(refusal):
                    self.refused.add((about, metric))
        return found


def _posted(one: dict[str, Any]) -> str:
    return text(one.get("timestamp")) or ""


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), PACIFIC).timestamp())


def _one_a_day(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put what several answers say of a day into one row."""
    days: dict[date, dict[str, Any]] = {}
    for row in rows:
        days.setdefault(row["day"], {}).update({name: value for name, value in row.items() if value is not None})
    return list(days.values())
