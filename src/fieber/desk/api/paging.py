"""Pages of long lists: a cursor says where the next one begins, so that nothing is told twice or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet


class WrongCursorError(ValueError):
    """No cursor of ours, or one of another list."""


def page_of(rows: QuerySet[Any], keys: tuple[str, ...], cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """Give the next rows, the newest first, and the cursor of those after them.

    Args:
        keys: columns that order the rows, the last one unique. cursor: what the page before gave; None: from the start.

    Raises:
        WrongCursorError: see there.
    """
    salt = f"fieber.desk.api {' '.join(keys)}"
    if cursor:
        try:
            rows = rows.filter(_after(keys, signing.loads(cursor, salt=salt)))
        except signing.BadSignature:
            raise WrongCursorError from None
    found = list(rows.order_by(*(f"-{key}" for key in keys))[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = [str(getattr(found[limit - 1], key)) for key in keys]
    return found[:limit], signing.dumps(last, salt=salt)


def _after(keys: tuple[str, ...], values: list[str]) -> Q:
    before, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        before |= same & Q(**{f"{key}__lt": value})
        same &= Q(**{key: value})
    return before
