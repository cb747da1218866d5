"""Priors learned from a roster: what was planted comes out, nothing personal does, and too few accounts are refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import fieber
from fieber.checkup.priors import Learned, read_learned
from fieber.checkup.published_growth import sourced
from fieber.errors import UsageError
from fieber.rosters.learning import learn
from fieber.simulate.worlds import World, patient
from fieber.stats.population import BESIDE
from fieber.stats.prior import PRIOR

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2025, 1, 6, tzinfo=UTC)
STORMY = World("stormy", scatter=0.9, wander_per_week=0.15, effects=0.5)
FORMATS = np.array(["photo", "reel", "carousel"])
ACCOUNTS, READ = 60, 30
HALF_LIFE, SHAPE, DOUBT = 1.0, 0.6, 0.4  # days, of posts whose half-life is published as 40 minutes


def account(number: int) -> pl.DataFrame:
    """One account of the stormy kind over a year, named like a person."""
    drawn = patient(STORMY, years=1.0, seed=number)
    return pl.DataFrame(
        {
            "account": f"person_{number}",
            "platform": "facebook",
            "post_id": [f"{number}-{i}" for i in range(len(drawn.days))],
            "posted_at": [START + timedelta(days=float(day)) for day in drawn.days],
            "kind": FORMATS[drawn.kind],
            "likes": drawn.likes,
        }
    )


def read_young(posts: pl.DataFrame, number: int) -> pl.DataFrame:
    """The same posts read after half a day to six days, and again after sixty; each account has its own half-life."""
    random = np.random.default_rng([number, 3])
    half_life = HALF_LIFE * np.exp(DOUBT * random.normal())
    ages = random.uniform(0.5, 6.0, posts.height)
    share = (1 - 2 ** -((ages / half_life) ** SHAPE)) / (1 - 2 ** -((30 / half_life) ** SHAPE))
    young = posts.with_columns(
        measured_at=pl.col("posted_at") + pl.Series([timedelta(days=float(age)) for age in ages]),
        likes=pl.Series(random.binomial(posts["likes"].to_numpy(), share)),
    )
    return pl.concat([young, posts.with_columns(measured_at=pl.col("posted_at") + timedelta(days=60))])


@pytest.fixture(scope="module")
def roster() -> pl.DataFrame:
    """Sixty accounts; every post of half of them was read twice."""
    drawn = [account(number) for number in range(ACCOUNTS)]
    read = [read_young(posts, number) for number, posts in enumerate(drawn[:READ])]
    return pl.concat([*read, *drawn[READ:]], how="diagonal")


@pytest.fixture(scope="module")
def learned(roster: pl.DataFrame) -> Learned:
    return learn(roster, name="stormy")


def test_scatter_and_growth_of_the_accounts_come_out(learned: Learned) -> None:
    """Planted scatter, wander and half-life are found, each drawn a little towards what is shipped."""
    (growth,) = (one for one in learned.growth if not one.is_clip)

    assert (learned.accounts, learned.seen) == (ACCOUNTS, ACCOUNTS)
    assert learned.thermometer.scatter == pytest.approx(0.9, rel=0.15)
    assert sum(learned.thermometer.gain_shares[6:]) > 0.5 > sum(PRIOR.gain_shares[6:])
    # ten published accounts against thirty, besides two standard errors of these and as much for the shape
    drawn = (BESIDE * np.log(sourced(("facebook", False)).half_life) + READ * np.log(HALF_LIFE)) / (BESIDE + READ)
    assert np.log(growth.half_life) == pytest.approx(drawn, abs=4 * DOUBT / np.sqrt(READ))
    assert growth.accounts == READ


def test_the_same_roster_gives_the_same_priors(roster: pl.DataFrame, learned: Learned, tmp_path: Path) -> None:
    """Neither the order of the rows nor the kind of file changes a number."""
    shuffled = roster.sample(fraction=1.0, shuffle=True, seed=4)
    shuffled.write_parquet(tmp_path / "roster.parquet")
    shuffled.with_columns(pl.col("posted_at", "measured_at").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")).write_csv(
        tmp_path / "roster.csv"
    )

    for path in (tmp_path / "roster.parquet", tmp_path / "roster.csv"):
        assert learn(path, name="stormy").priors().origin == learned.priors().origin


def test_nothing_personal_is_in_the_file(learned: Learned) -> None:
    """The file holds numbers over all accounts, names of platforms, and the name that it was given."""
    text = learned.to_json()

    assert "person" not in text
    assert set(json.loads(text)) == {
        *("layout", "method", "name", "as_of", "accounts", "seen", "posts", "thermometer", "growth", "hash")
    }


def test_a_sample_of_the_accounts_is_enough(roster: pl.DataFrame, learned: Learned) -> None:
    """A sample is drawn by the names alone and says how many it took; its numbers are close to those of all."""
    some = learn(roster, name="stormy", accounts=50)

    assert (some.accounts, some.seen) == (50, ACCOUNTS)
    assert some.thermometer.scatter == pytest.approx(learned.thermometer.scatter, rel=0.1)


def test_a_verdict_with_them_names_them(roster: pl.DataFrame, learned: Learned, tmp_path: Path) -> None:
    """Written, read and used: the check-up cites name and hash."""
    path = tmp_path / "stormy.json"
    path.write_text(learned.to_json(), encoding="utf-8")

    found = fieber.check(roster, account="person_3", priors=path)

    assert not isinstance(found, list)
    assert found.to_dict()["method"] == f"1+priors:{learned.priors().origin}"
    assert read_learned(path) == learned


def test_too_few_accounts_are_refused(roster: pl.DataFrame) -> None:
    """With fewer than fifty accounts of forty posts one sentence says what is missing; so with a name that is none."""
    few = roster.filter(pl.col("account").is_in([f"person_{i}" for i in range(49)]))

    with pytest.raises(UsageError, match="their counts: 49,") as refused:
        learn(few)
    assert "ihren Zahlen: 49;" in refused.value.in_language("de")
    with pytest.raises(UsageError, match="small letters"):
        learn(roster, name="Team Süd")
    with pytest.raises(UsageError, match="their counts: 0,"):
        learn(roster.filter(pl.col("posted_at") < START + timedelta(days=40)))


def test_accounts_that_may_not_be_pooled_teach_nothing(roster: pl.DataFrame, tmp_path: Path) -> None:
    """Where a platform's terms keep an account out of what is made of many, it takes no part."""
    held = pl.col("account").is_in([f"person_{i}" for i in range(15)])
    roster.with_columns(may_pool=~held).write_parquet(tmp_path / "roster.parquet")

    with pytest.raises(UsageError, match="their counts: 45,"):
        learn(tmp_path / "roster.parquet")


def test_an_earlier_moment_sees_nothing_later(roster: pl.DataFrame, learned: Learned) -> None:
    """Learning as of a day asks for no post that was made after it."""
    day = START + timedelta(days=300)
    then = roster.filter(pl.col("posted_at") <= day)

    early, cut = learn(roster, name="stormy", as_of=day), learn(then, name="stormy", as_of=day)

    assert early == cut
    assert early.posts < learned.posts


def test_readings_are_no_posts(roster: pl.DataFrame) -> None:
    """An account with few posts that were read often takes no place of another, and is still one of those seen."""
    few = pl.concat(account(ACCOUNTS + number).head(15) for number in range(20))
    nights = [few.with_columns(measured_at=pl.col("posted_at") + timedelta(days=60 + night)) for night in range(3)]

    some = learn(pl.concat([roster, *nights], how="diagonal"), accounts=50)

    assert (some.accounts, some.seen) == (50, ACCOUNTS + 20)
