"""The accounts of a manager as lines to search, filter and sort: what stands out first, then the hottest.

All lines of a manager are read at once, with a handful of questions to the database whatever their number: of 5,000
accounts that is quicker than a question for each, and search and filters need no second one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Finding, State
from fieber.desk.roster.models import Run, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from fieber.desk.accounts.models import Accounts
    from fieber.desk.people.models import Person

MEASURED = ("verdict", "temperature", "change", "change_low", "change_high")
OF_A_ROW = (*MEASURED, "stands_out", "q_value")
OF_AN_ACCOUNT = ("pk", "name", "platform", "own__keeper", "own__called_at")
VERDICTS = ("high_fever", "fever", "elevated", "healthy", "unknown")
STANDING_OUT = "stands_out"  # asked for like a verdict
NO_PLATFORM = "-"


@dataclass(slots=True)
class Line:
    """One account: the newest of what is known of it, and what the manager writes beside it.

    change, change_low, change_high: percent. checkup: its newest check-up, where that is the newest. seen_at: of that,
    or of the file that it was last found in.
    """

    number: int
    name: str
    platform: str
    keeper: str = ""
    seen_at: datetime | None = None
    verdict: str = ""
    temperature: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    stands_out: bool = False
    q_value: float | None = None
    checkup: UUID | None = None
    called_at: datetime | None = None
    tags: tuple[str, ...] = ()

    def take(self, names: Sequence[str], values: Sequence[Any]) -> None:
        """Have these fields say something else."""
        for name, value in zip(names, values, strict=True):
            setattr(self, name, value)

    @property
    def order(self) -> tuple[Any, ...]:
        """What stands out first, by how little of it chance explains; then the hottest; names last."""
        heat = -self.temperature if self.temperature is not None else 0.0
        return (not self.stands_out, self.q_value if self.stands_out else 0.0, heat, self.name.casefold(), self.number)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for; "" asks for nothing."""

    words: str = ""
    verdict: str = ""
    platform: str = ""
    tag: str = ""
    keeper: str = ""

    def fits(self, line: Line) -> bool:
        """Say whether a line is asked for."""
        is_so = line.stands_out if self.verdict == STANDING_OUT else self.verdict in {"", line.verdict or "unknown"}
        return (
            is_so
            and self.platform in {"", line.platform or NO_PLATFORM}
            and (not self.tag or self.tag in line.tags)
            and self.keeper in {"", line.keeper}
            and (not self.words or self._is_named_in(line))
        )

    def _is_named_in(self, line: Line) -> bool:
        text = f"{line.name} {line.keeper} {' '.join(line.tags)}".casefold()
        return all(word in text for word in self.words.casefold().split())


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from, of all lines."""

    platforms: tuple[str, ...]
    tags: tuple[str, ...]
    keepers: tuple[str, ...]
    verdicts: tuple[str, ...] = field(default=(STANDING_OUT, *VERDICTS))


def listed_for(person: Person) -> Accounts:
    """Give the accounts that stand in somebody's list: those that they may see, unless their owner objects."""
    return Account.objects.visible_to(person).filter(owner__objection=None)


def lines_of(person: Person, among: Q | None = None) -> list[Line]:
    """Give the accounts of somebody's list, in order; with `among` those of whom this is so."""
    seen = listed_for(person)
    if among is not None:
        seen = seen.filter(pk__in=Account.objects.filter(among).values("pk"))
    told = seen.annotate(
        newest=FilteredRelation("row", condition=Q(row__is_newest=True)),
        own=FilteredRelation("entry", condition=Q(entry__manager=person)),
    ).values_list(*OF_AN_ACCOUNT, *(f"newest__{name}" for name in OF_A_ROW), "newest__run")
    rows = list(told)
    runs = dict(Run.objects.filter(pk__in={run for *_, run in rows if run}).values_list("pk", "made_at"))
    lines = {}
    for number, name, platform, keeper, called_at, *found, run in rows:
        measured = () if run is None else found  # in the order of a line's fields
        line = lines[number] = Line(number, name, platform, keeper or "", runs.get(run), *measured)
        line.called_at = called_at
    _put_checkups(lines, seen)
    tags = Tag.objects.filter(entry__manager=person, entry__account__in=seen.values("pk")).order_by("name")
    for number, tag in tags.values_list("entry__account", "name"):
        lines[number].tags += (tag,)
    return sorted(lines.values(), key=lambda line: line.order)


def _put_checkups(lines: dict[int, Line], seen: Accounts) -> None:
    """Where a check-up is newer than the file, the line tells what it found."""
    done = Finding.objects.filter(checkup__account__in=seen.values("pk"), checkup__state=State.DONE)
    in_order = done.order_by("checkup__made_at", "-number")
    for number, checkup, at, *found in in_order.values_list(
        "checkup__account", "checkup", "checkup__made_at", *MEASURED
    ):
        line = lines[number]
        if line.seen_at is None or line.seen_at <= at:
            line.take(MEASURED, found)
            line.checkup, line.seen_at, line.stands_out, line.q_value = checkup, at, False, None


def asked_in(query: Mapping[str, str]) -> Asked:
    """Give what an address asks for."""
    return Asked(**{name: query.get(name, "").strip()[:100] for name in Asked.__dataclass_fields__})


def choices_of(lines: Sequence[Line]) -> Choices:
    """Give what can be chosen from."""
    return Choices(
        tuple(sorted({line.platform or NO_PLATFORM for line in lines})),
        tuple(sorted({tag for line in lines for tag in line.tags})),
        tuple(sorted({line.keeper for line in lines if line.keeper})),
    )
