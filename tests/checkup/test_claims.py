"""What a person says, held against the record: every kind of claim, every verdict, and the findings of VOICE.md."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.checkup.accounts import one, steady, with_kinds, with_metrics

import fieber
from fieber.readers import read_typed

AGREE = {"right": "real", "unfounded": "not_in_data", "unknown": "cannot_say"}


def told(posts: Any, sentence: str, **options: Any) -> dict[str, Any]:
    """The contract object of the only account, with its claims."""
    return one(fieber.check(posts, complaint=sentence, **options)).to_dict()


def claim(posts: Any, sentence: str, **options: Any) -> dict[str, Any]:
    """The first claim of the only account."""
    first: dict[str, Any] = told(posts, sentence, **options)["claims"][0]
    return first


def outcome(found: dict[str, Any]) -> tuple[str, str]:
    return found["verdict"], found["fear"]


def follower_days(counts: list[int], *, last: date = date(2023, 12, 1)) -> pl.DataFrame:
    """Follower counts of consecutive days, the last at `last`."""
    days = [last - timedelta(days=len(counts) - 1 - i) for i in range(len(counts))]
    return pl.DataFrame({"account": "anna", "platform": "instagram", "day": days, "followers": counts})


@pytest.fixture(scope="module")
def healthy() -> pl.DataFrame:
    return steady(160)


@pytest.fixture(scope="module")
def fallen() -> pl.DataFrame:
    """The last twelve posts, about 25 days, at half of the level."""
    return steady(160, last_posts=12, factor=0.5)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("I usually get 4,000 likes", "true"),
        ("Ich habe immer 2.000 Likes", "true"),
        ("I always get 10,000 likes", "exception"),
        ("Ich habe immer 50.000 Likes!", "never"),
        ("Meine Kommentare sind immer 300", "cannot_say"),
    ],
)
def test_levels_come_from_the_record(healthy: pl.DataFrame, sentence: str, verdict: str) -> None:
    """A claimed level is true, an exception or not there, and cannot be said of a metric that is missing."""
    assert claim(healthy, sentence)["verdict"] == verdict


def test_a_level_that_was_left_was_once_true() -> None:
    """Who had 20,000 for a year and then half of it for two years said something that was once true."""
    likes = steady(400, seed=3, median=20_000.0, scatter=0.2, every_hours=72.0)
    early = pl.int_range(pl.len()) < 120
    posts = likes.with_columns(likes=pl.when(early).then("likes").otherwise(pl.col("likes") // 3))

    found = claim(posts, "I always get 15,000 likes")

    assert found["verdict"] == "was_once_true"
    assert found["until"] < "2024-03"


def test_the_record_is_told_in_full(healthy: pl.DataFrame) -> None:
    """Share, count, last time, median, usual range, the best ten with dates, and the odds of the best."""
    likes = healthy["likes"].to_numpy()

    found = claim(healthy, "I always get 10,000 likes")

    reached = int((likes >= 9_000).sum())
    assert found["count"] == reached
    assert found["share"] == reached / found["n"]
    assert [best["value"] for best in found["best"]] == sorted(likes.tolist(), reverse=True)[:10]
    best = healthy.filter(pl.col("likes") == int(likes.max()))["posted_at"][0]
    assert found["best"][0]["at"] == best.isoformat().replace("+00:00", "Z")
    assert found["low"] < found["median"] < found["high"]
    assert found["best_multiple"] == pytest.approx(likes.max() / found["median"])
    assert 2 < found["expected_best"] < 4  # 160 posts with a scatter of 0.4: e to the 2.5 × 0.4


def test_a_young_post_counts_once_it_has_reached_the_level() -> None:
    """A post of this morning with the claimed likes has them; one without may still get them and does not count."""
    posts = steady(160)
    high, low = (posts.with_columns(likes=pl.when(_is_last()).then(n).otherwise("likes")) for n in (60_000, 100))

    assert claim(high, "I once had 60,000 likes")["verdict"] == "true"
    assert claim(low, "I never get less than 100,000 likes")["n"] < 160


def _is_last() -> pl.Expr:
    return pl.int_range(pl.len()) == pl.len() - 1


def test_only_the_format_of_the_sentence_counts(healthy: pl.DataFrame) -> None:
    """What is said of Reels is held against Reels; a format that is not there cannot be said."""
    posts = with_kinds(healthy)
    reels = posts.filter(pl.col("kind") == "reel").height

    assert claim(posts, "Meine Reels haben immer 2.000 Likes")["n"] in range(reels - 3, reels + 1)
    assert claim(posts, "Auf Storys habe ich immer 2.000 Likes")["reason"] == "no_such_format"
    assert claim(healthy, "Meine Reels haben immer 2.000 Likes")["reason"] == "format_unknown"


def test_weeks_are_sums_of_their_posts() -> None:
    """A claim per week is held against whole weeks: six posts of 700 likes are 4,200."""
    posts = steady(210, scatter=0.0001, every_hours=28.0, median=700.0)

    found = claim(posts, "Ich mache 4.000 Likes die Woche")

    assert found["verdict"] == "true"
    assert found["median"] == pytest.approx(4_200, rel=0.06)
    assert claim(with_metrics(posts), "I get 5,000 reach a week")["reason"] == "never_adds_up"


def test_a_rate_is_told_in_percent(healthy: pl.DataFrame) -> None:
    """Engagement is held in percent, as it was said."""
    found = claim(with_metrics(healthy), "Meine Engagement Rate liegt sonst bei 6,5 %")

    assert 8 < found["median"] < 16


@pytest.mark.parametrize(
    ("sentence", "verdict", "fear"),
    [
        ("seit drei Wochen sind meine Likes halbiert", "true", "right"),
        ("my likes have dropped by 90% in the last three weeks", "exception", "right"),
        ("Meine Likes sind eingebrochen", "true", "right"),
    ],
)
def test_a_real_loss_is_right(fallen: pl.DataFrame, sentence: str, verdict: str, fear: str) -> None:
    """A halving is a halving, is less than 90 %, and is right where no number was told."""
    found = told(fallen, sentence)

    assert outcome(found["claims"][0]) == (verdict, fear)
    assert found["finding"] == "real"


def test_a_loss_that_is_not_there_is_unfounded(healthy: pl.DataFrame) -> None:
    """On a healthy account a halving since a date is not in the data, and the finding says the same."""
    found = told(healthy, "my likes have halved in the last two months")

    assert outcome(found["claims"][0]) == ("never", "unfounded")
    assert found["finding"] == "not_in_data"


def test_the_date_in_the_sentence_is_tested(fallen: pl.DataFrame) -> None:
    """Its day becomes `since` of the vitals, without the scan's price; --since wins over it."""
    found = told(fallen, "seit drei Wochen sind meine Likes halbiert")
    other = told(fallen, "seit drei Wochen sind meine Likes halbiert", since="2023-10-20")

    day = found["claims"][0]["since_date"]
    assert found["vitals"][0]["since"]["at"].startswith(day)
    assert found["claims"][0]["tested"]["since"].startswith(day)
    assert other["claims"][0]["tested"]["since"].startswith("2023-10-20")


