"""Posts of one export: the catalogue (what was posted when) joined with the insights (what became of it).

The catalogue has no numbers, the insights have no permalink. They meet by the base name of the file, an Instagram media
id; where a thumbnail is missing, by the moment of creation to two seconds: posts minutes apart are different posts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieber.model.reading import Fault, Source
from fieber.readers._instagram_labels import CREATED, canonical
from fieber.readers._instagram_text import is_missing, is_rounded, parse_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieber.readers._instagram_records import Label, Record

CATALOGUE = {"posts": None, "reels": "reel", "stories": "story", "archived_posts": None, "igtv": "video", "other": None}
INSIGHTS = {"insights_posts": None, "insights_reels": "reel", "insights_stories": "story", "insights_live": "live"}
METRICS = ("reach", "impressions", "views", "likes", "comments", "shares", "saves", "follows")
VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".webm", ".avi"})
JOIN_SECONDS = 2  # the two files round the same moment differently; the next post is never that near


@dataclass(slots=True)
class Post:
    """One post while its parts are being brought together."""

    stems: tuple[str, ...]
    posted_at: datetime
    kind: str
    counts: dict[str, int | None] = field(default_factory=dict)
    is_joined: bool = False

    @property
    def is_story(self) -> bool:
        """Stories and posts never meet, even if they were made in the same second."""
        return self.kind == "story"

    def may_be(self, item: Post) -> bool:
        """Say whether `item` of the same moment can be this post: a Reel or live video is no picture."""
        return not self.is_joined and not (item.kind in {"reel", "live"} and self.kind in {"photo", "carousel"})


@dataclass(slots=True)
class Tally:
    """What went wrong or was not understood in one file, counted."""

    file: str
    kinds: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    has_rounded: bool = False

    def faults(self) -> list[Fault]:
        """The counted faults, in a fixed order."""
        return [Fault(self.file, column, kind, count) for (column, kind), count in sorted(self.kinds.items(), key=str)]


def read_catalogue(records: Iterable[Record], *, role: str, tally: Tally) -> list[Post]:
    """Give the posts of one catalogue file; entries without a date are counted in `tally`."""
    posts = []
    for record in records:
        moment = record.created or next((medium.created for medium in record.media if medium.created), None)
        if moment is None:
            tally.kinds["posted_at", "no_date_dropped"] += 1
            continue
        stems = tuple(dict.fromkeys(medium.stem for medium in record.media))
        posts.append(Post(stems, moment, CATALOGUE[role] or _kind(record, is_catalogue=True)))
    return posts


def read_insights(records: Iterable[Record], *, role: str, tally: Tally) -> tuple[list[Post], Source]:
    """Give the counted posts of one insights file, and which of its labels were known."""
    posts: list[Post] = []
    matched: dict[str, None] = {}
    unmatched: dict[str, None] = {}
    for record in records:
        counts, created = _counts(record.labels, tally, matched, unmatched)
        moment = created or next((medium.created for medium in record.media if medium.created), record.created)
        if moment is None:
            tally.kinds["posted_at", "no_date_dropped"] += 1
            continue
        stems = tuple(dict.fromkeys(medium.stem for medium in record.media))
        kind = INSIGHTS[role] or _kind(record, is_catalogue=False)
        posts.append(Post(stems, moment, kind, counts, is_joined=False))
    return posts, Source(tally.file, "instagram", tuple(matched), tuple(unmatched))


def _counts(
    labels: Sequence[Label], tally: Tally, matched: dict[str, None], unmatched: dict[str, None]
) -> tuple[dict[str, int | None], datetime | None]:
    counts: dict[str, int | None] = {}
    created: datetime | None = None
    for label in labels:
        name = canonical("post", label.name)
        (unmatched if name is None else matched)[label.name] = None
        if name == CREATED:
            created = created or label.at
        elif name in METRICS and not is_missing(label.text):
            count = parse_count(label.text)
            if count is None:
                tally.kinds[name, "not_a_number"] += 1
            elif count < 0:
                tally.kinds[name, "negative_count"] += 1
            else:
                counts[name] = count
                tally.has_rounded |= is_rounded(label.text)
    return counts, created


def _kind(record: Record, *, is_catalogue: bool) -> str:
    if is_catalogue and len(record.media) > 1:
        return "carousel"
    if any(medium.suffix in VIDEO_SUFFIXES for medium in record.media):
        return "video"
    # an insights item shows one picture of a carousel too, so alone it does not tell a photo
    return "photo" if is_catalogue and record.media else "other"


def without_duplicates(posts: Sequence[Post], tally: Tally) -> list[Post]:
    """Give every post once: a reel may stand in posts_1 and in reels. The more specific kind is kept."""
    kept: list[Post] = []
    by_stem: dict[str, list[Post]] = {}
    for post in posts:
        twin = next((other for stem in post.stems for other in by_stem.get(stem, []) if _is_near(other, post)), None)
        if twin is None or twin.is_story != post.is_story:
            kept.append(post)
            for stem in post.stems:
                by_stem.setdefault(stem, []).append(post)
            continue
        tally.kinds["post_id", "duplicate_rows_dropped"] += 1
        if post.kind == "reel":
            twin.kind = "reel"
        twin.counts = post.counts | twin.counts
    return kept


def join(catalogue: Sequence[Post], insights: Sequence[Post]) -> list[Post]:
    """Give all posts, each once, oldest first; `catalogue` entries take over the counts of their insights."""
    by_stem = {(stem, post.is_story): post for post in catalogue for stem in post.stems}
    by_second: dict[tuple[int, bool], list[Post]] = {}
    for post in catalogue:
        by_second.setdefault((int(post.posted_at.timestamp()), post.is_story), []).append(post)
    alone: list[Post] = []
    late: list[Post] = []
    for item in insights:
        partner = next((found for stem in item.stems if (found := by_stem.get((stem, item.is_story)))), None)
        if partner is None or partner.is_joined:
            late.append(item)
        else:
            _take(partner, item)
    for item in late:  # only after all joins by name: a time may not take a partner that a name would have found
        partner = _nearest(item, by_second)
        if partner is None:
            alone.append(item)
        else:
            _take(partner, item)
    return sorted([*catalogue, *alone], key=lambda post: (post.posted_at, post.stems, post.kind))


def _nearest(item: Post, by_second: dict[tuple[int, bool], list[Post]]) -> Post | None:
    second = int(item.posted_at.timestamp())
    for distance in sorted(range(-JOIN_SECONDS, JOIN_SECONDS + 1), key=abs):
        for post in by_second.get((second + distance, item.is_story), []):
            if post.may_be(item):
                return post
    return None


def _take(post: Post, item: Post) -> None:
    post.counts, post.is_joined = item.counts, True
    if item.kind in {"reel", "live", "story"}:
        post.kind = item.kind


def _is_near(one: Post, other: Post) -> bool:
    return abs(one.posted_at - other.posted_at) <= timedelta(seconds=JOIN_SECONDS)


def post_rows(posts: Sequence[Post], *, account: str | None, measured_at: datetime | None) -> list[dict[str, object]]:
    """Give the posts as rows of the posts table; ids are media ids, or the second of posting where there is none."""
    rows: list[dict[str, object]] = []
    seen: set[str] = set()
    for number, post in enumerate(posts):
        second = int(post.posted_at.timestamp())
        name = post.stems[0] if post.stems else str(second)
        name = name if name not in seen else f"{name}-{second}-{number}"
        seen.add(name)
        rows.append(
            {
                "account": account,
                "platform": "instagram",
                "post_id": name,
                "posted_at": post.posted_at,
                "kind": post.kind,
                "measured_at": measured_at,
                **{metric: post.counts.get(metric) for metric in METRICS},
            }
        )
    return rows
