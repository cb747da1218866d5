"""The parts that charts are made of, and what the charts show."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.report import parts, samples

from fieber.model.diagnosis import Change, Normal
from fieber.model.surroundings import Weather
from fieber.report.compose import compose, weight_sentence
from fieber.report.fever_chart import draw_fever
from fieber.report.gauges import loss_bar, standing_thermometer
from fieber.report.post_chart import draw_posts, thin
from fieber.report.spread_chart import draw_spread, spread_table, stretches
from fieber.report.svg import Levels, Times, date_ticks, levels_around
from fieber.report.words import Words

GERMAN = Words("de", as_of=parts.AS_OF)
START = datetime(2024, 1, 1, tzinfo=UTC)


def test_times_are_linear_within_the_edges() -> None:
    """The first time stands at the left edge, the last at the right, the middle in the middle."""
    times = Times(START, START + timedelta(days=10))

    assert [times.place(START + timedelta(days=day)) for day in (0, 5, 10)] == [2.0, 50.0, 98.0]
    assert times.within(START - timedelta(days=99)) == 0.0
    assert Times(START, START).place(START) == 50.0


def test_levels_are_logarithmic() -> None:
    """Tenfold is the same step everywhere; zero and what is beyond the scale stand on its edges."""
    levels = Levels(1, 100, top=0, bottom=80)

    assert [levels.place(value) for value in (1, 10, 100)] == pytest.approx([80, 40, 0])
    assert levels.place(0) == levels.place(-3) == 80
    assert levels.place(1e9) == 0


@pytest.mark.parametrize(("low", "high"), [(1, 9), (3600, 21600), (1, 5e8), (0.8, 1.2), (1e-3, 1e6)])
def test_ticks_are_few_and_within(low: float, high: float) -> None:
    """A scale has at most seven round levels, all of them on it."""
    ticks = Levels(low, high).ticks()

    assert len(ticks) <= 7
    assert all(low <= tick <= high for tick in ticks)


def test_a_tiny_end_of_a_range_does_not_squeeze_the_posts() -> None:
    """Ends far from all values do not widen the scale; near ones do."""
    assert levels_around([100, 200], [0.001, 1e9]).low > 80
    assert levels_around([100, 200], [50, 500]).low < 50
    assert levels_around([None, 0]).high > levels_around([None, 0]).low


@pytest.mark.parametrize("days", [1, 20, 59, 61, 200, 400, 1500, 6000])
def test_date_ticks_are_few_and_in_order(days: int) -> None:
    """However long the time, there are some dates, not too many, from left to right."""
    ticks = date_ticks(Times(START, START + timedelta(days=days)), GERMAN)

    places = [place for place, _ in ticks]
    assert 1 <= len(ticks) <= 9
    assert places == sorted(places)


def test_thinning_keeps_the_best_and_the_worst() -> None:
    """Of many posts a bounded number stays, with the highest and the lowest of all, in order."""
    trace = parts.trace(10_000, Normal(8800, 3600, 21600, 100))
    posts = tuple(range(10_000))

    kept = thin(trace, posts, 900)

    values = [trace.value[i] or 0 for i in kept]
    assert len(kept) <= 900
    assert list(kept) == sorted(kept)
    assert max(values) == max(value or 0 for value in trace.value)
    assert min(values) == min(value or 0 for value in trace.value)
    assert thin(trace, posts[:50], 900) == posts[:50]


def test_every_post_is_a_point() -> None:
    """Up to the limit each post of the part is drawn, with its words."""
    report = compose(samples.sample_c())
    assert report.main_chart is not None

    drawn = draw_posts(report.main_chart, GERMAN, dated=True, claimed=None)

    assert drawn.markup.count("<title>") == len(drawn.rows) == drawn.of == 104
    assert drawn.markup.count('class="point viral"') == 1
    assert drawn.markup.count('class="point young"') == 2
    assert drawn.markup.count('class="point recent"') == 24  # of 26, two are young
    assert "Beginn: 9. März" in drawn.markup


def test_a_long_history_is_shown_in_part_and_as_a_whole() -> None:
    """The picture of years begins a year ago and has a strip of everything below."""
    report = compose(samples.account_of(10_000))
    assert report.main_chart is not None

    drawn = draw_posts(report.main_chart, GERMAN, dated=True, claimed=None)

    assert drawn.part_from == report.main_chart.trace.at[-1] - timedelta(days=365)
    assert 'class="overview"' in drawn.markup
    assert len(drawn.rows) <= 1200 < drawn.of


def test_the_level_that_was_claimed_is_a_line() -> None:
    """A level that the person named is drawn and named."""
    report = compose(samples.sample_a())
    assert report.main_chart is not None

    drawn = draw_posts(report.main_chart, GERMAN, dated=True, claimed=50000.0)

    assert "deine 50.000" in drawn.markup


def test_posts_of_other_formats_stand_back() -> None:
    """Where one format carries the result, the others are faint."""
    base = samples.sample_c()
    reels = replace(base.vitals[0], kind="reel")
    report = compose(replace(base, vitals=(reels, *base.vitals[1:])))
    assert report.main_chart is not None
    others = sum(
        kind != "reel" and state == "counted"
        for kind, state in zip(report.main_chart.trace.kind, report.main_chart.trace.state, strict=True)
    )

    drawn = draw_posts(report.main_chart, GERMAN, dated=True, claimed=None)

    assert drawn.markup.count('class="point faint"') == others > 0


@pytest.mark.parametrize("values", [(0.0,) * 30, (5.0,) * 30, (None,) * 29 + (7.0,)])
def test_flat_and_empty_series_have_a_picture(values: tuple[float | None, ...]) -> None:
    """All zero, all the same, or a single value: still a chart."""
    normal = Normal(5, 3, 8, 30)
    trace = replace(parts.trace(30, normal), value=values)
    report = compose(replace(samples.sample_c(), traces=(trace,)))
    assert report.main_chart is not None

    drawn = draw_posts(report.main_chart, GERMAN, dated=True, claimed=None)

    assert drawn.of == sum(value is not None for value in values)
    assert "nan" not in drawn.markup


def test_gaps_of_the_fever_curve_are_gaps() -> None:
    """Weeks without a temperature cut the line in two."""
    report = compose(samples.sample_b())
    assert report.fever is not None

    markup = draw_fever(report.fever, GERMAN)

    assert markup.count('class="trace"') == 2
    assert all(f"{line} °C" in markup.replace("\N{NO-BREAK SPACE}", " ") for line in ("37,5", "38,5", "39,5"))


def test_mercury_is_as_high_as_the_temperature() -> None:
    """One degree is the same length everywhere on the thermometer."""
    tops = []
    for degrees in (37.0, 38.0, 39.0):
        report = compose(replace(samples.sample_c(), temperature=degrees))
        found = re.search(r'class="mercury rise" x="38" y="([\d.]+)"', standing_thermometer(report, GERMAN))
        assert found is not None
        tops.append(float(found[1]))

    assert tops[0] - tops[1] == pytest.approx(tops[1] - tops[2], abs=0.02)
    assert tops[0] > tops[1]


@pytest.mark.parametrize("change", [(-97, -100, -90), (-7, -38, 39), (150, 40, 900), (0, 0, 0), (-45, -99.5, 250)])
def test_the_bar_holds_any_change(change: tuple[float, float, float]) -> None:
    """However large a change is, its bar stays within the picture and in order."""
    loss = compose(samples.sample_c()).loss
    assert loss is not None

    markup = loss_bar(replace(loss, change=Change(*change)), GERMAN)

    left, width = (
        float(part) for part in re.findall(r'class="likely" x="([\d.]+)%" y="36" width="([\d.]+)%"', markup)[0]
    )
    middle = float(re.findall(r'class="marker" cx="([\d.]+)%"', markup)[0])
    assert 0 <= left <= middle <= left + width + 0.01 <= 100
    assert len(re.findall("<text", markup)) <= 12


def test_every_post_stands_in_the_record() -> None:
    """By size too each post that counts is a dot, the recent ones in their colour; fresh ones are left out."""
    chart = compose(samples.sample_c()).spread
    assert chart is not None

    markup = draw_spread(chart, GERMAN)

    assert markup.count("<circle") == sum(part.n for part in stretches(chart)) == 102  # of 104, two are young
    assert markup.count('class="grain recent"') == 24
    assert "üblich 8.800" in markup
    assert "zuletzt 4.900" in markup


def test_many_posts_become_columns() -> None:
    """Where dots would stand too high there are columns, and the table counts every post."""
    chart = compose(samples.account_of(1000)).spread
    assert chart is not None

    markup, table = draw_spread(chart, GERMAN), spread_table(chart, GERMAN)

    assert "grain" not in markup
    assert sum(int(row[1].replace(".", "")) for row in table.rows) == 998  # two are young


def test_the_claimed_level_stands_beside_the_record() -> None:
    """A level that the person named is in the picture and in its sentence, with how many posts reached it."""
    chart = compose(samples.sample_a()).spread
    assert chart is not None

    told = GERMAN.join(chart.sentences)

    assert "deine 50.000" in draw_spread(chart, GERMAN)
    assert "An deine 50.000 kam ein Post heran." in told


@pytest.mark.parametrize(
    ("weight", "said"),
    [(0.0, "weniger als 1 von 10"), (0.12, "etwa 1 von 10"), (0.5, "etwa 5 von 10"), (1.0, "mehr als 9 von 10")],
)
def test_a_weight_is_so_many_of_ten(weight: float, said: str) -> None:
    """How likely a cause is stands as so many of ten cases; never as none or as all of them."""
    assert said in GERMAN.say(weight_sentence(weight)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_weather_is_drawn_among_the_posts() -> None:
    """Where others lost a little, a line stands a little below the expected one; without others there is none."""
    report = compose(samples.sample_c())
    assert report.main_chart is not None
    weather = Weather(-6.0, -9.0, -3.0, 212, metric="likes", since=datetime(2025, 3, 9, tzinfo=UTC))

    drawn = draw_posts(replace(report.main_chart, weather=weather), GERMAN, dated=True, claimed=None)
    without = draw_posts(report.main_chart, GERMAN, dated=True, claimed=None)

    line = re.search(r'class="weather" d="M[\d.]+ ([\d.]+)L', drawn.markup)
    expected = re.search(r'class="expected" d="M[\d.]+ ([\d.]+)L', drawn.markup)
    assert line is not None
    assert expected is not None
    assert 0 < float(line[1]) - float(expected[1]) < 3
    assert 'class="weather"' not in without.markup
