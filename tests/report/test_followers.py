"""What is told of followers, on every surface and in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.report import parts, samples

from fieber.model.surroundings import FollowerEvent, Growth, Outlook
from fieber.report.compose import compose
from fieber.report.contract import to_contract
from fieber.report.html import to_html
from fieber.report.markdown import to_markdown
from fieber.report.terminal import to_terminal
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis

LANGUAGES = ("de", "en")
NBSP = "\N{NO-BREAK SPACE}"
DAY = datetime(2025, 2, 20, tzinfo=UTC)
LOSS = parts.claim("Ich verliere jeden Tag Follower", "follower_loss", fear="right", verdict="true", metric="followers")


def told(diagnosis: Diagnosis, lang: str) -> str:
    words = Words(lang, as_of=diagnosis.as_of)
    return " ".join(words.join(paragraph) for paragraph in compose(diagnosis).paragraphs).replace(NBSP, " ")


def beneath(diagnosis: Diagnosis, lang: str) -> str:
    words = Words(lang, as_of=diagnosis.as_of)
    return " ".join(words.join(paragraph) for paragraph in compose(diagnosis).followers).replace(NBSP, " ")


def event(kind: Any, people: float = -3000.0) -> FollowerEvent:
    return FollowerEvent(kind, DAY, DAY + timedelta(1), people, people / 1000, -2.0, -20.0, 18.0, is_recent=True)


def test_a_way_back_in_sight_is_told_with_its_interval() -> None:
    """Where coming back within a year is likelier than not, its date is told, and the dates around it."""
    back = parts.milestone(by=DAY, by_low=DAY - timedelta(30), by_high=DAY + timedelta(90), odds=0.7, odds_year=0.97)

    said = told(replace(samples.sample_d(), milestones=(back,)), "en")

    assert "you will probably be at 100,000 around 20 February" in said
    assert "Eight in ten accounts with your ups and downs get there between 21 January and 21 May" in said


def test_a_way_back_out_of_sight_has_odds_but_no_date() -> None:
    """On the first screen nothing is promised; beneath it stand the chances, as natural frequencies."""
    lost = samples.sample_d()

    assert "around" not in told(lost, "en")
    assert "Of 100 accounts that move like yours, about 6 have been at 100,000 after 90 days, about 20" in beneath(
        lost, "en"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("missing", ["net_only", "gains_only", "losses_only", "surviving", "too_short"])
def test_what_is_missing_is_said_with_where_it_stands(missing: str, lang: str) -> None:
    """Where gains and losses are not known apart, the finding says so and names where they can be had."""
    flows = parts.flows(
        missing=missing, gained=None, lost=None, usual_gained=None, usual_lost=None, gained_standing=None,
        lost_standing=None,
    )  # fmt: skip

    said = told(replace(samples.sample_d(), flows=flows), lang)

    assert "None" not in said
    assert ("Insights" in said) == (missing != "too_short")
    assert {"de": "28 am Tag weniger", "en": "28 fewer a day"}[lang] in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bought_followers_are_no_verdict(lang: str) -> None:
    """The pattern is named as one that fits, with the words that it proves nothing."""
    found = replace(samples.sample_d(), claims=(LOSS,), follower_events=(event("bought", 4000.0),))

    said = told(found, lang)

    assert {"de": "Das Muster passt zu gekauften Followern; es beweist nichts.", "en": "it proves nothing"}[
        lang
    ] in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["clean_up", "counter", "drop", "giveaway"])
def test_a_step_is_told_with_its_day_and_size(kind: str, lang: str) -> None:
    """Whoever asks about lost followers hears of the night in which they went."""
    said = told(replace(samples.sample_d(), claims=(LOSS,), follower_events=(event(kind),)), lang)

    assert {"de": "20. Februar", "en": "20 February"}[lang] in said
    assert {"de": "3.000", "en": "3,000"}[lang] in said


def test_no_growth_is_answered_with_since_when_and_the_others() -> None:
    """Whoever does not grow hears that it is so, since when, and how it goes for others."""
    said = parts.claim(
        "Ich wachse nicht mehr", "follower_loss", fear="right", verdict="true", direction="stuck", now=98040.0
    )
    growth = Growth(-0.1, -0.3, 0.1, datetime(2024, 11, 2, tzinfo=UTC), 90, -1.0, 40, 3.0, -2.0, 9.0)

    whole = told(replace(samples.sample_d(), claims=(said,), growth=growth), "de")

    assert "Du hast richtig gesehen: Du hast 98.040 Follower, und mehr werden es gerade nicht." in whole
    assert "Seit etwa November 2024 ist kein Wachstum zu sehen" in whole
    assert "Bei 40 anderen Accounts waren es in den letzten 90 Tagen meist 3 % mehr" in whole


@pytest.mark.parametrize(
    ("gained", "de", "en"),
    [
        (160.0, "Neue kommen so viele wie sonst: 160 am Tag", "As many new ones arrive as usual: 160 a day"),
        (60.0, "60 Neue kommen am Tag, üblich sind 165. Das liegt", "60 new ones arrive a day; 165 is usual. That is"),
    ],
)
def test_far_from_usual_is_not_called_the_same(gained: float, de: str, en: str) -> None:
    """Where numbers go up and down a lot, a third of the usual may be nothing special; the same it is not."""
    few = replace(samples.sample_d(), flows=parts.flows(gained=gained, gained_standing="usual"))

    assert de in beneath(few, "de")
    assert en in beneath(few, "en")


def test_good_news_needs_no_question() -> None:
    """A mark that was passed lately is told, though nobody asked; a mark that was lost is not pushed."""
    passed = parts.milestone(mark=50000.0, side="above", crossed=DAY, is_told=False)
    lost = parts.milestone(crossed=DAY, is_told=False)
    base = replace(samples.sample_d(), claims=())

    assert "You have been above 50,000 since 20 February. Well done." in told(replace(base, milestones=(passed,)), "en")
    assert "100,000" not in told(replace(base, milestones=(lost,)), "en")


def test_what_would_have_been_seen_moves_but_stays() -> None:
    """Where the first screen is about followers, the smallest visible loss stands among the caveats."""
    report = compose(samples.sample_d())

    assert "seen.detectable" in {message.key for message in report.caveats}
    assert "seen.detectable" not in {message.key for paragraph in report.paragraphs for message in paragraph}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_surface_tells_it(lang: str) -> None:
    """Terminal, Markdown and page have the flows in words; the object has them in numbers."""
    outlook = (Outlook(30, 96000.0, 97200.0, 98500.0), Outlook(90, 92000.0, 95500.0, 99000.0))
    found = replace(samples.sample_d(), outlook=outlook, follower_events=(event("clean_up"),))
    usual = {"de": "üblich sind bei dir 163", "en": "163 is usual for you"}[lang]

    texts = (
        to_terminal(found, lang, width=400, colour=False),
        to_markdown(found, lang),
        to_html(found, lang),
    )
    contract = to_contract(found, lang)

    assert all(usual in " ".join(text.split()) for text in texts)
    assert all({"de": "96.000", "en": "96,000"}[lang] in text for text in texts[1:])
    assert contract["flows"]["usual_lost"] == 163.0
    assert contract["milestones"][0]["crossed"] == "2024-09-12T00:00:00Z"
    assert contract["milestones"][0]["slope_per_day"] == -28.0
    assert [one["days"] for one in contract["outlook"]] == [30, 90]
    assert contract["follower_events"][0]["kind"] == "clean_up"
