"""Instagram: the account whose token it is, by the Graph API (Instagram Login or Facebook Login; FORMATS.md 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from fieber.model.text import Message
from fieber.readers._instagram_graph import posts_of
from fieber.readers._json import items, part, text, whole
from fieber.sources._credentials import base_url, token_for
from fieber.sources._graph import is_temporary, is_throttled, problem
from fieber.sources._http import Answer, Web
from fieber.sources._instagram_insights import Insights
from fieber.sources._pages import AGAIN, followers_day, newest_of, pages
from fieber.sources._problems import Refusal, no_such_account
from fieber.sources._protocol import Terms

if TYPE_CHECKING:
    from datetime import datetime

    from fieber.model.reading import Reading
    from fieber.readers._gather import Gathered
    from fieber.sources._protocol import LiveSource, Visit

VERSION = "v25.0"
INSTAGRAM_LOGIN, FACEBOOK_LOGIN = "https://graph.instagram.com", "https://graph.facebook.com"
FACEBOOK_TOKEN = "EAA"  # noqa: S105 - how tokens of a Facebook Login begin
PAGE = 50
MEDIA = "id,media_type,media_product_type,permalink,timestamp,like_count,comments_count"


@dataclass(frozen=True, slots=True)
class Instagram:
    """Reads posts with their insights, days, and the number of followers now, of one's own professional account."""

    name: ClassVar[str] = "instagram"
    example: ClassVar[str] = "instagram:me"
    # Meta Platform Terms 3: kept as long as it is needed for the account's owner; no number of days is named
    terms: ClassVar[Terms] = Terms(None, may_pool=True, terms_url="https://developers.facebook.com/terms/")

    def read(self, target: str, visit: Visit) -> Reading:
        """Read "me", or the account of a numeric identity that the token may see."""
        token = token_for(self.name, "FIEBER_INSTAGRAM_TOKEN")
        usual = FACEBOOK_LOGIN if token.startswith(FACEBOOK_TOKEN) else INSTAGRAM_LOGIN
        with Web(
            self.name,
            f"{base_url(self.name, usual)}/{VERSION}",
            visit,
            headers={"Authorization": f"Bearer {token}"},
            secrets=(token,),
            throttled=is_throttled,
            temporary=is_temporary,
        ) as web:
            try:
                who = self._who(web, target, is_facebook=token.startswith(FACEBOOK_TOKEN))
                return self._read(web, who, visit)
            except Refusal as refusal:
                raise problem(self.name, refusal) from None

    def _who(self, web: Web, target: str, *, is_facebook: bool) -> str:
        """Give what to ask about: "me" where that is an Instagram account, else the one behind the first page."""
        if target.lower() != "me":
            if not target.isdecimal():
                raise no_such_account(self.name, self.example)
            return target
        if not is_facebook:
            return "me"
        answer = web.get("/me/accounts", {"fields": "instagram_business_account{id}"})
        behind = [text(part(page, "instagram_business_account", "id")) for page in items(answer.document, "data")]
        found = next((identity for identity in behind if identity is not None), None)
        if found is None:
            raise no_such_account(self.name, self.example)
        return found

    def _read(self, web: Web, who: str, visit: Visit) -> Reading:
        profile = web.get(f"/{who}", {"fields": "username,followers_count,media_count"})
        account = text(part(profile.document, "username")) or self.name
        last = visit.last_reading(account, self.name)
        since = None if last is None else last - AGAIN
        media: list[dict[str, Any]] = []
        times: dict[str, datetime] = {}

        def gather(answer: Answer) -> Gathered:
            page = [one for one in items(answer.document, "data") if isinstance(one, dict)]
            media.extend(page)
            times.update({str(one.get("id")): answer.at for one in page})
            return posts_of(page, account=account, measured_at=answer.at)

        newest_of(_media(web, who, "media"), gather, last)
        gather(self._stories(web, who))
        insights = Insights(web, visit)
        values, missing = insights.of_media(media, since)
        found = posts_of(media, insights=values, account=account)
        for row in found.posts:
            row["measured_at"] = times[row["post_id"]]
        found.days += insights.of_days(who, account, last)
        found.days += followers_day(account, self.name, whole(part(profile.document, "followers_count")), profile.at)
        notes = [Message("note.live_incomplete", {"n": missing})] if missing else []
        return replace(found.reading(self.name, self.name), notes=tuple(notes))

    def _stories(self, web: Web, who: str) -> Answer:
        """Stories that can still be seen; not every token may ask for them."""
        try:
            return web.get(f"/{who}/stories", {"fields": MEDIA, "limit": PAGE})
        except Refusal:
            return Answer({"data": []}, web.now())


def _media(web: Web, who: str, edge: str) -> Any:
    def ask(cursor: str | None) -> Answer:
        more = {} if cursor is None else {"after": cursor}
        return web.get(f"/{who}/{edge}", {"fields": MEDIA, "limit": PAGE, **more})

    return pages(ask, _after)


def _after(answer: Answer) -> str | None:
    """Give the cursor of the next page; `next` itself holds the token, so it is never followed, only looked for."""
    if part(answer.document, "paging", "next") is None:
        return None
    return text(part(answer.document, "paging", "cursors", "after"))


SOURCE: LiveSource = Instagram()
