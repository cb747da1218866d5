from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
import pytest

from fieber.errors import UsageError
from fieber.model.tables import conform
from fieber.readers import read_export
from fieber.simulate.creator import PAUSE_DAYS, RECENT
from fieber.simulate.instagram_export import CREATOR, simulated_creator, write_instagram_export

if TYPE_CHECKING:
    from pathlib import Path

EXPORTED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
COUNTED = ("reach", "impressions", "likes", "comments", "shares", "saves", "follows")


@pytest.fixture(scope="module")
def creator() -> pl.DataFrame:
    """The creator of the demo."""
    return simulated_creator(as_of=EXPORTED_AT)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_written_is_read_back(tmp_path: Path, creator: pl.DataFrame, language: Literal["de", "en"]) -> None:
    """Every post comes back with its moment, kind and counts, in both languages."""
    path = tmp_path / "export.zip"

    write_instagram_export(path, creator, account=CREATOR, language=language, exported_at=EXPORTED_AT)
    reading = read_export([path])

    assert reading.posts.equals(creator)
    assert (reading.faults, reading.notes, reading.unknown_paths) == ((), (), ())
    assert all(source.unmatched == () for source in reading.sources)


def test_every_kind_finds_its_file(tmp_path: Path) -> None:
    """Stories, live videos and Reels with plays come back too; views of a German export are lost, as with Meta."""
    kinds = ["photo", "carousel", "video", "reel", "story", "live"]
    posts = conform(
        pl.DataFrame(
            {
                "account": "a",
                "platform": "instagram",
                "post_id": [f"id_{kind}" for kind in kinds],
                "posted_at": [EXPORTED_AT - timedelta(days=9 - day) for day in range(6)],
                "kind": kinds,
                "reach": [10, 20, 30, 4000, 50, 60],
                "likes": [1, None, 0, 1234567, None, 6],
                "views": [None, None, None, 5000, None, None],
            }
        ),
        "posts",
    )
    path = tmp_path / "export.zip"

    write_instagram_export(path, posts, account="a", language="en", exported_at=EXPORTED_AT)
    english = read_export([path]).posts
    write_instagram_export(path, posts, account="a", language="de", exported_at=EXPORTED_AT)
    german = read_export([path]).posts

    wanted = ["post_id", "posted_at", "kind", "reach", "likes", "views"]
    assert english.select(wanted).equals(posts.select(wanted))
    assert german["likes"].to_list() == posts["likes"].to_list()
    assert german["views"].null_count() == len(kinds)


def test_followers_become_a_list_and_a_card(tmp_path: Path, creator: pl.DataFrame) -> None:
    """The dates of the followers and the German card of the last 90 days agree with what was asked for."""
    path = tmp_path / "export.zip"
    follows = [EXPORTED_AT - timedelta(days=days, hours=1) for days in range(1, 1101)]

    write_instagram_export(path, creator, account=CREATOR, language="de", exported_at=EXPORTED_AT, followers=follows)
    reading = read_export([path])

    assert reading.days["followers"].to_list() == [1100]
    flows = next(note for note in reading.notes if note.key == "note.follower_flows.gained")
    assert flows.values["gained"] == 90
    assert "note.partial_followers" not in [note.key for note in reading.notes]


def test_the_file_looks_like_one_of_metas(tmp_path: Path, creator: pl.DataFrame) -> None:
    """Labels are German, every character beyond ASCII is a Latin-1 byte of its UTF-8, thousands have a point."""
    path = tmp_path / "export.zip"

    write_instagram_export(path, creator, account=CREATOR, language="de", exported_at=EXPORTED_AT)
    with zipfile.ZipFile(path) as archive:
        raw = archive.read("logged_information/past_instagram_insights/posts.json")

    labels = json.loads(raw)["organic_insights_posts"][0]["string_map_data"]
    assert raw.isascii()
    assert rb"\u00e2\u0080\u009eGef\u00c3\u00a4llt mir\u00e2\u0080\u009c-Angaben" in raw
    assert labels["Zeitstempel der Erstellung"]["value"] == ""
    assert "." in labels["Erreichte Konten"]["value"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, creator: pl.DataFrame) -> None:
    """Two exports written from one table, whatever the order of its rows, are the same file."""
    for name, rows in (("a.zip", creator), ("b.zip", creator.reverse())):
        write_instagram_export(tmp_path / name, rows, account=CREATOR, language="de", exported_at=EXPORTED_AT)

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_creator_is_a_function_of_the_seed(creator: pl.DataFrame) -> None:
    """One seed always gives the same posts, another one others."""
    assert simulated_creator(as_of=EXPORTED_AT).equals(creator)
    assert not simulated_creator(2, as_of=EXPORTED_AT).equals(creator)


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_creator_is_believable(seed: int) -> None:
    """Eighteen months, three formats, about three posts a week, usual scatter, a hit, a holiday."""
    posts = simulated_creator(seed, as_of=EXPORTED_AT)

    at = posts["posted_at"]
    days = (EXPORTED_AT - at[0]).total_seconds() / 86400
    gaps = at.diff().dt.total_seconds() / 86400
    assert posts.height == 220
    assert posts["post_id"].n_unique() == 220
    assert 500 < days < 600
    assert at.is_sorted()
    assert at[-1] < EXPORTED_AT
    assert PAUSE_DAYS - 1 < float(gaps.max()) < 25  # type: ignore[arg-type]
    assert set(posts["kind"]) == {"photo", "carousel", "reel"}
    assert 0.5 < float(posts["likes"].log().std()) < 0.85  # type: ignore[arg-type]
    viral = posts.sort("reach").row(-1, named=True)
    assert viral["kind"] == "reel"
    assert viral["reach"] > 5 * float(posts["reach"].median())  # type: ignore[arg-type]
    assert (posts["reach"] > posts["likes"]).all()
    assert (posts["likes"] > posts["comments"]).all()


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_creator_is_a_little_weak_at_the_end(seed: int) -> None:
    """The last posts lie below the usual one, yet far from halved: chance, not a drop."""
    likes = simulated_creator(seed, as_of=EXPORTED_AT)["likes"].log().to_numpy()

    assert -0.8 < float(likes[-RECENT:].mean() - np.median(likes[:-RECENT])) < 0.1


def test_a_creator_needs_some_posts() -> None:
    """Too few posts for a history are refused with the number that is needed."""
    with pytest.raises(UsageError, match="at least 40"):
        simulated_creator(posts=10, as_of=EXPORTED_AT)
