"""The finding on a terminal: one screen, any encoding, nothing that steers it."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.report import samples

from fieber.model.diagnosis import Since
from fieber.model.reading import Source
from fieber.report.terminal import TALLEST, WIDEST, to_terminal
from fieber.report.text_chart import ASCII, thermometer

EVERY = samples.every()
ANSI = re.compile(r"\x1b\[\d+m")


@pytest.mark.parametrize(("name", "lang"), list(itertools.product(EVERY, ("de", "en"))))
def test_it_fits_one_screen(name: str, lang: str) -> None:
    """No finding is wider than 80 columns or higher than a small window."""
    lines = to_terminal(EVERY[name], lang, width=80, colour=False).splitlines()

    assert max(map(len, lines)) <= 80
    assert len(lines) <= TALLEST


@pytest.mark.parametrize("width", [40, 60, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp437", "no-such-encoding"])
def test_any_width_and_encoding(width: int, encoding: str) -> None:
    """Lines never exceed the terminal, and every character can be written in its encoding."""
    for diagnosis in EVERY.values():
        text = to_terminal(diagnosis, "de", width=width, colour=False, encoding=encoding)

        assert max(map(len, text.splitlines())) <= min(width, WIDEST)
        assert text.encode("ascii" if encoding == "no-such-encoding" else encoding)


def test_plain_encodings_keep_the_words() -> None:
    """In ASCII umlauts are spelled out and the degree is still a temperature."""
    text = to_terminal(EVERY["C"], "de", width=80, colour=False, encoding="ascii")

    assert "Dein Gefuehl stimmt." in text
    assert "39,0 C" in text
    assert "?hl" not in text


def test_colour_carries_nothing_alone() -> None:
    """Without its colours the text is the same, and without colour there are none."""
    for diagnosis in EVERY.values():
        plain = to_terminal(diagnosis, "en", width=80, colour=False)

        assert ANSI.sub("", to_terminal(diagnosis, "en", width=80, colour=True)) == plain
        assert "\x1b" not in plain


def test_names_cannot_steer_the_terminal() -> None:
    """Control and direction characters of a name are gone."""
    text = to_terminal(EVERY["hostile"], "de", width=80, colour=False)

    assert not set(text) & set("\x00\x1b\u202e\u202d\u2066")
    assert "<script>alert(1)</script>" in text


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_the_screen_holds_the_whole_finding(name: str) -> None:
    """Answer, temperature, interval, basis, step, picture and coverage are all on it."""
    text = to_terminal(replace(EVERY[name], split=None), "de", width=80, colour=False).replace("\n", " ")

    for part in (
        "Fieber",
        "°C",
        "sehr wahrscheinlich zwischen",
        "Was du tun kannst:",
        "üblicher Bereich",
        "104 Posts vom",
    ):
        assert part in text


def test_the_tube_rises_with_the_temperature() -> None:
    """36 is a drop of mercury, 42 a full tube; the lines for the words stay visible above it."""
    tubes = [thermometer(degrees, width=30, marks=ASCII) for degrees in (None, 36.0, 37.0, 39.0, 42.0)]

    assert [tube.count("#") for tube in tubes] == [0, 1, 5, 15, 30]
    assert [tube.count("|") for tube in tubes] == [3, 3, 3, 1, 0]


def test_no_picture_without_levels() -> None:
    """Posts that all have zero have no scale, and a screen without room has no picture."""
    base = EVERY["C"]
    zero = replace(base, traces=(replace(base.traces[0], value=(0.0,) * 104),))
    talk = replace(base.claims[0], text="Warum nur, warum nur, warum nur? " * 12)

    assert "üblicher Bereich" not in to_terminal(zero, "de", width=80, colour=False)
    assert "üblicher Bereich" not in to_terminal(replace(base, claims=(talk,)), "de", width=40, colour=False)


def test_names_and_quotes_are_cut_to_the_screen() -> None:
    """A very long name takes one line."""
    long = replace(EVERY["A"], account="a" * 500)

    assert to_terminal(long, "de", width=80, colour=False).splitlines()[1].endswith("… auf Instagram")


def test_the_picture_gives_way_to_where_it_was_lost() -> None:
    """On a small screen the words come before the picture."""
    text = to_terminal(EVERY["C"], "de", width=80, colour=False)

    assert "Wo es verloren ging: 34 der 44 Punkte" in text
    assert "üblicher Bereich" not in text


def test_the_picture_shows_posts_in_and_outside_the_range() -> None:
    """Posts, range, hit and fresh posts all have their mark."""
    text = to_terminal(replace(EVERY["C"], split=None), "de", width=80, colour=False)

    picture = text[text.index("Likes, die letzten 72 Posts") :]

    assert all(mark in picture for mark in "•░▲○")


def test_what_is_counted_by_the_day_is_told_in_days() -> None:
    """New followers a day are measured on days, never on so many posts."""
    text = " ".join(to_terminal(EVERY["D"], "de", width=80, colour=False).split())

    assert "30 Tage, seit dem 11. März." in text
    assert "30 Posts" not in text


def test_both_ends_of_a_loss_are_told_as_one() -> None:
    """A told date whose whole interval is a loss says "less" once, as every other sentence does."""
    since = Since(datetime(2025, 3, 1, tzinfo=UTC), 0.01, 0.99, -45.0, -55.0, -34.0)
    sample = EVERY["told_date"]
    told = replace(sample, vitals=(replace(sample.vitals[0], since=since), *sample.vitals[1:]))

    text = " ".join(to_terminal(told, "en", width=80, colour=False).split())

    assert "45 % less (very likely between 34 and 55 %)" in text


@pytest.mark.parametrize(("lang", "mark"), [("de", "Aufbau nicht geprüft"), ("en", "layout not verified")])
def test_the_screen_says_where_the_numbers_come_from(lang: str, mark: str) -> None:
    """File, reader, columns and an unverified layout are on the terminal too; typed numbers have no file."""
    read = Source("Content.csv", "tiktok", ("Total likes", "Post time"), ("Video title",), is_verified=False)
    coverage = replace(EVERY["A"].coverage, sources=(read,))
    text = " ".join(to_terminal(replace(EVERY["A"], coverage=coverage), lang, colour=False).split())
    typed = replace(coverage, is_dated=False)

    assert "Content.csv" in text
    assert f"tiktok ({mark})" in text
    assert re.search(r": 2, .*: 1\.$", text)
    assert "Content.csv" not in to_terminal(replace(EVERY["A"], coverage=typed), lang, colour=False)
