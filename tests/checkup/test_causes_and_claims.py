"""What is said about an account changes neither its causes nor what is advised, whatever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.checkup.accounts import one
from tests.checkup.rosters import DROP, World, only, roster

import fieber
from fieber.causes import causes

if TYPE_CHECKING:
    import polars as pl

SENTENCES = (
    "my reach is down 70 % since March",
    "seit zwei Wochen sind meine Likes halbiert",
    "Am I shadowbanned?",
    "Alle verlieren gerade Likes",
    "I can't sleep because of my numbers",
)


@pytest.fixture(scope="module")
def storm() -> pl.DataFrame:
    """Forty accounts that all lose 40 % on a day."""
    return roster(World(accounts=40, rate=5.0, common=-0.5, weekly=0.0))


def told(storm: pl.DataFrame, sentence: str | None) -> dict[str, float]:
    found = one(fieber.check(only(storm, "a003"), peers=storm, complaint=sentence)).to_dict()
    return {cause["cause"]: cause["weight"] for cause in found["causes"]}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_changes_no_cause(storm: pl.DataFrame, sentence: str) -> None:
    """The causes are the same with and without a complaint, also where it names a date or all others."""
    assert told(storm, sentence) == told(storm, None)
    assert next(iter(told(storm, sentence))) == "weather"


def test_each_cause_is_told_once(storm: pl.DataFrame) -> None:
    """Every cause of the list is weighed or says why not, and never both."""
    for posts in (only(storm, "a003"), storm.filter(storm["account"] == "a001").head(5)):
        found = one(fieber.check(posts, as_of=DROP)).to_dict()
        names = [cause["cause"] for part in ("causes", "abstentions") for cause in found[part]]
        assert sorted(names) == sorted(cause.name for cause in causes())
