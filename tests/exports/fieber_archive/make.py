"""Makes the archive beside it: one account read twice, another without a moment of reading, days of both sources.

Run from the project's root: python tests/exports/fieber_archive/make.py
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from fieber.archive import record
from fieber.model.reading import Reading
from fieber.model.tables import conform

NOW = datetime(2026, 9, 10, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 8, 30, 6, 0, tzinfo=UTC), datetime(2026, 9, 2, 6, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent / "two_readings" / "archive"


def posts(account: str, platform: str, likes: list[int], measured_at: datetime | None) -> pl.DataFrame:
    rows = [
        {
            "account": account,
            "platform": platform,
            "post_id": f"{platform}{number}",
            "posted_at": datetime(2026, 8, 20 + number, 18, 0, tzinfo=UTC),
            "kind": "reel" if number % 2 else "photo",
            "likes": count,
            "measured_at": measured_at,
        }
        for number, count in enumerate(likes)
    ]
    return conform(pl.DataFrame(rows), "posts")


def days(followers: dict[date, int]) -> pl.DataFrame:
    rows = [
        {"account": "account_a", "platform": "instagram", "day": day, "followers": n} for day, n in followers.items()
    ]
    return conform(pl.DataFrame(rows), "days")


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    mine = "account_a", "instagram"
    readings = [
        Reading(posts=posts(*mine, [100, 90, 40], FIRST), days=days({FIRST.date(): 1000})),
        Reading(posts=posts(*mine, [101, 92, 80, 70], SECOND), days=days({FIRST.date(): 1000, SECOND.date(): 1010})),
        Reading(posts=posts("account_b", "mastodon", [3, 5], None)),
    ]
    for reading in readings:
        record(reading, FOLDER, now=NOW)
    (FOLDER / ".lock").unlink()


if __name__ == "__main__":
    main()
