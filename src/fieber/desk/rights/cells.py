"""Numbers about many: which accounts count, and which cells are large enough to be told.

Every page that says something about several accounts together asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from fieber.desk.accounts.models import Account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.desk.accounts.models import Accounts

FEWEST_ACCOUNTS = 20
FEWEST_CASES = 10
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one number of a table rests on: accounts (their keys), and cases among them."""

    accounts: frozenset[int]
    n_cases: int

    @property
    def is_enough(self) -> bool:
        """Large enough that it says nothing about one of them."""
        return len(self.accounts) >= FEWEST_ACCOUNTS and self.n_cases >= FEWEST_CASES


def counted() -> Accounts:
    """Give the accounts that count: real ones, without those whose owner objects."""
    return Account.objects.filter(is_simulated=False, owner__objection=None)


def told(cells: Mapping[Key, Cell]) -> set[Key]:
    """Give the cells of a table that may be told, beside their total.

    Too small ones are left out; where total and the others would give away what was left out, the smallest of the
    others goes with it, until what is left out together is large enough or nothing is told.
    """
    shown = {key: cell for key, cell in cells.items() if cell.is_enough}
    while len(shown) < len(cells) and shown:
        hidden = [cell for key, cell in cells.items() if key not in shown]
        rest = Cell(frozenset().union(*(cell.accounts for cell in hidden)), sum(cell.n_cases for cell in hidden))
        if rest.is_enough:
            break
        del shown[min(shown, key=lambda key: (len(shown[key].accounts), shown[key].n_cases, str(key)))]
    return set(shown)
