"""The accounts of a manager as lines to search, filter and sort: what stands out first, then the hottest.

All lines of a manager are read at once, with a handful of questions to the database whatever their number: of 5,000
accounts that is quicker than a question for each, and search and filters need no second one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Finding, State
from fieber.desk.roster.models import Entry, Row, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from fieber.desk.people.models import Person

MEASURED = ("verdict", "temperature", "change", "change_low", "change_high")
OF_A_ROW = (*MEASURED, "stands_out", "q_value", "finding")
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
    verdict: str = ""
    temperature: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    stands_out: bool = False
    q_value: float | None = None
    finding: str = ""
    checkup: UUID | None = None
    seen_at: datetime | None = None
    keeper: str = ""
    tags: tuple[str, ...] = ()

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
        text = f"{line.name} {line.keeper} {' '.join(line.tags)}".casefold()
        is_so = line.stands_out if self.verdict == STANDING_OUT else self.verdict in {"", line.verdict or "unknown"}
        return (
            is_so
            and all(word in text for word in self.words.casefold().split())
            and self.platform in {"", line.platform or NO_PLATFORM}
            and (not self.tag or self.tag in line.tags)
            and self.keeper in {"", line.keeper}
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from, of all lines."""

    platforms: tuple[str, ...]
    tags: tuple[str, ...]
    keepers: tuple[str, ...]
    verdicts: tuple[str, ...] = field(default=(STANDING_OUT, *VERDICTS))


def lines_of(person: Person) -> list[Line]:
    """Give all accounts that somebody may see, in order; not those whose owner objects."""
    seen = Account.objects.visible_to(person).filter(owner__objection=None)
    lines = {one[0]: Line(*one) for one in seen.values_list("pk", "name", "platform")}
    accounts = seen.values("pk")
    rows = Row.objects.filter(account__in=accounts, is_newest=True).values("account", "run__made_at", *OF_A_ROW)
    for row in rows:
        _put(lines, row.pop("account"), seen_at=row.pop("run__made_at"), **row)
    found = Finding.objects.filter(checkup__account__in=accounts, checkup__state=State.DONE)
    newest = found.order_by("checkup__made_at", "-number").values(
        "checkup", "checkup__account", "checkup__made_at", *MEASURED
    )
    for one in newest:
        number, at = one.pop("checkup__account"), one.pop("checkup__made_at")
        before = lines[number].seen_at if number in lines else None
        if before is None or before <= at:
            nothing = {"stands_out": False, "q_value": None, "finding": ""}
            _put(lines, number, seen_at=at, **one, **nothing)
    _write_beside(lines, person)
    return sorted(lines.values(), key=lambda line: line.order)


def _write_beside(lines: dict[int, Line], person: Person) -> None:
    tags = defaultdict(list)
    for account, name in (
        Tag.objects.filter(entry__manager=person).order_by("name").values_list("entry__account", "name")
    ):
        tags[account].append(name)
    for account, keeper in Entry.objects.filter(manager=person).values_list("account", "keeper"):
        _put(lines, account, keeper=keeper, tags=tuple(tags[account]))


def _put(lines: dict[int, Line], number: int, **values: Any) -> None:
    for name, value in values.items() if number in lines else ():
        setattr(lines[number], name, value)


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
