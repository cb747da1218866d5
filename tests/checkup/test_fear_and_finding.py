"""Fear and finding are settled by split, weather and causes together, and always agree."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.checkup.accounts import newest, one, steady
from tests.checkup.rosters import DROP, World, only, roster
from tests.checkup.test_claims import follower_days

import fieber
from fieber.api import as_reading, charts, weather_table
from fieber.checkup import day_number
from fieber.checkup.claims import with_claims
from fieber.checkup.finding import agreeing, counted_otherwise, where_it_lies, with_finding
from fieber.checkup.record import Record
from fieber.checkup.series import add_ripeness
from fieber.complaint import understand
from fieber.model.diagnosis import CauseWeight
from fieber.model.surroundings import Split
from fieber.model.text import Message
from fieber.report.compose import compose
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    import polars as pl

    from fieber.model.diagnosis import Diagnosis

COMPLAINTS = Path(__file__).parents[3] / "shared" / "complaints" / "complaints.jsonl"
AGREE = {
    "right": {"real", "yours", "both"},
    "market": {"everyone"},
    "unfounded": {"not_in_data", "counter"},
    "unknown": {"cannot_say"},
}
HELD = {"claim_level", "claim_drop", "follower_loss", "milestone", "algorithm", "health"}
CAUSES = ["noise", "distribution", "content", "counter_bug", "followers_purged", "hidden_likes", "metric_change"]
CAUSES += ["fewer_collabs", "pause", "usual_churn", "slow_decline"]
EVERY = 4  # of the labelled sentences, so that the whole stays quick; another share for each patient


def sentences() -> list[str]:
    if not COMPLAINTS.is_file():
        pytest.skip("the labelled sentences do not lie beside this checkout")
    return [json.loads(line)["text"] for line in COMPLAINTS.read_text(encoding="utf-8").splitlines()]


def cause(name: str, weight: float) -> CauseWeight:
    return CauseWeight(name, "observed", weight, Message("cause.noise.evidence"), Message("cause.noise.refuted_by"))


def fallen(*, complaint: str | None = None) -> Diagnosis:
    """An account whose last twelve posts fell by half."""
    return one(fieber.check(steady(160, last_posts=12, factor=0.5), complaint=complaint)).diagnosis


@pytest.mark.parametrize("number", range(len(CAUSES)), ids=CAUSES)
def test_fear_and_finding_agree(number: int) -> None:
    """Whatever happened to a patient and whatever is said, the first claim's fear and the finding say the same."""
    cohort = patients([CAUSES[number]], accounts=1, seed=41, years=1.0, posts_per_week=5.0)
    plain = one(fieber.check(cohort.posts, days=cohort.days, as_of=cohort.as_of)).diagnosis
    (chart,) = charts(as_reading(cohort.posts, cohort.days, None), None)
    posts = add_ripeness(chart.posts, newest(chart.posts))
    record = Record(posts, chart.days, day_number(cohort.as_of), None, plain)

    for sentence in sentences()[number % EVERY :: EVERY]:
        found = with_claims(record, understand(sentence, as_of=cohort.as_of))
        main = found.claims[0]
        if main.kind in HELD:
            assert found.finding in AGREE[main.fear], (sentence, main.fear, found.finding)
        else:
            assert (main.fear, main.verdict, found.finding) == ("unknown", "cannot_say", plain.finding), sentence


@pytest.mark.parametrize(
    ("heavy", "finding", "told"),
    [
        ("weather", "everyone", "weather"),
        ("weather", "both", "weather"),
        ("weather", "yours", None),
        ("counter_bug", "counter", "counter_bug"),
        ("counter_bug", "yours", None),
        ("content", "yours", "content"),
    ],
)
def test_a_cause_told_beside_a_finding_is_no_other_answer(heavy: str, finding: Any, told: str | None) -> None:
    """A list that says "yours" does not name the weather or a counter as the cause beside it."""
    diagnosis = replace(fallen(), causes=(cause(heavy, 0.8), cause("noise", 0.1)), finding=finding)

    assert agreeing(diagnosis) == told


@pytest.mark.parametrize(
    ("told", "metric", "counted"),
    [
        ([("metric_change", 0.8), ("noise", 0.1)], "views", "metric_change"),
        ([("hidden_likes", 0.7)], "likes", "hidden_likes"),
        ([("hidden_likes", 0.7)], "views", None),
        ([("metric_change", 0.45)], "likes", None),
        ([("distribution", 0.9), ("metric_change", 0.7)], "likes", None),
        ([("counter_bug", 0.9), ("pause", 0.4)], "likes", "counter_bug"),
        ([("counter_bug", 0.9), ("content", 0.4)], "likes", None),
        ([("counter_bug", 0.9)], "reach", None),
        ([("counter_bug", 0.9)], "followers_gained", "counter_bug"),
        ([("followers_purged", 0.6)], "followers", "followers_purged"),
        ([], "likes", None),
    ],
)
def test_what_is_only_counted_otherwise(told: list[tuple[str, float]], metric: str, counted: str | None) -> None:
    """It is a counter where that is more likely than not, heaviest, and about this very number."""
    diagnosis = replace(fallen(), causes=tuple(cause(*one) for one in told))

    assert counted_otherwise(diagnosis, metric) == counted


