"""Simulated accounts as files: read back as they were, the same bytes each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieber.errors import UsageError
from fieber.readers import read_export
from fieber.simulate.patients import Cohort, patients
from fieber.simulate.write import LISTED_FOLLOWERS, Form, write_patients

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    """Three accounts, one of them healthy."""
    return patients(["distribution", "hidden_likes", "noise"], seed=2, followers=2000, posts_per_week=2)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_are_read_back(tmp_path: Path, cohort: Cohort, form: Form) -> None:
    """A folder of tables is read as it was made, posts and days, without a fault."""
    files = write_patients(cohort, tmp_path / "ward", form=form, told={"seed": 2})

    reading = read_export([tmp_path / "ward"])

    order = ["account", "post_id", "measured_at"]
    assert reading.posts.sort(order).equals(cohort.posts.sort(order))
    assert reading.days.sort("account", "day").equals(cohort.days.sort("account", "day"))
    assert reading.faults == ()
    assert [path.name for path in files] == [f"posts.{form}", f"days.{form}", f"accounts.{form}", "truth.json"]


def test_an_instagram_export_is_read_back(tmp_path: Path, cohort: Cohort) -> None:
    """Each account has a ZIP with its posts and those who follow it now."""
    *files, _ = write_patients(cohort, tmp_path, form="instagram", told={})

    for path in files:
        reading = read_export([path])
        own = cohort.posts.filter(account=reading.posts["account"][0])
        assert reading.faults == ()
        assert reading.posts["posted_at"].sort().equals(own["posted_at"].sort())
        assert reading.posts["likes"].sum() == own["likes"].sum()
        assert reading.posts["reach"].sum() == own["reach"].sum()
    assert len(files) == 3


def test_a_large_account_has_no_list_of_followers(tmp_path: Path) -> None:
    """Beyond a limit the list of followers is left out, so that a file of an account of a million stays small."""
    large = patients(["noise"], followers=2e6, posts_per_week=1, years=0.5, from_days=(20, 60))
    file, _ = write_patients(large, tmp_path, form="instagram", told={})

    assert large.days["followers"].min() > LISTED_FOLLOWERS  # type: ignore[operator]  # a number
    assert file.stat().st_size < 200_000


def test_the_truth_stands_beside(tmp_path: Path, cohort: Cohort) -> None:
    """truth.json holds what was asked for and each account's truth, with times as text and null where there is none."""
    *_, truth = write_patients(cohort, tmp_path, form="csv", told={"seed": 2})

    told = json.loads(truth.read_text(encoding="utf-8"))

    assert told["seed"] == 2
    assert [row["cause"] for row in told["accounts"]] == ["distribution", "hidden_likes", "noise"]
    assert told["accounts"][0]["start"].endswith("Z")
    assert told["accounts"][2]["start"] is None


@pytest.mark.parametrize("form", ["csv", "parquet", "instagram"])
def test_the_same_bytes(tmp_path: Path, form: Form) -> None:
    """The same call writes the same bytes."""
    written = []
    for name in ("one", "two"):
        made = patients(["content"], seed=9, followers=1000, posts_per_week=1)
        written.append(
            [path.read_bytes() for path in write_patients(made, tmp_path / name, form=form, told={"seed": 9})]
        )

    assert written[0] == written[1]


def test_instagram_is_instagram(tmp_path: Path) -> None:
    """An Instagram export of another platform is refused; so is a folder that cannot be made."""
    tiktok = patients(["noise"], platform="tiktok")
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="instagram"):
        write_patients(tiktok, tmp_path / "out", form="instagram", told={})
    with pytest.raises(UsageError, match="cannot be written"):
        write_patients(tiktok, tmp_path / "file" / "out", form="csv", told={})
