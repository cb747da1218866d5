"""Instagram's interface (Graph API): answers that somebody saved as JSON (FORMATS.md 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from fieber.readers._dumps import documents, nothing_in, pages
from fieber.readers._guide import Form, Guide, Said
from fieber.readers._instagram_graph import days_of, insights_of, labels_of, posts_of
from fieber.readers._json import items, part, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.reading import Reading
    from fieber.readers._gather import Gathered
    from fieber.readers._protocol import Input, Reader

NAME = "instagram_api"
GUIDE = Guide(
    title=Said("Instagram API", "Instagram-API"),
    also=("graph api", "instagram graph"),
    forms=(
        Form(
            what=Said("saved answers of the Graph API (JSON)", "gespeicherte Antworten der Graph API (JSON)"),
            gives=Said(
                "reach, views, likes, comments, saves, shares of each post; reach and new followers by day",
                "Reichweite, Aufrufe, Likes, Kommentare, Gespeichertes je Post; Reichweite und neue Follower je Tag",
            ),
            lacks=Said(
                "what is older than two years, or from before the account was a professional one",
                "was älter als zwei Jahre ist oder aus der Zeit vor dem professionellen Konto",
            ),
            steps=(
                Said(
                    "Save the answers of /me/media and of each post's /insights.",
                    "Speichere die Antworten von /me/media und von /insights je Post.",
                ),
                Said(
                    "Put them into one folder and give fieber the folder.",
                    "Leg sie in einen Ordner und gib fieber den Ordner.",
                ),
            ),
        ),
    ),
)


class _InstagramApi:
    """Reads saved answers; see the module."""

    name: ClassVar[str] = NAME
    guide: ClassVar[Guide] = GUIDE
    joins_files: ClassVar[bool] = True

    def claims(self, source: Input) -> bool:
        """JSON with media of Instagram, or with insights."""
        return bool(pages(source, _is_answer))

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Join media with their insights by identity; insights of the account become days."""
        del columns
        files = pages(source, _is_answer)
        by_file = {path.name: documents(source, path) for path in files}
        answers = [answer for listed in by_file.values() for answer in listed]
        profile = next((one for one in answers if "followers_count" in (one if isinstance(one, dict) else {})), None)
        media: list[Any] = []
        insights: dict[str, dict[str, int]] = {}
        errors = 0
        for answer in answers:
            listed = [one for one in items(answer, "data") if part(one, "media_type") is not None]
            media += listed or ([answer] if part(answer, "media_type") is not None else [])
            for identity, values in insights_of(answer).items():
                insights.setdefault(identity, {}).update(values)
            errors += part(answer, "error", "code") is not None
        sole = {name for one in media if (name := text(part(one, "username")))}
        handle = text(part(profile, "username")) or (sole.pop() if len(sole) == 1 else account)
        found: Gathered = posts_of(media, insights=insights, account=handle)
        found.days = [row for answer in answers for row in days_of(answer, account=handle)]
        if errors:
            found.lost[None, "refused_answer"] = errors
        if not found.posts and not found.days:
            raise nothing_in(source.name, "Instagram API")
        for name, listed in by_file.items():
            found.take(labels_of(listed), file=name)
        return found.reading(files[0].name, NAME, files=list(by_file))


def _is_answer(head: str) -> bool:
    is_media = '"media_type"' in head and '"media_product_type"' in head and '"timestamp"' in head
    is_insight = '"data"' in head and '"period"' in head and "/insights/" in head
    is_profile = '"followers_count"' in head and '"media_count"' in head
    is_refusal = head.lstrip("{ \r\n\t").startswith('"error"') and '"fbtrace_id"' in head
    return is_media or is_insight or is_profile or is_refusal


READER: Reader = _InstagramApi()
