"""What the desk does for programs in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.desk.api.answers import keep_contracts
from fieber.desk.api.tokens import forget_expired
from fieber.desk.checkups.services import findings_kept
from fieber.desk.jobs.services import SWEEPERS

if TYPE_CHECKING:
    from uuid import UUID


def _keep_contracts(*, about: UUID, found: list[dict[str, Any]], **_signal: object) -> None:
    keep_contracts(about, found)


findings_kept.connect(_keep_contracts)
SWEEPERS.append(forget_expired)
