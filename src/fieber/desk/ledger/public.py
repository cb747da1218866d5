"""The public page: counts that grow by many cases at a time, so that two days of it say nothing about anybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from fieber.desk.cases.models import Outcome
from fieber.desk.ledger.figures import Fears, closed_ones, counted_ones, tenth_of
from fieber.desk.ledger.models import Count, Counted
from fieber.desk.rights.cells import Cell
from fieber.stats.forecasts import Share, Step, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from fieber.desk.ledger.figures import One

    Numbers = dict[str, float]

FEWEST = 20  # cases that a cell grows by, of as many accounts
FEARS, SAID = "fears", "said"


def publish() -> None:
    """Add the cases that were closed since to the published counts, cell by cell, where they are many enough.

    What is too few waits, and so does what was corrected later: it comes with the next many of its cell, so that two
    days of the page never differ by one case alone. A case counts once in each part: by the kind of its complaint, and
    by the first probability.
    """
    with transaction.atomic():
        for part, cell_of in ((FEARS, _fear), (SAID, _said)):
            cells: dict[str, list[tuple[One, Numbers]]] = defaultdict(list)
            for one in closed_ones(part):
                for name, numbers in cell_of(one):
                    cells[name].append((one, numbers))
            now = {one.pk: dict(cell_of(one)) for one in counted_ones(part)}
            for name, waiting in cells.items():
                _add(part, name, waiting, now)


def _fear(one: One) -> Iterator[tuple[str, Numbers]]:
    yield one.kind, {one.outcome: 1}


def _said(one: One) -> Iterator[tuple[str, Numbers]]:
    for said, came in one.said[:1]:
        yield tenth_of(said), {"n": 1, "said": said, "came": int(came)}


def _add(part: str, name: str, waiting: list[tuple[One, Numbers]], now: Mapping[UUID, Mapping[str, Numbers]]) -> None:
    cell = Cell(frozenset(one.account for one, _ in waiting), len(waiting))
    if not cell.is_enough or cell.n_cases < FEWEST:
        return
    count, _ = Count.objects.select_for_update().get_or_create(part=part, name=name)
    total = Counter(count.numbers)
    for _, numbers in waiting:
        total.update(numbers)
    for row in Counted.objects.filter(part=part, name=name, case__in=now):
        _correct(total, row, now[row.case_id].get(name))
    count.numbers = dict(total)
    count.save(update_fields=["numbers"])
    rows = (Counted(case_id=one.pk, part=part, name=name, numbers=numbers) for one, numbers in waiting)
    Counted.objects.bulk_create(rows)


def _correct(total: Counter[str], row: Counted, numbers: Numbers | None) -> None:
    """Take what a case was counted as out of a sum, and put in what it is by now.

    Where it belongs to this cell no more (None), it waits for the many of another one like a new case.
    """
    if numbers == row.numbers:
        return
    total.subtract(row.numbers)
    if numbers is None:
        row.delete()
        return
    total.update(numbers)
    row.numbers = numbers
    row.save(update_fields=["numbers"])


def published_fears() -> tuple[Fears | None, list[Fears]]:
    """Give the published shares: of all kinds that are shown together, and of each."""
    kinds = {one.name: Counter(one.numbers) for one in Count.objects.filter(part=FEARS).order_by("name")}
    total: Counter[str] = Counter()
    for numbers in kinds.values():
        total.update(numbers)
    return (_fears("", total) if kinds else None), [_fears(name, numbers) for name, numbers in kinds.items()]


def _fears(name: str, numbers: Counter[str]) -> Fears:
    n = int(sum(numbers.values()))
    found = [share(int(numbers[outcome]), n) for outcome in Outcome.values]
    return Fears(name, n, tuple(one for one in found if one is not None), None)


def published_steps() -> tuple[Step, ...]:
    """Give the published calibration curve."""
    steps = []
    for count in Count.objects.filter(part=SAID).order_by("name"):
        n = int(count.numbers["n"])
        found: Share | None = share(int(count.numbers.get("came", 0)), n)
        if found is not None:
            steps.append(Step(count.numbers["said"] / n, found))
    return tuple(steps)
