"""The weather as page, text and JSON, in both languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.report import samples

from fieber.model.surroundings import FollowerStep, RosterWeather, Weather, WeatherStrip
from fieber.report.terminal import Screen
from fieber.report.weather_page import weather_page
from fieber.report.weather_sentences import beside_the_loss
from fieber.report.weather_text import to_json, to_text
from fieber.report.words import Words

WEEKS = tuple(date(2026, 1, 5) + timedelta(weeks=i) for i in range(30))
PERCENT = tuple(0.0 if i < 20 else -30.0 for i in range(30))
SAMPLE = replace(samples.every()["B"], claims=())
STEP = FollowerStep("instagram", date(2026, 6, 3), "followers_purged", -2.0, 150, 200, 1.0, -3.0, 5.0)


def strip(kind: str | None = None, *, now: float | None = -30.0) -> WeatherStrip:
    return WeatherStrip(
        platform="instagram",
        kind=kind,
        metric="likes",
        accounts=200,
        week=WEEKS,
        percent=PERCENT,
        low=tuple(x - 4 for x in PERCENT),
        high=tuple(x + 4 for x in PERCENT),
        now_percent=now,
        now_low=None if now is None else now - 3,
        now_high=None if now is None else now + 3,
    )


def weather(*strips: WeatherStrip, steps: tuple[FollowerStep, ...] = (STEP,)) -> RosterWeather:
    return RosterWeather(datetime(2026, 8, 1, tzinfo=UTC), 200, strips, steps)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_has_a_chart_and_a_table_for_each_strip(lang: str) -> None:
    """Each platform and format has its heading, a picture with words for those who do not see it, and its numbers."""
    page = weather_page(weather(strip(), strip("reel")), lang, least=20)

    assert page.count('<svg class="curve" role="img"') == page.count("<details>") == 2
    assert all(label for label in re.findall(r'aria-label="([^"]*)"', page))
    assert page.count('<th scope="row">') == 2 * len(WEEKS)
    assert f'lang="{lang}"' in page
    assert "http" not in page.split("<main")[1]
    assert ("Am 3. Juni" if lang == "de" else "3 June") in page


def test_a_chart_stays_within_its_picture() -> None:
    """No point of line or band lies outside of the chart, and the line falls where the weather does."""
    page = weather_page(weather(strip()), "en", least=20)

    (line,) = re.findall(r'class="expected" d="M([^"]*)"', page)
    heights = [float(point.split()[1]) for point in line.split("L")]
    assert all(0 <= height <= 100 for height in heights)
    assert heights[-1] > heights[0]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_text_fits_every_terminal(lang: str, encoding: str) -> None:
    """Lines are no longer than the screen, and hold only what it can show."""
    text = to_text(weather(strip(), strip("reel", now=None)), lang, Screen(40, encoding, colour=False), least=20)

    assert max(len(line) for line in text.splitlines()) <= 40
    text.encode(encoding)


def test_the_last_four_weeks_are_told() -> None:
    """A fall has its interval; where it is open, both ends are said; where it is not known, that is said."""
    found = [
        to_text(weather(one, steps=()), "en", Screen(88, "utf-8", colour=False), least=20)
        for one in (strip(), strip(now=1.0), strip(now=20.0), strip(now=None))
    ]

    assert "30\N{NO-BREAK SPACE}% less than before (very likely between 27 and 33" in found[0]
    assert "as before" in found[1]
    assert "20\N{NO-BREAK SPACE}% more than before" in found[2]
    assert "too few posts" in found[3]


def test_a_roster_without_weather_says_what_it_takes() -> None:
    """Text and page say how many accounts are needed."""
    nothing = weather(steps=())

    assert "at least 20 accounts" in to_text(nothing, "en", Screen(80, "utf-8", colour=False), least=20)
    assert "mindestens 20 Accounts" in weather_page(nothing, "de", least=20)


def test_json_holds_every_number() -> None:
    """The JSON has all weeks with their bands, and the days on which followers fell."""
    unknown = WeatherStrip(None, None, "likes", 30, WEEKS, PERCENT, PERCENT, PERCENT)

    found = json.loads(to_json(weather(strip(), unknown), "en"))

    assert found["strips"][0]["percent"] == list(PERCENT)
    assert found["strips"][0]["week"][0] == "2026-01-05"
    assert found["strips"][1]["now_percent"] is None
    assert (found["steps"][0]["day"], found["steps"][0]["what"]) == ("2026-06-03", "followers_purged")
    assert found["as_of"] == "2026-08-01T00:00:00Z"
    assert "Platform unknown" in to_text(weather(unknown), "en", Screen(80, "utf-8", colour=False), least=20)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_loss_is_told_with_and_without_the_weather(lang: str) -> None:
    """Beside a real drop stand the others, since when, and what is one's own, each with its range."""
    since = datetime(2026, 3, 9, tzinfo=UTC)
    weather = Weather(-18.0, -22.0, -14.0, 212, -16.0, -30.0, -5.0, 0.02, "likes", None, since)
    words = Words(lang)

    cases = (
        replace(SAMPLE, weather=weather, finding="both"),
        replace(SAMPLE, weather=replace(weather, own_percent=None), finding="everyone"),
        replace(SAMPLE, weather=replace(weather, own_low=-30.0, own_high=20.0), finding="yours"),
        replace(SAMPLE, weather=weather, finding="not_in_data"),
    )
    both, theirs, open_still, silent = ([words.say(one) for one in beside_the_loss(case)] for case in cases)

    assert "212" in both[0]
    assert "18" in both[0]
    assert "16" in both[1]
    assert len(theirs) == 1
    assert open_still[1] != both[1]
    assert silent == []
