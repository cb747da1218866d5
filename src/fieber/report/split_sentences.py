"""Where on the way of a like a loss lies, in sentences and in the contract. DESIGN.md section 3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import Link, Split
    from fieber.model.text import Value


def where_it_was_lost(diagnosis: Diagnosis) -> tuple[Message, ...]:
    """Give the paragraph that names where a loss lies; nothing where there is no certain loss."""
    split = diagnosis.split
    if split is None or not split.is_loss:
        return ()
    links = {link.link: link for link in split.links}
    apart = [links[name] for name in split.named if "engagement_per_reach" not in links[name].holds]
    untold = () if len(apart) == len(split.named) else (_untold(diagnosis),)
    if not apart:
        return untold or (Message("split.unsure"),)
    values: dict[str, Value] = {"metric": split.metric, "total": split.total_percent}
    first, *further = apart
    told = [Message("split.over_all", values)] if split.is_wider else []
    if diagnosis.carrier is not None and diagnosis.carrier.metric != split.metric:
        told = [Message("split.beside", values)]  # new followers have no such way: what has one is named
    if split.per == "week":
        told = [Message("split.per_week", values)]
    if further or untold:
        if round(split.lost) != round(split.total_percent):  # another link gained, for all to see
            told.append(Message("split.gained", values | {"lost": split.lost}))
        values["total"] = split.lost
        told.append(Message(f"split.first.{called(first, split)}", values | {"points": first.percent_points}))
    else:
        told.append(Message(f"split.only.{called(first, split)}", values))
    told += [Message(f"split.next.{called(link, split)}", values | {"points": link.percent_points}) for link in further]
    glad = [] if split.unhurt is None else [Message(f"split.unhurt.{split.unhurt}")]
    return (*told, *glad, *untold)


def _untold(diagnosis: Diagnosis) -> Message:
    """Say that nothing can be told apart without reach, and where it is to be had."""
    return Message("split.untold_instagram" if diagnosis.platform == "instagram" else "split.untold")


def called(link: Link, split: Split) -> str:
    """Give the words for a link: the rest by what it holds, likes per view by their own."""
    if link.link == "rest" and link.holds and "engagement_per_reach" not in link.holds:
        return "views" if split.reached_by == "views" else "reach"
    if link.link == "engagement_per_reach" and split.metric == "engagement_per_reach":
        return "reactions"
    if link.link == "engagement_per_reach" and split.reached_by == "views":
        return "engagement_per_view"
    return link.link


def split_in_words(split: Split) -> dict[str, Any]:
    """Give the split as the contract has it; the points add up to the total."""
    return {
        "total_percent": split.total_percent,
        "metric": split.metric,
        "kind": split.kind,
        "per": split.per,
        "since": split.since,
        "posts": split.posts,
        "is_loss": split.is_loss,
        "mostly": split.mostly,
        "reached_by": split.reached_by,
        "links": [
            {
                "link": link.link,
                "percent_points": link.percent_points,
                "low": link.low,
                "high": link.high,
                "holds": list(link.holds),
            }
            for link in split.links
        ],
        "missing": [{"link": link, "column": column} for link, column in split.missing],
    }
