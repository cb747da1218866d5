"""The next step fits where the loss lies and whom it hits: the account status only where strangers are lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.checkup.accounts import one
from tests.checkup.chains import account
from tests.checkup.rosters import World, only, roster

import fieber
from fieber.advice.steps import NOTHING
from fieber.checkup.advice_step import _about_followers, _by_cause, _lost_most, _step_for
from fieber.report.catalogue import load
from fieber.report.words import Words

if TYPE_CHECKING:
    import polars as pl
    from tests.checkup.chains import Happens

    from fieber.model.diagnosis import Diagnosis

LINKS = (
    "followers",
    "reach_followers",
    "reach_non_followers",
    "engagement_per_reach",
    "posting_rate",
    "format_mix",
    "rest",
)


def found(posts: pl.DataFrame, **settings: object) -> Diagnosis:
    return one(fieber.check(posts, **settings)).diagnosis  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ill() -> Diagnosis:
    """An account in fever whose posts reach fewer people who do not follow."""
    return found(account("distribution"))


@pytest.mark.parametrize(
    ("happens", "step"),
    [
        ("distribution", "advice.account_status"),
        ("content", "advice.compare_posts"),
        ("followers", "advice.follower_flows"),
    ],
)
def test_a_fever_is_advised_by_where_it_lies(happens: Happens, step: str) -> None:
    """Each link has its own step, before whatever may be tried besides."""
    diagnosis = found(account(happens))

    assert diagnosis.verdict in {"fever", "high_fever"}
    assert diagnosis.advice[0].do.key == step


def test_without_a_split_the_account_status_is_looked_at() -> None:
    """Where only likes are known, nobody can say that strangers are still reached."""
    diagnosis = found(account("content").select("account", "platform", "post_id", "posted_at", "likes", "measured_at"))

    assert diagnosis.verdict in {"fever", "high_fever"}
    assert diagnosis.advice[0].do.key == "advice.account_status"


def test_where_everyone_lost_there_is_nothing_to_do() -> None:
    """The same account is sent to its account status alone, and told to wait beside others who fell alike."""
    posts = roster(World(common=-0.9, scatter=0.3))

    alone, among = found(only(posts, "a001")), found(only(posts, "a001"), peers=posts)

    assert among.verdict in {"fever", "high_fever"}
    assert among.finding == "everyone"
    assert alone.advice[0].do.key == "advice.account_status"
    assert among.advice[0].do.key == "advice.nothing_wait"


def test_what_is_everyones_does_not_silence_what_is_ones_own(ill: Diagnosis) -> None:
    """Where only a part is everyone's, the weather may weigh most; the step is still that of the own part."""
    weather = replace(ill.causes[0], cause="weather", weight=0.9)
    stormy = replace(ill, causes=(weather,), finding="both")

    assert _by_cause(stormy) == (False, None)
    assert _by_cause(replace(stormy, finding="real")) == (True, NOTHING)


def test_only_lost_strangers_lead_to_the_account_status(ill: Diagnosis) -> None:
    """Of all links one, and what cannot be told, keep that step; rhythm is never answered with more posts."""
    assert {link for link in LINKS if _step_for(link, ill.flows) is None} == {"reach_non_followers", "rest"}
    pace = _step_for("posting_rate", ill.flows)
    assert pace is not None
    for lang in ("de", "en"):
        said = Words(lang).say(replace(pace.do, values={"n": 20}))
        assert said.startswith(("Nichts Besonderes", "Nothing special"))


def test_strangers_come_first_where_reach_is_most_of_the_loss(ill: Diagnosis) -> None:
    """Followers who are shown less may lose most of all links; the page to look at is still that of strangers."""
    assert ill.split is not None
    both = replace(ill.split, named=("reach_followers", "reach_non_followers"), mostly="distribution")

    assert _lost_most(replace(ill, split=both)) == "reach_non_followers"
    assert _lost_most(replace(ill, split=replace(both, mostly=None))) == "reach_followers"
    assert _lost_most(replace(ill, split=replace(both, is_loss=False))) is None


def test_people_who_leave_are_kept_and_people_who_do_not_come_are_found(ill: Diagnosis) -> None:
    """Which of the two it is decides; where the numbers do not say it, the app does."""
    assert ill.flows is not None
    known = replace(ill.flows, missing=None, gained=1.0, lost=2.0)

    assert _about_followers(replace(known, lost_standing="more")) == "advice.keep_people"
    assert _about_followers(replace(known, lost_standing="usual")) == "advice.be_found"
    assert _about_followers(None) == _about_followers(ill.flows) == "advice.follower_flows"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_step_asks_for_an_answer(lang: str) -> None:
    """Nothing can hear what a person says back, so no words ask for it."""
    asking = re.compile(r"\b(sag|tell)\b.{0,9}\b(mir|me)\b")

    steps = {key: forms for key, forms in load(lang).forms.items() if key.startswith("advice.")}

    assert len(steps) > 10
    assert [key for key, forms in steps.items() if asking.search(" ".join(forms))] == []
