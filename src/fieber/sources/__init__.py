"""Live platforms, one file each, ending in `SOURCE = …`: `fieber check bluesky:handle`, `mastodon:@user@server`, ….

Only what a platform hands out by its own documented interface is asked for; nothing is scraped. Each declares what its
terms let be done with the answers. Importing this package opens no connection and needs no extra; reading does.
"""

from __future__ import annotations

import os
import pkgutil
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fieber import plugins
from fieber.errors import UsageError
from fieber.sources._protocol import LiveSource, Terms, Visit

if TYPE_CHECKING:
    from fieber.model.reading import Reading, Source

KEEP_RAW = "FIEBER_KEEP_RAW"  # a folder for raw answers, where no option names one

__all__ = ["LiveSource", "Terms", "Visit", "is_live", "live_names", "read_live", "source_of"]


def is_live(told: str | Path) -> bool:
    """Say whether an input names a live account ("bluesky:name"), and no file."""
    platform, colon, _ = str(told).partition(":")
    return bool(colon) and platform.lower() in live_names()


def source_of(told: str) -> LiveSource:
    """Give the source that an input names; only for inputs that `is_live`.

    Raises:
        UsageError: the extra `live` is not installed.
    """
    found: LiveSource = plugins.discover("sources", "SOURCE")[told.partition(":")[0].lower()]
    return found


def read_live(told: str, visit: Visit | None = None) -> Reading:
    """Ask a platform about one account.

    Args:
        told: "platform:account". visit: how to go about it; without it, as `fieber check` does.

    Raises:
        UsageError: no account named, no token, or a token that does not work any more.
        UnreadableError: no such account, no network, or the platform wants us to wait.
    """
    source, target = source_of(told), told.partition(":")[2].strip()
    if not target:
        raise UsageError(
            f"{source.name}: names no account; write {source.example}",
            de=f"{source.name}: nennt keinen Account; schreib {source.example}",
        )
    going = visit or Visit()
    if going.keep_raw is None and os.environ.get(KEEP_RAW):
        going.keep_raw = Path(os.environ[KEEP_RAW]).expanduser()
    reading = source.read(target, going)
    if going.spool is not None and not going.is_cut_short:
        shutil.rmtree(going.spool, ignore_errors=True)
    return replace(reading, sources=tuple(_under_terms(one, source) for one in reading.sources))


def _under_terms(one: Source, source: LiveSource) -> Source:
    terms = source.terms
    return replace(one, reader=source.name, may_pool=terms.may_pool, may_store_days=terms.may_store_days)


def live_names() -> set[str]:
    """Give the platforms that can be asked, without loading any."""
    return {name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")}
