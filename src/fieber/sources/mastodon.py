"""Mastodon: the public interface of the account's own server, which counts best; no login.

Documented at docs.joinmastodon.org (accounts/lookup, accounts/:id/statuses, WebFinger).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fieber.errors import UsageError
from fieber.readers._json import items, part, text, whole
from fieber.readers._mastodon_status import host_of, posts_of
from fieber.sources._http import Answer, Web
from fieber.sources._pages import followers_day, newest_of, pages
from fieber.sources._problems import Refusal, no_such_account, refused
from fieber.sources._protocol import Terms

if TYPE_CHECKING:
    from fieber.model.reading import Reading
    from fieber.sources._protocol import LiveSource, Visit

PAGE = 40  # the most that a server gives
ADDRESS = re.compile(r"@?([\w.-]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}|xn--[a-z0-9.-]+)", re.IGNORECASE)
NEXT = re.compile(r'<[^>]*[?&]max_id=([^&>]+)[^>]*>;\s*rel="next"')
URL = "FIEBER_MASTODON_URL"  # another place to ask, for tests
NOT_THERE = frozenset({301, 302, 307, 308, 400, 404, 410})


@dataclass(frozen=True, slots=True)
class Mastodon:
    """Reads posts with their public counters, and the number of followers now."""

    name: ClassVar[str] = "mastodon"
    example: ClassVar[str] = "mastodon:@name@mastodon.social"
    # each server has terms of its own; the software's public data are open, and none names a number of days
    terms: ClassVar[Terms] = Terms(None, may_pool=True, terms_url="https://docs.joinmastodon.org/client/public/")

    def read(self, target: str, visit: Visit) -> Reading:
        """Read the account of an address like @name@server."""
        found = ADDRESS.fullmatch(target)
        if found is None:
            raise UsageError(
                f"mastodon: the address needs a name and a server; write {self.example}",
                de=f"mastodon: Zur Adresse gehören ein Name und ein Server; schreib {self.example}",
            )
        user, server = found[1], found[2].lower()
        account = f"{user}@{server}"
        place, profile = self._home(account, server, visit)
        number = text(part(profile.document, "id")) or ""
        since = visit.last_reading(account, self.name)
        with Web(self.name, place, visit) as web:

            def ask(cursor: str | None) -> Answer:
                more = {} if cursor is None else {"max_id": cursor}
                wanted: dict[str, str | int] = {
                    "limit": PAGE,
                    "exclude_reblogs": "true",
                    "exclude_replies": "true",
                    **more,
                }
                return web.get(f"/api/v1/accounts/{number}/statuses", wanted)

            posts = newest_of(
                pages(ask, _next_page), lambda answer: posts_of(items(answer.document), measured_at=answer.at), since
            )
        for row in posts.posts:
            row["account"] = account  # as it was named: a server may write its own name differently
        posts.days += followers_day(account, self.name, whole(part(profile.document, "followers_count")), profile.at)
        return posts.reading(self.name, self.name)

    def _home(self, account: str, server: str, visit: Visit) -> tuple[str, Answer]:
        """Give the place where the account lives, and its profile: its server, or where that says it is."""
        first = _place(server)
        try:
            with Web(self.name, first, visit) as web:
                return first, web.get("/api/v1/accounts/lookup", {"acct": account.partition("@")[0]})
        except Refusal as refusal:
            if refusal.status not in NOT_THERE:
                raise refused(self.name, f"status {refusal.status}") from None
        try:
            with Web(self.name, first, visit) as web:
                known = web.get("/.well-known/webfinger", {"resource": f"acct:{account}"})
            home = _place(_home_of(known.document) or server)
            if home == first:
                raise no_such_account(self.name, self.example)
            with Web(self.name, home, visit) as web:
                return home, web.get("/api/v1/accounts/lookup", {"acct": account})
        except Refusal:
            raise no_such_account(self.name, self.example) from None


def _place(server: str) -> str:
    told = os.environ.get(URL, "").strip().rstrip("/")
    return told.replace("SERVER", server) if told else f"https://{server}"


def _home_of(document: object) -> str | None:
    """Give the server on which an account lives, as its WebFinger answer names it."""
    for link in items(document, "links"):
        address = text(part(link, "href")) if part(link, "rel") == "self" else None
        if address is not None and address.startswith("https://"):
            return host_of(address)
    return None


def _next_page(answer: Answer) -> str | None:
    """Give the last identity of a page: as the Link header has it, else as the last post has it."""
    found = NEXT.search(answer.links)
    if found is not None:
        return found[1]
    # a server (or what stands before it) may drop the header; a full page then most likely has another behind it
    statuses = items(answer.document)
    return text(part(statuses, -1, "id")) if len(statuses) >= PAGE else None


SOURCE: LiveSource = Mastodon()
