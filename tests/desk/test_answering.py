"""The question that is asked back on the phone: it fits what the person said, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fieber.api import weather_table
from fieber.desk.sandbox.answering import answer
from fieber.desk.sandbox.many import MOMENT
from fieber.desk.sandbox.small_weather import MOST_PEERS, in_small, peers_of
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    import polars as pl


def order_of(posts: pl.DataFrame, **more: Any) -> dict[str, Any]:
    text = posts.drop("account", "platform").write_csv(datetime_format=MOMENT)
    told = {"posts": text, "account": "mia", "platform": "instagram", "weather": "", "as_of": None, "sentence": ""}
    return told | {"lang": "de", "form": "aloud"} | more


@pytest.fixture(scope="module")
def healthy() -> pl.DataFrame:
    return patients(["noise"], seed=1, platform="instagram").posts


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ich kann nicht mehr, ich schlafe seit Wochen nicht", "person"),
        ("Wie bekomme ich den blauen Haken?", "tick"),
        ("", "which_number"),
        ("Bin ich im Shadowban?", "which_number"),
        ("Ich habe immer 50.000 Likes!", "which_post"),
        ("Ich habe nicht mehr 50.000 Likes, sondern nur noch 5.000", "since_when"),
    ],
)
def test_the_question_fits_the_sentence(healthy: pl.DataFrame, sentence: str, expected: str) -> None:
    """Nobody who speaks of followers or of a fall is asked for a post, nobody who wants the tick for a number."""
    assert answer(order_of(healthy, sentence=sentence))["ask"] == expected


def test_the_question_fits_what_was_found(healthy: pl.DataFrame) -> None:
    """With a fever it is what was different; where too little is known, a longer export."""
    ill = patients(["distribution"], seed=5, platform="instagram", strength=1.0).posts

    assert answer(order_of(ill, sentence="Meine Likes sind halbiert"))["ask"] == "changed"
    assert answer(order_of(healthy.head(5), sentence="Meine Likes sind halbiert"))["ask"] == "more_data"


def test_the_weather_in_small_leaves_the_account_out_and_names_nobody() -> None:
    """At most so many accounts of a platform, none by its name but the one that is asked about; none where too few."""
    cohort = patients(["noise"], accounts=MOST_PEERS + 5, seed=2, platform="instagram", years=0.5).posts
    name = cohort["account"][0]

    small = in_small(weather_table(cohort))

    peers = peers_of(small, name, "instagram")
    assert peers is not None
    assert peers.accounts().height == MOST_PEERS
    assert set(peers.accounts()["account"]) & set(cohort["account"]) <= {name}
    assert peers_of(small, name, "tiktok") is None
    few = cohort.filter(cohort["account"].is_in(cohort["account"].unique().head(12)))
    assert in_small(weather_table(few)) == ""
