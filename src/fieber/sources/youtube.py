"""YouTube: any channel by the Data API (a key), one's own days by the Analytics API (a token of one's own).

Documented at developers.google.com/youtube/v3 and /youtube/analytics. The answers are for looking at now: the terms
let them be kept for 30 days, and neither mixed with those of others nor made into figures of many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from fieber.readers._json import items, part, text
from fieber.readers._youtube_data import MAY_STORE_DAYS, columns_of, days_of, posts_of, subscribers_of
from fieber.sources._credentials import base_url, optional_token, token_for
from fieber.sources._http import Answer, Web
from fieber.sources._pages import followers_day, newest_of, pages
from fieber.sources._problems import Refusal, limited, no_such_account, refused, token_expired
from fieber.sources._protocol import Terms

if TYPE_CHECKING:
    from fieber.errors import FieberError
    from fieber.model.reading import Reading
    from fieber.readers._gather import Gathered
    from fieber.sources._protocol import LiveSource, Visit

DATA, ANALYTICS = "https://www.googleapis.com/youtube/v3", "https://youtubeanalytics.googleapis.com/v2"
KEY, TOKEN = "FIEBER_YOUTUBE_KEY", "FIEBER_YOUTUBE_TOKEN"
PAGE = 50  # the most that a page has, and that one question for videos may name
HISTORY_DAYS = 730
UNFINISHED_DAYS = 3  # the last days of a report are not complete
PACIFIC = ZoneInfo("America/Los_Angeles")
OWN_DAYS = "views,subscribersGained,subscribersLost"
QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded"})
TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})


def reasons_of(document: object) -> set[str]:
    """Give the words by which Google's programs know an error."""
    return {text(part(one, "reason")) or "" for one in items(document, "error", "errors")}


def is_throttled(status: int, document: object) -> bool:
    """Say whether it means: later."""
    return status == 429 or bool(reasons_of(document) & TOO_FAST)


@dataclass(frozen=True, slots=True)
class YouTube:
    """Reads videos with their public counters and the subscribers now; of one's own channel also days and shares."""

    name: ClassVar[str] = "youtube"
    example: ClassVar[str] = "youtube:@channel"
    # Developer Policies III.E.2: no figures made of the data of several channels
    terms: ClassVar[Terms] = Terms(
        MAY_STORE_DAYS, may_pool=False, terms_url="https://developers.google.com/youtube/terms/developer-policies"
    )

    def read(self, target: str, visit: Visit) -> Reading:
        """Read a channel by handle (@name) or identity (UC…), or "me", the channel of the token."""
        token = optional_token(f"{self.name}_oauth", TOKEN)
        is_me = target.lower() == "me"
        if is_me:
            token = token_for(f"{self.name}_oauth", TOKEN)
        key = None if is_me else optional_token(self.name, KEY)
        if token is None and key is None:
            key = token_for(self.name, KEY)
        headers = {"X-Goog-Api-Key": key} if key else {"Authorization": f"Bearer {token}"}
        base = base_url(self.name, DATA)
        try:
            with Web(
                self.name, base, visit, headers=headers, secrets=(key or "", token or ""), throttled=is_throttled
            ) as web:
                channel, found = self._videos(web, target, visit, is_me=is_me)
            if is_me and token is not None:
                self._own(token, visit, channel, found)
        except Refusal as refusal:
            raise self._problem(refusal, visit) from None
        return found.reading(self.name, self.name)

    def _videos(self, web: Web, target: str, visit: Visit, *, is_me: bool) -> tuple[str, Gathered]:
        """Give the channel's name, its videos and its subscribers."""
        which: dict[str, str | int] = {"mine": "true"} if is_me else _which(target)
        answer = web.get("/channels", {"part": "snippet,statistics,contentDetails", **which})
        channel = part(answer.document, "items", 0)
        uploads = text(part(channel, "contentDetails", "relatedPlaylists", "uploads"))
        if uploads is None:
            raise no_such_account(self.name, self.example)
        name = text(part(channel, "snippet", "title")) or text(part(channel, "id")) or self.name

        def ask(cursor: str | None) -> Answer:
            more = {} if cursor is None else {"pageToken": cursor}
            return web.get(
                "/playlistItems", {"part": "contentDetails", "playlistId": uploads, "maxResults": PAGE, **more}
            )

        def gather(page: Answer) -> Gathered:
            names = [text(part(one, "contentDetails", "videoId")) for one in items(page.document, "items")]
            wanted = ",".join(one for one in names if one is not None)
            videos = Answer({}, page.at)
            if wanted:
                videos = web.get(
                    "/videos", {"part": "snippet,contentDetails,statistics,liveStreamingDetails", "id": wanted}
                )
            return posts_of(items(videos.document, "items"), measured_at=videos.at)

        turned = pages(ask, lambda page: text(part(page.document, "nextPageToken")))
        found = newest_of(turned, gather, visit.last_reading(name, self.name))
        found.days += followers_day(name, self.name, subscribers_of(channel), answer.at)
        return name, found

    def _own(self, token: str, visit: Visit, channel: str, found: Gathered) -> None:
        """Add what only the owner may see: days, and how often each video was shared."""
        today = visit.clock().astimezone(PACIFIC).date()
        last = today - timedelta(days=UNFINISHED_DAYS)
        span = {"ids": "channel==MINE", "startDate": (today - timedelta(days=HISTORY_DAYS)).isoformat()}
        headers = {"Authorization": f"Bearer {token}"}
        # one place for both interfaces where another is named (a test)
        base = base_url(self.name, ANALYTICS)
        with Web(self.name, base, visit, headers=headers, secrets=(token,), throttled=is_throttled) as web:
            asked = {**span, "endDate": last.isoformat(), "dimensions": "day", "metrics": OWN_DAYS, "sort": "day"}
            found.days += days_of(web.get("/reports", asked).document, account=channel)
            shares: dict[str, int] = {}
            identities = [str(row["post_id"]) for row in found.posts if row.get("post_id")]
            for start in range(0, len(identities), PAGE):
                some = ",".join(identities[start : start + PAGE])
                question = {
                    **span,
                    # before that there was no YouTube: counters of videos are those of their whole life
                    "startDate": "2005-02-14",
                    "endDate": today.isoformat(),
                    "dimensions": "video",
                    "metrics": "shares",
                    "filters": f"video=={some}",
                }
                shares |= _shares(web.get("/reports", question).document)
        for row in found.posts:
            row["shares"] = shares.get(str(row["post_id"]))

    def _problem(self, refusal: Refusal, visit: Visit) -> FieberError:
        reasons = reasons_of(refusal.document)
        if reasons & QUOTA:
            now = visit.clock().astimezone(PACIFIC)
            midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            return limited(self.name, (midnight - now).total_seconds())
        if refusal.status == 401:
            return token_expired(self.name)
        return refused(self.name, f"status {refusal.status}")


def _which(target: str) -> dict[str, str | int]:
    if target.startswith("UC") and len(target) == 24:
        return {"id": target}
    return {"forHandle": target if target.startswith("@") else f"@{target}"}


def _shares(report: Any) -> dict[str, int]:
    names = columns_of(report)
    if names != ["video", "shares"]:
        return {}
    rows = [row for row in items(report, "rows") if isinstance(row, list) and len(row) == 2]
    return {str(row[0]): row[1] for row in rows if isinstance(row[1], int) and not isinstance(row[1], bool)}


SOURCE: LiveSource = YouTube()