def test_a_drop_that_began_later_is_a_drop(fallen: pl.DataFrame) -> None:
    """Who says a halving half a year ago, and it began a month ago, hears that it is less and since when."""
    found = told(fallen, "vor einem halben Jahr hatte ich noch doppelt so viele Likes", lang="de")

    assert outcome(found["claims"][0]) == ("exception", "right")
    assert found["claims"][0]["reason"] == "later"
    assert "fing es aber noch nicht an" in " ".join(found["answer"])


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("my reach is down 70% since March", "column_missing"),
        ("Meine Likes sind seit heute halbiert", "none_since"),
        ("Since the pandemic started nobody likes my posts", "no_history"),
        ("YouTube likes are half since mid August", "other_platform"),
        ("Über Nacht sind 3.000 Follower verschwunden", "followers_missing"),
        ("Ich bin unter 100.000 gefallen", "followers_missing"),
    ],
)
def test_what_cannot_be_said_has_its_reason(healthy: pl.DataFrame, sentence: str, reason: str) -> None:
    """Nothing is guessed: the reason stands in the claim, and the finding says that it cannot say."""
    found = told(healthy, sentence)

    assert outcome(found["claims"][0]) == ("cannot_say", "unknown")
    assert found["claims"][0]["reason"] == reason
    assert found["finding"] == "cannot_say"


