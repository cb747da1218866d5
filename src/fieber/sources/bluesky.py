"""Bluesky: the public app view, no login. Documented at docs.bsky.app (getProfile, getAuthorFeed)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fieber.readers._bluesky_post import posts_of
from fieber.readers._json import items, part, text, whole
from fieber.sources._credentials import base_url
from fieber.sources._http import Answer, Web
from fieber.sources._pages import followers_day, newest_of, pages
from fieber.sources._problems import Refusal, no_such_account, refused
from fieber.sources._protocol import Terms

if TYPE_CHECKING:
    from fieber.model.reading import Reading
    from fieber.sources._protocol import LiveSource, Visit

PUBLIC = "https://public.api.bsky.app"
PAGE = 100
OWN = "posts_and_author_threads"  # answers to others live off other people's posts


@dataclass(frozen=True, slots=True)
class Bluesky:
    """Reads posts with their public counters, and the number of followers now."""

    name: ClassVar[str] = "bluesky"
    example: ClassVar[str] = "bluesky:name.bsky.social"
    # the network's data are public by design; no number of days is named, and deletions are to be respected
    terms: ClassVar[Terms] = Terms(None, may_pool=True, terms_url="https://bsky.social/about/support/tos")

    def read(self, target: str, visit: Visit) -> Reading:
        """Read the account of a handle or a DID."""
        actor = target.removeprefix("@")
        with Web(self.name, base_url(self.name, PUBLIC), visit) as web:
            profile = self._profile(web, actor)
            handle = text(part(profile.document, "handle")) or actor
            since = visit.last_reading(handle, self.name)

            def ask(cursor: str | None) -> Answer:
                more = {} if cursor is None else {"cursor": cursor}
                return web.get(
                    "/xrpc/app.bsky.feed.getAuthorFeed", {"actor": actor, "limit": PAGE, "filter": OWN, **more}
                )

            found = newest_of(
                pages(ask, lambda answer: text(part(answer.document, "cursor"))),
                lambda answer: posts_of(items(answer.document, "feed"), measured_at=answer.at),
                since,
            )
        found.days += followers_day(handle, self.name, whole(part(profile.document, "followersCount")), profile.at)
        return found.reading(self.name, self.name)

    def _profile(self, web: Web, actor: str) -> Answer:
        try:
            return web.get("/xrpc/app.bsky.actor.getProfile", {"actor": actor})
        except Refusal as refusal:
            if refusal.status in {400, 404}:
                raise no_such_account(self.name, self.example) from None
            raise refused(self.name, f"status {refusal.status}") from None


SOURCE: LiveSource = Bluesky()
