"""Values as each language writes them."""

import itertools
from datetime import UTC, datetime

import pytest

from fieber.model.text import Message, Value
from fieber.report.words import Words

NOW = datetime(2025, 4, 10, tzinfo=UTC)
GERMAN, ENGLISH = Words("de", as_of=NOW), Words("en", as_of=NOW)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [
        (7, "fast jede Woche", "nearly every week"),
        (20, "etwa 18-mal im Jahr", "about 18 times a year"),
        (61, "etwa sechsmal im Jahr", "about six times a year"),
        (137, "zwei- bis dreimal im Jahr", "two to three times a year"),
        (365, "etwa einmal im Jahr", "about once a year"),
        (500, "nur einmal in ein bis zwei Jahren", "only once in one to two years"),
        (730, "nur etwa einmal in zwei Jahren", "only about once in two years"),
        (1461, "nur etwa einmal in vier Jahren", "only about once in four years"),
        (1e9, "seltener als einmal in zehn Jahren", "less than once in ten years"),
    ],
)
def test_return_periods_are_natural_frequencies(days: float, german: str, english: str) -> None:
    """A return period in days is said as how often in a year, or once in how many years."""
    assert GERMAN.often(days) == german
    assert ENGLISH.often(days) == english


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [
        (7, "fast jede Woche so eine", "one like it nearly every week"),
        (20, "etwa 18 davon im Jahr", "about 18 of them a year"),
        (73, "etwa fünf davon im Jahr", "about five of them a year"),
    ],
)
def test_usual_weeks_are_counted_while_that_says_something(days: float, german: str, english: str) -> None:
    """So many such weeks a year; where nearly all are like that, no number is told."""
    assert GERMAN.such_weeks(days) == german
    assert ENGLISH.such_weeks(days) == english


def test_frequencies_never_rise_with_the_return_period() -> None:
    """No longer return period sounds more frequent than a shorter one: each wording is one stretch of periods."""
    said = [GERMAN.often(days) for days in range(7, 5000)]

    runs = [said[0]] + [b for a, b in itertools.pairwise(said) if a != b]

    assert len(runs) == len(set(runs))


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (0, "0", "0"),
        (0.02, "0", "0"),
        (4.26, "4,3", "4.3"),
        (3.0, "3", "3"),
        (9.97, "10", "10"),
        (52.4, "52", "52"),
        (8237, "8.240", "8,240"),
        (21612, "21.600", "21,600"),
        (1234567, "1.230.000", "1,230,000"),
    ],
)
def test_levels_have_three_figures(value: float, german: str, english: str) -> None:
    """A level is rounded to what can be known, with the separators of the language."""
    assert GERMAN.amount(value) == german
    assert ENGLISH.amount(value) == english


def test_exact_numbers_are_not_rounded() -> None:
    """A number that the person said stays as it is."""
    message = Message("legend.claimed", {"value": 98040.0})

    assert GERMAN.say(message) == "deine 98.040"
    assert ENGLISH.say(message) == "your 98,040"


@pytest.mark.parametrize(
    ("degrees", "german"),
    [(36.4, f"36,4{NBSP}°C"), (39.9, f"39,9{NBSP}°C"), (40.0, f"über 40{NBSP}°C"), (None, "ohne Temperatur")],
)
def test_temperatures(degrees: float | None, german: str) -> None:
    """One decimal; from 40 on a person reads "over 40"."""
    assert GERMAN.temperature(degrees) == german


@pytest.mark.parametrize(
    ("percent", "german"),
    [(-31.4, f"31{NBSP}% weniger"), (4.2, f"4{NBSP}% mehr"), (0.3, "gleich viel"), (-0.4, "gleich viel")],
)
def test_changes_are_said_without_signs(percent: float, german: str) -> None:
    """Less and more are words; what rounds to nothing is the same."""
    assert GERMAN.change(percent) == german


@pytest.mark.parametrize(
    ("percent", "german", "english"),
    [
        (-50, "der Hälfte", "a half"),
        (-34, "einem Drittel", "a third"),
        (-42, f"45{NBSP}%", f"45{NBSP}%"),
        (-75, "drei Vierteln", "three quarters"),
        (-24, "einem Viertel", "a quarter"),
        (-11, f"15{NBSP}%", f"15{NBSP}%"),
    ],
)
def test_what_can_be_seen_is_never_promised_too_small(percent: float, german: str, english: str) -> None:
    """The smallest loss that can be seen is a plain fraction or the next five percent up."""
    assert GERMAN.share(percent) == german
    assert ENGLISH.share(percent) == english


def test_days_of_this_year_have_no_year() -> None:
    """A day within a year is said without it, an older one with it."""
    assert GERMAN.day(datetime(2025, 3, 9, tzinfo=UTC)) == "9. März"
    assert ENGLISH.day(datetime(2025, 3, 9, tzinfo=UTC)) == "9 March"
    assert GERMAN.day(datetime(2023, 3, 9, tzinfo=UTC)) == "9. März 2023"
    assert Words("en").day(datetime(2025, 3, 9, tzinfo=UTC)) == "9 March 2025"


def test_a_range_of_days_names_its_month_once() -> None:
    """Within a month the first day is only a number."""
    values: dict[str, Value] = {"onset": NOW, "metric": "likes", "kind": None, "recent": 1, "normal": 2}
    same = values | {"low": datetime(2025, 3, 5, tzinfo=UTC), "high": datetime(2025, 3, 14, tzinfo=UTC)}
    other = same | {"low": datetime(2025, 2, 25, tzinfo=UTC)}

    assert "zwischen dem 5. und dem 14. März" in GERMAN.say(Message("level.changed_since", same))
    assert "zwischen dem 25. Februar und dem 14. März" in GERMAN.say(Message("level.changed_since", other))


def test_one_chooses_the_single_form() -> None:
    """One post is one post."""
    assert GERMAN.word("table.n_posts", n=1) == "1 Post"
    assert GERMAN.word("table.n_posts", n=2) == "2 Posts"
    assert ENGLISH.word("coverage.compared", n=1) == "Compared with one other account."


def test_platforms_are_written_as_their_owners_do() -> None:
    """YouTube has two capitals; a platform nobody knows has one."""
    assert [GERMAN.platform(name) for name in ("youtube", "TikTok", "x", "newnet")] == [
        "YouTube",
        "TikTok",
        "X",
        "Newnet",
    ]


def test_spans_are_told_in_months_then_years() -> None:
    """Up to two years in months, beyond that in years."""
    assert [GERMAN.span(n) for n in (1, 12, 30)] == ["einem Monat", "zwölf Monaten", "zwei Jahren"]


@pytest.mark.parametrize("message", [Message("no.such.key"), Message("change.loss", {"percent": -3.0})])
def test_missing_words_and_values_are_errors(message: Message) -> None:
    """Nothing is ever told with a hole in it."""
    with pytest.raises(KeyError):
        GERMAN.say(message)


def test_a_word_in_place_of_a_number_is_an_error() -> None:
    """A value of the wrong kind is not printed."""
    with pytest.raises(TypeError):
        GERMAN.word("coverage.as_of", as_of="yesterday")
    with pytest.raises(TypeError):
        GERMAN.word("change.less", percent="many")
