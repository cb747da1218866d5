"""Numbers typed in, newest first, without dates: "8.800 7200 12k 1,2k 1.2 Mio".

No file reader, so it has no READER: `read_typed` is called with what stood on standard input.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import polars as pl

from fieber.errors import UnreadableError
from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import conform
from fieber.model.text import Message
from fieber.readers._numbers import MULTIPLIERS, parse_counts

FILE = "-"  # standard input, as it is written on the command line
FIRST_STEP = datetime(2000, 1, 1, tzinfo=UTC)  # long before any platform: nobody takes it for a date
MAX_LETTERS = 2**20  # a million letters are some 150,000 posts: nobody types that in

MOST_LIKES = 100_000_000  # the most liked post there is has some 75 million
SEPARATOR = re.compile(r"[\s;|/]+|,(?!\d)")
THOUSANDS_HEAD = re.compile(r"[1-9]\d{0,2}\Z")
THOUSANDS_TAIL = re.compile(r"\d{3}\Z")
LOST_HALF = re.compile(r"0\d\d\Z")


def read_typed(text: str, *, account: str | None) -> Reading:
    """Read likes typed in, newest first; one post is one step of a day, so that only the order has a meaning.

    The oldest post is set to 2000-01-01 UTC, each newer one a day later; `is_dated` is False. Numbers stand apart by
    spaces, new lines, semicolons, or commas; "8.800", "8,800", "12k", "1,2 Mio" are understood. "10 000" is one number
    only if the whole text is written in such pairs and something tells: a second half like "050", or six numbers and
    more. "120 135 210 180" stays four numbers.

    Args:
        text: what was typed.
        account: the account's name; null in the tables if None.

    Raises:
        UnreadableError: no number in it.
    """
    words, is_assumed = _words(text[:MAX_LETTERS])
    # "050" alone is the lost half of "10 050", not a post with 50 likes
    whole = [None if LOST_HALF.match(word) else word for word in words]
    parsed = parse_counts(pl.Series(whole, dtype=pl.String)).values
    likes = parsed.set((parsed < 0).fill_null(False), None).drop_nulls()
    if likes.is_empty():
        raise UnreadableError(
            "no number among what was typed in; type the likes of your last posts, newest first: 8800 7200 12k",
            de="In dem, was du getippt hast, ist keine Zahl; tippe die Likes deiner letzten Posts, den neuesten zuerst:"
            " 8800 7200 12k",
        )
    n_posts = len(likes)
    steps = [FIRST_STEP + timedelta(days=n_posts - 1 - index) for index in range(n_posts)]
    posts = pl.DataFrame({"posted_at": steps, "likes": likes}).with_columns(account=pl.lit(account, dtype=pl.String))
    dropped = len(words) - n_posts
    notes = (Message("note.spaces_read_as_thousands"),) if is_assumed else ()
    return Reading(
        posts=conform(posts.reverse(), "posts"),
        faults=(Fault(FILE, "likes", "not_a_number_dropped", dropped),) if dropped else (),
        sources=(Source(FILE, "typed", ("likes",)),),
        notes=notes,
        rows_read=len(words),
        is_dated=False,
    )


def _words(text: str) -> tuple[list[str], bool]:
    """Split into numbers; the second value says that pairs were read as thousands without being sure."""
    pieces = [piece for piece in SEPARATOR.split(text.replace("\u00a0", " ")) if piece]
    words: list[str] = []
    for piece in pieces:
        is_suffix = piece.removesuffix(".").lower() in MULTIPLIERS
        if is_suffix and words and words[-1][-1].isdigit():
            words[-1] += piece  # the suffix may stand apart: "1,2 Mio"
        else:
            words += _comma_list(piece)
    if not _is_in_pairs(words):
        return words, False
    tails = words[1::2]
    is_sure = any(tail.startswith("0") for tail in tails)
    is_likely = len(tails) >= 3 and any(len(head) < 3 for head in words[::2])
    return (_pairs(words), not is_sure) if is_sure or is_likely else (words, False)


def _comma_list(piece: str) -> list[str]:
    """Take "8800,7200,900" apart, where it is no single number that a post could have."""
    if "," not in piece:
        return [piece]
    number = parse_counts(pl.Series([piece], dtype=pl.String)).values[0]
    if number is not None and number < MOST_LIKES:
        return [piece]
    parts = [part for part in piece.split(",") if part]
    return _pairs(parts) if _is_in_pairs(parts) and any(len(head) < 3 for head in parts[::2]) else parts


def _is_in_pairs(words: list[str]) -> bool:
    """Say whether all words pair up as "10 000" does."""
    if not words or len(words) % 2:
        return False
    heads, tails = words[::2], words[1::2]
    return all(THOUSANDS_HEAD.match(head) for head in heads) and all(THOUSANDS_TAIL.match(tail) for tail in tails)


def _pairs(words: list[str]) -> list[str]:
    return [head + tail for head, tail in zip(words[::2], words[1::2], strict=True)]
