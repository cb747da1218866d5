"""The fence before files that are nobody's business: letters, address books, log-ins, payments.

Readers that look at the inside of a file to know it ask here first, by the file's path alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fieber.readers._instagram_paths import NEVER

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input

_WORDS = re.compile(
    r"(?:^|[^a-z])(?:direct[-_ ]?messages?|messages?|messaging|inbox|dms?|chats?|conversations?|contacts?"
    r"|address[-_ ]?book|phone[-_ ]?numbers?|logins?|log[-_ ]?in|security|payments?|purchases?|ads?|advertis\w*"
    r"|ip[-_ ]?audit|devices?"
    r"|comments?|likes?|liked|reactions?|following|friends|followers_and_following|subscriptions?|bookmarks?|saved"
    r"|search\w*|recently_\w+|blocked|mutes?|nachrichten|kontakte|connections\.csv|invitations|registration)(?:[^a-z]|$)"
)
MOST_LOOKED_AT = 64  # files of one input whose beginning one reader looks at


@lru_cache(maxsize=4096)  # every reader asks
def is_private(path: PurePosixPath) -> bool:
    """Say whether the path names something that fieber never opens."""
    parts = [part.lower() for part in path.parts]
    return not NEVER.isdisjoint(parts) or any(_WORDS.search(part) for part in parts)


def candidates(source: Input, *suffixes: str, names: re.Pattern[str] | None = None) -> list[PurePosixPath]:
    """Give the first files with one of these endings that may be looked at.

    A single file always may, unless its name is private. Of a folder or ZIP only what lies no deeper than one folder:
    deeper down lie the many files of a platform's export, which only its own reader opens.

    Args:
        source: the input.
        suffixes: endings in small letters.
        names: of several files only those whose whole name in small letters this matches, however deep they lie.
    """
    paths = source.paths()
    wanted = [path for path in paths if path.suffix.lower() in suffixes and not is_private(path)]
    if names is not None and len(paths) > 1:
        wanted = [path for path in wanted if names.fullmatch(path.name.lower())]
    else:
        wanted = [path for path in wanted if len(path.parts) <= 2]
    return wanted[:MOST_LOOKED_AT]
