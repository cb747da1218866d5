"""Priors that were learned: a file that is read back as it was written, reaches every verdict, and is cited in it."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.checkup.accounts import likes, one, steady, with_kinds, with_metrics

import fieber
from fieber.api import as_reading
from fieber.checkup import day_number
from fieber.checkup.many import examine_many
from fieber.checkup.priors import GROWING, SHIPPED, Learned, Spread, priors_of, read_learned
from fieber.checkup.published_growth import published, sourced
from fieber.errors import UnreadableError, UsageError
from fieber.stats.prior import PRIOR

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.api import Checkup

STORMY = replace(PRIOR, scatter=0.7, gain_shares=(0.01, 0.01, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3))
TEAM = Learned("team", "2026-09-01T00:00:00Z", 812, 9_000, 190_000, STORMY)
AT_ONCE = Spread("instagram", is_clip=False, half_life=0.004, shape=0.6, doubt=0.3, accounts=40)
LATE = datetime(2023, 10, 15, tzinfo=UTC)


def read_young(posts: pl.DataFrame) -> pl.DataFrame:
    """The same posts, each read a day after it was made and the last forty after ten hours."""
    hours = pl.when(pl.int_range(pl.len()) < pl.len() - 40).then(pl.duration(hours=24)).otherwise(pl.duration(hours=10))
    return posts.with_columns(measured_at=pl.col("posted_at") + hours)


def checked(posts: pl.DataFrame, **told: Any) -> Checkup:
    return one(fieber.check(posts, **told))


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Every number survives, and with it the hash."""
    path = tmp_path / "team.json"
    whole = replace(TEAM, growth=(AT_ONCE,))
    path.write_text(whole.to_json(), encoding="utf-8")

    assert read_learned(path) == whole
    assert priors_of(path).origin == whole.priors().origin


def test_other_numbers_have_another_hash() -> None:
    """Two files of one name are told apart by what is in them; the same numbers are the same file."""
    other = replace(TEAM, thermometer=replace(STORMY, scatter=1.2))

    assert TEAM.priors().origin != other.priors().origin
    assert TEAM.priors().origin == replace(TEAM).priors().origin


@pytest.mark.parametrize(
    "change",
    [
        {"accounts": 3},
        {"layout": 2},
        {"name": "../team"},
        {"thermometer": {"scatter": 0.0}},
        {"hash": "0" * 12},
        {"growth": [{"platform": "instagram"}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_file_that_was_changed_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    """Whatever was changed by hand, the file is no longer what its hash says."""
    path = tmp_path / "team.json"
    path.write_text(json.dumps(json.loads(TEAM.to_json()) | change), encoding="utf-8")

    with pytest.raises(UnreadableError, match="holds no priors"):
        priors_of(path)


def test_what_is_no_file_of_priors_is_refused(tmp_path: Path) -> None:
    """A file that is not there, that is no JSON, and one of another method each have their sentence."""
    for name, text in (("text.json", "scatter 3"), ("list.json", "[]")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableError, match="holds no priors"):
            priors_of(tmp_path / name)
    with pytest.raises(UsageError, match="no such file"):
        fieber.check(steady(30), priors=tmp_path / "none.json")


def test_a_verdict_cites_its_priors() -> None:
    """`method` names file and hash; what is shipped stays "1"."""
    priors = TEAM.priors()

    assert checked(steady(60), priors=priors).to_dict()["method"] == f"1+priors:{priors.origin}"
    assert f"team@{(priors.origin or '')[-12:]}" == priors.origin
    assert checked(steady(60)).to_dict()["method"] == "1"
    assert f"1+priors:{priors.origin}" in checked(steady(60), priors=priors).to_html()


def test_wilder_accounts_make_a_drop_less_rare() -> None:
    """Where the level of accounts is known to wander far, the same fall is less unusual."""
    fallen = steady(160, last_posts=12, factor=0.6)

    shipped, stormy = (likes(fallen, priors=priors)["p_value"] for priors in (None, TEAM.priors()))

    assert stormy > shipped


def test_the_curve_says_what_the_check_says() -> None:
    """With learned priors as without, the last point of the fever curve is the check-up."""
    posts = read_young(with_kinds(steady(150, last_posts=25, factor=0.6)))
    priors = replace(TEAM, growth=(AT_ONCE,)).priors()

    curve = fieber.fever_curve(posts, priors=priors).filter(pl.col("metric") == "overall")
    told = checked(posts, priors=priors, as_of=curve["as_of"][-1]).to_dict()

    assert curve["p_value"][-1] == pytest.approx(told["p_value"], rel=1e-9)


def test_many_at_once_are_judged_with_the_same_priors() -> None:
    """The first pass over a roster gives what each check-up gives, with learned growth too."""
    priors = replace(TEAM, growth=(AT_ONCE,)).priors()
    tables = [
        steady(120, last_posts=20, factor=0.6),
        read_young(steady(150, seed=4)),
        with_kinds(with_metrics(steady(200, seed=5), ("reach",))),
    ]
    posts = pl.concat(
        [table.with_columns(account=pl.lit(f"a{i}")) for i, table in enumerate(tables)], how="diagonal_relaxed"
    )

    vitals, accounts = examine_many(as_reading(posts, None, None).posts, day_number(LATE), priors)

    for owner, name in enumerate(accounts["account"]):
        mine = vitals.filter(pl.col("owner") == owner, pl.col("kind").is_null())
        (p,) = mine.filter(pl.col("metric") == "likes")["p_value"]
        told = likes(posts, account=name, as_of=LATE, priors=priors)["p_value"]
        assert log(p) == pytest.approx(log(told), abs=1e-9)


def test_learned_growth_decides_what_is_young() -> None:
    """Posts ten hours old count where posts of such accounts are known to be full by then, and not as published."""
    posts = read_young(steady(120))
    as_of = posts["measured_at"].max() - timedelta(days=1)  # type: ignore[operator]  # a datetime column
    quick = replace(TEAM, growth=(AT_ONCE,)).priors()

    counted = [checked(posts, as_of=as_of, priors=priors).to_dict()["vitals"][0]["normal"] for priors in (None, quick)]

    assert quick.growth[("instagram", False)].full < 0.5 < published(("instagram", False)).full
    assert counted[0] != counted[1]


def test_priors_travel_to_other_processes() -> None:
    """What a worker of a roster gets is what was sent."""
    priors = replace(TEAM, growth=(AT_ONCE,)).priors()

    arrived = pickle.loads(pickle.dumps(priors))  # noqa: S301 - our own bytes

    assert (arrived.thermometer, arrived.method) == (priors.thermometer, priors.method)
    assert (arrived.growth[("instagram", False)].curve.weight == priors.growth[("instagram", False)].curve.weight).all()


def test_every_platform_with_published_growth_may_be_learned() -> None:
    """The names that a file may hold are those for which something is published, so none is a person's."""
    assert {"instagram", "tiktok", "youtube"} <= set(GROWING)
    assert all(sourced((name, False)).half_life > 0 for name in GROWING)
    assert SHIPPED.method == "1"