def test_two_claims_are_two_answers(fallen: pl.DataFrame) -> None:
    """Of "likes the same, comments halved", each part is held and answered by its own numbers."""
    posts = fallen.with_columns(comments=pl.Series(np.full(160, 150) + np.arange(160) % 7))

    found = told(posts, "Likes gleich, aber die Kommentare sind um die Hälfte runter", lang="de")

    comments, likes = found["claims"]
    assert (comments["metric"], comments["verdict"]) == ("comments", "never")
    assert (likes["metric"], likes["verdict"]) == ("likes", "never")
    assert likes["tested"]["high"] < 0
    assert any(paragraph.startswith("Zu „Likes“:") for paragraph in found["answer"])


def test_what_was_not_understood_is_said(healthy: pl.DataFrame) -> None:
    """Numbers that belong to nothing are named, not used."""
    found = told(healthy, "I'm 28 with 2 kids and always get 8,000 likes")

    assert found["claims"][0]["value"] == 8_000
    assert "This I did not understand: 28, 2." in found["answer"][0]


@pytest.mark.parametrize(
    ("counts", "sentence", "verdict", "fear"),
    [
        ([10_000] * 40 + [9_700] * 5, "Über Nacht sind 300 Follower verschwunden", "true", "unfounded"),
        ([10_000] * 44 + [9_990], "Über Nacht sind 3.000 Follower verschwunden", "never", "unfounded"),
        ([10_000] * 44 + [9_700], "3k followers vanished overnight", "exception", "unfounded"),
        ([10_000] * 44 + [7_000], "3k followers vanished overnight", "true", "unfounded"),
        ([10_000 - 60 * i for i in range(45)], "losing 50-100 followers daily", "true", "right"),
        ([10_000 - 10 * i for i in range(45)], "losing 50-100 followers daily", "exception", "right"),
        ([10_000 + 10 * i for i in range(45)], "losing 50-100 followers daily", "never", "unfounded"),
    ],
)
def test_followers_are_counted(
    healthy: pl.DataFrame, counts: list[int], sentence: str, verdict: str, fear: str
) -> None:
    """A loss of followers is held against the counts of the days: exact, without an interval.

    Thousands in one night whom no like misses were no audience: the cause says so, and the finding is the counter.
    """
    days = follower_days(counts)

    found = told(healthy, sentence, days=days, as_of="2023-12-02")

    assert outcome(found["claims"][0]) == (verdict, fear)
    gone_for_real = fear == "right" or verdict == "never"
    assert found["finding"] == (AGREE[fear] if gone_for_real else "counter")


def test_a_milestone_is_told_with_its_day(healthy: pl.DataFrame) -> None:
    """Below 100,000 since the day on which it was crossed for the last time."""
    days = follower_days([100_400, 99_900, 100_100, 99_800, 99_500])

    found = told(healthy, "I fell below 100k, please help", days=days, as_of="2023-12-02", lang="en")
    above = claim(healthy, "Wann erreiche ich endlich die 1 Mio?", days=days, as_of="2023-12-02")

    (milestone,) = found["claims"]
    assert (milestone["verdict"], milestone["now"], milestone["crossed"]) == ("true", 99_500, "2023-11-30T00:00:00Z")
    assert "You are at 99,500, and you have been below 100,000 since 30 November." in found["answer"][0]
    assert above["verdict"] == "never"


@pytest.mark.parametrize(
    ("sentence", "verdict"), [("I have 10,000 followers", "true"), ("I have 15,000 followers", "never")]
)
def test_a_number_of_followers_is_that_of_now(healthy: pl.DataFrame, sentence: str, verdict: str) -> None:
    """How many follow is held by the latest count."""
    found = claim(healthy, sentence, days=follower_days([9_800, 10_100]), as_of="2023-12-02")

    assert (found["verdict"], found["now"]) == (verdict, 10_100)


