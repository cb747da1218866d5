"""What is said about an account changes neither its causes nor what is advised, whatever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.causes.accounts import NOW, daily, healthy, late, scaled
from tests.causes.test_holds import mixture
from tests.checkup.accounts import one
from tests.checkup.rosters import DROP, World, only, roster

import fieber
from fieber.api import weather_table
from fieber.causes import causes

if TYPE_CHECKING:
    import polars as pl

    from fieber.checkup.weather_table import WeatherTable

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


@pytest.fixture(scope="module")
def sky(storm: pl.DataFrame) -> WeatherTable:
    return weather_table(storm)


def told(posts: pl.DataFrame, sky: WeatherTable, sentence: str | None) -> dict[str, float]:
    found = one(fieber.check(posts, peers=sky, complaint=sentence)).to_dict()
    return {cause["cause"]: cause["weight"] for cause in found["causes"]}


@pytest.fixture(scope="module")
def unasked(storm: pl.DataFrame, sky: WeatherTable) -> dict[str, float]:
    return told(only(storm, "a003"), sky, None)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_changes_no_cause(
    storm: pl.DataFrame, sky: WeatherTable, unasked: dict[str, float], sentence: str
) -> None:
    """The causes are the same with and without a complaint, also where it names a date or all others."""
    assert told(only(storm, "a003"), sky, sentence) == unasked
    assert next(iter(unasked)) == "weather"


def test_each_cause_is_told_once(storm: pl.DataFrame) -> None:
    """Every cause of the list is weighed or says why not, and never both."""
    for posts in (only(storm, "a003"), storm.filter(storm["account"] == "a001").head(5)):
        found = one(fieber.check(posts, as_of=DROP)).to_dict()
        names = [cause["cause"] for part in ("causes", "abstentions") for cause in found[part]]
        assert sorted(names) == sorted(cause.name for cause in causes())


@pytest.fixture(scope="module")
def disliked() -> pl.DataFrame:
    """As many people are reached as ever, and half as many of them like, comment and save."""
    return scaled(healthy(), late(days=40), likes=0.4, comments=0.4, saves=0.4)


def answered(posts: pl.DataFrame, sentence: str, **more: Any) -> tuple[str, str, str]:
    """What a check-up says to a sentence: verdict and fear of the claim, and the finding."""
    found = one(fieber.check(posts, as_of=NOW, complaint=sentence, **more)).to_dict()
    return found["claims"][0]["verdict"], found["claims"][0]["fear"], found["finding"]


@pytest.mark.parametrize(
    ("sentence", "verdict", "fear", "finding"),
    [
        ("Does the algorithm still work for my content?", "cannot_say", "right", "real"),
        ("Der Algorithmus hasst mich", "cannot_say", "right", "real"),
        ("my reach is down 70 % since March", "never", "unfounded", "not_in_data"),
        ("Nicht die Likes sind eingebrochen, sondern die Reichweite", "never", "unfounded", "not_in_data"),
        ("meine Likes sind halbiert", "true", "right", "real"),
    ],
)
def test_a_loss_of_likes_answers_what_was_said(
    disliked: pl.DataFrame, sentence: str, verdict: str, fear: str, finding: str
) -> None:
    """Who blames the algorithm is right that there is a loss; who names a number that did not fall is told so."""
    assert answered(disliked, sentence) == (verdict, fear, finding)


def test_another_loss_is_told_beside_a_refuted_sentence(disliked: pl.DataFrame) -> None:
    """Who fears for a reach that did not fall hears at once that something else did."""
    found = one(fieber.check(disliked, as_of=NOW, complaint="my reach is down 70 %", lang="en"))

    assert "Something else has become less." in found.to_markdown()
    assert found.to_dict()["verdict"] in {"fever", "high_fever"}


def test_those_who_went_in_one_night_are_meant() -> None:
    """A night in which more went than was said is the answer, also if the sentence is understood as of later."""
    count = np.where(np.arange(400) < 360, 60_000, 51_000) + np.arange(400) % 7
    days = daily({"followers": count, "follows": [40] * 400, "unfollows": [40] * 400})

    assert answered(healthy(), "did you guys delete bots? I'm missing 5 %", days=days) == (
        "true",
        "unfounded",
        "counter",
    )


def test_distress_changes_no_advice(disliked: pl.DataFrame) -> None:
    """What is advised is the same for who cannot sleep; the page shows help instead."""
    calm = one(fieber.check(disliked, as_of=NOW)).diagnosis
    upset = one(fieber.check(disliked, as_of=NOW, complaint="I can't sleep because of my numbers")).diagnosis

    assert upset.advice == calm.advice


@pytest.mark.parametrize(
    ("posts", "said"),
    [(mixture(), "you post other formats"), (healthy(likes_hidden=late(days=40)), "show no likes: they are hidden")],
    ids=["format_mix", "hidden_likes"],
)
def test_what_is_plain_to_see_is_acknowledged(posts: pl.DataFrame, said: str) -> None:
    """Who sees fewer likes because of the formats, or of hiding, hears that first, and why it is no loss."""
    found = one(fieber.check(posts, as_of=NOW, complaint="my likes have halved", lang="en"))

    answer = found.to_dict()["answer"][0]
    assert found.to_dict()["claims"][0]["fear"] == "unfounded"
    assert answer.startswith("You are right that it is less.")
    assert said in answer