def test_a_heavy_counter_is_the_finding() -> None:
    """A real drop of a number that is counted otherwise is no drop of the audience, whatever is said about it."""
    plain = fallen()
    changed = replace(plain, causes=(cause("metric_change", 0.9),))

    settled = with_finding(None, changed)  # type: ignore[arg-type]  # the view is not looked at

    assert (plain.finding, settled.finding) == ("real", "counter")
    assert with_finding(None, plain).finding == "real"  # type: ignore[arg-type]  # likewise


def split(mostly: Any) -> Split:
    return Split("likes", -40.0, (), mostly=mostly, is_loss=True)


@pytest.mark.parametrize(
    ("mostly", "told", "lies"),
    [
        ("distribution", [], "distribution"),
        ("distribution", [("fewer_collabs", 0.8)], "own_cause"),
        ("distribution", [("fewer_collabs", 0.4)], "distribution"),
        ("distribution", [("saturation", 0.8)], "distribution"),
        ("own", [("distribution", 0.8)], "own"),
        (None, [("distribution", 0.8)], None),
        (None, [("content", 0.8)], None),
        (None, [("fewer_collabs", 0.8)], "own_cause"),
        (None, [("weather", 0.8), ("content", 0.6)], None),
        (None, [("noise", 0.9)], None),
    ],
)
def test_where_a_loss_lies(mostly: str | None, told: list[tuple[str, float]], lies: str | None) -> None:
    """The split's arithmetic comes first; a cause of the account's own knows why fewer are reached."""
    found = replace(fallen(), split=split(mostly), causes=tuple(cause(*one) for one in told))

    assert where_it_lies(found) == lies


def test_lost_followers_are_not_confirmed_by_lost_likes() -> None:
    """Who fears for followers that grow hears that of the followers, and that something else fell."""
    posts = steady(160, last_posts=12, factor=0.5)
    days = follower_days([10_000 + 20 * i for i in range(60)], last=newest(posts).date())

    found = one(fieber.check(posts, days=days, complaint="I keep losing followers every day", lang="en"))
    said = found.to_dict()

    assert (said["claims"][0]["fear"], said["finding"]) == ("unfounded", "not_in_data")
    assert said["verdict"] in {"fever", "high_fever"}
    assert "Something else has become less." in found.to_markdown()


@pytest.fixture(scope="module")
def storm() -> pl.DataFrame:
    """Forty accounts that all lose 40 % on a day, and as many without."""
    return roster(World(accounts=40, rate=5.0, common=-0.5, weekly=0.0))


@pytest.mark.parametrize(
    ("sentence", "lang"), [("Alle verlieren gerade Likes", "de"), ("everyone is losing likes right now", "en")]
)
def test_a_sentence_about_all_is_held_against_all(storm: pl.DataFrame, sentence: str, lang: Any) -> None:
    """It is true where the roster fell, not where it did not, and cannot be said without one."""
    calm = weather_table(roster(World(accounts=40, rate=5.0, weekly=0.0)))
    mine, weather = only(storm, "a003"), weather_table(storm)

    checked = [
        one(fieber.check(mine, peers=peers, since=DROP, complaint=sentence, lang=lang)).to_dict()
        for peers in (weather, calm, None)
    ]

    assert [found["claims"][0]["verdict"] for found in checked] == ["true", "never", "cannot_say"]
    assert [found["claims"][0]["fear"] for found in checked] == ["market", "right", "right"]
    assert checked[2]["claims"][0]["reason"] == "no_peers"
    assert all(found["finding"] in AGREE[found["claims"][0]["fear"]] for found in checked)
    assert checked[0]["answer"][0].startswith({"de": "Ja, das stimmt", "en": "Yes, that is right"}[lang])


@pytest.mark.parametrize(
    "sentence", ["Alle Reels gehen unter", "everyone unfollowed me", "Mir entfolgen alle", "all my posts are down"]
)
def test_all_posts_are_not_all_accounts(sentence: str) -> None:
    """Who speaks of all posts or of followers says nothing of other accounts."""
    assert understand(sentence)[0].get("intent") != "everyone"


def test_the_weather_names_its_number(storm: pl.DataFrame) -> None:
    """What the others had is told with the number that it was held in."""
    sentence = "My likes are down"
    found = one(fieber.check(only(storm, "a003"), peers=storm, since=DROP, complaint=sentence, lang="en"))

    assert "% fewer likes since" in found.to_markdown().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("heaviest", "reason"), [("distribution", "shown_less"), ("content", None)])
def test_strangers_lost_without_a_drop_are_acknowledged(heaviest: str, reason: str | None) -> None:
    """Who asks after the algorithm hears of fewer strangers reached, although nothing fell on the whole."""
    whole = steady(160)
    healthy = one(fieber.check(whole)).diagnosis
    known = replace(healthy, causes=(cause(heaviest, 0.9),))
    (chart,) = charts(as_reading(whole, None, None), None)
    posts = add_ripeness(chart.posts, newest(chart.posts))
    record = Record(posts, chart.days, day_number(healthy.as_of), None, known)

    found = with_claims(record, understand("Does the algorithm still work for me?"))
    evidence, seen = Message("cause.noise.evidence"), Message("claim.algorithm.shown_less")
    told = compose(found).paragraphs[0]

    assert found.finding == "not_in_data"
    assert found.claims[0].fear == "unfounded"
    assert (found.claims[0].reason == "shown_less") is (reason == "shown_less")
    assert (seen in told and evidence in told) is (reason == "shown_less")