def test_where_nothing_was_judged_the_reason_is_that_of_the_numbers(healthy: pl.DataFrame) -> None:
    """Five posts are too few to say anything of the algorithm; that it is no number to measure would not be true."""
    found = claim(healthy.head(5), "Does the algorithm still work for my content?")

    assert (found["verdict"], found["reason"], found["metric"]) == ("cannot_say", "too_few_posts", None)


def test_the_account_itself_answers_health_and_algorithm(healthy: pl.DataFrame, fallen: pl.DataFrame) -> None:
    """Health is the headline; whose fault it is cannot be said without the way of a like."""
    assert claim(healthy, "Is my account healthy?")["verdict"] == "true"
    assert claim(fallen, "Is my account healthy?")["verdict"] == "never"
    assert outcome(claim(healthy, "Bin ich im Shadowban?")) == ("cannot_say", "unfounded")
    assert outcome(claim(fallen, "Bin ich im Shadowban?")) == ("cannot_say", "right")
    assert outcome(claim(fallen, "Mein blauer Haken ist weg!")) == ("cannot_say", "unknown")


@pytest.mark.parametrize(
    ("lang", "sentence"), [("de", "Ich kann nicht mehr"), ("en", "I can't sleep because of my numbers")]
)
def test_distress_comes_before_everything(fallen: pl.DataFrame, lang: str, sentence: str) -> None:
    """Nothing is scored from it: one claim without a number, and the answer is a kind word with help lines."""
    found = told(fallen, sentence, lang=lang)
    page = one(fieber.check(fallen, complaint=sentence, lang="de" if lang == "de" else "en")).to_html()

    (only,) = found["claims"]
    assert (only["kind"], *outcome(only)) == ("distress", "cannot_say", "unknown")
    assert all(only[name] is None for name in ("value", "share", "count", "median", "tested", "metric"))
    assert all(number in " ".join(found["answer"]) for number in ("0800 1110111", "142", "143", "116 123", "988"))
    assert next(iter(found)) == "complaint"
    assert page.index("116 123") < page.index("°C")
    assert sentence not in page


def test_typed_numbers_have_no_dates() -> None:
    """Levels of typed numbers are held without a single date, and a date in the sentence cannot be tested."""
    reading = read_typed(" ".join(str(1_000 + 37 * (i * 7 % 11)) for i in range(40)), account="typed")

    level = claim(reading, "Ich habe immer 50.000 Likes!")
    drop = claim(reading, "seit zwei Wochen sind meine Likes halbiert")

    assert level["verdict"] == "never"
    assert {best["at"] for best in level["best"]} == {None}
    assert drop["reason"] == "undated"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Meine Posts bekommen nur noch 20 Likes", "never"),
        ("my posts only get 20 likes", "never"),
        ("Ich bekomme nur noch 100.000 Likes", "true"),
    ],
)
def test_only_so_many_is_a_most(healthy: pl.DataFrame, sentence: str, verdict: str) -> None:
    """A level that is felt to be low is not confirmed by posts that are far above it."""
    assert claim(healthy, sentence)["verdict"] == verdict


@pytest.mark.parametrize(
    ("counts", "verdict", "fear"), [([10_000, 10_000], "true", "right"), ([10_000, 10_400], "never", "unfounded")]
)
def test_no_growth_is_held_against_two_counts(
    healthy: pl.DataFrame, counts: list[int], verdict: str, fear: str
) -> None:
    """Where too few counts tell no trend, those of then and now answer who does not grow any more."""
    days = pl.DataFrame(
        {"account": "anna", "platform": "instagram", "day": [date(2023, 10, 25), date(2023, 12, 1)]}
    ).with_columns(followers=pl.Series(counts))

    found = told(healthy, "ich wachse nicht mehr", days=days, as_of="2023-12-02")

    assert outcome(found["claims"][0]) == (verdict, fear)
    assert found["finding"] == AGREE[fear]
