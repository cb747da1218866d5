"""Files and live accounts that are given together become one reading."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from fieber.errors import UsageError
from fieber.readers import read_export
from fieber.readers._merge import merge
from fieber.sources import is_live, live_names, read_live

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieber.model.reading import Reading
    from fieber.sources._protocol import Visit

LIKE_AN_ACCOUNT = re.compile(r"[A-Za-z]{3,}:[^/\\]+")  # as "tiktok:@name" is; no address, and no drive of Windows


def unknown_platform() -> UsageError:
    """Say which platforms can be asked."""
    names = ", ".join(sorted(live_names()))
    return UsageError(
        f"this platform cannot be asked; only {names} can. Of any other give fieber an export",
        de=f"Diese Plattform lässt sich nicht fragen, nur {names}. Von jeder anderen gib fieber einen Export",
    )


def read_together(
    told: Sequence[str | Path],
    *,
    account: str | None = None,
    columns: Mapping[str, str] | None = None,
    visit: Visit | None = None,
) -> Reading:
    """Read exports and live accounts as one.

    Args:
        told: paths, and names like "bluesky:handle"; a file of such a name is read as a file.
        account, columns: of the exports, as in `read_export`. visit: how platforms are asked.

    Raises:
        UsageError, UnreadableError: as `read_export` and `read_live` do; columns for live accounts, which have none.
    """
    live = [str(one) for one in told if is_live(one) and not Path(one).exists()]
    files = [Path(one) for one in told if str(one) not in live]
    for file in files:
        if LIKE_AN_ACCOUNT.fullmatch(str(file)) and not file.exists():
            raise unknown_platform()
    if not live:
        return read_export(files, account=account, columns=columns)
    if not files and columns:
        raise UsageError(
            "--map names columns, and a platform's answers have none; leave it out",
            de="--map nennt Spalten, und die Antworten einer Plattform haben keine; lass es weg",
        )
    readings = [read_export(files, account=account, columns=columns)] if files else []
    readings += [read_live(one, visit) for one in live]
    return merge(readings, account=account, unknown=(), stem=live[0].partition(":")[0])
