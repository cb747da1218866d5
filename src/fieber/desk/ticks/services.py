"""The lists of the platforms, and what somebody has of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieber.desk.ticks.models import Tick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.desk.people.models import Person


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list, and what the person has of it."""

    key: str
    text: str
    is_met: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class List:
    """The list of one platform in one language; links as pairs of title and address."""

    name: str
    title: str
    followers: str
    points: tuple[Point, ...]
    where: str
    paid: str
    sources: tuple[tuple[str, str], ...]

    @property
    def n_met(self) -> int:
        """How many points are met."""
        return sum(point.is_met for point in self.points)

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that are not met yet."""
        return tuple(point for point in self.points if not point.is_met)


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return told


def read_on() -> str:
    """Give the day on which stored copies of the platforms' pages were read: they change them."""
    return str(_told()["read_on"])


def platforms() -> dict[str, str]:
    """Give the platforms that have a list: name and title."""
    return {one["name"]: one["title"] for one in _told()["platforms"]}


def points_of(platform: str) -> tuple[str, ...]:
    """Give the keys of a platform's points."""
    return tuple(point["key"] for point in _platform(platform)["points"])


def _platform(name: str) -> dict[str, Any]:
    return next(one for one in _told()["platforms"] if one["name"] == name)


def list_of(person: Person, platform: str, lang: str) -> List:
    """Give the list of a platform, with what this person has of it."""
    told = _platform(platform)
    kept = {tick.point: tick for tick in Tick.objects.filter(person=person, platform=platform)}

    def point(one: dict[str, str]) -> Point:
        tick = kept.get(one["key"])
        return Point(one["key"], one[lang], tick is not None and tick.is_met, tick.evidence if tick else "")

    return List(
        name=platform,
        title=told["title"],
        followers=told["followers"][lang],
        points=tuple(point(one) for one in told["points"]),
        where=told["where"][lang],
        paid=told["paid"][lang],
        sources=tuple((source["title"], source["url"]) for source in told["sources"]),
    )


def keep(person: Person, platform: str, answers: Mapping[str, tuple[bool, str]]) -> None:
    """Keep what somebody has: for each point whether it is met, and what shows it."""
    for point in points_of(platform):
        is_met, evidence = answers[point]
        told = {"is_met": is_met, "evidence": evidence}
        Tick.objects.update_or_create(person=person, platform=platform, point=point, defaults=told)
